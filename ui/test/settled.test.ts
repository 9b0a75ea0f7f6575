import './dom.ts';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LiveMarkdown } from '../src/text/live.ts';
import { settled } from '../src/text/settled.ts';

test('marks at the end wait for what they belong to', () => {
  for (const [tail, shown] of [
    ['Text.\n-', 'Text.'],
    ['- one\n- **', '- one'],
    ['Text\n\n##', 'Text\n'],
    ['Text\n--', 'Text'],
    ['1. one\n2.', '1. one'],
    ['The answer is\n42', 'The answer is\n42'],
    ['a **bold wo', 'a **bold wo**'],
    ['a **bold word*', 'a **bold word**'],
    ['a **bold** word', 'a **bold** word'],
    ['a **', 'a '],
    ['x `code', 'x `code`'],
    ['x `a**b` y', 'x `a**b` y'],
    ['see [the docs', 'see the docs'],
    ['see [the docs](https://exa', 'see the docs'],
    ['see [the docs](https://example.org) and', 'see [the docs](https://example.org) and'],
    ['    code **', '    code **'],
    ['Text\n\n| Part | Wh', 'Text\n\n'],
    ['Text\n\n| Part | What |\n', 'Text\n\n'],
    ['| Part | What |\n|', ''],
    ['| Part | What |\n|--', '| Part | What |\n|---|---|'],
    ['Text\n```j', 'Text\n'],
    ['```js\na\n```', '```js\na\n```'],
    ['| Part | What |\n|---|---|', '| Part | What |\n|---|---|'],
    ['| Part | What |\n|---|--:|\n| a', '| Part | What |\n|---|--:|\n| a'],
    ['| a line\n| and another', '| a line\n| and another'],
  ] as const) {
    assert.equal(settled(tail), shown, JSON.stringify(tail));
  }
});

test('no raw mark is seen while a text grows, and none is lost at its end', () => {
  const text = 'Some **bold words** here.\n\n- **One**: a\n- **Two**: [docs](https://example.org) b\n\nEnd with `code` and\n---\n';
  const host = document.createElement('div');
  const view = new LiveMarkdown(host);
  for (let end = 1; end <= text.length; end++) {
    view.update(text.slice(0, end), true);
    assert.doesNotMatch(host.textContent!, /\*|`|\]\(|\[/, `after ${JSON.stringify(text.slice(0, end))}: ${host.innerHTML}`);
    for (const list of host.querySelectorAll('li > ul')) assert.fail(`a list in a list: ${list.innerHTML} ${end}`);
  }
  view.update(text, false);
  const whole = document.createElement('div');
  new LiveMarkdown(whole).update(text, false);
  assert.equal(host.innerHTML, whole.innerHTML);
});
