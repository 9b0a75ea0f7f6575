import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { api, ApiError, words } from '../api/client.ts';
import { mark } from '../parts/icons.ts';
import { base, buttons, forms } from '../parts/styles.ts';
import { session } from '../store/session.ts';
import { strength } from '../text/say.ts';
import { doorStyles } from './door.css.ts';
import { deviceName } from './sign-in.ts';

/** Making the first owner by the one-time link. */
@customElement('au-setup')
export class AuSetup extends LitElement {
  @property() code = '';
  @state() private problem = '';
  @state() private field = '';
  @state() private busy = false;
  /** What the node says of the link; `unsure` when it could not say, and the form finds out. */
  @state() private link: 'asking' | 'good' | 'unsure' | 'old' | 'owned' = 'asking';
  @state() private seen = false;
  @state() private typed = '';
  @query('#name') private name!: HTMLInputElement;
  @query('#password') private password!: HTMLInputElement;

  static override styles = [base, buttons, forms, doorStyles];

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('code')) return;
    this.link = 'asking';
    void this.judge();
  }

  /** Asks before anything is filled in. */
  private async judge(): Promise<void> {
    const { code } = this;
    if (code === '' || !session.setupNeeded) return;
    try {
      const { valid, needed } = await api.checkSetup(code);
      if (code !== this.code) return;
      this.link = valid ? 'good' : needed ? 'old' : 'owned';
      if (!needed) session.owned();
    } catch (failure) {
      if (code !== this.code) return;
      this.link = 'unsure';
      this.problem = words(failure);
    }
    await this.updateComplete;
    if (!this.name?.value) this.name?.focus();
  }

  private wrong(field: 'name' | 'password', problem: string): void {
    this.field = field;
    this.problem = problem;
    this[field].focus();
  }

  private async send(event: Event): Promise<void> {
    event.preventDefault();
    const name = this.name.value.trim();
    const password = this.password.value;
    if (name === '') return this.wrong('name', 'Choose a name to sign in with.');
    if (strength(password).level === 0) return this.wrong('password', 'Use 12 characters or more. A few words in a row are easy to remember.');
    this.busy = true;
    this.problem = '';
    this.field = '';
    try {
      session.enter((await api.setup({ code: this.code, name, password, device: deviceName(navigator.userAgent) })).me);
    } catch (failure) {
      this.problem = words(failure);
      // The node may have begun anew, or somebody was quicker.
      if (failure instanceof ApiError && failure.status === 403) await this.judge();
      if (failure instanceof ApiError && (failure.field === 'name' || failure.field === 'password')) this.wrong(failure.field, failure.message);
    } finally {
      this.busy = false;
    }
  }

  private stale() {
    if (session.setupNeeded && this.link !== 'owned') {
      return html`<h1>${this.code === '' ? 'This link is not complete' : 'This link is out of date'}</h1>
        <p class="lead">
          ${this.code === ''
            ? html`Copy the whole set-up link from the terminal where <code>./aurora up</code> runs, with everything after the #.`
            : html`Aurora prints a new set-up link each time it starts, and only the newest works. Open the link in the terminal where
                <code>./aurora up</code> runs. Is that terminal gone? End Aurora with <code>./aurora down</code>, and start it with
                <code>./aurora up</code>.`}
        </p>`;
    }
    return html`<h1>This node has its owner</h1>
      <p class="lead">The set-up link works once, and it was used. Sign in with your name and password.</p>
      <a class="button primary" href="/">Go to sign-in</a>`;
  }

  override render() {
    const { level, words: says } = strength(this.typed);
    return html`<div class="glow"></div>
      <main>
        <div class="mark">${mark(44)}</div>
        ${this.code === '' || !session.setupNeeded || this.link === 'old' || this.link === 'owned'
          ? this.stale()
          : this.link === 'asking'
            ? html`<p class="lead" aria-busy="true">Checking the link…</p>`
            : html`<h1>Make this node yours</h1>
              <p class="lead">
                You become the owner of Aurora${session.node ? html` on <b>${session.node}</b>` : nothing}. One name, one password, and you
                are in.
              </p>
              <form @submit=${this.send} novalidate>
                <div class="field">
                  <label for="name">Name</label>
                  <input
                    id="name"
                    name="username"
                    autocomplete="username"
                    autocapitalize="none"
                    spellcheck="false"
                    maxlength="64"
                    dir="auto"
                    aria-describedby="signs"
                    aria-invalid=${this.field === 'name'}
                  />
                  <p class="hint" id="signs">Letters, digits and . _ - @, without spaces. You sign in with it.</p>
                </div>
                <div class="field">
                  <label for="password">Password</label>
                  <div class="secret">
                    <input
                      id="password"
                      name="password"
                      type=${this.seen ? 'text' : 'password'}
                      autocomplete="new-password"
                      aria-describedby="strength"
                      aria-invalid=${this.field === 'password'}
                      @input=${() => (this.typed = this.password.value)}
                    />
                    <button type="button" class="peek" aria-pressed=${this.seen} aria-label="Show password" @click=${() => (this.seen = !this.seen)}>
                      ${this.seen ? 'Hide' : 'Show'}
                    </button>
                  </div>
                  <div class="meter level${this.typed === '' ? 0 : level}" aria-hidden="true"><i></i><i></i><i></i></div>
                  <p class="hint" id="strength" aria-live="polite">${this.typed === '' ? '12 characters or more. A few words in a row are good.' : says}</p>
                </div>
                ${this.problem ? html`<p class="notice bad" role="alert">${this.problem}</p>` : nothing}
                <button class="button primary" ?disabled=${this.busy}>${this.busy ? 'Setting up…' : 'Start'}</button>
              </form>`}
      </main>`;
  }
}
