import './dom.ts';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { factsOf } from '../src/text/facts.ts';
import { stateWord } from '../src/text/say.ts';

test('the status speaks of what people ask, and keeps figures apart', () => {
  const { facts, figures } = factsOf({ node: 'star', version: '1', ready: true, since: '2026-01-01T00:00:00Z', heapBytes: 91_000_000, diskFreeBytes: 2.14e11, later: 5 });
  assert.deepEqual(facts.map(([name]) => name), ['This machine', 'Running since', 'Room on its disk', 'Version']);
  assert.ok(facts.some(([, value]) => value === '214.0 GB free'));
  assert.deepEqual(figures, [['Memory that Aurora itself works with', '91.0 MB'], ['Later', '5']]);
  assert.doesNotMatch(JSON.stringify({ facts, figures }), /heap/i);
});

test('an answer is in one state, said in one way', () => {
  const words = (['rendering', 'done', 'stopped', 'interrupted', 'failed'] as const).map(state => stateWord({ state }, false));
  assert.deepEqual(words, ['writing', '', 'stopped', 'interrupted', 'broke off']);
  assert.equal(stateWord({ state: 'stopped' }, true), 'writing');
});
