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
  'One.\n\n- ',
  'One.\n\n| a',
  'One.\n\n**bo',
  '```js\nlet a;\n``',
  '',
];
const REST = ['dle of a word.', ' more\n\nThe next paragraph with `code`.', '\n\n- a list\n', ' 2 |\n\nend'];

test('a finished text that goes on is joined where it ended', () => {
  for (const beginning of BEGINNINGS) {
    for (const [rest, cut] of REST.flatMap(rest => [[rest, false], [rest, true]] as const)) {
      const host = window.document.createElement('div');
      const live = new LiveMarkdown(host);
      live.update(beginning, false, [], cut);
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

test('what is the same stays the same node while a text grows and when it ends', () => {
  const text = 'One **two** [three](https://example.org) four.\n\n1. first\n2. second\n\n```js\nlet a = [1];\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n';
  const host = window.document.createElement('div');
  const live = new LiveMarkdown(host);
  const first = new Map<string, Element>();
  const seen = ['a', 'strong', 'li', '.code', 'pre', 'th', 'td'];
  for (let end = 1; end <= text.length; end++) {
    live.update(text.slice(0, end), true);
    for (const name of seen) {
      const element = host.querySelector(name);
      if (element && !first.has(name)) first.set(name, element);
    }
  }
  live.update(text, false);
  for (const name of seen) assert.equal(host.querySelector(name), first.get(name), name);
  assert.equal(host.innerHTML, whole(text));
});

test('a definition of a link at the end changes only what may use it', () => {
  const text = 'Plain.\n\nSee [it][1].\n\n```js\nlet a = [1];\n```\n\nEnd.\n';
  const host = window.document.createElement('div');
  const live = new LiveMarkdown(host);
  live.update(text, true);
  const before = [...host.children];
  live.update(`${text}\n[1]: https://example.org\n`, false);
  assert.equal(host.innerHTML, whole(`${text}\n[1]: https://example.org\n`));
  assert.deepEqual([...host.children].map(child => before.includes(child)), [true, true, true, true]);
  assert.equal(host.querySelector('a')?.getAttribute('href'), 'https://example.org');
});

test('code is given out once, when its block is closed', () => {
  const live = new LiveMarkdown(window.document.createElement('div'));
  live.update('```js\nlet a;\n', true);
  assert.equal(live.takeClosedCode().length, 0, 'an open block still grows');
  live.update('```js\nlet a;\n```\n\nMore', true);
  assert.deepEqual(live.takeClosedCode().map(pre => pre.textContent), ['let a;']);
  live.update('```js\nlet a;\n```\n\nMore.', false);
  assert.equal(live.takeClosedCode().length, 0);
});

test('no mark of a fence is seen in its code before it closes', () => {
  const host = window.document.createElement('div');
  const live = new LiveMarkdown(host);
  for (const end of ['`', '``', '```']) {
    live.update(`\`\`\`js\nlet a;\n${end}`, true);
    assert.doesNotMatch(host.querySelector('code')!.textContent!, /`/);
  }
});

test('what was cut off ends without half a mark', () => {
  for (const [text, shown] of [
    ['One **bold wo', 'One bold wo'],
    ['One.\n\n![a diag', 'One.a diag'],
    ['One.\n\n- ', 'One.'],
    ['```js\nlet a;', 'jsCopylet a;'],
  ] as const) {
    const host = window.document.createElement('div');
    new LiveMarkdown(host).update(text, false, [], true);
    assert.equal(host.textContent!.replaceAll('\n', ''), shown);
  }
});
