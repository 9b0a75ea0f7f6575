/** Keeps an element's children in step with a growing markdown text: only its tail is parsed again. */
import { blocksOf, closedLength, finishCode, rendered, type Block } from './markdown.ts';
import { markFence, markSeam, type Seam } from './seam.ts';
import { settled } from './settled.ts';

const HEADINGS = 'h1,h2,h3,h4,h5,h6';
/** A definition changes blocks that were closed before it. */
const DEFINES_LINK = /^ {0,3}\[[^\]]+\]:/m;
const OPEN_FENCE = /^ {0,3}(`{3,}|~{3,})([^\n`]*)\n/;

interface Shown {
  raw: string;
  nodes: ChildNode[];
}

/** The unclosed fence that `tail` consists of: its language and its text so far. */
export function openFence(tail: string): { language: string; text: string } | undefined {
  const open = OPEN_FENCE.exec(tail);
  if (!open) return undefined;
  const mark = open[1]!;
  const text = tail.slice(open[0].length);
  const closing = new RegExp(`^ {0,3}${mark[0] === '`' ? '`' : '~'}{${mark.length},} *$`, 'm');
  return closing.test(text) ? undefined : { language: /^[\w+#.-]{1,24}/.exec(open[2]!.trim())?.[0] ?? '', text };
}

export class LiveMarkdown {
  private closed = 0;
  private text = '';
  private seams: readonly Seam[] = [];
  private shown: Shown[] = [];
  private tail: Shown[] = [];
  private fence: { language: string; code: Text } | undefined;
  /** Where the last block of a finished text begins: a text that goes on goes on in it. */
  private last = 0;
  private finished = false;

  constructor(private readonly host: HTMLElement) {}

  /** Shows `text`; `growing` says that more may follow; `seams` are marked when the text after them is shown. */
  update(text: string, growing: boolean, seams: readonly Seam[] = []): void {
    // White space between blocks belongs to none: the mark stands before what comes next.
    this.seams = seams.map(seam => ({ ...seam, at: seam.at + /^\s*/.exec(text.slice(seam.at))![0].length }));
    if (!text.startsWith(this.text.slice(0, this.closed))) this.reset();
    this.text = text;
    if (!growing) {
      this.finish();
      this.finished = true;
      return;
    }
    if (this.finished) this.reopen();
    if (this.appendToFence(text.slice(this.closed))) return;
    const length = closedLength(text.slice(this.closed));
    if (length > 0) {
      this.dropTail();
      this.shown.push(...this.append(blocksOf(text.slice(this.closed, this.closed + length)).blocks, this.closed));
      this.closed += length;
    }
    const rest = text.slice(this.closed);
    if (this.appendToFence(rest)) return;
    this.dropTail();
    this.tail = this.append(blocksOf(settled(rest)).blocks, this.closed);
  }

  private reset(): void {
    this.host.replaceChildren();
    this.closed = 0;
    this.shown = [];
    this.tail = [];
    this.fence = undefined;
    this.last = 0;
    this.finished = false;
  }

  /** The last block of a finished text is its tail again. */
  private reopen(): void {
    this.finished = false;
    if (this.last < 0) {
      this.reset();
      return;
    }
    this.tail = this.shown.splice(-1);
    this.closed = this.last;
  }

  /** The text at its end: blocks that are the same stay as they are, nodes and all. */
  private finish(): void {
    if (!DEFINES_LINK.test(this.text)) {
      this.dropTail();
      const rest = this.text.slice(this.closed);
      const { blocks } = blocksOf(rest);
      if (blocks.length > 0) this.last = this.closed + closedLength(rest);
      this.shown.push(...this.append(blocks, this.closed));
      this.closed = this.text.length;
      return;
    }
    this.last = -1;
    const { blocks, links } = blocksOf(this.text);
    this.dropTail();
    let same = 0;
    if (!links) while (same < this.shown.length && this.shown[same]!.raw === blocks[same]?.raw) same++;
    for (const old of this.shown.splice(same)) for (const node of old.nodes) node.remove();
    this.shown.push(...this.append(blocks.slice(same), 0));
    this.closed = this.text.length;
  }

  /** Blocks of the text that begins at `from` of the whole. */
  private append(blocks: Block[], from: number): Shown[] {
    return blocks.map(block => {
      const fragment = rendered(block);
      for (const seam of this.seams) {
        const at = seam.at - from - block.at;
        if (at >= 0 && at < block.raw.length) markSeam(fragment, block.raw, at, seam);
      }
      const nodes = [...fragment.childNodes];
      this.level(fragment);
      this.host.append(fragment);
      return { raw: block.raw, nodes };
    });
  }

  /** Headings go down one step at a time below the page's own, whatever the text says, so that they can be followed. */
  private level(fragment: DocumentFragment): void {
    const before = [...this.host.querySelectorAll(HEADINGS)].at(-1)?.getAttribute('aria-level');
    let last = Number(before ?? 1);
    for (const heading of fragment.querySelectorAll(HEADINGS)) {
      last = Math.min(Number(heading.tagName[1]) + 1, last + 1, 6);
      heading.setAttribute('aria-level', String(last));
    }
  }

  private dropTail(): void {
    for (const old of this.tail) for (const node of old.nodes) node.remove();
    this.tail = [];
    this.fence = undefined;
  }

  /** A long block of code only grows: its text is appended without parsing. */
  private appendToFence(tail: string): boolean {
    const open = openFence(tail);
    if (!open) return false;
    if (!this.fence || this.fence.language !== open.language || !open.text.startsWith(this.fence.code.data)) {
      this.dropTail();
      const document = this.host.ownerDocument;
      const pre = document.createElement('pre');
      pre.dataset['language'] = open.language;
      const code = document.createElement('code');
      const text = document.createTextNode('');
      code.append(text);
      pre.append(code);
      const holder = document.createElement('div');
      holder.append(pre);
      finishCode(pre);
      const frame = holder.firstElementChild!;
      this.host.append(frame);
      this.fence = { language: open.language, code: text };
      this.tail = [{ raw: '', nodes: [frame] }];
    }
    const text = this.fence!.code;
    text.appendData(open.text.slice(text.data.length));
    const frame = text.parentElement!.closest('.code')!;
    for (const seam of this.seams) {
      if (seam.at >= this.closed && seam.at < this.closed + tail.length) markFence(frame, seam);
    }
    return true;
  }
}
