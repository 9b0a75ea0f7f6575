import { html, LitElement, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { Reads } from '../store/store.ts';
import { models } from '../store/models.ts';
import { thread } from '../store/thread.ts';
import { plain } from '../text/markdown.ts';
import { finishedSentences } from '../text/say.ts';
import { icon } from './icons.ts';
import { logStyles } from './log.css.ts';
import { painted, painting } from './markdown.ts';
import './message.ts';
import type { AuMessage } from './message.ts';
import { base, buttons } from './styles.ts';

/** Messages in the page at first; earlier ones come as the reader scrolls up. */
const WINDOW = 40;
/** A scroll so soon after a hand moved is the reader's. */
const INTENT_MILLIS = 700;
/** Longer than this nobody looks at an empty page. */
const SETTLE_MILLIS = 800;
/** So many messages come before one that was looked for, and after it. */
const ABOVE = 10;
const BELOW = 20;
/** So far below the upper edge it stands. */
const MARGIN = 16;
/** Nearer to the end than this, the reader is following. */
const NEAR = 64;

/** The messages of the open conversation, and the scrolling that yields to the reader. */
@customElement('au-log')
export class AuLog extends LitElement {
  @state() private following = true;
  /** The end is in sight, whether or not the reader follows it. */
  @state() private near = true;
  @state() private window = WINDOW;
  /** The last message in the page, when later ones are left out; they come as the reader scrolls down. */
  @state() private until: string | undefined;
  @query('.scroll') private scroller!: HTMLElement;
  @query('.list') private list!: HTMLElement;
  @query('.spoken') private spoken!: HTMLElement;
  /** A conversation that opens appears at once, not piece by piece. */
  @state() private settling = false;
  private settled: ReturnType<typeof setTimeout> | undefined;
  private readonly settle = () => {
    this.adding = false;
    if (thread.loading) return;
    clearTimeout(this.settled);
    this.settling = false;
    this.toTarget();
    this.target = undefined;
  };
  private readonly reads = new Reads(this, thread, models);
  private resize: ResizeObserver | undefined;
  private unsubscribe: (() => void) | undefined;
  private shown: string | undefined;
  /** The message at which the page stays until all is painted or the reader moves. */
  private target: string | undefined;
  private lastTop = 0;
  private lastHeight = 0;
  private touched = 0;
  private adding = false;
  private saidOf = '';
  private said = 0;
  private version = 0;

  static override styles = [base, buttons, logStyles];

  override connectedCallback(): void {
    super.connectedCallback();
    this.unsubscribe = thread.ticks.subscribe(() => this.speak());
    painted.addEventListener('painted', this.settle);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.unsubscribe?.();
    this.resize?.disconnect();
    painted.removeEventListener('painted', this.settle);
  }

  protected override firstUpdated(): void {
    this.resize = new ResizeObserver(() => {
      if (this.following) this.toEnd();
      else this.toTarget();
      // What became short enough to fit scrolls no more, so nothing else tells that its end is in sight.
      this.near = this.toGo() < NEAR;
    });
    this.resize.observe(this.list);
    this.resize.observe(this.scroller);
  }

  protected override willUpdate(): void {
    this.version++;
    if (this.shown !== thread.id) {
      this.shown = thread.id;
      this.following = true;
      this.target = undefined;
      this.window = WINDOW;
      this.until = undefined;
      this.settling = thread.loading;
      this.settleLater();
    }
    this.aim();
  }

  private settleLater(): void {
    clearTimeout(this.settled);
    this.settled = setTimeout(() => {
      this.settling = false;
      if (!painting()) this.target = undefined;
    }, SETTLE_MILLIS);
  }

  /** Takes the message that a search found and makes room for it. */
  private aim(): void {
    const { sought, path } = thread;
    const at = sought && sought.conversation === thread.id ? path.findIndex(message => message.id === sought.message) : -1;
    if (!sought || at < 0) return;
    thread.sought = undefined;
    this.target = sought.message;
    this.following = false;
    const { from, to } = this.range();
    if (at < from || at >= to) {
      // Only what lies around it: a whole long conversation takes seconds to paint.
      const end = Math.min(path.length, at + 1 + BELOW);
      this.until = end < path.length ? path[end - 1]!.id : undefined;
      this.window = end - Math.max(0, at - ABOVE);
    }
    this.settleLater();
  }

  protected override updated(): void {
    if (this.following) this.toEnd();
    else this.toTarget();
    this.speak();
  }

  private toEnd(): void {
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.remember();
  }

  private toTarget(): void {
    const element = this.target && this.renderRoot.querySelector(`#m-${CSS.escape(this.target)}`);
    if (!element) return;
    this.scroller.scrollTop += element.getBoundingClientRect().top - this.scroller.getBoundingClientRect().top - MARGIN;
    this.remember();
  }

  /** Which messages of the path are in the page. */
  private range(): { from: number; to: number } {
    const { path } = thread;
    const last = this.until === undefined ? -1 : path.findIndex(message => message.id === this.until);
    const to = last < 0 ? path.length : last + 1;
    return { from: Math.max(0, to - this.window), to };
  }

  /** What lies below the screen. */
  private toGo(): number {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    return this.until === undefined ? scrollHeight - scrollTop - clientHeight : Infinity;
  }

  private remember(): void {
    this.lastTop = this.scroller.scrollTop;
    this.lastHeight = this.scroller.scrollHeight;
  }

  /** Goes to the newest message and stays there. */
  follow(): void {
    this.target = undefined;
    this.following = true;
    if (this.until === undefined) this.toEnd();
    else {
      this.until = undefined;
      this.window = WINDOW;
    }
  }

  private readonly intended = () => {
    this.touched = performance.now();
    this.target = undefined;
  };

  private scrolled(): void {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    this.near = this.toGo() < NEAR;
    if (this.target) return;
    // A page that grows or shrinks scrolls by itself; only a hand, or a page that kept its height, means the reader.
    const reader = scrollHeight === this.lastHeight || performance.now() - this.touched < INTENT_MILLIS;
    if (this.near) this.following = true;
    else if (scrollTop < this.lastTop - 1 && reader) this.following = false;
    this.remember();
    if (scrollTop < 400 && !this.following) void this.earlier();
    if (scrollHeight - scrollTop - clientHeight < 400) this.later();
  }

  /** Shows later messages; they come below what is read, which stays where it is. */
  private later(): void {
    if (this.until === undefined) return;
    const { path } = thread;
    const { to } = this.range();
    const end = Math.min(path.length, to + WINDOW);
    this.window += end - to;
    this.until = end < path.length ? path[end - 1]!.id : undefined;
  }

  /** Shows earlier messages without moving what is read. */
  private async earlier(): Promise<void> {
    if (this.adding || this.range().from === 0) return;
    this.adding = true;
    this.following = false;
    const { scrollHeight, scrollTop } = this.scroller;
    this.scroller.style.overflowAnchor = 'none';
    this.window += WINDOW;
    await this.updateComplete;
    this.scroller.scrollTop = scrollTop + this.scroller.scrollHeight - scrollHeight;
    this.remember();
    // What is painted from now on above the reader is the browser's to make up for.
    requestAnimationFrame(() => (this.scroller.style.overflowAnchor = 'auto'));
  }

  /** Lets screen readers hear each sentence of an answer once it is finished. */
  private speak(): void {
    const live = thread.live;
    const message = thread.tree.get(live?.answer ?? this.saidOf);
    if (!message || message.author !== 'assistant') return;
    if (live && this.saidOf !== message.id) {
      this.saidOf = message.id;
      this.said = 0;
      this.spoken.replaceChildren();
    }
    if (this.saidOf !== message.id) return;
    const { said, to } = live ? finishedSentences(message.text, this.said) : { said: message.text.slice(this.said), to: message.text.length };
    this.said = to;
    const words = plain(said);
    if (words !== '') {
      const line = document.createElement('p');
      line.textContent = words;
      this.spoken.append(line);
    }
    if (!live) this.saidOf = '';
  }

  /** Edits the last message that the person wrote. */
  editLast(): void {
    const mine = thread.path.findLast(message => message.author === 'person');
    const element = mine && this.renderRoot.querySelector<AuMessage>(`#m-${CSS.escape(mine.id)}`);
    if (element) void element.edit();
  }

  private problem() {
    return html`<div class="problem">
      <p>${thread.problem}</p>
      <a class="button" href="/">Start a new chat</a>
    </div>`;
  }

  override render() {
    void this.reads;
    if (thread.problem) return html`<div class="scroll"><div class="list">${this.problem()}</div></div><div class="spoken unseen" role="log"></div>`;
    const path = thread.path;
    const { from, to } = this.range();
    return html`
      <div
        class="scroll"
        tabindex="-1"
        @scroll=${this.scrolled}
        @wheel=${this.intended}
        @touchmove=${this.intended}
        @pointerdown=${this.intended}
        @keydown=${this.intended}
      >
        <div class="list ${this.following ? 'following' : ''}">
          ${thread.loading && path.length === 0
            ? html`<div aria-hidden="true"><div class="ghost short"></div><div class="ghost"></div><div class="ghost"></div><div class="ghost last"></div></div>`
            : nothing}
          ${from > 0
            ? html`<div class="earlier"><button class="button small" @click=${this.earlier}>Show earlier messages</button></div>`
            : nothing}
          <div class=${this.settling && path.length > 0 ? 'settling' : ''}>${repeat(
            path.slice(from, to),
            message => message.id,
            message => html`<au-message
              id="m-${message.id}"
              class=${message.author}
              .message=${message}
              .delivery=${thread.unsent.get(message.id) ?? ''}
              .version=${this.version}
              ?live=${thread.live?.answer === message.id}
              ?last=${message.id === thread.leaf}
            ></au-message>`,
          )}</div>
          ${this.until === undefined
            ? nothing
            : html`<div class="earlier"><button class="button small" @click=${this.later}>Show later messages</button></div>`}
          <div class="end"></div>
        </div>
      </div>
      ${this.following || this.near || path.length === 0
        ? nothing
        : html`<button class="newest" @click=${this.follow}>${icon('down', 17)} Jump to newest</button>`}
      <div class="spoken unseen" role="log" aria-live="polite" aria-label="Answer"></div>
    `;
  }
}
