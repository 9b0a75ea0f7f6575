import './dom.ts';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEPTH_MAX, MARKS_MAX } from '../src/text/bounds.ts';
import { LiveMarkdown } from '../src/text/live.ts';
import { blocksOf, closedLength, plain, rendered } from '../src/text/markdown.ts';
import { settled } from '../src/text/settled.ts';

const SIZE = 60_000;
/** Bounded, the slowest takes about 1 s of a slow machine; without a bound they take 10 s to minutes. */
const CPU_MS = 6000;

function shown(text: string): HTMLElement {
  const host = document.createElement('div');
  new LiveMarkdown(host).update(text, false);
  return host;
}

/** `piece` again and again, as long as an answer gets. */
function times(piece: string): string {
  return piece.repeat(Math.ceil(SIZE / piece.length));
}

function runs(mark: string): string {
  let text = '';
  for (let length = 1; text.length < SIZE; length++) text += `${mark.repeat(length)} `;
  return text;
}

const WIDE = SIZE / 8;

const SLOW: Record<string, string> = {
  table: `${'|a'.repeat(WIDE)}|\n${'|-'.repeat(WIDE)}|\n${'|\n'.repeat(SIZE / 4)}`,
  'runs of `': runs('`'),
  'runs of *': runs('*'),
  spaces: `a${' '.repeat(SIZE)}b`,
  'spaces in bold': `**a${' '.repeat(SIZE)}b`,
  'a heading of spaces': `# a${' '.repeat(SIZE)}b`,
  'a heading of lines': `a\n${'='.repeat(SIZE)}x`,
  'an address with )': `http://a${')'.repeat(SIZE)}`,
  'an address with entities': `http://a${'&a;'.repeat(SIZE / 3)}`,
  'brackets in brackets': `${'['.repeat(SIZE / 2)}a${']'.repeat(SIZE / 2)}`,
  'emphasis in emphasis': `${'*a '.repeat(SIZE / 6)}${' a*'.repeat(SIZE / 6)}`,
  'a lazy list': `- a\n${'b\n'.repeat(SIZE / 2)}`,
  'a lazy list with lines': `- - - a\n${'b-\n'.repeat(SIZE / 3)}`,
  'a deep lazy list': `- - - - - - - - a\n${'b\n'.repeat(SIZE / 2)}`,
  'the deepest lazy list': `${'- '.repeat(30)}a\n${'b\n'.repeat(SIZE / 2)}`,
  'a title': `[a]: b (${'a\n'.repeat(SIZE / 2)}`,
  'paragraphs of marks': times(`${'*a_'.repeat(120)}\n\n`),
  'definitions': Array.from({ length: SIZE / 10 }, (_, index) => `[${index}]: a`).join('\n'),
};
for (const piece of [
  '*a_', 'a**b', '***a** ', '__a ', '~~a ~', '*_', '**a *b ', '[', '![', '<', '<a b ', '<!-- ', 'x<?', '&', '&amp;', 'a@', 'a@b.', 'http://',
  'http://a ', 'www.', '|', '=\n', 'a\n', '- ', '* ', '> ', '1. ', '- > ', '> a\n', '> a\nb\n', '> > a\nb\n', '> ```\na\n', '- a\n', '- a\n\n',
  '[a](', '[a](<b', '![a](', '[a][', '[\n', '\\', '`` x ', '    a\n\n', '<div>\n',
]) SLOW[piece] = times(piece);

test('no text takes more work to read than its length allows', () => {
  for (const [name, text] of Object.entries(SLOW)) {
    // The time of this process alone: others on the machine do not count.
    const before = process.cpuUsage();
    const { blocks } = blocksOf(text);
    settled(text);
    plain(text);
    const { user, system } = process.cpuUsage(before);
    assert.ok((user + system) / 1000 < CPU_MS, `${JSON.stringify(name)}: ${(user + system) / 1000} ms`);
    for (const block of blocks) assert.ok(text.startsWith(block.raw.slice(0, 20), block.at), name);
  }
});

test('a paragraph with too many marks is shown as it was written, the others as usual', () => {
  const many = '*a_'.repeat(MARKS_MAX);
  const host = shown(`One **bold**.\n\n${many}\n\n- ${many}\n- *two*\n\nThe end.`);
  assert.equal(host.querySelector('strong')!.textContent, 'bold');
  assert.equal(host.querySelectorAll('p')[1]!.textContent, many);
  assert.equal(host.querySelector('li')!.textContent!.trim(), many);
  assert.equal(host.querySelectorAll('li em').length, 1);
  assert.match(host.textContent!, /The end\.\s*$/);
});

test('what people write stays within the bounds', () => {
  const host = shown(`${'**a** and `b` '.repeat(60)}\n\n| a | b |\n|---|---|\n${'| *1* | 2 |\n'.repeat(300)}\n> > - quoted **list**\n\nTitle\n=====`);
  assert.equal(host.querySelectorAll('p > strong').length, 60);
  assert.equal(host.querySelectorAll('td em').length, 300);
  assert.equal(host.querySelector('blockquote blockquote li strong')!.textContent, 'list');
  assert.ok(host.querySelector('h1'));
});

test('quotes and lists that are too deep are shown as they were written, and nothing else is lost', () => {
  for (const mark of ['> ', '- ', '1. ', '- > ', '* ']) {
    const deep = `${mark.repeat(3000)}a`;
    const text = `Before.\n\n${deep}\n\nAfter *it*.`;
    const host = document.createElement('div');
    const view = new LiveMarkdown(host);
    for (let end = 1000; end < text.length; end += 1000) {
      view.update(text.slice(0, end), true);
      assert.match(host.textContent!, /^Before\./, mark);
    }
    view.update(text, false);
    for (const answer of [host, shown(text)]) {
      assert.equal(answer.querySelector('.written')!.textContent, deep, mark);
      assert.equal(answer.querySelector('em')!.textContent, 'it', mark);
    }
  }
  assert.equal(shown(`${'> '.repeat(DEPTH_MAX)}a`).querySelectorAll('blockquote').length, DEPTH_MAX);
});

test('a block that cannot be rendered is shown as it was written', () => {
  const fragment = rendered({ raw: 'some *text* <b>\n', at: 0, token: { type: 'unheard of', raw: '' } });
  assert.equal(fragment.textContent, 'some *text* <b>');
  assert.equal(fragment.querySelector('b'), null);
});

test('a text that is refused keeps its place and its parts', () => {
  const lazy = '> a\nb\n'.repeat(10_000);
  const text = `One *two*.\n\n\`\`\`js\nlet a;\n\nlet b;\n\`\`\`\n\n${lazy}\nEnd **here**.`;
  const host = shown(text);
  assert.equal(host.querySelector('em')!.textContent, 'two');
  assert.equal(host.querySelector('pre')!.textContent, 'let a;\n\nlet b;');
  assert.equal(host.querySelector('.written')!.textContent!.trim(), lazy.trim());
  assert.equal(host.querySelector('strong')!.textContent, 'here');
  assert.equal(closedLength(text), text.indexOf('End **'));
});
