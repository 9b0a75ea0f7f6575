import './dom.ts';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LiveMarkdown } from '../src/text/live.ts';

const TURNS = [...'\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c'];

function shown(text: string): HTMLElement {
  const host = document.createElement('div');
  new LiveMarkdown(host).update(text, false);
  return host;
}

test('a mark that turns the direction of reading is seen in code', () => {
  for (const turn of TURNS) {
    const name = `[U+${turn.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}]`;
    for (const text of [`\`a${turn}b\``, `\`\`\`js\na${turn}b\n\`\`\``, `    a${turn}b`]) {
      const code = shown(text).querySelector('code')!;
      assert.equal(code.textContent, `a${name}b`, text);
      assert.equal(code.querySelector('.turn')!.textContent, name);
    }
  }
});

test('it is seen while the code still comes', () => {
  const host = document.createElement('div');
  const view = new LiveMarkdown(host);
  view.update('```js\nif (a\u202e', true);
  const pre = host.querySelector('pre');
  view.update('```js\nif (a\u202e) {\u2066}', true);
  assert.equal(host.querySelector('pre'), pre);
  assert.equal(pre!.textContent, 'if (a[U+202E]) {[U+2066]}');
});

test('prose keeps its marks', () => {
  assert.equal(shown('a\u200fb').textContent!.trim(), 'a\u200fb');
});
