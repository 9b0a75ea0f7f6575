import { html, LitElement, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { api, ApiError, words } from '../api/client.ts';
import { mark } from '../parts/icons.ts';
import { base, buttons, forms } from '../parts/styles.ts';
import { session } from '../store/session.ts';
import { doorStyles } from './door.css.ts';

/** How this browser is called in the list of sessions. */
export function deviceName(agent: string): string {
  const browser = /Edg\//.test(agent)
    ? 'Edge'
    : /Firefox\//.test(agent)
      ? 'Firefox'
      : /Chrom(e|ium)\//.test(agent)
        ? 'Chrome'
        : /Safari\//.test(agent)
          ? 'Safari'
          : 'Browser';
  const system = /iPhone|iPad/.test(agent)
    ? 'iOS'
    : /Android/.test(agent)
      ? 'Android'
      : /Mac OS X/.test(agent)
        ? 'macOS'
        : /Windows/.test(agent)
          ? 'Windows'
          : /Linux/.test(agent)
            ? 'Linux'
            : '';
  return system ? `${browser} on ${system}` : browser;
}

/** Signing in by name and password. */
@customElement('au-sign-in')
export class AuSignIn extends LitElement {
  @state() private problem = '';
  @state() private busy = false;
  @state() private seen = false;
  @query('#name') private name!: HTMLInputElement;
  @query('#password') private password!: HTMLInputElement;

  static override styles = [base, buttons, forms, doorStyles];

  protected override firstUpdated(): void {
    this.name?.focus();
  }

  private async send(event: Event): Promise<void> {
    event.preventDefault();
    const name = this.name.value.trim();
    const password = this.password.value;
    if (name === '' || password === '') {
      this.problem = name === '' ? 'Type your name.' : 'Type your password.';
      (name === '' ? this.name : this.password).focus();
      return;
    }
    this.busy = true;
    this.problem = '';
    try {
      session.enter((await api.signIn({ name, password, device: deviceName(navigator.userAgent) })).me);
    } catch (failure) {
      this.problem =
        failure instanceof ApiError && failure.status === 401 ? 'Name or password is wrong. Try again.' : words(failure);
      this.password.select();
    } finally {
      this.busy = false;
    }
  }

  private needed() {
    return html`<main>
      <div class="mark">${mark(44)}</div>
      <h1>This node is new</h1>
      <p class="lead">It has no owner yet. Open the one-time set-up link that <code>./aurora up</code> printed when it started.</p>
      <p class="notice">The link is shown in the terminal where the node runs. If it is gone, end the node with <code>./aurora down</code> and start it again: it prints a new one.</p>
    </main>`;
  }

  override render() {
    return html`<div class="glow"></div>
      ${session.setupNeeded
        ? this.needed()
        : html`<main>
            <div class="mark">${mark(44)}</div>
            <h1>Welcome back</h1>
            <p class="lead">${session.node ? html`Sign in to Aurora on <b>${session.node}</b>.` : 'Sign in to Aurora.'}</p>
            <form @submit=${this.send} novalidate>
              <div class="field">
                <label for="name">Name</label>
                <input id="name" name="username" autocomplete="username" autocapitalize="none" spellcheck="false" dir="auto" />
              </div>
              <div class="field">
                <label for="password">Password</label>
                <div class="secret">
                  <input
                    id="password"
                    name="password"
                    type=${this.seen ? 'text' : 'password'}
                    autocomplete="current-password"
                    aria-describedby=${this.problem ? 'problem' : nothing}
                  />
                  <button type="button" class="peek" aria-pressed=${this.seen} aria-label="Show password" @click=${() => (this.seen = !this.seen)}>
                    ${this.seen ? 'Hide' : 'Show'}
                  </button>
                </div>
              </div>
              ${this.problem ? html`<p class="notice bad" id="problem" role="alert">${this.problem}</p>` : nothing}
              <button class="button primary" ?disabled=${this.busy}>${this.busy ? 'Signing in…' : 'Sign in'}</button>
            </form>
          </main>`}`;
  }
}
