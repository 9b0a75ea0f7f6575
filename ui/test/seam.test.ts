import './dom.ts';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LiveMarkdown } from '../src/text/live.ts';
import type { Seam } from '../src/text/seam.ts';

/** The text as it grows in steps, with `|` where the mark is. */
function shown(text: string, at: number, step = 4): string {
  const host = document.createElement('div');
  const view = new LiveMarkdown(host);
  const seams: Seam[] = [{ at, by: 'spare' }];
  for (let end = step; end < text.length; end += step) view.update(text.slice(0, end), true, end >= at ? seams : []);
  view.update(text, false, seams);
  const marks = [...host.querySelectorAll('.seam')];
  assert.equal(marks.length, 1, `one mark: ${host.innerHTML}`);
  assert.match(marks[0]!.getAttribute('aria-label')!, /spare went on/);
  marks[0]!.replaceWith('|');
  for (const copy of host.querySelectorAll('.copy')) copy.remove();
  return host.textContent!.replace(/\s+/g, ' ').trim();
}

/** The source, with `¦` taken out, and where that stood. */
function cut(source: string): [string, number] {
  return [source.replace('¦', ''), source.indexOf('¦')];
}

test('the mark stands where the text changed hands, however it grew', () => {
  const cases: [string, string][] = [
    ['One two ¦three four.', 'One two |three four.'],
    ['One two th¦ree four.', 'One two |three four.'],
    ['First.\n\n¦Second.', 'First. |Second.'],
    ['First.¦\n\nSecond.', 'First. |Second.'],
    ['A **bold ¦word** and more.', 'A bold |word and more.'],
    ['- one\n- two ¦and a half\n- three', 'one two |and a half three'],
    ['# He¦ad\n\ntext', '|Head text'],
    ['See [the docs](https://example.org/a/b), ¦then go.', 'See the docs, |then go.'],
    ['See [the ¦docs](https://example.org), then go.', 'See |the docs, then go.'],
    ['a &amp; b &copy; c ¦d e', 'a & b © c |d e'],
    ['| a | b |\n|---|---|\n| 1 | ¦2 |\n', 'ab1|2'],
    ['x `code ¦here` y', 'x code |here y'],
    ['Before.\n\n```js\nlet a = 1;\nlet ¦b = 2;\n```\n\nAfter.', 'Before. js|let a = 1; let b = 2;After.'],
    ['[d]: https://example.org\n\nSee [it][d] ¦and more.', 'See it |and more.'],
  ];
  for (const [source, expected] of cases) {
    const [text, at] = cut(source);
    for (const step of [1, 4, 1000]) assert.equal(shown(text, at, step), expected, `${source} in steps of ${step}`);
  }
});

test('code is copied without the mark', () => {
  const host = document.createElement('div');
  new LiveMarkdown(host).update('```\nab\ncd\n```', false, [{ at: 6, by: 'spare' }]);
  assert.equal(host.querySelector('code')!.textContent, 'ab\ncd');
});
