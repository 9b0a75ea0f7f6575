import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { newChat, toggleSidebar } from '../store/commands.ts';
import { settings } from '../store/settings.ts';
import { Reads } from '../store/store.ts';
import { narrow, ui } from '../store/ui.ts';
import { icon } from './icons.ts';
import { base, buttons } from './styles.ts';

/** The bar at the top of every page: the way to the sidebar, the page's name or what the page puts there. */
@customElement('au-top')
export class AuTop extends LitElement {
  @property() heading = '';
  private readonly reads = new Reads(this, settings, ui);
  private readonly resized = () => this.requestUpdate();

  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: flex;
        align-items: center;
        gap: 0.25rem;
        min-height: 56px;
        padding: 0.375rem 0.75rem;
        flex: none;
      }
      h1 {
        font-size: 1.06rem;
        font-weight: 650;
        letter-spacing: -0.01em;
        padding: 0 0.5rem;
        white-space: nowrap;
        overflow: hidden;
        text-overflow: ellipsis;
      }
      .middle {
        flex: 1;
        min-width: 0;
        display: flex;
        align-items: center;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    narrow.addEventListener('change', this.resized);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    narrow.removeEventListener('change', this.resized);
  }

  override render() {
    void this.reads;
    const away = narrow.matches || !settings.sidebar;
    return html`
      ${away
        ? html`<button class="icon" aria-label="Show the sidebar" aria-expanded=${ui.drawer} @click=${toggleSidebar}>
              ${icon('panel')}
            </button>
            <button class="icon" aria-label="New chat" @click=${newChat}>${icon('write')}</button>`
        : nothing}
      <div class="middle">${this.heading ? html`<h1 dir="auto">${this.heading}</h1>` : nothing}<slot></slot></div>
      <slot name="end"></slot>
    `;
  }
}
