import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { api, ApiError, words } from '../api/client.ts';
import type { EngineState } from '../api/types.ts';
import { models } from '../store/models.ts';
import { session } from '../store/session.ts';
import { Reads } from '../store/store.ts';
import { toasts } from '../store/toasts.ts';
import { bytes, many } from '../text/say.ts';
import { field } from './dialog-form.ts';
import './dialog.ts';
import { icon } from './icons.ts';
import { base, buttons, forms, pages } from './styles.ts';

const FIELDS = ['name', 'url', 'key'] as const;
type Field = (typeof FIELDS)[number];

/** What renders answers here; admins add and remove. Emits `changed`. */
@customElement('au-engines')
export class AuEngines extends LitElement {
  @property({ attribute: false }) engines: EngineState[] = [];
  @state() private adding = false;
  @state() private busy = false;
  @state() private wrong: { field: Field | ''; says: string } | undefined;
  @state() private leaving: EngineState | undefined;
  @query('#name') private name!: HTMLInputElement;
  @query('#url') private url!: HTMLInputElement;
  @query('#key') private key!: HTMLInputElement;
  private readonly reads = new Reads(this, session);

  static override styles = [
    base,
    buttons,
    forms,
    pages,
    css`
      :host {
        display: block;
        height: auto;
      }
      .name {
        font-weight: 580;
        overflow-wrap: anywhere;
      }
      .detail {
        display: block;
        font-size: 0.87rem;
        color: var(--text-3);
        overflow-wrap: anywhere;
      }
      .engines {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(20rem, 100%), 1fr));
        gap: 0.75rem;
      }
      .engine {
        padding: 1rem;
        display: grid;
        grid-template-rows: auto auto 1fr;
        gap: 0.75rem;
      }
      .engine .head {
        flex-wrap: nowrap;
      }
      .engine li {
        display: flex;
        justify-content: space-between;
        gap: 1rem;
        padding: 0.375rem 0;
        border-top: 1px solid var(--line);
        font-size: 0.93rem;
      }
      .engine li span:first-child {
        overflow-wrap: anywhere;
      }
      .size {
        white-space: nowrap;
      }
      .form {
        display: grid;
        gap: 1rem;
      }
      .end {
        display: flex;
        justify-content: flex-end;
        gap: 0.5rem;
      }
      b {
        overflow-wrap: anywhere;
      }
    `,
  ];

  private changed(): void {
    models.load().catch(() => undefined);
    this.dispatchEvent(new CustomEvent('changed'));
  }

  private async begin(): Promise<void> {
    this.wrong = undefined;
    this.adding = true;
    await this.updateComplete;
    this.name.focus();
  }

  private async refuse(at: Field | '', says: string): Promise<void> {
    this.wrong = { field: at, says };
    await this.updateComplete;
    if (at !== '') this.renderRoot.querySelector<HTMLElement>(`#${at}`)?.focus();
  }

  private async add(event: Event): Promise<void> {
    event.preventDefault();
    if (this.busy) return;
    const name = this.name.value.trim();
    const url = this.url.value.trim();
    const key = this.key.value.trim();
    this.wrong = undefined;
    if (name === '') return this.refuse('name', 'Give it a name, such as the machine it runs on.');
    if (url === '') return this.refuse('url', 'Give its address, such as http://192.168.1.20:11434.');
    this.busy = true;
    try {
      const added = await api.addEngine(key === '' ? { name, url } : { name, url, key });
      this.adding = false;
      const offers = added.models.length;
      toasts.show(`${added.name} is added${offers > 0 ? `, with ${many(offers, 'model')}` : ''}.`);
      this.changed();
    } catch (failure) {
      const named = failure instanceof ApiError ? FIELDS.find(one => one === failure.field) : undefined;
      await this.refuse(named ?? '', words(failure));
    } finally {
      this.busy = false;
    }
  }

  private async takeAway(engine: EngineState): Promise<void> {
    this.leaving = undefined;
    try {
      await api.removeEngine(engine.name);
      toasts.show(`${engine.name} is removed.`);
    } catch (failure) {
      toasts.error(words(failure));
    }
    this.changed();
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('#add')?.focus();
  }

