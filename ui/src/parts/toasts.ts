import { css, html, LitElement, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { Reads } from '../store/store.ts';
import { toasts } from '../store/toasts.ts';
import { icon } from './icons.ts';
import { base, buttons } from './styles.ts';

/** The short notes, bottom centre. */
@customElement('au-toasts')
export class AuToasts extends LitElement {
  private readonly reads = new Reads(this, toasts);

  static override styles = [
    base,
    buttons,
    css`
      :host {
        position: fixed;
        z-index: 50;
        inset: auto 0 1.25rem;
        display: grid;
        justify-items: center;
        gap: 0.5rem;
        padding: 0 1rem;
        pointer-events: none;
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
          transform: translateY(10px);
        }
      }
    `,
  ];

  override render() {
    void this.reads;
    return html`<div role="status" aria-live="polite">
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
