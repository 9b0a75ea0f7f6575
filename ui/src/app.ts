import { css, html, LitElement, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { words } from './api/client.ts';
import { icon, mark } from './parts/icons.ts';
import './parts/keys.ts';
import './parts/palette.ts';
import './parts/sidebar.ts';
import { base, buttons } from './parts/styles.ts';
import './parts/toasts.ts';
import './pages/chat.ts';
import './pages/setup.ts';
import './pages/sign-in.ts';
import { pressed } from './store/commands.ts';
import { conversations } from './store/conversations.ts';
import { models } from './store/models.ts';
import { followLinks, route } from './store/route.ts';
import { session } from './store/session.ts';
import { settings } from './store/settings.ts';
import { Reads } from './store/store.ts';
import { toasts } from './store/toasts.ts';
import { thread } from './store/thread.ts';
import { narrow, ui } from './store/ui.ts';

/** A short break of the line is not worth a word. */
const PATIENCE_MILLIS = 2500;

/** The whole page: who is here decides what is shown. */
@customElement('au-app')
export class AuApp extends LitElement {
  @state() private silent = false;
  private readonly reads = new Reads(this, session, route, settings, ui, conversations);
  private phase = session.phase;
  private drawn = false;
  private silence: ReturnType<typeof setTimeout> | undefined;
  private readonly online = () => this.requestUpdate();

  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: block;
        height: 100%;
      }
      .shell {
        display: grid;
        grid-template-columns: var(--side) minmax(0, 1fr);
        grid-template-rows: auto minmax(0, 1fr);
        height: 100%;
      }
      .shell.alone {
        grid-template-columns: 0 minmax(0, 1fr);
      }
      aside {
        grid-row: 1 / 3;
        overflow: hidden;
        border-inline-end: 1px solid var(--line);
        background: var(--bg-side);
      }
      .alone aside {
        visibility: hidden;
        border: 0;
      }
      au-sidebar {
        width: calc(var(--side) - 1px);
      }
      main {
        grid-column: 2;
        grid-row: 2;
        min-width: 0;
        min-height: 0;
      }
      .page {
        height: 100%;
      }
      .shade {
        display: none;
      }
      .banner {
        grid-column: 2;
        display: flex;
        align-items: center;
        justify-content: center;
        gap: 0.5rem;
        padding: 0.375rem 1rem;
        background: var(--warn-soft);
        color: var(--warn);
        font-size: 0.92rem;
        font-weight: 550;
      }
      .skip {
        position: fixed;
        z-index: 60;
        top: 8px;
        left: 8px;
        transform: translateY(-200%);
      }
      .skip:focus {
        transform: none;
      }
      .middle {
        display: grid;
        align-content: center;
        justify-items: center;
        gap: 1rem;
        height: 100%;
        padding: 1.5rem;
        text-align: center;
      }
      .middle h1 {
        font-size: 1.3rem;
        font-weight: 650;
      }
      .middle p {
        max-width: 28rem;
        color: var(--text-2);
      }
      .waits {
        opacity: 0;
        animation: appear 400ms 500ms forwards;
      }
      @keyframes appear {
        to {
          opacity: 1;
        }
      }
      @media (max-width: 820px) {
        .shell,
        .shell.alone {
          grid-template-columns: 0 minmax(0, 1fr);
        }
        aside,
        .alone aside {
          position: fixed;
          z-index: 20;
          inset: 0 auto 0 0;
          width: min(19.5rem, 86vw);
          visibility: hidden;
          transform: translateX(-100%);
          transition:
            transform var(--slow),
            visibility 0s 260ms;
        }
        .drawn aside {
          visibility: visible;
          transform: none;
          transition: transform var(--slow);
          box-shadow: var(--shadow);
        }
        au-sidebar {
          width: 100%;
        }
        .drawn .shade {
          display: block;
          position: fixed;
          z-index: 19;
          inset: 0;
          width: 100%;
          background: rgb(8 12 18 / 45%);
        }
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('keydown', pressed);
    addEventListener('online', this.online);
    addEventListener('offline', this.online);
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden && session.phase === 'in') void models.look();
    });
    narrow.addEventListener('change', this.online);
    this.addEventListener('click', followLinks);
    session.subscribe(() => this.entered());
    conversations.subscribe(() => this.listen());
    void session.start();
  }

  /** What belongs to a person comes and goes with it. */
  private entered(): void {
    if (session.phase === this.phase) return;
    this.phase = session.phase;
    if (session.phase === 'in') {
      conversations.load().catch(failure => toasts.error(words(failure)));
      models.follow();
      void conversations.follow();
    } else {
      conversations.unfollow();
      models.unfollow();
      void thread.open(undefined);
      ui.set({ palette: false, keys: false, drawer: false });
    }
  }

  private listen(): void {
    if (conversations.up) {
      clearTimeout(this.silence);
      this.silence = undefined;
      this.silent = false;
    } else this.silence ??= setTimeout(() => (this.silent = true), PATIENCE_MILLIS);
  }

  protected override updated(): void {
    const drawn = ui.drawer && narrow.matches;
    if (drawn !== this.drawn) {
      this.drawn = drawn;
      const to = this.renderRoot.querySelector<HTMLElement>(drawn ? 'au-sidebar' : 'main');
      if (this.phase === 'in') to?.focus();
    }
    const at = route.at;
    const name = at.page === 'chat' ? (at.conversation ? thread.summary?.title : '') : { status: 'Status', account: 'Account', users: 'Users', setup: 'Set-up' }[at.page];
    document.title = session.phase === 'in' && name ? `${name} · Aurora` : 'Aurora';
  }

  private page() {
    const at = route.at;
    if (at.page === 'status' || at.page === 'account' || at.page === 'users') void import('./pages/more.ts');
    if (at.page === 'status') return html`<au-status></au-status>`;
    if (at.page === 'account') return html`<au-account></au-account>`;
    if (at.page === 'users') return html`<au-users></au-users>`;
    return html`<au-chat .conversation=${at.page === 'chat' ? at.conversation : undefined}></au-chat>`;
  }

  private banner() {
    if (!navigator.onLine && !['localhost', '127.0.0.1', '[::1]'].includes(location.hostname)) {
      return html`<div class="banner" role="status">${icon('cloud', 17)} This browser is offline. What you write is kept.</div>`;
    }
    if (!this.silent) return nothing;
    return html`<div class="banner" role="status">${icon('cloud', 17)} The node cannot be reached. Trying again…</div>`;
  }

  private unreachable() {
    return html`<main class="middle">
      ${mark(48)}
      <h1>The node does not answer</h1>
      <p>${session.problem}</p>
      <button class="button primary" @click=${() => void session.start()}>Try again</button>
    </main>`;
  }

  private toContent(): void {
    this.renderRoot.querySelector<HTMLElement>('main')?.focus();
  }

  override render() {
    void this.reads;
    if (session.phase === 'starting') return html`<main class="middle" aria-busy="true"><div class="waits">${mark(48)}</div></main>`;
    if (session.phase === 'unreachable') return this.unreachable();
    if (session.phase === 'out') {
      return route.at.page === 'setup' ? html`<au-setup .code=${route.at.code}></au-setup>` : html`<au-sign-in></au-sign-in><au-toasts></au-toasts>`;
    }
    const alone = !settings.sidebar && !narrow.matches;
    const drawn = ui.drawer && narrow.matches;
    const away = alone || (narrow.matches && !drawn);
    return html`<nav aria-label="Short cut"><button class="skip button" @click=${this.toContent}>To the content</button></nav>
      <div class="shell ${alone ? 'alone' : ''} ${drawn ? 'drawn' : ''}">
        <aside aria-label="Sidebar" ?inert=${away}><au-sidebar></au-sidebar></aside>
        ${drawn ? html`<button class="shade" aria-label="Close the sidebar" @click=${() => ui.set({ drawer: false })}></button>` : nothing}
        ${this.banner()}
        <main id="main" tabindex="-1">
          ${drawn ? html`<h1 class="unseen">Aurora</h1>` : nothing}
          <div class="page" ?inert=${drawn}>${this.page()}</div>
        </main>
      </div>
      <au-palette></au-palette>
      <au-keys></au-keys>
      <au-toasts></au-toasts>`;
  }
}
