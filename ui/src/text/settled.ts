/** A growing text as it is shown: what would look like something else until its end comes is left out or closed. */

/** A last line of marks alone: a bullet, a rule, the beginning of a heading or of bold words. */
const MARKS = /(?:^|\n)[ \t]*(?:[-*+>#=_~|][-*+>#=_~| \t]*|\d{1,3}[.)][ \t]*[*_]{0,3})$/;
/** Marks that open something which has not begun. */
const OPENING = /(?<=^|\s)[*_`[!]+$/;
/** A link whose address is not there yet. */
const HALF_LINK = /!?\[([^[\]\n]*)(?:\](?:\([^()\s]*)?)?$/;

/** The first line of a fence, or its last. */
const FENCE = /^ {0,3}(?:`{3}|~{3})/;
/** A row of a table. */
const ROW = /^ {0,3}\|/;
/** A cell of the line below a table's head. */
const DELIMITER = /^\s*:?-+:?\s*$/;
/** A line so long that begins like a table's head is no head. */
const HEAD_MAX = 300;

/** `tail` without what its end alone would turn into something else; code in a fence is left as it is. */
export function settled(tail: string): string {
  const head = tableHead(tail);
  if (head !== undefined) return head;
  const whole = tail.replace(MARKS, '');
  const from = whole.lastIndexOf('\n') + 1;
  const line = whole.slice(from);
  if (/^(?: {4}|\t)/.test(line)) return whole;
  // The first line of a fence is not shown before it is whole; the last one ends what is shown already.
  if (FENCE.test(line)) return whole.slice(0, from).split('\n').filter(above => FENCE.test(above)).length % 2 === 0 ? whole.slice(0, from) : whole;
  return whole.slice(0, from) + closed(line.replace(OPENING, ''));
}

/** A text that ends in the head of a table: without the head until the line below it begins, then with the whole of that line. */
function tableHead(tail: string): string | undefined {
  const lines = tail.split('\n');
  let from = lines.length;
  if (lines.at(-1) === '') from--;
  const last = from;
  while (from > 0 && ROW.test(lines[from - 1]!)) from--;
  const [head, below] = lines.slice(from, last);
  if (head === undefined || last - from > 2 || head.length > HEAD_MAX) return undefined;
  const before = lines.slice(0, from).map(line => `${line}\n`).join('');
  if (below === undefined || /^[\s|]*$/.test(below)) return before;
  const cells = cellsOf(below);
  const wanted = cellsOf(head).length;
  if (!/^[\s|:-]*$/.test(below)) return undefined;
  if (cells.length === wanted && cells.every(cell => DELIMITER.test(cell))) return tail;
  return `${before}${head}\n${'|---'.repeat(wanted)}|`;
}

function cellsOf(row: string): string[] {
  return row.trim().replace(/^\||\|$/g, '').split(/(?<!\\)\|/);
}

/** A line with its open code, link and emphasis closed. */
function closed(line: string): string {
  const ticks = withoutEnd(line, '`');
  if ((ticks.match(/`/g)?.length ?? 0) % 2 === 1) return `${ticks}\``;
  const outside = (text: string) => text.replace(/`[^`]*`/g, code => '.'.repeat(code.length));
  let end = line;
  const half = HALF_LINK.exec(outside(line));
  if (half && half[1] !== '' && !/^[ x]$/i.test(half[1]!)) end = line.slice(0, half.index) + line.slice(half.index).replace(HALF_LINK, '$1');
  if (/\*\*/.test(outside(end)) && (outside(end).match(/\*\*/g)!.length) % 2 === 1) {
    const bare = withoutEnd(end, '* \t\r\u00a0');
    return (outside(bare).match(/\*\*/g)?.length ?? 0) % 2 === 1 ? `${bare}**` : bare;
  }
  return end;
}

/** `text` without the characters of `marks` at its end; a search for its end would begin anew at each of them. */
function withoutEnd(text: string, marks: string): string {
  let end = text.length;
  while (end > 0 && marks.includes(text[end - 1]!)) end--;
  return text.slice(0, end);
}
