import { css, html, LitElement, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { api, ApiError, words } from '../api/client.ts';
import type { Key, NewKey, Scope, Session } from '../api/types.ts';
import { field } from '../parts/dialog-form.ts';
import '../parts/dialog.ts';
import { icon } from '../parts/icons.ts';
import { base, buttons, forms, pages } from '../parts/styles.ts';
import '../parts/top.ts';
import '../parts/transfer.ts';
import { copy, signOut } from '../store/commands.ts';
import { session } from '../store/session.ts';
import { toasts } from '../store/toasts.ts';
import { ago, strength, when } from '../text/say.ts';

const SCOPES: { scope: Scope; says: string }[] = [
  { scope: 'models', says: 'List models and ask them' },
  { scope: 'chat', says: 'Read and write my conversations' },
  { scope: 'admin', says: 'Everything my role allows, sessions and passwords excepted' },
];

/** A person's own sessions, API keys, conversations as a file, and password. */
@customElement('au-account')
export class AuAccount extends LitElement {
  @state() private sessions: Session[] | undefined;
  @state() private keys: Key[] | undefined;
  @state() private problem = '';
  @state() private making = false;
  @state() private made: NewKey | undefined;
  @state() private leaving: Key | undefined;
  @state() private wrong: { field: string; says: string } | undefined;
  @query('#key-name') private keyName!: HTMLInputElement;
  @query('#current') private current!: HTMLInputElement;
  @query('#next') private next!: HTMLInputElement;

  static override styles = [
    base,
    buttons,
    forms,
    pages,
    css`
      .name {
        font-weight: 580;
      }
      .detail {
        display: block;
        font-size: 0.87rem;
        color: var(--text-3);
      }
      .form {
        display: grid;
        gap: 1rem;
      }
      .password {
        padding: 1.25rem;
        max-width: 26rem;
      }
      fieldset {
        border: 0;
        margin: 0;
        padding: 0;
        display: grid;
      }
      legend {
        padding: 0 0 0.375rem;
        font-weight: 550;
        font-size: 0.92rem;
      }
      fieldset label {
        display: flex;
        align-items: center;
        gap: 0.75rem;
        min-height: max(34px, var(--touch));
      }
      input[type='checkbox'] {
        width: 18px;
        height: 18px;
        accent-color: var(--accent);
        flex: none;
      }
      .secret {
        display: flex;
        align-items: center;
        gap: 0.5rem;
        padding: 0.5rem 0.5rem 0.5rem 0.875rem;
        border: 1px solid var(--line);
        border-radius: var(--radius-small);
        background: var(--bg-soft);
      }
      .secret code {
        flex: 1;
        min-width: 0;
        overflow-wrap: anywhere;
        background: none;
        padding: 0;
      }
      .end {
        display: flex;
        justify-content: flex-end;
        gap: 0.5rem;
        margin-top: 0.25rem;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  private async load(): Promise<void> {
    try {
      const [sessions, keys] = await Promise.all([api.sessions(), api.keys()]);
      this.sessions = sessions.sessions;
      this.keys = keys.keys;
      this.problem = '';
    } catch (failure) {
      this.problem = words(failure);
    }
  }

  private async act(work: () => Promise<unknown>, says: string): Promise<void> {
    try {
      await work();
      toasts.show(says);
    } catch (failure) {
      toasts.error(words(failure));
    }
    await this.load();
  }

  private end(one: Session): void {
    if (one.current) void signOut();
    else void this.act(() => api.endSession(one.id), `The session on ${one.device} is over.`);
  }

  private sessionsPart() {
    const sessions = this.sessions;
    if (!sessions) return this.problem ? nothing : html`<div class="ghost"></div>`;
    return html`<section aria-labelledby="sessions">
      <div class="head">
        <h2 id="sessions">Where you are signed in</h2>
        ${sessions.length > 1
          ? html`<button class="button small" @click=${() => void this.act(() => api.endOtherSessions(), 'All other sessions are over.')}>
              Sign out everywhere else
            </button>`
          : nothing}
      </div>
      <div class="card scroll" tabindex="0" role="group" aria-labelledby="sessions">
        <table>
          <thead>
            <tr>
              <th scope="col">Device</th>
              <th scope="col" class="wide">Signed in</th>
              <th scope="col">Last used</th>
              <th scope="col"><span class="unseen">End</span></th>
            </tr>
          </thead>
          <tbody>
            ${sessions.map(
              one => html`<tr>
                <td>
                  <span class="name">${one.device || 'Unknown device'}</span>
                  ${one.current ? html`<span class="badge ok">this one</span>` : nothing}
                  <span class="detail">${one.address}</span>
                </td>
                <td class="tight faint wide">${when(one.created)}</td>
                <td class="tight faint" title=${when(one.lastUsed)}>${ago(one.lastUsed)}</td>
                <td class="tight">
                  <button class="button small danger" aria-label=${`Sign out ${one.device}`} @click=${() => this.end(one)}>Sign out</button>
                </td>
              </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </section>`;
  }

  private keysPart() {
    const keys = this.keys;
    if (!keys) return nothing;
    return html`<section aria-labelledby="keys">
      <div class="head">
        <div>
          <h2 id="keys">API keys</h2>
          <p class="lead">For programs. Any OpenAI client works with one: base address <code>${location.origin}/v1</code></p>
        </div>
        <button class="button small primary" @click=${this.begin}>${icon('plus', 16)} New key</button>
      </div>
      <div class="card scroll" tabindex="0" role="group" aria-labelledby="keys">
        ${keys.length === 0
          ? html`<p class="empty">No keys yet.</p>`
          : html`<table>
              <thead>
                <tr>
                  <th scope="col">Name</th>
                  <th scope="col">May</th>
                  <th scope="col" class="wide">Made</th>
                  <th scope="col" class="wide">Last used</th>
                  <th scope="col"><span class="unseen">Revoke</span></th>
                </tr>
              </thead>
              <tbody>
                ${keys.map(
                  key => html`<tr>
                    <td><span class="name" dir="auto">${key.name}</span><span class="detail"><code>${key.hint}…</code></span></td>
                    <td>${key.scopes.map(scope => html`<span class="badge plain">${scope}</span> `)}</td>
                    <td class="tight faint wide">${when(key.created)}</td>
                    <td class="tight faint wide">${key.lastUsed ? ago(key.lastUsed) : 'never'}</td>
                    <td class="tight">
                      <button class="button small danger" aria-label=${`Revoke ${key.name}`} @click=${() => (this.leaving = key)}>Revoke</button>
                    </td>
                  </tr>`,
                )}
              </tbody>
            </table>`}
      </div>
    </section>`;
  }

  private async begin(): Promise<void> {
    this.made = undefined;
    this.wrong = undefined;
    this.making = true;
    await this.updateComplete;
    this.keyName.focus();
  }

  private async make(event: Event): Promise<void> {
    event.preventDefault();
    const name = this.keyName.value.trim();
    const scopes = [...this.renderRoot.querySelectorAll<HTMLInputElement>('[name=scope]:checked')].map(box => box.value as Scope);
    if (name === '') this.wrong = { field: 'name', says: 'Give it a name, such as the program that uses it.' };
    else if (scopes.length === 0) this.wrong = { field: 'name', says: 'Allow it at least one thing.' };
    else {
      try {
        this.made = await api.addKey({ name, scopes });
        await this.load();
      } catch (failure) {
        this.wrong = { field: 'name', says: words(failure) };
      }
    }
  }

  private makingDialog() {
    const made = this.made;
    return html`<au-dialog
      heading=${made ? 'Your new key' : 'New API key'}
      ?open=${this.making}
      @closed=${() => {
        this.making = false;
        this.made = undefined;
      }}
    >
      ${!this.making
        ? nothing
        : made
          ? html`<div class="form">
              <p class="notice">This is the only time it is shown. Copy it to where it is needed now.</p>
              <div class="secret">
                <code>${made.secret}</code>
                <button class="button small primary" @click=${() => void copy(made.secret, 'The key is copied.')}>${icon('copy', 15)} Copy</button>
              </div>
              <div class="end"><button class="button" @click=${() => (this.making = false)}>Done</button></div>
            </div>`
          : html`<form class="form" @submit=${this.make} novalidate>
              ${field('key-name', 'Name', html`<input id="key-name" maxlength="64" autocomplete="off" dir="auto" />`, this.wrong ? { wrong: this.wrong.says } : {})}
              <fieldset>
                <legend>It may</legend>
                ${SCOPES.filter(({ scope }) => scope !== 'admin' || session.admin).map(
                  ({ scope, says }) => html`<label><input type="checkbox" name="scope" value=${scope} ?checked=${scope === 'models'} /> ${says}</label>`,
                )}
              </fieldset>
              <div class="end">
                <button type="button" class="button" @click=${() => (this.making = false)}>Cancel</button>
                <button class="button primary">Make the key</button>
              </div>
            </form>`}
    </au-dialog>`;
  }

  private leavingDialog() {
    const key = this.leaving;
    const close = () => (this.leaving = undefined);
    return html`<au-dialog heading="Revoke this key?" ?open=${key !== undefined} @closed=${close}>
      <div class="form">
        <p>Programs that use <b>${key?.name}</b> are refused from now on. This cannot be undone.</p>
        <div class="end">
          <button class="button" @click=${close}>Keep it</button>
          <button
            class="button danger"
            @click=${() => {
              close();
              void this.act(() => api.revokeKey(key!.id), `${key!.name} is revoked.`);
            }}
          >
            Revoke
          </button>
        </div>
      </div>
    </au-dialog>`;
  }

  private async change(event: Event): Promise<void> {
    event.preventDefault();
    this.wrong = undefined;
    const { level } = strength(this.next.value);
    if (this.current.value === '') this.wrong = { field: 'current', says: 'Type your present password.' };
    else if (level === 0) this.wrong = { field: 'next', says: 'Use 12 characters or more.' };
    if (this.wrong) return;
    try {
      await api.changePassword({ current: this.current.value, next: this.next.value });
      this.current.value = '';
      this.next.value = '';
      toasts.show('Your password is changed. All other sessions are over.');
      await this.load();
    } catch (failure) {
      this.wrong = { field: failure instanceof ApiError && failure.field === 'next' ? 'next' : 'current', says: words(failure) };
    }
  }

  private passwordPart() {
    const wrong = (name: string) => (this.wrong?.field === name ? { wrong: this.wrong.says } : {});
    return html`<section aria-labelledby="password">
      <h2 id="password">Password</h2>
      <form class="card form password" @submit=${this.change} novalidate>
        <input type="text" name="username" autocomplete="username" .value=${session.me?.name ?? ''} hidden />
        ${field('current', 'Present password', html`<input id="current" type="password" autocomplete="current-password" />`, wrong('current'))}
        ${field('next', 'New password', html`<input id="next" type="password" autocomplete="new-password" />`, {
          hint: '12 characters or more. All other sessions end.',
          ...wrong('next'),
        })}
        <div><button class="button">Change the password</button></div>
      </form>
    </section>`;
  }

  override render() {
    return html`<au-top heading="Account"></au-top>
      <div class="body">
        <div class="column">
          ${this.problem
            ? html`<p class="notice bad" role="status">${this.problem} <button class="button small" @click=${this.load}>Try again</button></p>`
            : nothing}
          ${this.sessionsPart()} ${this.keysPart()} <au-transfer></au-transfer> ${this.passwordPart()}
        </div>
      </div>
      ${this.makingDialog()} ${this.leavingDialog()}`;
  }
}
