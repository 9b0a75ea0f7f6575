import { html, LitElement, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Summary } from '../api/types.ts';
import { keyName, newChat, signOut, toggleSidebar } from '../store/commands.ts';
import { conversations, grouped } from '../store/conversations.ts';
import { route } from '../store/route.ts';
import { session } from '../store/session.ts';
import { settings } from '../store/settings.ts';
import { Reads } from '../store/store.ts';
import { ui } from '../store/ui.ts';
import { icon, mark } from './icons.ts';
import './menu.ts';
import type { AuMenu, MenuItem } from './menu.ts';
import { sidebarStyles } from './sidebar.css.ts';
import { base, buttons } from './styles.ts';

/** The conversations, and the ways to everything else. */
@customElement('au-sidebar')
export class AuSidebar extends LitElement {
  @state() private renaming: string | undefined;
  @query('#of-conversation') private menu!: AuMenu;
  @query('#of-person') private personal!: AuMenu;
  private readonly reads = new Reads(this, conversations, route, session, settings);

  static override styles = [base, buttons, sidebarStyles];

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>('.do button')?.focus();
  }

  private openMenu(summary: Summary, anchor: HTMLElement): void {
    this.menu.items = [
      {
        label: summary.pinned ? 'Unpin' : 'Pin',
        icon: 'pin',
        run: () => void conversations.pin(summary.id, !summary.pinned),
      },
      { label: 'Rename', icon: 'write', run: () => void this.rename(summary) },
      { label: 'Delete', icon: 'trash', danger: true, apart: true, run: () => conversations.remove(summary.id) },
    ];
    void this.menu.updateComplete.then(() => this.menu.show(anchor));
  }

  private async rename(summary: Summary): Promise<void> {
    this.renaming = summary.id;
    await this.updateComplete;
    const field = this.renderRoot.querySelector<HTMLInputElement>('.rename');
    field?.focus();
    field?.select();
  }

  private renamed(summary: Summary, field: HTMLInputElement, keep: boolean): void {
    if (this.renaming !== summary.id) return;
    this.renaming = undefined;
    const title = field.value.trim();
    if (keep && title !== '' && title !== summary.title) void conversations.rename(summary.id, title.slice(0, 200));
  }

  private renameKey(summary: Summary, event: KeyboardEvent): void {
    const field = event.target as HTMLInputElement;
    if (event.key === 'Enter' && !event.isComposing) this.renamed(summary, field, true);
    if (event.key === 'Escape') {
      event.stopPropagation();
      this.renamed(summary, field, false);
    }
  }

  private scrolled(event: Event): void {
    const list = event.target as HTMLElement;
    if (list.scrollHeight - list.scrollTop - list.clientHeight < 400) void conversations.loadMore();
  }

  private item(summary: Summary) {
    const here = route.at.page === 'chat' && route.at.conversation === summary.id;
    if (this.renaming === summary.id) {
      return html`<li>
        <input
          class="rename"
          aria-label="Title"
          maxlength="200"
          dir="auto"
          .value=${summary.title}
          @keydown=${(event: KeyboardEvent) => this.renameKey(summary, event)}
          @blur=${(event: Event) => this.renamed(summary, event.target as HTMLInputElement, true)}
        />
      </li>`;
    }
    return html`<li class=${here ? 'here' : ''}>
      <a href="/c/${summary.id}" aria-current=${here ? 'page' : nothing} title=${summary.title} @click=${() => ui.set({ drawer: false })}>
        <span class="title" dir="auto">${summary.title || 'New chat'}</span>
        ${summary.run !== undefined ? html`<span class="running" role="img" aria-label="An answer is being rendered"></span>` : nothing}
      </a>
      <button
        class="icon"
        aria-label=${`More about ${summary.title || 'New chat'}`}
        aria-haspopup="menu"
        aria-expanded="false"
        @click=${(event: Event) => this.openMenu(summary, event.currentTarget as HTMLElement)}
      >
        ${icon('more', 18)}
      </button>
    </li>`;
  }

  private person(): MenuItem[] {
    const go = (path: string) => () => {
      ui.set({ drawer: false });
      route.go(path);
    };
    const theme = { system: 'as the system', light: 'light', dark: 'dark' }[settings.theme];
    const next = { system: 'light', light: 'dark', dark: 'system' } as const;
    const items: MenuItem[] = [
      { label: 'Sessions, keys and password', icon: 'key', run: go('/account') },
      { label: 'Status of this node', icon: 'pulse', run: go('/status') },
    ];
    if (session.admin) items.push({ label: 'Users', icon: 'people', run: go('/users') });
    items.push(
      {
        label: `Theme: ${theme}`,
        icon: settings.theme === 'dark' ? 'moon' : settings.theme === 'light' ? 'sun' : 'screen',
        apart: true,
        run: () => settings.setTheme(next[settings.theme]),
      },
      { label: 'Keyboard shortcuts', icon: 'keyboard', run: () => ui.set({ keys: true }) },
      { label: 'Sign out', icon: 'leave', apart: true, run: () => void signOut() },
    );
    return items;
  }

  override render() {
    void this.reads;
    const groups = grouped(conversations.list, new Date());
    const me = session.me;
    return html`
      <div class="top">
        <a class="brand" href="/" aria-label="Aurora, new chat">${mark(26)}<span>Aurora</span></a>
        <button class="icon" aria-label="Hide the sidebar" title=${keyName('Mod+Shift+S')} @click=${toggleSidebar}>${icon('panel')}</button>
      </div>
      <div class="do">
        <button @click=${newChat}>${icon('write', 18)}<span>New chat</span><kbd aria-hidden="true">${keyName('Mod+Shift+O')}</kbd></button>
        <button @click=${() => ui.set({ palette: true, drawer: false })}>
          ${icon('search', 18)}<span>Search</span><kbd aria-hidden="true">${keyName('Mod+K')}</kbd>
        </button>
      </div>
      <nav aria-label="Conversations" @scroll=${this.scrolled}>
        ${groups.map(
          group => html`<h2>${group.name}</h2>
            <ul>
              ${repeat(
                group.items,
                summary => summary.id,
                summary => this.item(summary),
              )}
            </ul>`,
        )}
        ${conversations.known && groups.length === 0
          ? html`<p class="none">Your conversations will be listed here.</p>`
          : nothing}
        ${conversations.more
          ? html`<button class="more" @click=${() => void conversations.loadMore()}>Show earlier conversations</button>`
          : nothing}
      </nav>
      <div class="foot">
        <button
          class="person"
          aria-haspopup="menu"
          aria-expanded="false"
          @click=${(event: Event) => this.personal.show(event.currentTarget as HTMLElement)}
        >
          <span class="face" aria-hidden="true">${(me?.name ?? '?').slice(0, 1).toUpperCase()}</span>
          <span class="who"><b dir="auto">${me?.name}</b><span>${me?.role} on ${me?.node}</span></span><span class="unseen">Account and settings</span>
        </button>
      </div>
      <au-menu id="of-conversation" label="Conversation"></au-menu>
      <au-menu id="of-person" label="Account" .items=${this.person()}></au-menu>
    `;
  }
}
