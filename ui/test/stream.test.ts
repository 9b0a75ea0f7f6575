import './dom.ts';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backOffMillis, SseParser, type SseEvent } from '../src/api/stream.ts';

const STREAM =
  ': keep-alive\n\n' +
  'id: 1\nevent: token\ndata: {"text":"héllo 🌍"}\n\n' +
  'id: 2\r\nevent: token\r\ndata: {"text":"b"}\r\n\r\n' +
  'id: 3\revent: step\rdata: {"name":"wait"}\r\r' +
  'event: empty\n\n' +
  'data: one\ndata:two\ndata\n\n' +
  'id: 4\nevent: done\ndata: {"message":{}}\n\n' +
  'id: 5\nevent: token\ndata: cut off';

const EVENTS: SseEvent[] = [
  { event: 'token', data: '{"text":"héllo 🌍"}', id: '1' },
  { event: 'token', data: '{"text":"b"}', id: '2' },
  { event: 'step', data: '{"name":"wait"}', id: '3' },
  { event: 'message', data: 'one\ntwo\n', id: '3' },
  { event: 'done', data: '{"message":{}}', id: '4' },
];

test('whole', () => {
  assert.deepEqual(new SseParser().push(STREAM), EVENTS);
});

test('cut at every place', () => {
  for (let at = 0; at <= STREAM.length; at++) {
    const parser = new SseParser();
    assert.deepEqual([...parser.push(STREAM.slice(0, at)), ...parser.push(STREAM.slice(at))], EVENTS, `cut at ${at}`);
  }
});

test('one character at a time', () => {
  const parser = new SseParser();
  assert.deepEqual([...STREAM].flatMap(c => parser.push(c)), EVENTS);
});

test('random cuts', () => {
  const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
  let state = seed;
  const random = () => (state = (state * 1103515245 + 12345) % 2147483648) / 2147483648;
  for (let run = 0; run < 200; run++) {
    const parser = new SseParser();
    const found: SseEvent[] = [];
    for (let at = 0; at < STREAM.length; ) {
      const next = at + 1 + Math.floor(random() * 9);
      found.push(...parser.push(STREAM.slice(at, next)));
      at = next;
    }
    assert.deepEqual(found, EVENTS, `SEED=${seed}`);
  }
});

test('a stream that never ends a line is refused', () => {
  const parser = new SseParser();
  const piece = 'x'.repeat(1 << 20);
  assert.throws(() => {
    for (let i = 0; i < 8; i++) parser.push(piece);
  }, /not one of this node/);
});

test('back-off doubles, jitters and is bounded', () => {
  assert.equal(backOffMillis(1, 0), 250);
  assert.equal(backOffMillis(1, 1), 500);
  assert.ok(backOffMillis(3, 0.5) > backOffMillis(2, 0.5));
  assert.equal(backOffMillis(50, 1), 15_000);
});
