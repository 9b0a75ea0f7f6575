import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { Message } from '../api/types.ts';
import { copy, focusComposer } from '../store/commands.ts';
import { models } from '../store/models.ts';
import { thread } from '../store/thread.ts';
import { siblings } from '../store/tree.ts';
import { awayFor, chipFigures, stateWord } from '../text/say.ts';
import type { Seam } from '../text/seam.ts';
import { icon, mark } from './icons.ts';
import './markdown.ts';
import './menu.ts';
import type { AuMenu } from './menu.ts';
import { messageStyles } from './message.css.ts';
import { base, buttons } from './styles.ts';
import './why.ts';
import type { AuWhy } from './why.ts';

/** One message of a conversation: a person's, or an answer with what can be done about it. */
@customElement('au-message')
export class AuMessage extends LitElement {
  @property({ attribute: false }) message!: Message;
  /** The words that arrive are shown as they come. */
  @property({ type: Boolean }) live = false;
  @property() delivery: '' | 'sending' | 'failed' = '';
  @property({ type: Boolean, reflect: true }) last = false;
  /** Goes up whenever something beside the message changed, such as its siblings. */
  @property({ type: Number }) version = 0;
  @state() private editing = false;
  @query('au-why') private why!: AuWhy;
  @query('au-menu') private menu!: AuMenu;
  @query('textarea') private area?: HTMLTextAreaElement;
  private seamsOf: Message['moves'];
  private seamsKept: Seam[] = [];
  private unsubscribe: (() => void) | undefined;

