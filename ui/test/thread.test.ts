import './dom.ts';
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

// The notes' timers shall not keep the tests from ending.
const later = setTimeout;
Object.assign(globalThis, { setTimeout: (run: () => void, millis: number) => later(run, millis).unref() });
const { thread } = await import('../src/store/thread.ts');

interface Asked {
  path: string;
  body: { id: string; parent?: string };
  answer: (body: unknown) => void;
}
let asked: Asked[];
/** Events never come here: what is watched stays open. */
beforeEach(async () => {
  asked = [];
  globalThis.fetch = (path, init) =>
    new Promise(resolve => {
      if (init?.method === undefined || init.method === 'GET') return;
      asked.push({ path: String(path), body: JSON.parse(String(init.body)), answer: body => resolve(new Response(JSON.stringify(body))) });
    });
  await thread.open(undefined);
});
const settled = () => new Promise(resolve => setImmediate(resolve));
const message = (id: string, author: string, parent?: string) => ({ id, author, parent, text: '', state: author === 'person' ? 'done' : 'rendering', created: '2026-01-01T00:00:00Z' });

test('two messages in quick succession are one conversation: the second waits for the first', async () => {
  const first = thread.send('one');
  const second = thread.send('two');
  await settled();
  assert.deepEqual(asked.map(it => it.path), ['/api/conversations'], 'one conversation is begun');
  const id = asked[0]!.body.id;
  asked[0]!.answer({ id, title: 'one', pinned: false, created: '', changed: '' });
  await settled();
  assert.equal(asked[1]!.path, `/api/conversations/${id}/messages`);
  const mine = asked[1]!.body.id;
  asked[1]!.answer({ message: message(mine, 'person'), answer: message('a1', 'assistant', mine), run: 'r1' });
  await first;
  await settled();
  assert.equal(asked[2]!.path, `/api/conversations/${id}/messages`);
  assert.equal(asked[2]!.body.parent, 'a1', 'it follows the answer');
  asked[2]!.answer({ message: message(asked[2]!.body.id, 'person', 'a1') });
  await second;
  assert.equal(thread.queued?.text, 'two');
});

test('a second click on "again" asks once', async () => {
  const answer = message('a1', 'assistant') as never;
  const both = [thread.regenerate(answer), thread.regenerate(answer)];
  await settled();
  assert.equal(asked.length, 1);
  asked[0]!.answer({ message: message('m1', 'person') });
  await Promise.all(both);
});

test('a message that did not arrive says why beside it, and goes out when it is sent again', async () => {
  globalThis.fetch = () => Promise.resolve(new Response(JSON.stringify({ error: { code: 'unavailable', message: 'The database is starting.' } }), { status: 503 }));
  await thread.send('one');
  const mine = thread.path[0]!;
  assert.equal(thread.unsent.get(mine.id), 'failed');
  assert.equal(mine.error, 'The database is starting.');
});
