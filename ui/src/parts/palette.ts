import { css, html, LitElement, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { api } from '../api/client.ts';
import type { Hit } from '../api/types.ts';
import { commands, keyName } from '../store/commands.ts';
import { conversations } from '../store/conversations.ts';
import { route } from '../store/route.ts';
import { Reads } from '../store/store.ts';
import { thread } from '../store/thread.ts';
import { ui } from '../store/ui.ts';
import { when } from '../text/say.ts';
import { overlay } from './anchored.ts';
import { icon, type Icon } from './icons.ts';
import { base } from './styles.ts';

interface Entry {
  id: string;
  group: string;
  icon: Icon;
  name: string;
  detail?: string;
  keys?: string;
  run: () => void;
}

const SEARCH_MILLIS = 150;
const RECENT = 6;
const QUERY_MAX = 200;

/** An excerpt with its found words marked. */
export function marked(excerpt: string) {
  return excerpt.split('\u0002').map((part, at) => {
    if (at === 0) return html`${part}`;
    const [hit, rest] = part.split('\u0003');
    return html`<mark>${hit}</mark>${rest ?? ''}`;
  });
}

/** Search over everything, and every command: one field. */
@customElement('au-palette')
export class AuPalette extends LitElement {
  @state() private words = '';
  @state() private hits: Hit[] = [];
  @state() private at = 0;
  @state() private searching = false;
  @query('dialog') private dialog!: HTMLDialogElement;
  @query('input') private field!: HTMLInputElement;
  private readonly reads = new Reads(this, ui, conversations);
  private timer: ReturnType<typeof setTimeout> | undefined;

  static override styles = [
    base,
    css`
      dialog {
        width: min(40rem, calc(100vw - 1.5rem));
        margin-top: min(14vh, 8rem);
        max-height: min(34rem, 76dvh);
        padding: 0;
        border: 1px solid var(--line);
        border-radius: 18px;
        background: var(--bg-raised);
        color: var(--text);
        box-shadow: var(--shadow);
        overflow: hidden;
      }
      dialog[open] {
        display: flex;
        flex-direction: column;
        animation: rise var(--quick);
      }
      dialog::backdrop {
        background: rgb(8 12 18 / 40%);
      }
      @keyframes rise {
        from {
          opacity: 0;
          transform: translateY(6px) scale(0.99);
        }
      }
      .ask {
        display: flex;
        align-items: center;
        gap: 0.75rem;
        padding: 0 1.125rem;
        border-bottom: 1px solid var(--line);
        color: var(--text-3);
      }
      input {
        flex: 1;
        min-width: 0;
        height: 54px;
        border: 0;
        background: none;
        color: var(--text);
        font-size: 1.08rem;
      }
      input::placeholder {
        color: var(--text-3);
        opacity: 1;
      }
      input:focus-visible {
        outline: none;
      }
      .results {
        flex: 1;
        min-height: 0;
        overflow-y: auto;
        padding: 0.375rem;
      }
      .group {
        padding: 0.625rem 0.75rem 0.25rem;
        font-size: 0.8rem;
        font-weight: 600;
        color: var(--text-3);
      }
      .entry {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) auto;
        align-items: center;
        gap: 0.75rem;
        min-height: max(40px, var(--touch));
        padding: 0.375rem 0.75rem;
        border-radius: 11px;
        cursor: pointer;
      }
      .entry[aria-selected='true'] {
        background: var(--bg-soft);
      }
      .entry svg {
        color: var(--text-3);
      }
      .name {
        white-space: nowrap;
        overflow: hidden;
        text-overflow: ellipsis;
      }
      .detail {
        display: block;
        font-size: 0.87rem;
        color: var(--text-3);
        white-space: nowrap;
        overflow: hidden;
        text-overflow: ellipsis;
      }
      mark {
        background: var(--accent-soft);
        color: var(--accent);
        border-radius: 3px;
        font-weight: 550;
      }
      kbd {
        font: 0.82rem var(--font);
        color: var(--text-3);
      }
      .none {
        padding: 1.75rem;
        text-align: center;
        color: var(--text-3);
      }
    `,
  ];

  protected override updated(): void {
    if (ui.palette && !this.dialog.open) {
      this.words = '';
      this.hits = [];
      this.at = 0;
      this.field.value = '';
      this.dialog.showModal();
      this.field.focus();
    } else if (!ui.palette && this.dialog.open) this.dialog.close();
    overlay(this, ui.palette);
  }

  private entries(): Entry[] {
    const words = this.words.trim().toLowerCase();
    const fits = (text: string) => words.split(/\s+/).every(word => text.toLowerCase().includes(word));
    const titled = conversations.list.filter(summary => fits(summary.title));
    const entries: Entry[] = titled.slice(0, RECENT).map(summary => ({
      id: `c-${summary.id}`,
      group: words === '' ? 'Recent' : 'Conversations',
      icon: 'clock',
      name: summary.title || 'New chat',
      detail: when(summary.changed),
      run: () => route.go(`/c/${summary.id}`),
    }));
    const listed = new Set(titled.slice(0, RECENT).map(summary => summary.id));
    for (const hit of this.hits) {
      if (hit.message === undefined && listed.has(hit.conversation)) continue;
      entries.push({
        id: `h-${hit.message ?? hit.conversation}`,
        group: 'Found in messages',
        icon: 'search',
        name: hit.title || 'New chat',
        detail: hit.excerpt.replace(/\*\*|__|`+|(?<=\s|^)[#>|*-]+(?=\s)/g, ' ').replace(/\s+/g, ' '),
        run: () => (hit.message === undefined ? route.go(`/c/${hit.conversation}`) : thread.reveal(hit.conversation, hit.message)),
      });
    }
    for (const command of commands().filter(c => fits(c.name))) {
      const entry: Entry = { id: `k-${command.name}`, group: 'Commands', icon: command.icon, name: command.name, run: command.run };
      if (command.keys) entry.keys = keyName(command.keys);
      entries.push(entry);
    }
    return entries;
  }

  private typed(): void {
    this.words = this.field.value;
    this.at = 0;
    clearTimeout(this.timer);
    const asked = this.words.trim().slice(0, QUERY_MAX);
    if (asked === '') {
      this.hits = [];
      this.searching = false;
      return;
    }
    this.searching = true;
    this.timer = setTimeout(async () => {
      const found = await api.search(asked).catch(() => ({ hits: [] }));
      if (this.words.trim().slice(0, QUERY_MAX) !== asked) return;
      this.hits = found.hits;
      this.searching = false;
    }, SEARCH_MILLIS);
  }

  private key(event: KeyboardEvent): void {
    const entries = this.entries();
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      this.at = (this.at + (event.key === 'ArrowDown' ? 1 : -1) + entries.length) % Math.max(1, entries.length);
      void this.updateComplete.then(() => this.renderRoot.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' }));
    } else if (event.key === 'Enter' && !event.isComposing) {
      event.preventDefault();
      const entry = entries[this.at];
      if (entry) this.pick(entry);
    }
  }

  private pick(entry: Entry): void {
    ui.set({ palette: false });
    this.dialog.close();
    entry.run();
  }

  private press(event: MouseEvent): void {
    if (event.target === this.dialog) this.dialog.close();
  }

  override render() {
    void this.reads;
    const entries = ui.palette ? this.entries() : [];
    let group = '';
    return html`<dialog
      aria-label="Search and commands"
      @close=${() => ui.palette && ui.set({ palette: false })}
      @mousedown=${this.press}
      @keydown=${this.key}
    >
      <div class="ask">
        ${icon('search')}
        <input
          role="combobox"
          aria-expanded="true"
          aria-controls="results"
          aria-autocomplete="list"
          aria-activedescendant=${entries[this.at] ? `e-${this.at}` : nothing}
          aria-label="Search conversations and commands"
          placeholder="Search conversations and commands"
          autocomplete="off"
          spellcheck="false"
          dir="auto"
          @input=${this.typed}
        />
      </div>
      <div class="results" id="results" role="listbox" aria-label="Results" tabindex="-1">
        ${entries.map((entry, at) => {
          const head = entry.group === group ? nothing : html`<div class="group" role="presentation">${entry.group}</div>`;
          group = entry.group;
          return html`${head}
            <div
              class="entry"
              id="e-${at}"
              role="option"
              aria-selected=${at === this.at}
              @click=${() => this.pick(entry)}
              @mousemove=${() => at !== this.at && (this.at = at)}
            >
              ${icon(entry.icon, 18)}
              <span class="name" dir="auto"
                >${entry.name}${entry.detail ? html`<span class="detail" dir="auto">${marked(entry.detail)}</span>` : nothing}</span
              >
              ${entry.keys ? html`<kbd>${entry.keys}</kbd>` : nothing}
            </div>`;
        })}
      </div>
      ${entries.length === 0 ? html`<p class="none" role="status">${this.searching ? 'Searching…' : 'Nothing found.'}</p>` : nothing}
    </dialog>`;
  }
}
