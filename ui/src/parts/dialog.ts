import { css, html, LitElement, type PropertyValues } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { overlay } from './anchored.ts';
import { icon } from './icons.ts';
import { base, buttons } from './styles.ts';

/** A modal dialog with a heading. Emits `closed`. */
@customElement('au-dialog')
export class AuDialog extends LitElement {
  @property() heading = '';
  @property({ type: Boolean }) open = false;
  @query('dialog') private dialog!: HTMLDialogElement;

  static override styles = [
    base,
    buttons,
    css`
      dialog {
        width: min(32rem, calc(100vw - 2rem));
        max-height: min(44rem, calc(100dvh - 2rem));
        padding: 0;
        border: 1px solid var(--line);
        border-radius: 16px;
        background: var(--bg-raised);
        color: var(--text);
        box-shadow: var(--shadow);
      }
      dialog::backdrop {
        background: rgb(8 12 18 / 45%);
      }
      dialog[open] {
        animation: rise var(--slow);
      }
      @keyframes rise {
        from {
          opacity: 0;
          transform: translateY(8px) scale(0.99);
        }
      }
      header {
        display: flex;
        align-items: center;
        justify-content: space-between;
        padding: 1rem 1rem 0.25rem 1.375rem;
      }
      h2 {
        font-size: 1.12rem;
        font-weight: 650;
        letter-spacing: -0.01em;
      }
      .content {
        padding: 0.5rem 1.375rem 1.375rem;
      }
    `,
  ];

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('open')) return;
    if (this.open && !this.dialog.open) this.dialog.showModal();
    if (!this.open && this.dialog.open) this.dialog.close();
    overlay(this, this.open);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    overlay(this, false);
  }

  private closed(): void {
    this.open = false;
    overlay(this, false);
    this.dispatchEvent(new CustomEvent('closed'));
  }

  private press(event: MouseEvent): void {
    if (event.target === this.dialog) this.dialog.close();
  }

  override render() {
    return html`<dialog @close=${this.closed} @mousedown=${this.press} aria-labelledby="heading">
      <header>
        <h2 id="heading">${this.heading}</h2>
        <button class="icon" aria-label="Close" @click=${() => this.dialog.close()}>${icon('close')}</button>
      </header>
      <div class="content"><slot></slot></div>
    </dialog>`;
  }
}
