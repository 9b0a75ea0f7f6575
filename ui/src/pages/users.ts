import { css, html, LitElement, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { api, ApiError, words } from '../api/client.ts';
import type { Role, User } from '../api/types.ts';
import { field } from '../parts/dialog-form.ts';
import '../parts/dialog.ts';
import { icon } from '../parts/icons.ts';
import '../parts/menu.ts';
import type { AuMenu } from '../parts/menu.ts';
import { base, buttons, forms, pages } from '../parts/styles.ts';
import '../parts/top.ts';
import { session } from '../store/session.ts';
import { toasts } from '../store/toasts.ts';
import { strength, when } from '../text/say.ts';

const ROLES: { role: Role; says: string }[] = [
  { role: 'member', says: 'chats and makes own keys' },
  { role: 'admin', says: 'also adds engines and members' },
  { role: 'owner', says: 'may do everything' },
];

/** Who may use this node; for admins. */
@customElement('au-users')
export class AuUsers extends LitElement {
  @state() private users: User[] | undefined;
  @state() private problem = '';
  @state() private adding = false;
  @state() private resetting: User | undefined;
  @state() private leaving: User | undefined;
  @state() private wrong: { field: string; says: string } | undefined;
  @query('#name') private name!: HTMLInputElement;
  @query('#password') private password!: HTMLInputElement;
  @query('#next') private next!: HTMLInputElement;
  @query('#role') private chosen!: HTMLSelectElement;
  @query('au-menu') private menu!: AuMenu;

  static override styles = [
    base,
    buttons,
    forms,
    pages,
    css`
      .name {
        font-weight: 580;
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
      .off .name {
        color: var(--text-3);
        text-decoration: line-through;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  private async load(): Promise<void> {
    try {
      this.users = (await api.users()).users;
      this.problem = '';
    } catch (failure) {
      this.problem = words(failure);
    }
  }

  /** Only an owner makes owners and admins. */
  private roles() {
    return ROLES.filter(({ role }) => session.me?.role === 'owner' || role === 'member');
  }

  private async change(user: User, change: { role?: Role; disabled?: boolean }, says: string): Promise<void> {
    try {
      await api.changeUser(user.id, change);
      toasts.show(says);
    } catch (failure) {
      toasts.error(words(failure));
    }
    await this.load();
  }

  private open(user: User, anchor: HTMLElement): void {
    this.menu.items = [
      ...this.roles().map(({ role, says }) => ({
        label: role.slice(0, 1).toUpperCase() + role.slice(1),
        hint: says,
        checked: user.role === role,
        run: () => {
          if (user.role !== role) void this.change(user, { role }, `${user.name} is ${role} now.`);
        },
      })),
      {
        label: 'New password …',
        icon: 'key' as const,
        apart: true,
        run: () => {
          this.wrong = undefined;
          this.resetting = user;
        },
      },
      {
        label: user.disabled ? 'Let in again' : 'Disable',
        icon: user.disabled ? ('check' as const) : ('close' as const),
        danger: !user.disabled,
        run: () =>
          void this.change(
            user,
            { disabled: !user.disabled },
            user.disabled ? `${user.name} may sign in again.` : `${user.name} is disabled and signed out everywhere.`,
          ),
      },
      ...(session.me?.role === 'owner'
        ? [{ label: 'Remove …', icon: 'trash' as const, danger: true, run: () => void (this.leaving = user) }]
        : []),
    ];
    void this.menu.updateComplete.then(() => this.menu.show(anchor));
  }

  private async begin(): Promise<void> {
    this.wrong = undefined;
    this.adding = true;
    await this.updateComplete;
    this.name.focus();
  }

  private async add(event: Event): Promise<void> {
    event.preventDefault();
    const name = this.name.value.trim();
    const password = this.password.value;
    this.wrong = undefined;
    if (name === '') this.wrong = { field: 'name', says: 'Choose a name to sign in with.' };
    else if (strength(password).level === 0) this.wrong = { field: 'password', says: 'Use 12 characters or more.' };
    if (this.wrong) return;
    try {
      await api.addUser({ name, password, role: this.chosen.value as Role });
      this.adding = false;
      toasts.show(`${name} can sign in now.`);
      await this.load();
    } catch (failure) {
      this.wrong = { field: failure instanceof ApiError && failure.field === 'password' ? 'password' : 'name', says: words(failure) };
    }
  }

  private row(user: User) {
    const me = user.id === session.me?.id;
    return html`<tr class=${user.disabled ? 'off' : ''}>
      <td><span class="name" dir="auto">${user.name}</span> ${me ? html`<span class="faint">you</span>` : nothing}</td>
      <td class="tight"><span class="badge plain">${user.role}</span></td>
      <td class="tight">
        <span class="badge ${user.disabled ? 'warn' : 'ok'}">${user.disabled ? 'disabled' : 'may sign in'}</span>
      </td>
      <td class="tight faint wide">${when(user.created)}</td>
      <td class="tight">
        <button
          class="icon"
          aria-label=${`Change ${user.name}`}
          aria-haspopup="menu"
          aria-expanded="false"
          ?disabled=${me}
          @click=${(event: Event) => this.open(user, event.currentTarget as HTMLElement)}
        >
          ${icon('more')}
        </button>
      </td>
    </tr>`;
  }

  private async reset(event: Event): Promise<void> {
    event.preventDefault();
    const user = this.resetting!;
    const password = this.next.value;
    this.wrong = undefined;
    if (strength(password).level === 0) this.wrong = { field: 'next', says: 'Use 12 characters or more.' };
    if (this.wrong) return;
    try {
      await api.changeUser(user.id, { password });
      this.resetting = undefined;
      toasts.show(`${user.name} has a new password and is signed out everywhere.`);
    } catch (failure) {
      this.wrong = { field: 'next', says: words(failure) };
    }
  }

  private resetDialog() {
    const user = this.resetting;
    const close = () => (this.resetting = undefined);
    return html`<au-dialog heading=${user ? `New password for ${user.name}` : ''} ?open=${user !== undefined} @closed=${close}>
      ${user
        ? html`<form class="form" @submit=${this.reset} novalidate>
            ${field('next', 'New password', html`<input id="next" type="text" autocomplete="off" spellcheck="false" autofocus />`, {
              hint: '12 characters or more. Tell it in person; it can be changed after signing in.',
              ...(this.wrong?.field === 'next' ? { wrong: this.wrong.says } : {}),
            })}
            <div class="end">
              <button type="button" class="button" @click=${close}>Cancel</button>
              <button class="button primary">Set</button>
            </div>
          </form>`
        : nothing}
    </au-dialog>`;
  }

  private async expel(user: User): Promise<void> {
    this.leaving = undefined;
    try {
      await api.removeUser(user.id);
      toasts.show(`${user.name} is removed.`);
    } catch (failure) {
      toasts.error(words(failure));
    }
    await this.load();
  }

  private leavingDialog() {
    const user = this.leaving;
    const close = () => (this.leaving = undefined);
    return html`<au-dialog heading=${user ? `Remove ${user.name}?` : ''} ?open=${user !== undefined} @closed=${close}>
      <div class="form">
        <p>
          Sessions and keys end. The conversations stay on this node, but nobody can open them any more: let
          <b dir="auto">${user?.name}</b> export them first. This cannot be undone.
        </p>
        <div class="end">
          <button class="button" @click=${close}>Keep</button>
          <button class="button danger" @click=${() => void this.expel(user!)}>Remove</button>
        </div>
      </div>
    </au-dialog>`;
  }

  private dialog() {
    const wrong = (name: string) => (this.wrong?.field === name ? { wrong: this.wrong.says } : {});
    return html`<au-dialog heading="New user" ?open=${this.adding} @closed=${() => (this.adding = false)}>
      ${this.adding
        ? html`<form class="form" @submit=${this.add} novalidate>
            ${field('name', 'Name', html`<input id="name" autocomplete="off" autocapitalize="none" spellcheck="false" maxlength="64" dir="auto" />`, wrong('name'))}
            ${field('password', 'First password', html`<input id="password" type="text" autocomplete="off" spellcheck="false" />`, {
              hint: '12 characters or more. Tell it in person; it can be changed after signing in.',
              ...wrong('password'),
            })}
            ${field(
              'role',
              'Role',
              html`<select id="role">
                ${this.roles().map(({ role, says }) => html`<option value=${role}>${role}: ${says}</option>`)}
              </select>`,
            )}
            <div class="end">
              <button type="button" class="button" @click=${() => (this.adding = false)}>Cancel</button>
              <button class="button primary">Add</button>
            </div>
          </form>`
        : nothing}
    </au-dialog>`;
  }

  override render() {
    return html`<au-top heading="Users"></au-top>
      <div class="body">
        <div class="column">
          ${this.problem ? html`<p class="notice bad" role="status">${this.problem}</p>` : nothing}
          ${this.users
            ? html`<section aria-labelledby="users">
                <div class="head">
                  <h2 id="users">Who may use this node</h2>
                  <button class="button small primary" @click=${this.begin}>${icon('plus', 16)} New user</button>
                </div>
                <div class="card scroll" tabindex="0" role="group" aria-labelledby="users">
                  <table>
                    <thead>
                      <tr>
                        <th scope="col">Name</th>
                        <th scope="col">Role</th>
                        <th scope="col">State</th>
                        <th scope="col" class="wide">Since</th>
                        <th scope="col"><span class="unseen">Change</span></th>
                      </tr>
                    </thead>
                    <tbody>
                      ${this.users.map(user => this.row(user))}
                    </tbody>
                  </table>
                </div>
              </section>`
            : this.problem
              ? nothing
              : html`<div class="ghost"></div>`}
        </div>
      </div>
      ${this.dialog()} ${this.resetDialog()} ${this.leavingDialog()}
      <au-menu label="User"></au-menu>`;
  }
}
