/** A growing text as it is shown: what would look like something else until its end comes is left out or closed. */

/** A last line of marks alone: a bullet, a rule, the beginning of a heading or of bold words. */
const MARKS = /(?:^|\n)[ \t]*(?:[-*+>#=_~|][-*+>#=_~| \t]*|\d{1,3}[.)][ \t]*[*_]{0,3})$/;
/** Marks that open something which has not begun. */
const OPENING = /(?<=^|\s)[*_`[!]+$/;
/** A link whose address is not there yet. */
const HALF_LINK = /!?\[([^[\]\n]*)(?:\](?:\([^()\s]*)?)?$/;

/** `tail` without what its end alone would turn into something else; code in a fence is left as it is. */
export function settled(tail: string): string {
  const whole = tail.replace(MARKS, '');
  const from = whole.lastIndexOf('\n') + 1;
  const line = whole.slice(from);
  if (/^ {0,3}(?:`{3}|~{3})/.test(line) || /^(?: {4}|\t)/.test(line)) return whole;
  return whole.slice(0, from) + closed(line.replace(OPENING, ''));
}

/** A line with its open code, link and emphasis closed. */
function closed(line: string): string {
  const ticks = line.replace(/`+$/, '');
  if ((ticks.match(/`/g)?.length ?? 0) % 2 === 1) return `${ticks}\``;
  const outside = (text: string) => text.replace(/`[^`]*`/g, code => '.'.repeat(code.length));
  let end = line;
  const half = HALF_LINK.exec(outside(line));
  if (half && half[1] !== '' && !/^[ x]$/i.test(half[1]!)) end = line.slice(0, half.index) + line.slice(half.index).replace(HALF_LINK, '$1');
  if (/\*\*/.test(outside(end)) && (outside(end).match(/\*\*/g)!.length) % 2 === 1) {
    const bare = end.replace(/[*\s]+$/, '');
    return (outside(bare).match(/\*\*/g)?.length ?? 0) % 2 === 1 ? `${bare}**` : bare;
  }
  return end;
}
