import './dom.ts';
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

// The notes' timers shall not keep the tests from ending.
const later = setTimeout;
Object.assign(globalThis, { setTimeout: (run: () => void, millis: number) => later(run, millis).unref() });
const leaving = new Set<() => void>();
Object.assign(globalThis, {
  addEventListener: (name: string, listener: () => void) => name === 'pagehide' && leaving.add(listener),
  removeEventListener: (_: string, listener: () => void) => leaving.delete(listener),
});
const { conversations } = await import('../src/store/conversations.ts');
const { toasts } = await import('../src/store/toasts.ts');

const summary = { id: 'c1', title: 'Bread', pinned: false, created: '2026-01-01T00:00:00Z', changed: '2026-01-01T00:00:00Z', run: 'r1' };
const whole = { summary, messages: [], leaf: undefined };
let asked: { method: string; path: string; body: string; keepalive: boolean }[];
let answer: (method: string) => Response | Promise<Response>;
const ok = (body: unknown) => new Response(JSON.stringify(body), { status: 200 });

beforeEach(() => {
  asked = [];
  answer = method => ok(method === 'GET' ? whole : {});
  toasts.shown = [];
  leaving.clear();
  conversations.all = new Map([['c1', summary]]);
  globalThis.fetch = (path, init) => {
    asked.push({ method: init!.method!, path: String(path), body: String(init!.body ?? ''), keepalive: init!.keepalive === true });
    return Promise.resolve(answer(init!.method!));
  };
});
const settled = () => new Promise(resolve => setImmediate(resolve));

test('a deletion goes to the node at once, and undo brings back what was there', async () => {
  await conversations.remove('c1');
  assert.deepEqual(asked.map(it => it.method), ['GET', 'DELETE']);
  assert.ok(asked[1]!.keepalive, 'a page that is left takes nothing back');
  assert.equal(conversations.all.has('c1'), false);
  toasts.shown.at(-1)!.action!.run();
  await settled();
  assert.equal(asked[2]!.path, '/api/import');
  assert.deepEqual(JSON.parse(asked[2]!.body), { aurora: 1, conversation: JSON.parse(JSON.stringify(whole)) });
  assert.deepEqual(conversations.list.map(it => [it.title, it.run]), [['Bread', undefined]], 'its run was ended');
});

test('leaving the page before the node has told what is there deletes all the same', async () => {
  let told: (response: Response) => void = () => undefined;
  answer = method => (method === 'GET' ? new Promise(resolve => (told = resolve)) : ok({}));
  const done = conversations.remove('c1');
  for (const leave of leaving) leave();
  assert.deepEqual(asked.map(it => it.method), ['GET', 'DELETE']);
  told(ok(whole));
  await done;
  assert.deepEqual(asked.map(it => it.method), ['GET', 'DELETE'], 'once');
  assert.equal(leaving.size, 0);
});

test('what could not be deleted is there again, and what could not be put back can be tried again', async () => {
  answer = method => (method === 'DELETE' ? new Response('{}', { status: 503 }) : ok(whole));
  await conversations.remove('c1');
  assert.deepEqual(conversations.list.map(it => it.id), ['c1']);
  answer = method => (method === 'POST' ? new Response('{}', { status: 503 }) : ok(whole));
  await conversations.remove('c1');
  toasts.shown.at(-1)!.action!.run();
  await settled();
  assert.equal(toasts.shown.at(-1)!.action!.label, 'Try again');
  answer = () => ok({});
  toasts.shown.at(-1)!.action!.run();
  await settled();
  assert.deepEqual(conversations.list.map(it => it.id), ['c1']);
});
