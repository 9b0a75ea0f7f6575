import { window } from './dom.ts';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LiveMarkdown } from '../src/text/live.ts';

/** The text as it is shown when it comes all at once. */
function whole(text: string): string {
  const host = window.document.createElement('div');
  new LiveMarkdown(host).update(text, false);
  return host.innerHTML;
}

const BEGINNINGS = [
  'One paragraph.\n\nAnother that breaks off in the mid',
  '- one\n- tw',
  '1. a\n2. b\n\n',
  '# Head\n\n```js\nconst a = ',
  '| a | b |\n|---|---|\n| 1 |',
  'See [it][1] and mo\n\n[1]: https://example.org\n',
  '> quoted wor',
  '',
];
const REST = ['dle of a word.', ' more\n\nThe next paragraph with `code`.', '\n\n- a list\n', ' 2 |\n\nend'];

test('a finished text that goes on is joined where it ended', () => {
  for (const beginning of BEGINNINGS) {
    for (const rest of REST) {
      const host = window.document.createElement('div');
      const live = new LiveMarkdown(host);
      live.update(beginning, false);
      live.update(beginning, true);
      for (let at = 0; at <= rest.length; at += 3) live.update(beginning + rest.slice(0, at), true);
      live.update(beginning + rest, true);
      live.update(beginning + rest, false);
      assert.equal(host.innerHTML, whole(beginning + rest), JSON.stringify(beginning + '|' + rest));
      live.update(beginning + rest + '\n\nAnd once more', true);
      live.update(beginning + rest + '\n\nAnd once more.', false);
      assert.equal(host.innerHTML, whole(beginning + rest + '\n\nAnd once more.'), 'twice');
    }
  }
});