  static override styles = [base, buttons, messageStyles];

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('live')) return;
    this.unsubscribe?.();
    this.unsubscribe = this.live ? thread.ticks.subscribe(() => this.requestUpdate()) : undefined;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.unsubscribe?.();
    this.unsubscribe = undefined;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.live && !this.unsubscribe) this.unsubscribe = thread.ticks.subscribe(() => this.requestUpdate());
  }

  /** Turns a person's message into a field. */
  async edit(): Promise<void> {
    this.editing = true;
    await this.updateComplete;
    const area = this.area!;
    area.value = this.message.text;
    this.grow();
    area.focus({ preventScroll: true });
    area.closest('.edit')?.scrollIntoView({ block: 'nearest' });
    area.setSelectionRange(area.value.length, area.value.length);
  }

  private grow(): void {
    const area = this.area!;
    area.style.height = 'auto';
    area.style.height = `${Math.min(area.scrollHeight, innerHeight * 0.5)}px`;
  }

  private editKey(event: KeyboardEvent): void {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === 'Escape') {
      event.stopPropagation();
      void this.leave();
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      this.save();
    }
  }

  /** Gives the field up; the focus goes to where it was opened. */
  private async leave(): Promise<void> {
    this.editing = false;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('button[aria-label="Edit the message"]')?.focus();
  }

  private save(): void {
    const text = this.area?.value.trim() ?? '';
    if (text === '') return;
    this.editing = false;
    focusComposer.dispatchEvent(new Event('focus'));
    void thread.send(text, { parent: this.message.parent });
  }

  private others() {
    const all = siblings(thread.tree, this.message.id);
    if (all.length < 2) return nothing;
    const at = all.findIndex(m => m.id === this.message.id);
    const step = (to: number) => thread.select(all[to]!);
    return html`<div class="siblings" role="group" aria-label="Versions">
      <button class="icon" aria-label="Version before" ?disabled=${at === 0} @click=${() => step(at - 1)}>${icon('left', 16)}</button>
      <span aria-label=${`Version ${at + 1} of ${all.length}`}>${at + 1}/${all.length}</span>
      <button class="icon" aria-label="Version after" ?disabled=${at === all.length - 1} @click=${() => step(at + 1)}>
        ${icon('right', 16)}
      </button>
    </div>`;
  }

  private person() {
    const { text } = this.message;
    if (this.editing) {
      return html`<div class="edit">
        <textarea dir="auto" aria-label="Edit the message" @input=${this.grow} @keydown=${this.editKey}></textarea>
        <div class="row">
          <span class="hint">What follows stays, as another version.</span>
          <button class="button small" @click=${this.leave}>Cancel</button>
          <button class="button small primary" @click=${this.save}>Send</button>
        </div>
      </div>`;
    }
    return html`<div class="said"><div class="bubble" dir="auto">${text}</div></div>
      ${this.delivery === 'failed'
        ? html`<div class="row end" role="alert">
            <span class="why"><b class="bad">Not sent.</b> ${this.message.error}</span>
            <button class="button small" @click=${() => void thread.deliver(this.message)}>${icon('again', 16)} Send again</button>
          </div>`
        : html`<div class="actions end">
            ${this.others()}
            <button class="icon" aria-label="Copy the message" title="Copy" @click=${() => void copy(text)}>${icon('copy', 17)}</button>
            <button class="icon" aria-label="Edit the message" title="Edit" ?disabled=${thread.live !== undefined} @click=${this.edit}>
              ${icon('write', 17)}
            </button>
          </div>`}`;
  }

  private thinking() {
    const { thinking, text } = this.message;
    if (!thinking) return nothing;
    const now = this.live && text === '';
    return html`<details class="thinking">
      <summary>${icon('chevron', 16)}<span>${now ? 'Thinking…' : 'Thought about it'}</span></summary>
      <div class="thoughts" dir="auto">${thinking}</div>
    </details>`;
  }

  private ending() {
    const message = this.message;
    if (this.live || message.state === 'done' || message.state === 'rendering') return nothing;
    // What was stopped on purpose needs no notice: its state stands below it.
    if (message.state === 'stopped' && message.text !== '') return nothing;
    const says = {
      stopped: 'You stopped this answer before its first word.',
      interrupted: message.text
        ? 'The node went down while it wrote this. What it had stored is here; the last second may be missing.'
        : 'The node went down before anything of this answer was stored.',
      failed: message.error || 'No engine could complete this answer.',
    }[message.state];
    return html`<div class="ending ${message.state}">
      <span dir="auto">${says}</span> ${this.resume()}
    </div>`;
  }

  private resume() {
    const message = this.message;
    return html`<button class="button small" ?disabled=${thread.live !== undefined} @click=${() => void thread.resume(message)}>
      ${icon('play', 15)} Continue
    </button>`;
  }

  private missed() {
    const missed = this.message.decision?.missed;
    if (!missed) return nothing;
    return html`<p class="missed" role="note">
      Your engine ${missed.engine} ${awayFor(missed.since, this.message.decision?.at)}; the guide ${this.live ? 'answers' : 'answered'}, which only knows Aurora.
    </p>`;
  }

  /**
   * Where, time to first token, tokens per second, state: these, in this order; what is not measured yet is a dash, and
   * what an answer ended without is not shown. It has its room from the first moment on, so that nothing moves
   * when a whole answer ends.
   */
  private chip() {
    const message = this.message;
    const { figures, decision, moves } = message;
    const place = figures?.place ?? decision?.chosen;
    const { first, speed } = chipFigures(figures, this.live);
    const from = moves?.map(move => move.from.engine).filter(name => name !== place?.engine)[0];
    return html`<button
      class="chip ${place ? '' : 'unknown'}"
      aria-haspopup="dialog"
      aria-expanded="false"
      ?disabled=${!place}
      @click=${this.whyHere}
    >
      <span class="where"
        >${from ? html`${from}<span class="dot" aria-label="then"> → </span>` : nothing}${place?.engine}<span class="dot"> · </span>${place?.model}</span
      >
      ${first
        ? html`<span class="figure" title="Time to first token"><span class="unseen">first token</span>${icon('clock', 13)}${first}</span>`
        : nothing}
      ${speed ? html`<span class="figure" title="Tokens per second">${speed} tok/s</span>` : nothing}
      <span class="figure state ${message.state}">${stateWord(message, this.live)}</span>
      <span class="ask">Why here</span>
    </button>`;
  }

  private readonly whyHere = (event: Event) => this.why.show((event.currentTarget ?? event.target) as HTMLElement);

  /** The places where another engine went on. */
  private seams(): Seam[] {
    const { moves } = this.message;
    if (this.seamsOf !== moves) {
      this.seamsOf = moves;
      this.seamsKept = (moves ?? [])
        .filter(move => move.characters > 0)
        .map(move => ({ at: move.characters, by: `${move.to.engine} (${move.to.model})` }));
    }
    return this.seamsKept;
  }

  private again(event: Event): void {
    const message = this.message;
    const asked = message.model;
    const others = models.offers.filter(offer => offer.id !== asked);
    if (others.length === 0) {
      void thread.regenerate(message);
      return;
    }
    this.menu.items = [
      { label: 'Try again', icon: 'again', run: () => void thread.regenerate(message) },
      ...others.map((offer, at) => ({
        label: offer.id,
        hint: offer.purpose === 'guide' ? 'The guide: only about Aurora' : offer.engines.join(', '),
        apart: at === 0,
        run: () => void thread.regenerate(message, offer.id),
      })),
    ];
    void this.menu.updateComplete.then(() => this.menu.show(event.target as HTMLElement));
  }

  private assistant() {
    const message = this.message;
    const writing = this.live && message.text === '' && !message.thinking;
    const step = this.live ? thread.live?.step : '';
    return html`<div class="answer">
      <div class="glyph" aria-hidden="true">${mark(26)}</div>
      <div class="content">
        ${this.thinking()}
        ${writing || step ? html`<div class="step"><span class="pulse"></span>${step || 'Waiting for the first word'}</div>` : nothing}
        <au-markdown
          .text=${message.text}
          .seams=${this.seams()}
          ?growing=${this.live}
          ?cut=${message.state !== 'done'}
          @seam=${(event: CustomEvent<HTMLElement>) => this.why.show(event.detail)}
        ></au-markdown>
        ${this.missed()} ${this.ending()}
        <div class="actions ${this.live ? 'writing' : ''}">
          ${this.others()}
          <button class="icon" aria-label="Copy the answer" title="Copy" @click=${() => void copy(message.text)}>
            ${icon('copy', 17)}
          </button>
          <button
            class="icon"
            aria-label="Answer again"
            title="Answer again"
            aria-haspopup="menu"
            ?disabled=${thread.live !== undefined}
            @click=${this.again}
          >
            ${icon('again', 17)}
          </button>
          ${this.chip()} ${!this.live && message.state === 'stopped' && message.text !== '' ? this.resume() : nothing}
        </div>
      </div>
      <au-why
        .decision=${message.decision}
        .figures=${message.figures}
        .moves=${message.moves ?? []}
        .characters=${message.text.length}
      ></au-why>
      <au-menu label="Answer again with"></au-menu>
    </div>`;
  }

  override render() {
    const mine = this.message.author === 'person';
    return html`<article aria-label=${mine ? 'You' : 'Aurora'} aria-busy=${this.live}>${mine ? this.person() : this.assistant()}</article>`;
  }
}
