import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Growing } from '../src/store/growing.ts';

function run(stored: string, resumed: boolean, words: string[]): string[] {
  const growing = new Growing(stored, resumed);
  return words.map(w => growing.add(w));
}

test('a new answer grows word by word', () => {
  assert.deepEqual(run('', false, ['One', ' two']), ['One', 'One two']);
});

test('an answer read again stays until the run has passed what is stored', () => {
  assert.deepEqual(run('One two', false, ['One', ' two', ' three']), ['One two', 'One two', 'One two three']);
});

test('a continuation is added to what was there', () => {
  assert.deepEqual(run('One two', true, [' two', ' three']), ['One two two', 'One two two three']);
});

test('a continuation that is partly stored is neither lost nor doubled', () => {
  const stored = 'Base text. And so it';
  assert.equal(run(stored, false, [' And', ' so', ' it', ' goes on.']).at(-1), 'Base text. And so it goes on.');
  assert.deepEqual(run(stored, false, [' And', ' so']), [stored, stored]);
});

test('every cut of every continuation comes out whole', () => {
  const base = 'The first part was stopped. ';
  const rest = 'Then another run went on with the second part, to the end.';
  for (let kept = 0; kept <= rest.length; kept++) {
    for (const size of [1, 4, 9, 100]) {
      const pieces = rest.match(new RegExp(`.{1,${size}}`, 'g'))!;
      assert.equal(run(base + rest.slice(0, kept), false, pieces).at(-1), base + rest, `${kept} ${size}`);
    }
  }
});
