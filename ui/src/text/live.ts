/** Keeps an element's children in step with a growing markdown text: only its tail is parsed again. */
import { blocksOf, closedLength, finishCode, rendered, type Block } from './markdown.ts';
import { become } from './become.ts';
import { markFence, markSeam, type Seam } from './seam.ts';
import { settled } from './settled.ts';
import { withTurns } from './turns.ts';

const HEADINGS = 'h1,h2,h3,h4,h5,h6';
/** A definition changes blocks that were closed before it. */
const DEFINES_LINK = /^ {0,3}\[[^\]]{1,999}\]:/m;
/** A last line of fence marks: perhaps the end of the fence. */
const CLOSING = /^ {0,3}(?:`+|~+)$/;
const OPEN_FENCE = /^ {0,3}(`{3,}|~{3,})([^\n`]*)\n/;

interface Shown {
  raw: string;
  nodes: ChildNode[];
  /** The level of the last heading up to its end. */
  level: number;
}

/** Headings go down one step at a time below the page's own, whatever the text says, so that they can be followed. */
function levelled(fragment: DocumentFragment, before: number): number {
  let last = before;
  for (const heading of fragment.querySelectorAll(HEADINGS)) {
    last = Math.min(Number(heading.tagName[1]) + 1, last + 1, 6);
    heading.setAttribute('aria-level', String(last));
  }
  return last;
}

/** The unclosed fence that `tail` consists of: its language and its text so far. */
export function openFence(tail: string): { language: string; text: string } | undefined {
  const open = OPEN_FENCE.exec(tail);
  if (!open) return undefined;
  const mark = open[1]!;
  const text = tail.slice(open[0].length);
  const closing = new RegExp(`^ {0,3}${mark[0] === '`' ? '`' : '~'}{${mark.length},} *$`, 'm');
  if (closing.test(text)) return undefined;
  const line = text.lastIndexOf('\n') + 1;
  return {
    language: /^[\w+#.-]{1,24}/.exec(open[2]!.trim())?.[0] ?? '',
    text: CLOSING.test(text.slice(line)) ? text.slice(0, line) : text,
  };
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
  /** How many blocks are shown before it. */
  private beforeLast = 0;
  private finished = false;
  private closedCode: HTMLPreElement[] = [];

  constructor(private readonly host: HTMLElement) {}

  /**
   * Shows `text`; `growing` says that more may follow, `cut` that it ended before its end; `seams` are marked when the text
   * after them is shown.
   */
  update(text: string, growing: boolean, seams: readonly Seam[] = [], cut = false): void {
    // White space between blocks belongs to none: the mark stands before what comes next.
    this.seams = seams.map(seam => ({ ...seam, at: seam.at + /^\s*/.exec(text.slice(seam.at))![0].length }));
    if (!text.startsWith(this.text.slice(0, this.closed))) this.reset();
    this.text = text;
    if (!growing) {
      this.finish(cut);
      this.finished = true;
      return;
    }
    if (this.finished) this.reopen();
    if (this.appendToFence(text.slice(this.closed))) return;
    const length = closedLength(text.slice(this.closed));
    if (length > 0) {
      const { blocks } = blocksOf(text.slice(this.closed, this.closed + length));
      this.close(this.place(blocks, this.closed, this.takeTail()));
      this.closed += length;
    }
    const rest = text.slice(this.closed);
    if (this.appendToFence(rest)) return;
    this.tail = this.place(blocksOf(settled(rest)).blocks, this.closed, this.takeTail());
  }

  /** The blocks of code that were closed since this was asked last: nothing changes in them any more. */
  takeClosedCode(): HTMLPreElement[] {
    return this.closedCode.splice(0);
  }

  private reset(): void {
    this.host.replaceChildren();
    this.closed = 0;
    this.shown = [];
    this.tail = [];
    this.fence = undefined;
    this.last = 0;
    this.beforeLast = 0;
    this.finished = false;
    this.closedCode = [];
  }

  /** The last block of a finished text is its tail again. */
  private reopen(): void {
    this.finished = false;
    if (this.last < 0) {
      this.reset();
      return;
    }
    this.tail = this.shown.splice(this.beforeLast);
    this.closed = this.last;
  }

  /** The text at its end: blocks that are the same stay as they are, nodes and all. */
  private finish(cut: boolean): void {
    if (DEFINES_LINK.test(this.text)) {
      this.last = -1;
      const { blocks, links } = blocksOf(this.text);
      const before = [...this.shown.splice(0), ...this.takeTail()];
      this.close(this.place(blocks, 0, before, links ? (raw, type) => type === 'code' || !raw.includes('[') : () => true));
    } else {
      const rest = this.text.slice(this.closed);
      const length = closedLength(rest);
      const { blocks } = blocksOf(cut && !openFence(rest.slice(length)) ? rest.slice(0, length) + settled(rest.slice(length)) : rest);
      if (rest.trim() !== '') {
        this.last = this.closed + length;
        this.beforeLast = this.shown.length + blocks.filter(block => block.at < length).length;
      }
      this.close(this.place(blocks, this.closed, this.takeTail()));
    }
    this.closed = this.text.length;
  }

  private close(blocks: Shown[]): void {
    this.shown.push(...blocks);
    for (const { nodes } of blocks) {
      for (const node of nodes) if (node instanceof Element) this.closedCode.push(...node.querySelectorAll('pre'));
    }
  }

  /**
   * Blocks of the text that begins at `from` of the whole, at the end of the host, in the place of those `before`. Of these
   * stay the nodes that are the same, and the blocks whose source is the same and which `keep` allows.
   */
  private place(blocks: Block[], from: number, before: Shown[], keep: (raw: string, type: string) => boolean = () => false): Shown[] {
    let level = this.shown.at(-1)?.level ?? 1;
    const placed = blocks.map((block, index) => {
      const old = before[index];
      if (old && old.raw === block.raw && keep(block.raw, block.token.type)) {
        level = old.level;
        return old;
      }
      const fragment = rendered(block);
      for (const seam of this.seams) {
        const at = seam.at - from - block.at;
        if (at >= 0 && at < block.raw.length) markSeam(fragment, block.raw, at, seam);
      }
      level = levelled(fragment, level);
      const nodes = [...fragment.childNodes];
      if (!old) this.host.append(fragment);
      return { raw: block.raw, nodes: old ? become(this.host, old.nodes, nodes) : nodes, level };
    });
    for (const old of before.slice(blocks.length)) for (const node of old.nodes) node.remove();
    return placed;
  }

  private takeTail(): Shown[] {
    this.fence = undefined;
    return this.tail.splice(0);
  }

  private dropTail(): void {
    for (const old of this.takeTail()) for (const node of old.nodes) node.remove();
  }

  /** A long block of code only grows: its text is appended without parsing. */
  private appendToFence(tail: string): boolean {
    const open = openFence(tail);
    if (!open) return false;
    const shown = withTurns(open.text);
    if (!this.fence || this.fence.language !== open.language || !shown.startsWith(this.fence.code.data)) {
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
      frame.setAttribute('dir', 'auto');
      this.host.append(frame);
      this.fence = { language: open.language, code: text };
      this.tail = [{ raw: '', nodes: [frame], level: this.shown.at(-1)?.level ?? 1 }];
    }
    const text = this.fence!.code;
    text.appendData(shown.slice(text.data.length));
    const frame = text.parentElement!.closest('.code')!;
    for (const seam of this.seams) {
      if (seam.at >= this.closed && seam.at < this.closed + tail.length) markFence(frame, seam);
    }
    return true;
  }
}
