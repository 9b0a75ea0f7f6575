// A server at another port of the node's name, opened in the owner's browser: what it is sent, and what that is worth.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { field, scenario, signIn, until } from './page.mjs';

const { ADDRESS } = process.env;
const PORT = new URL(ADDRESS).port;
const REQUESTS_MAX = 10;
const QUIET_MILLIS = 700;

await scenario('other-port', async world => {
  const context = await world.chrome.newContext();
  const page = await context.newPage();
  world.pages.push(page);
  await signIn(page, ADDRESS);
  await field(page).waitFor();
  const jar = await lure(world, context);
  await replay(world, jar);
  await page.reload();
  await field(page).waitFor();
  await context.clearCookies({ name: `aurora_${PORT}` });
  await page.reload();
  await field(page).waitFor();
  world.ok('the session goes on with its proof, and is renewed by it');
  await forgotten(world, page);
  await context.close();
});

/** The owner opens a page of the other server; tells the cookies that it was sent. */
async function lure(world, context) {
  const jar = new Map();
  const server = createServer((request, response) => {
    for (const pair of (request.headers.cookie ?? '').split('; ')) jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    response.setHeader('Content-Type', 'text/html').end('<!doctype html><title>another</title>');
  });
  await new Promise(listens => server.listen(0, '127.0.0.1', listens));
  const foreign = await context.newPage();
  await foreign.goto(`http://localhost:${server.address().port}/`);
  await foreign.evaluate(() => fetch('/api/auth/anything').then(() => undefined));
  assert.ok(jar.has(`aurora_${PORT}`) && jar.has(`aurora_refresh_${PORT}`), `browsers send both cookies: ${[...jar.keys()]}`);
  assert.equal(await foreign.evaluate(() => localStorage.length), 0, 'nothing of the page is in its storage');
  const tried = await foreign.evaluate(async address => {
    const ask = init => fetch(`${address}/api/auth/sign-out`, { method: 'POST', credentials: 'include', ...init }).then(
      answer => answer.type,
      () => 'refused',
    );
    return [
      await ask({}),
      await ask({ headers: { 'Aurora-Proof': 'x' } }),
      await ask({ mode: 'no-cors' }),
      await fetch(`${address}/api/conversations`, { credentials: 'include' }).then(answer => answer.type, () => 'refused'),
    ];
  }, ADDRESS);
  assert.deepEqual(tried, ['refused', 'refused', 'opaque', 'refused'], 'its script reads nothing');
  await foreign.close();
  server.closeAllConnections();
  server.close();
  world.ok('another port is sent the cookies, and not the proof');
  return jar;
}

/** The other server uses what it was sent, by itself, without a browser's rules. */
async function replay(world, jar) {
  const Cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  const Authorization = `Bearer ${jar.get(`aurora_${PORT}`)}`;
  for (const headers of [{ Cookie }, { Authorization }, { Cookie, 'Aurora-Proof': 'x'.repeat(43) }]) {
    for (const path of ['auth/me', 'auth/sessions', 'conversations', 'export', 'changes']) await refused(path, { headers });
    for (const path of ['auth/refresh', 'auth/sign-out', 'auth/sessions/end-others', 'conversations']) {
      await refused(path, { method: 'POST', headers: { ...headers, 'Content-Type': 'application/json' }, body: '{}' });
    }
  }
  world.ok('with the cookies alone it reads, renews and ends nothing');
}

async function refused(path, init) {
  const answer = await fetch(`${ADDRESS}/api/${path}`, init);
  assert.equal(answer.status, 401, path);
  assert.equal((await answer.json()).error.code, 'sign_in', path);
}

/** A browser that lost the proof and kept the cookies is shown the sign-in, once, and comes in by it. */
async function forgotten(world, page) {
  await page.evaluate(() => localStorage.clear());
  const asked = [];
  let last = Date.now();
  page.on('request', request => {
    if (new URL(request.url()).pathname.startsWith('/api/')) asked.push(request.url());
    last = Date.now();
  });
  await page.reload();
  await page.getByText('Welcome back').waitFor();
  await until(() => Date.now() - last > QUIET_MILLIS, 'the page asks for nothing more');
  assert.ok(asked.length < REQUESTS_MAX, `it does not ask again and again: ${asked}`);
  await signIn(page, ADDRESS);
  await field(page).waitFor();
  world.ok('a browser that lost the proof signs in once more');
}
