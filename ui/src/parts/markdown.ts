import { css, html, LitElement, type PropertyValues } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { copy } from '../store/commands.ts';
import { colour } from '../text/colour.ts';
import { LiveMarkdown } from '../text/live.ts';
import type { Seam } from '../text/seam.ts';
import { base } from './styles.ts';

/** Rendering is shared out over frames, newest first, so that opening a long conversation never blocks the page. */
const waiting: AuMarkdown[] = [];
const BUDGET_MILLIS = 8;
let scheduled = false;

function work(): void {
  scheduled = false;
  const until = performance.now() + BUDGET_MILLIS;
  while (waiting.length > 0 && performance.now() < until) waiting.pop()!.paint();
  if (waiting.length > 0) schedule();
  else painted.dispatchEvent(new Event('painted'));
}

/** Told when every text that waited is in the page. */
export const painted = new EventTarget();

/** Whether texts still wait for their turn. */
export function painting(): boolean {
  return waiting.length > 0;
}

function schedule(): void {
  if (scheduled) return;
  scheduled = true;
  setTimeout(work);
}

/** A text with markdown, safe to show. While `growing` only its tail is parsed again. Emits `seam`. */
@customElement('au-markdown')
export class AuMarkdown extends LitElement {
  @property({ attribute: false }) text = '';
  /** Where another engine went on. */
  @property({ attribute: false }) seams: readonly Seam[] = [];
  @property({ type: Boolean, reflect: true }) growing = false;
  /** The text broke off somewhere: marks at its end that have no other half are not shown. */
  @property({ type: Boolean }) cut = false;
  @query('.text') private host!: HTMLElement;
  private live: LiveMarkdown | undefined;

  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      .text {
        font-size: 1.0667rem;
        line-height: 1.68;
        overflow-wrap: break-word;
      }
      .text > * + * {
        margin-top: 0.9em;
      }
      ul,
      ol {
        padding-inline-start: 1.5em;
      }
      ul {
        list-style: disc;
      }
      ol {
        list-style: decimal;
      }
      li + li,
      li > ul,
      li > ol {
        margin-top: 0.35em;
      }
      li::marker {
        color: var(--text-3);
      }
      li > p + p {
        margin-top: 0.6em;
      }
      h1,
      h2,
      h3,
      h4,
      h5,
      h6 {
        line-height: 1.3;
        letter-spacing: -0.012em;
        font-weight: 650;
        font-size: 1.06rem;
      }
      h1 {
        font-size: 1.5rem;
      }
      h2 {
        font-size: 1.3rem;
      }
      h3 {
        font-size: 1.15rem;
      }
      .text > * + :is(h1, h2, h3, h4, h5, h6) {
        margin-top: 1.4em;
      }
      :is(h1, h2, h3, h4, h5, h6) + * {
        margin-top: 0.5em;
      }
      blockquote {
        margin: 0;
        padding-inline-start: 1em;
        border-inline-start: 3px solid var(--line);
        color: var(--text-2);
      }
      hr {
        border: 0;
        border-top: 1px solid var(--line);
        margin: 1.5em 0;
      }
      a {
        text-underline-offset: 3px;
        text-decoration-thickness: 1px;
      }
      a.picture {
        display: inline-flex;
        padding: 0.4em 0.8em;
        border: 1px dashed var(--line-strong);
        border-radius: 8px;
        text-decoration: none;
      }
      a.picture::before {
        content: 'Picture: ';
        white-space: pre;
        color: var(--text-3);
      }
      img {
        max-width: 100%;
        border-radius: 8px;
      }
      :not(pre) > code {
        font-family: var(--mono);
        font-size: 0.875em;
        background: var(--bg-soft);
        padding: 0.15em 0.4em;
        border-radius: 6px;
      }
      .code {
        border: 1px solid var(--line);
        border-radius: 12px;
        overflow: hidden;
        background: var(--code-bg);
      }
      .bar {
        display: flex;
        align-items: center;
        justify-content: space-between;
        padding: 0.125rem 0.25rem 0.125rem 1rem;
        font-size: 0.82rem;
        color: var(--text-3);
        border-bottom: 1px solid var(--line);
        user-select: none;
      }
      .copy {
        min-height: max(30px, var(--touch));
        padding: 0 0.75rem;
        border-radius: 8px;
        color: var(--text-2);
      }
      .copy:hover {
        background: var(--bg-hover);
      }
      pre {
        margin: 0;
        padding: 0.875rem 1rem;
        overflow-x: auto;
        font: 0.875rem/1.6 var(--mono);
        tab-size: 4;
      }
      pre:focus-visible,
      .scroll:focus-visible {
        outline-offset: -2px;
      }
      .scroll {
        overflow-x: auto;
        border: 1px solid var(--line);
        border-radius: 12px;
      }
      table {
        border-collapse: collapse;
        width: 100%;
        font-size: 0.95rem;
        line-height: 1.5;
      }
      th,
      td {
        padding: 0.55rem 0.9rem;
        text-align: start;
        border-bottom: 1px solid var(--line);
      }
      th {
        font-weight: 600;
        background: var(--bg-soft);
        white-space: nowrap;
      }
      tr:last-child td {
        border-bottom: 0;
      }
      [data-align='right'] {
        text-align: end;
      }
      [data-align='center'] {
        text-align: center;
      }
      .written {
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }
      .turn {
        opacity: 0.6;
      }
      .leads {
        color: var(--warn);
        font-size: 0.92em;
        unicode-bidi: isolate;
      }
      .seam {
        position: relative;
        display: inline-block;
        width: 13px;
        height: 1em;
        margin: 0 0.1em;
        vertical-align: -0.12em;
        border-radius: 4px;
        color: var(--text-3);
        user-select: none;
      }
      .seam::before {
        content: '';
        position: absolute;
        inset: 0 auto 0 6px;
        border-inline-start: 1px solid currentcolor;
      }
      .seam::after {
        content: '';
        position: absolute;
        inset: auto auto 0 3px;
        width: 7px;
        height: 7px;
        border-radius: 50%;
        background: currentcolor;
      }
      .seam:hover {
        color: var(--accent);
      }
      .bar .seam {
        margin-inline: 0.5rem auto;
      }
      .hljs-keyword,
      .hljs-selector-tag,
      .hljs-meta,
      .hljs-section {
        color: var(--hl-key);
      }
      .hljs-string,
      .hljs-regexp,
      .hljs-addition,
      .hljs-quote {
        color: var(--hl-text);
      }
      .hljs-number,
      .hljs-literal,
      .hljs-symbol,
      .hljs-bullet,
      .hljs-variable,
      .hljs-template-variable {
        color: var(--hl-number);
      }
      .hljs-title,
      .hljs-attr,
      .hljs-attribute,
      .hljs-name,
      .hljs-built_in,
      .hljs-type,
      .hljs-selector-class,
      .hljs-selector-id,
      .hljs-property {
        color: var(--hl-name);
      }
      .hljs-comment,
      .hljs-deletion {
        color: var(--hl-note);
      }
    `,
  ];

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('text') && !changed.has('growing')) return;
    if (this.live && this.growing) this.paint();
    else if (!waiting.includes(this)) {
      waiting.push(this);
      schedule();
    }
  }

  /** Brings the nodes in step with the text. */
  paint(): void {
    if (!this.isConnected) return;
    this.live ??= new LiveMarkdown(this.host);
    this.live.update(this.text, this.growing, this.seams, this.cut);
    // Blocks of code get their colours as they are closed, not all of them when the answer ends.
    for (const pre of this.live.takeClosedCode()) void colour(pre);
  }

  private async press(event: MouseEvent): Promise<void> {
    const seam = (event.target as Element).closest('button.seam');
    if (seam) this.dispatchEvent(new CustomEvent('seam', { detail: seam }));
    const button = (event.target as Element).closest<HTMLButtonElement>('button.copy');
    if (!button) return;
    const code = button.closest('.code')!.querySelector('code')!.textContent ?? '';
    if (!(await copy(code, ''))) return;
    button.textContent = 'Copied';
    setTimeout(() => (button.textContent = 'Copy'), 1500);
  }

  override render() {
    return html`<div class="text" part="text" @click=${this.press}></div>`;
  }
}
