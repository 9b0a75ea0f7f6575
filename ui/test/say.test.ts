import './dom.ts';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Summary } from '../src/api/types.ts';
import { grouped } from '../src/store/conversations.ts';
import { placeOf } from '../src/store/route.ts';
import { awayFor, bytes, chipFigures, finishedSentences, imported, measured, millis, rate, stateWord, strength } from '../src/text/say.ts';

test('milliseconds', () => {
  assert.deepEqual([0, 0.4, 9.96, 42.4, 999, 1234, 12_345, 75_000].map(millis), ['0 ms', '0.4 ms', '10.0 ms', '42 ms', '999 ms', '1.23 s', '12.3 s', '1 min 15 s']);
  assert.equal(millis(Number.NaN), '–');
});

test('rates and bytes', () => {
  assert.equal(rate(37.64), '37.6');
  assert.equal(rate(1840.4), (1840).toLocaleString());
  assert.equal(bytes(8_400_000), '8.4 MB');
});

test('the chip of a stopped answer says what was measured, hides what was not, and that it was stopped', () => {
  const place = { node: 'n', engine: 'e', model: 'm' };
  const figures = { place, promptTokens: 0, cachedTokens: 0, outputTokens: 21, firstTokenMillis: 42.4, tokensPerSecond: 37.64, totalMillis: 612 };
  assert.deepEqual(chipFigures(figures, false), { first: '42 ms', speed: '37.6' });
  assert.deepEqual(chipFigures({ ...figures, tokensPerSecond: 0 }, false), { first: '42 ms', speed: '' }, 'one token has no speed');
  assert.deepEqual(chipFigures({ ...figures, firstTokenMillis: 0, tokensPerSecond: 0 }, false), { first: '', speed: '' });
  assert.deepEqual(chipFigures(undefined, false), { first: '', speed: '' });
  assert.deepEqual(chipFigures(undefined, true), { first: '–', speed: '–' }, 'room for what is not measured yet');
  assert.equal(stateWord({ state: 'stopped' }, false), 'stopped');
  assert.equal(stateWord({ state: 'failed' }, false), 'broke off');
  assert.deepEqual(measured(figures).map(([name]) => name), ['Really took', 'First token', 'Speed', 'Answer'], 'the prompt is unknown');
  assert.deepEqual(measured({ ...figures, promptTokens: 9, cachedTokens: 4 })[3], ['Prompt', '9 tokens, 4 cached']);
});

test('what an import did', () => {
  assert.equal(imported({ conversations: 0, messages: 0, known: 0 }), 'There was nothing in this file.');
  assert.equal(imported({ conversations: 0, messages: 0, known: 1 }), 'Nothing new: 1 message was known already.');
  assert.equal(imported({ conversations: 1, messages: 4, known: 0 }), 'Took in 1 conversation with 4 messages.');
  assert.equal(imported({ conversations: 2, messages: 1, known: 7 }), 'Took in 2 conversations with 1 message. 7 messages were known already.');
  assert.equal(imported({ conversations: 0, messages: 3, known: 2 }), 'Took in 3 messages of conversations you had. 2 messages were known already.');
});

test('only finished sentences are said, each once', () => {
  const text = 'One. Two is 3.5 long! Thr';
  const first = finishedSentences(text, 0);
  assert.equal(first.said, 'One. Two is 3.5 long!');
  assert.equal(finishedSentences(text, first.to).said, '');
  assert.equal(finishedSentences(`${text}ee? More`, first.to).said, 'Three?');
});

test('passwords', () => {
  assert.equal(strength('short').level, 0);
  assert.equal(strength('aaaaaaaaaaaa').level, 1);
  assert.equal(strength('correct horse battery').level, 3);
  for (const known of ['password12345', '12345678901234567', 'passwordpassword1', 'Qwertyuiop12!', 'AdminAdmin2026!']) {
    assert.ok(strength(known).level <= 2, known);
  }
  assert.equal(strength('93.47-81_66;02!5').level, 3);
  assert.equal(strength('пароль от дома здесь').level, 3);
  assert.equal(strength('password12345').level, 1);
  assert.equal(strength('12345678901234567').level, 1);
});

test('places', () => {
  assert.deepEqual(placeOf('/', ''), { page: 'chat' });
  assert.deepEqual(placeOf('/c/a-b', ''), { page: 'chat', conversation: 'a-b' });
  assert.deepEqual(placeOf('/setup', '#CODE'), { page: 'setup', code: 'CODE' });
  assert.deepEqual(placeOf('/status', ''), { page: 'status' });
  assert.deepEqual(placeOf('/nowhere', ''), { page: 'chat' });
});

test('conversations under their days', () => {
  const now = new Date(2026, 5, 15, 12);
  const at = (title: string, date: Date, pinned = false): Summary => ({ id: title, title, pinned, created: '', changed: date.toISOString() });
  const groups = grouped(
    [
      at('today', new Date(2026, 5, 15, 0, 1)),
      at('yesterday', new Date(2026, 5, 14, 23)),
      at('week', new Date(2026, 5, 10)),
      at('month', new Date(2026, 4, 25)),
      at('old', new Date(2026, 1, 3)),
      at('kept', new Date(2025, 1, 3), true),
    ],
    now,
  );
  assert.deepEqual(groups.map(g => g.items.map(i => i.id)), [['kept'], ['today'], ['yesterday'], ['week'], ['month'], ['old']]);
  assert.equal(groups[0]!.name, 'Pinned');
});

test('an engine that failed a moment ago has not been away since it was asked', () => {
  const asked = '2026-01-01T10:00:00Z';
  assert.match(awayFor(asked, asked), /failed a moment ago/);
  assert.match(awayFor('2026-01-01T09:00:00Z', asked), /has been away since /);
});
