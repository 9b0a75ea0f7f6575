import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { overlay, showAt } from './anchored.ts';
import { icon, type Icon } from './icons.ts';
import { base } from './styles.ts';

export interface MenuItem {
  label: string;
  hint?: string;
  icon?: Icon;
  /** One of several, of which one holds. */
  checked?: boolean;
  danger?: boolean;
  /** A line above it. */
  apart?: boolean;
  run: () => void;
}

/** A menu that opens at a button. */
@customElement('au-menu')
export class AuMenu extends LitElement {
  @property({ attribute: false }) items: MenuItem[] = [];
  @property() label = 'Menu';
  @query('.panel') private panel!: HTMLElement;
  private anchor: HTMLElement | undefined;

  static override styles = [
    base,
    css`
      .panel {
        position: fixed;
        inset: auto;
        margin: 0;
        min-width: 13rem;
        max-width: min(24rem, calc(100vw - 16px));
        max-height: min(30rem, calc(100dvh - 16px));
        overflow-y: auto;
        padding: 0.375rem;
        border: 1px solid var(--line);
        border-radius: 14px;
        background: var(--bg-raised);
        color: var(--text);
        box-shadow: var(--shadow);
      }
      .panel:popover-open {
        animation: drop var(--quick);
      }
      @keyframes drop {
        from {
          opacity: 0;
          transform: translateY(-4px);
        }
      }
      button {
        display: grid;
        grid-template-columns: auto 1fr auto;
        align-items: center;
        gap: 0.625rem;
        width: 100%;
        min-height: max(38px, var(--touch));
        padding: 0.375rem 0.625rem;
        border-radius: 9px;
      }
      button:hover,
      button:focus-visible {
        background: var(--bg-soft);
        outline-offset: -2px;
      }
      .text {
        grid-column: 2;
        min-width: 0;
        overflow-wrap: anywhere;
      }
      .hint {
        display: block;
        font-size: 0.84rem;
        color: var(--text-3);
      }
      .danger {
        color: var(--danger);
      }
      .apart {
        border-top: 1px solid var(--line);
        margin: 0.375rem 0;
      }
      .tick {
        color: var(--accent);
      }
    `,
  ];

  /** Opens at `anchor`, which gets `aria-expanded`. */
  show(anchor: HTMLElement): void {
    this.anchor = anchor;
    showAt(this.panel, anchor);
  }

  private buttons(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>('button')];
  }

  private toggled(event: ToggleEvent): void {
    const isOpen = event.newState === 'open';
    overlay(this, isOpen);
    this.anchor?.setAttribute('aria-expanded', String(isOpen));
    if (isOpen) (this.renderRoot.querySelector<HTMLElement>('[aria-checked=true]') ?? this.buttons()[0])?.focus();
    this.dispatchEvent(new CustomEvent(isOpen ? 'opened' : 'closed'));
  }

  private key(event: KeyboardEvent): void {
    const all = this.buttons();
    const at = all.indexOf(this.shadowRoot!.activeElement as HTMLElement);
    const to: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 };
    const next = to[event.key];
    if (next !== undefined) {
      event.preventDefault();
      all[(next + all.length) % all.length]?.focus();
    } else if (event.key === 'Tab') {
      this.panel.hidePopover();
    }
    event.stopPropagation();
    if (event.key === 'Escape') {
      this.panel.hidePopover();
      this.anchor?.focus();
    }
  }

  private pick(item: MenuItem): void {
    this.panel.hidePopover();
    this.anchor?.focus();
    item.run();
  }

  override render() {
    return html`<div class="panel" popover role="menu" aria-label=${this.label} @toggle=${this.toggled} @keydown=${this.key}>
      ${this.items.map(
        item => html`${item.apart ? html`<div class="apart" role="separator"></div>` : nothing}
          <button
            class=${item.danger ? 'danger' : ''}
            role=${item.checked === undefined ? 'menuitem' : 'menuitemradio'}
            aria-checked=${item.checked ?? nothing}
            tabindex="-1"
            @click=${() => this.pick(item)}
          >
            ${item.icon ? icon(item.icon, 18) : nothing}
            <span class="text" dir="auto">${item.label}${item.hint ? html`<span class="hint">${item.hint}</span>` : nothing}</span>
            ${item.checked ? html`<span class="tick">${icon('check', 18)}</span>` : nothing}
          </button>`,
      )}
    </div>`;
  }
}
