import { css, html, LitElement } from 'lit';
import { customElement } from 'lit/decorators.js';
import { keyName } from '../store/commands.ts';
import { Reads } from '../store/store.ts';
import { ui } from '../store/ui.ts';
import './dialog.ts';
import { base } from './styles.ts';

const KEYS: [string, string][] = [
  ['Enter', 'Send'],
  ['Shift+Enter', 'Line break'],
  ['Esc', 'Stop the answer'],
  ['↑', 'Edit the last message (in an empty field)'],
  ['Mod+K', 'Search and commands'],
  ['Mod+Shift+O', 'New chat'],
  ['Mod+Shift+S', 'Show or hide the sidebar'],
  ['Mod+Shift+C', 'Copy the last answer'],
  ['Mod+/', 'This list'],
];

/** The keys that work on this page. */
@customElement('au-keys')
export class AuKeys extends LitElement {
  private readonly reads = new Reads(this, ui);

  static override styles = [
    base,
    css`
      div {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: 1rem;
        min-height: 40px;
        border-bottom: 1px solid var(--line);
      }
      div:last-child {
        border-bottom: 0;
      }
      kbd {
        padding: 0.15rem 0.5rem;
        border: 1px solid var(--line);
        border-bottom-width: 2px;
        border-radius: 7px;
        background: var(--bg-soft);
        font: 0.87rem var(--font);
        white-space: nowrap;
      }
    `,
  ];

  override render() {
    void this.reads;
    return html`<au-dialog heading="Keyboard shortcuts" ?open=${ui.keys} @closed=${() => ui.set({ keys: false })}>
      <dl>
        ${KEYS.map(([keys, does]) => html`<div><dt>${does}</dt><dd><kbd>${keyName(keys)}</kbd></dd></div>`)}
      </dl>
    </au-dialog>`;
  }
}
