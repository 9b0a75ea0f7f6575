import './dom.ts';
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { api, fetched, signedOut } from '../src/api/client.ts';
import { dropProof, keepProof, withProof } from '../src/api/proof.ts';

Object.defineProperty(globalThis, 'navigator', { value: {}, configurable: true });

/** What was asked: the path and the proof that went with it. */
let asked: [string, string | null][] = [];
/** The node: what it answers to a path with a proof. */
let node: (path: string, proof: string | null) => [number, unknown] = () => [200, {}];

globalThis.fetch = (async (path: string, init?: RequestInit) => {
  const proof = new Headers(init?.headers).get('Aurora-Proof');
  asked.push([path, proof]);
  const [status, body] = node(path, proof);
  return new Response(JSON.stringify(body), { status });
}) as typeof fetch;

const denied = { error: { code: 'sign_in', message: 'This page holds no proof of its session: sign in once more.' } };

beforeEach(() => {
  dropProof();
  localStorage.clear();
  asked = [];
  node = () => [200, { proof: 'p1' }];
});

test('what signing in tells goes with everything from then on', async () => {
  await api.signIn({ name: 'a', password: 'b' });
  await api.me();
  await api.send('c', { id: 'm', text: 'hello' });
  await api.import('{}');
  await api.export();
  await fetched('/api/changes', { headers: { Accept: 'text/event-stream' } });
  assert.deepEqual(asked.map(([, proof]) => proof), [null, 'p1', 'p1', 'p1', 'p1', 'p1']);
  const headers = new Headers(withProof({ headers: { 'Content-Type': 'application/json' } }).headers);
  assert.equal(headers.get('Content-Type'), 'application/json');
});

test('setting up tells it too', async () => {
  await api.setup({ code: 'c', name: 'a', password: 'b' });
  await api.me();
  assert.deepEqual(asked.at(-1), ['/api/auth/me', 'p1']);
});

test('the session goes on with it, and it stays', async () => {
  await api.signIn({ name: 'a', password: 'b' });
  let over = true;
  node = path => {
    if (path === '/api/auth/refresh') over = false;
    return over ? [401, denied] : [200, {}];
  };
  await api.me();
  const rest: [string, string][] = [['/api/auth/me', 'p1'], ['/api/auth/refresh', 'p1'], ['/api/auth/me', 'p1']];
  assert.deepEqual(asked.slice(1), rest);
});

test('without it nothing is asked twice, and the sign-in comes', async () => {
  node = () => [401, denied];
  let out = 0;
  const count = () => out++;
  signedOut.addEventListener('signed-out', count);
  await assert.rejects(api.me(), /no proof/);
  signedOut.removeEventListener('signed-out', count);
  assert.deepEqual(asked, [['/api/auth/me', null]]);
  assert.equal(out, 1);
});

test('signing out leaves nothing of it, in whichever tab', async () => {
  await api.signIn({ name: 'a', password: 'b' });
  await api.signOut();
  assert.deepEqual(asked.at(-1), ['/api/auth/sign-out', 'p1'], 'it takes the proof to sign out');
  assert.equal(localStorage.length, 0);
  await api.me();
  assert.deepEqual(asked.at(-1), ['/api/auth/me', null]);
});

test('another tab may have signed in anew', async () => {
  keepProof('p1');
  localStorage.setItem('aurora.proof', 'p2');
  await api.me();
  assert.deepEqual(asked, [['/api/auth/me', 'p2']]);
});

test('storage that is full or forbidden costs a sign-in at the next visit, not the session', async () => {
  const real = localStorage;
  const refuse = () => {
    throw new Error('QuotaExceededError');
  };
  for (const getItem of [() => null, refuse]) {
    Object.defineProperty(globalThis, 'localStorage', { value: { getItem, setItem: refuse, removeItem: refuse }, configurable: true });
    keepProof('p3');
    assert.equal(new Headers(withProof({}).headers).get('Aurora-Proof'), 'p3');
    dropProof();
    assert.equal(new Headers(withProof({}).headers).get('Aurora-Proof'), null);
  }
  Object.defineProperty(globalThis, 'localStorage', { value: real, configurable: true });
});

test('a file that breaks off is none', async () => {
  const whole = globalThis.fetch;
  const cut = new ReadableStream({
    pull(stream) {
      stream.error(new TypeError('network error'));
    },
  });
  globalThis.fetch = (async () => new Response(cut)) as typeof fetch;
  await assert.rejects(api.export(), /broke off before its end, so nothing was saved/);
  globalThis.fetch = whole;
});
