import { css, html, LitElement, nothing } from 'lit';
import { customElement, query } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { Reads } from '../store/store.ts';
import { toasts } from '../store/toasts.ts';
import { icon } from './icons.ts';
import { base, buttons } from './styles.ts';

/** The short notes, bottom centre. */
@customElement('au-toasts')
export class AuToasts extends LitElement {
  @query('.stack') private stack!: HTMLElement;
  private readonly reads = new Reads(this, toasts);
  private newest = 0;

  static override styles = [
    base,
    buttons,
    css`
      .stack {
        position: fixed;
        inset: 3.75rem 0 auto;
        width: 100%;
        max-width: none;
        margin: 0;
        padding: 0 1rem;
        border: 0;
        background: none;
        overflow: visible;
        pointer-events: none;
      }
      .stack:popover-open {
        display: grid;
        justify-items: center;
        gap: 0.5rem;
      }
      .toast {
        pointer-events: auto;
        display: flex;
        align-items: center;
        gap: 0.5rem;
        max-width: 34rem;
        padding: 0.375rem 0.375rem 0.375rem 1rem;
        border-radius: 12px;
        background: var(--text);
        color: var(--bg);
        box-shadow: var(--shadow);
        animation: up var(--slow);
      }
      .toast span {
        padding: 0.375rem 0;
        overflow-wrap: anywhere;
      }
      .error {
        background: var(--danger-soft);
        color: var(--danger);
        border: 1px solid var(--danger);
      }
      .act {
        min-height: var(--touch);
        padding: 0 0.75rem;
        border-radius: 8px;
        font-weight: 650;
        text-decoration: underline;
        text-underline-offset: 3px;
      }
      .icon,
      .icon:hover:not(:disabled) {
        color: inherit;
        background: none;
      }
      @keyframes up {
        from {
          opacity: 0;
          transform: translateY(-10px);
        }
      }
    `,
  ];

  /** Above whatever is open, dialogs too. */
  protected override updated(): void {
    const fresh = toasts.shown.some(toast => toast.id > this.newest);
    this.newest = Math.max(this.newest, ...toasts.shown.map(toast => toast.id));
    const shown = this.stack.matches(':popover-open');
    if (shown && (fresh || toasts.shown.length === 0)) this.stack.hidePopover();
    if (fresh) this.stack.showPopover();
  }

  override render() {
    void this.reads;
    return html`<div class="stack" popover="manual" role="status" aria-live="polite">
      ${repeat(
        toasts.shown,
        toast => toast.id,
        toast => html`<div class="toast ${toast.kind}">
          <span dir="auto">${toast.text}</span>
          ${toast.action ? html`<button class="act" @click=${toast.action.run}>${toast.action.label}</button>` : nothing}
          <button class="icon" aria-label="Dismiss" @click=${() => toasts.drop(toast.id)}>${icon('close', 16)}</button>
        </div>`,
      )}
    </div>`;
  }
}
