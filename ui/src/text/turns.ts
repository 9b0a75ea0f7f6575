/** Marks in code that turn the direction of reading: code that uses them reads as other code than what runs. */

const TURNS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

function named(turn: string): string {
  return `[U+${turn.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}]`;
}

/** Code with each such mark as text that can be seen. */
export function withTurns(code: string): string {
  return code.replace(TURNS, named);
}

/**
 * Shows each such mark in `code`. Copy takes the text that is shown: without the marks the code could do silently something
 * else than its author's; with their names it does not run before a person has looked.
 */
export function showTurns(code: Element): void {
  const document = code.ownerDocument;
  for (const text of [...code.childNodes]) {
    if (text.nodeType !== 3 || (text.textContent ?? '').search(TURNS) < 0) continue;
    const parts = (text.textContent ?? '').split(/([\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069])/);
    const nodes = parts.map((part, index) => {
      if (index % 2 === 0) return part;
      const mark = document.createElement('span');
      mark.className = 'turn';
      mark.textContent = named(part);
      return mark;
    });
    text.replaceWith(...nodes.filter(node => node !== ''));
  }
}
