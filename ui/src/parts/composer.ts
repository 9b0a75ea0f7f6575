import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { words } from '../api/client.ts';
import { focusComposer } from '../store/commands.ts';
import { models } from '../store/models.ts';
import { settings } from '../store/settings.ts';
import { Reads } from '../store/store.ts';
import { thread } from '../store/thread.ts';
import { toasts } from '../store/toasts.ts';
import { icon } from './icons.ts';
import { base, buttons } from './styles.ts';

/** As much as the node takes in one message. */
const TEXT_MAX_BYTES = 256 << 10;
const SAVE_MILLIS = 400;

/** Where a person writes. Emits `edit-last` and `sent`. */
@customElement('au-composer')
export class AuComposer extends LitElement {
  @property() conversation: string | undefined;
  @state() private empty = true;
  @query('textarea') private area!: HTMLTextAreaElement;
  private readonly reads = new Reads(this, thread, models);
  private saving: ReturnType<typeof setTimeout> | undefined;
  private shownFor: string | undefined | null = null;
  private readonly focused = () => this.area?.focus();
  private readonly leaving = () => this.save();

  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: block;
      }
      .box {
        display: grid;
        grid-template-columns: 1fr auto;
        align-items: end;
        gap: 0.5rem;
        padding: 0.5rem;
        border: 1px solid var(--line);
        border-radius: 26px;
        background: var(--bg-raised);
        box-shadow: var(--shadow-small);
        transition: border-color var(--quick);
      }
      .box:focus-within {
        border-color: var(--accent);
      }
      textarea {
        display: block;
        width: 100%;
        min-height: 40px;
        max-height: 40dvh;
        resize: none;
        padding: 0.47rem 0.75rem;
        border: 0;
        background: none;
        font-size: 1.0667rem;
        line-height: 1.55;
        overflow-y: auto;
      }
      textarea:focus-visible {
        outline: none;
      }
      textarea::placeholder {
        color: var(--text-3);
        opacity: 1;
      }
      .go {
        display: inline-flex;
        align-items: center;
        justify-content: center;
        width: max(40px, var(--touch));
        height: max(40px, var(--touch));
        border-radius: 50%;
        background: var(--accent);
        color: var(--on-accent);
        transition:
          background var(--quick),
          opacity var(--quick);
      }
      .go:hover:not(:disabled) {
        background: var(--accent-hover);
      }
      .go:disabled {
        background: var(--bg-hover);
        color: var(--text-3);
      }
      .stop {
        background: var(--text);
        color: var(--bg);
      }
      .stop:hover:not(:disabled) {
        background: var(--text-2);
      }
      .square {
        width: 13px;
        height: 13px;
        border-radius: 3px;
        background: currentcolor;
      }
      .buttons {
        display: flex;
        gap: 0.375rem;
      }
      .queued {
        display: flex;
        align-items: center;
        gap: 0.5rem;
        width: fit-content;
        max-width: 100%;
        margin: 0 0.75rem 0.5rem;
        padding: 0.125rem 0.25rem 0.125rem 0.875rem;
        border: 1px solid var(--line);
        border-radius: 99px;
        background: var(--bg-raised);
        font-size: 0.92rem;
      }
      .queued b {
        font-weight: 550;
        color: var(--text-3);
        white-space: nowrap;
      }
      .queued span {
        min-width: 0;
        white-space: nowrap;
        overflow: hidden;
        text-overflow: ellipsis;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    focusComposer.addEventListener('focus', this.focused);
    addEventListener('pagehide', this.leaving);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.save();
    focusComposer.removeEventListener('focus', this.focused);
    removeEventListener('pagehide', this.leaving);
  }

  protected override updated(): void {
    if (this.shownFor === this.conversation) return;
    const began = this.shownFor === undefined && thread.unsent.size > 0;
    if (began) settings.saveDraft(undefined, '');
    else this.save();
    this.shownFor = this.conversation;
    // What is typed while a new conversation begins belongs to it.
    if (!began) this.put(settings.draft(this.conversation));
    // On a touch screen the keyboard would jump up; where there is no pointer at all, there is a keyboard.
    if (!matchMedia('(pointer: coarse)').matches) this.area.focus();
  }

  /** Puts a text into the field. */
  put(text: string): void {
    this.area.value = text;
    this.grow();
  }

  override focus(): void {
    this.area.focus();
  }

  private save(): void {
    clearTimeout(this.saving);
    if (this.area && this.shownFor !== null) settings.saveDraft(this.shownFor, this.area.value);
  }

  private grow(): void {
    this.empty = this.area.value.trim() === '';
    this.area.style.height = 'auto';
    this.area.style.height = `${this.area.scrollHeight}px`;
  }

  private typed(): void {
    this.grow();
    clearTimeout(this.saving);
    this.saving = setTimeout(() => this.save(), SAVE_MILLIS);
  }

  private key(event: KeyboardEvent): void {
    // While an input method composes, Enter belongs to it.
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === 'Enter' && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      this.send();
    } else if (event.key === 'ArrowUp' && this.area.value === '' && !thread.live) {
      event.preventDefault();
      this.dispatchEvent(new CustomEvent('edit-last'));
    }
  }

  private send(): void {
    const text = this.area.value.trim();
    if (text === '') return;
    if (thread.live && thread.queued) {
      toasts.show('One message already waits. It goes out when this answer ends.');
      return;
    }
    if (new TextEncoder().encode(text).length > TEXT_MAX_BYTES) {
      toasts.error('This is longer than a message may be (256 KiB). Send it in parts.');
      return;
    }
    this.put('');
    this.save();
    this.dispatchEvent(new CustomEvent('sent'));
    thread.send(text).catch(() => {
      if (this.area.value === '') this.put(text);
    });
  }

  private async takeBack(): Promise<void> {
    try {
      const text = await thread.unqueue();
      this.put(this.area.value.trim() === '' ? text : `${text}\n${this.area.value}`);
      this.save();
      this.area.focus();
    } catch (failure) {
      toasts.show(words(failure));
    }
  }

  override render() {
    void this.reads;
    const { live, queued } = thread;
    return html`
      ${queued
        ? html`<div class="queued">
            <b>Waits:</b><span dir="auto">${queued.text}</span>
            <button class="icon" aria-label="Take the waiting message back" @click=${this.takeBack}>${icon('close', 16)}</button>
          </div>`
        : nothing}
      <div class="box">
        <textarea
          rows="1"
          dir="auto"
          aria-label="Message"
          placeholder=${live ? 'Write the next message' : models.isGuide(thread.model) ? 'Ask about Aurora' : 'Ask anything'}
          enterkeyhint="send"
          @input=${this.typed}
          @keydown=${this.key}
        ></textarea>
        <div class="buttons">
          ${live
            ? html`<button class="go stop" aria-label="Stop (Escape)" title="Stop (Esc)" ?disabled=${live.stopping} @click=${() => void thread.stop()}>
                <span class="square"></span>
              </button>`
            : nothing}
          ${!live || !this.empty
            ? html`<button
                class="go"
                aria-label=${live ? 'Send when this answer ends' : 'Send'}
                title=${live ? 'Send when this answer ends' : 'Send'}
                ?disabled=${this.empty}
                @click=${this.send}
              >
                ${icon('up')}
              </button>`
            : nothing}
        </div>
      </div>
    `;
  }
}
