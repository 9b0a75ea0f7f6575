/** Marks in a rendered block where another engine went on with the answer. */

export interface Seam {
  /** Characters of the source before it. */
  at: number;
  /** Who went on, for people. */
  by: string;
}

/** A character that is not found in so much of the source is not from it. */
const REACH = 2000;
/** A mark in a word stands before the word, unless that is longer. */
const WORD_MAX = 24;

/** Puts the mark of `seam` into the nodes of a block, before what stands at `at` of its source `raw`. */
export function markSeam(block: ParentNode & Node, raw: string, at: number, seam: Seam): void {
  const { text, offset } = placeIn(block, raw, at);
  const mark = seamMark(block.ownerDocument!, seam);
  const code = text?.parentElement?.closest('.code');
  if (code) {
    markFence(code, seam);
    return;
  }
  const link = text?.parentElement?.closest('a');
  if (link) link.before(mark);
  else if (text) text.splitText(wordStart(text.data, offset)).before(mark);
  else (block.lastElementChild ?? block).append(mark);
}

/** Puts the mark into the bar of a fenced block: in the code it would be taken for a part of it. */
export function markFence(frame: Element, seam: Seam): void {
  if (frame.querySelector(`.seam[data-at="${seam.at}"]`)) return;
  frame.querySelector('.bar > span')?.after(seamMark(frame.ownerDocument, seam));
}

function seamMark(document: Document, seam: Seam): HTMLButtonElement {
  const mark = document.createElement('button');
  mark.type = 'button';
  mark.className = 'seam';
  mark.dataset['at'] = String(seam.at);
  mark.title = `${seam.by} went on from here. Why?`;
  mark.setAttribute('aria-label', `${seam.by} went on from here. Why?`);
  return mark;
}

/**
 * The text node and the place in it that come from `at` of the source. What is rendered is the source without its
 * marks, so both are read side by side and what only one has is passed over.
 */
function placeIn(block: Node, raw: string, at: number): { text: Text | undefined; offset: number } {
  const walk = block.ownerDocument!.createTreeWalker(block, 4);
  let read = 0;
  let last: Text | undefined;
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const text = node as Text;
    if (text.parentElement?.closest('.bar, .leads, .turn')) continue;
    last = text;
    for (let offset = 0; offset < text.data.length; offset++) {
      const c = text.data[offset]!;
      if (/\s/.test(c)) continue;
      const found = raw.indexOf(c, read);
      if (found < 0 || found - read > REACH) continue;
      if (found >= at) return { text, offset };
      read = found + 1;
    }
  }
  return { text: last, offset: last?.data.length ?? 0 };
}

function wordStart(text: string, offset: number): number {
  const before = text.slice(0, offset);
  const word = /\S*$/.exec(before)![0].length;
  return offset < text.length && word <= WORD_MAX ? offset - word : offset;
}