  private engine(engine: EngineState) {
    return html`<article class="card engine" aria-label=${engine.name}>
      <div class="head">
        <span class="name">${engine.name}</span>
        <span class="badge ${engine.ready ? 'ok' : 'bad'}">${engine.ready ? 'ready' : 'away'}</span>
      </div>
      <div>
        <span class="detail">${engine.kind}${engine.url ? ` · ${engine.url}` : engine.kind === 'embedded' ? ', inside this node' : ''}</span>
        ${engine.detail ? html`<span class="detail">${engine.detail}</span>` : nothing}
        ${engine.leftOut.length > 0
          ? html`<span class="detail">Models left out: ${engine.leftOut.join('; ')}</span>`
          : nothing}
      </div>
      ${engine.models.length === 0
        ? html`<p class="detail">No models.</p>`
        : html`<ul>
            ${engine.models.map(
              model => html`<li>
                <span
                  >${model.name}${model.purpose === 'guide' ? html` <span class="faint">guide</span>` : nothing}${model.purpose === 'embedding'
                    ? html` <span class="faint">embeddings</span>`
                    : nothing}</span
                >
                <span class="faint size">${[model.sizeBytes > 0 ? bytes(model.sizeBytes) : '', model.loaded ? 'loaded' : ''].filter(Boolean).join(' · ')}</span>
              </li>`,
            )}
          </ul>`}
      ${engine.added && session.admin
        ? html`<div class="end">
            <button class="button small danger" aria-label=${`Remove ${engine.name}`} @click=${() => (this.leaving = engine)}>Remove</button>
          </div>`
        : nothing}
    </article>`;
  }

  private addingDialog() {
    const says = (name: Field) => (this.wrong?.field === name ? { wrong: this.wrong.says } : {});
    const bad = (name: Field) => this.wrong?.field === name;
    return html`<au-dialog heading="Add an engine" ?open=${this.adding} @closed=${() => (this.adding = false)}>
      ${this.adding
        ? html`<form class="form" @submit=${this.add} novalidate>
            ${field(
              'name',
              'Name',
              html`<input
                id="name"
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                maxlength="40"
                aria-describedby="name-says"
                aria-invalid=${bad('name')}
              />`,
              { hint: 'Such as the machine it runs on.', ...says('name') },
            )}
            ${field(
              'url',
              'Address',
              html`<input
                id="url"
                type="text"
                inputmode="url"
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                maxlength="300"
                placeholder="http://192.168.1.20:11434"
                aria-describedby="url-says"
                aria-invalid=${bad('url')}
              />`,
              { hint: 'As this node reaches it: Ollama, llama.cpp, vLLM, or anything that speaks OpenAI’s API.', ...says('url') },
            )}
            ${field(
              'key',
              'Key, if it wants one',
              html`<input
                id="key"
                type="password"
                autocomplete="new-password"
                maxlength="1000"
                aria-describedby="key-says"
                aria-invalid=${bad('key')}
              />`,
              { hint: 'Kept sealed on this node and never shown again.', ...says('key') },
            )}
            ${this.wrong?.field === '' ? html`<p class="notice bad" role="alert">${this.wrong.says}</p>` : nothing}
            <div class="end">
              <button type="button" class="button" @click=${() => (this.adding = false)}>Cancel</button>
              <button class="button primary" aria-disabled=${this.busy}>${this.busy ? 'Asking it…' : 'Add'}</button>
            </div>
          </form>`
        : nothing}
    </au-dialog>`;
  }

  private leavingDialog() {
    const engine = this.leaving;
    const close = () => (this.leaving = undefined);
    return html`<au-dialog heading="Remove this engine?" ?open=${engine !== undefined} @closed=${close}>
      <div class="form">
        <p>
          Nothing more is rendered by <b>${engine?.name}</b>, and its key is forgotten. The engine itself keeps running; it can be added again.
        </p>
        <div class="end">
          <button class="button" @click=${close}>Keep it</button>
          <button class="button danger" @click=${() => void this.takeAway(engine!)}>Remove</button>
        </div>
      </div>
    </au-dialog>`;
  }

  override render() {
    void this.reads;
    if (this.engines.length === 0 && !session.admin) return nothing;
    return html`<section aria-labelledby="engines">
        <div class="head">
          <h2 id="engines">Engines</h2>
          ${session.admin ? html`<button class="button small primary" id="add" @click=${this.begin}>${icon('plus', 16)} Add an engine</button>` : nothing}
        </div>
        ${this.engines.length === 0
          ? html`<p class="card empty">No engine yet.</p>`
          : html`<div class="engines">${this.engines.map(engine => this.engine(engine))}</div>`}
      </section>
      ${this.addingDialog()} ${this.leavingDialog()}`;
  }
}
