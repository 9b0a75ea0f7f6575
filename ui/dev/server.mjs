// A small fake of the node's API, for working on the page without a node. In memory; answers are scripted.
// node dev/server.mjs [port]. Sign in as anna / correct horse battery. Set-up: /setup#welcome after ?fresh.
import { createServer } from 'node:http';
import { existsSync, readFileSync } from 'node:fs';
import { randomUUID as uuid } from 'node:crypto';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CSP, answerFor, history, long, statusOf } from './script.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const page = join(here, '../../src/aurora/web/page');
const port = Number(process.argv[2] ?? 3900);
const TYPES = { js: 'text/javascript', css: 'text/css', html: 'text/html', svg: 'image/svg+xml', webmanifest: 'application/manifest+json', txt: 'text/plain' };
const fresh = process.argv.includes('--fresh');
const now = () => new Date().toISOString();

const state = {
  owner: !fresh,
  users: new Map(),
  sessions: new Map(),
  keys: [],
  conversations: new Map(),
  runs: new Map(),
  changes: new Set(),
  decisions: [],
  engines: statusOf().engines.slice(0, fresh ? 1 : 9),
  delay: Number(process.env.DELAY ?? 28),
};
const addUser = (name, password, role) => {
  const user = { id: uuid(), name, role, disabled: false, created: now(), password };
  state.users.set(user.id, user);
  return user;
};
if (state.owner) {
  addUser('anna', 'correct horse battery', 'owner');
  addUser('ben', 'another long password', 'member');
  const engineer = addUser('old-account', 'another long password', 'member');
  engineer.disabled = true;
  for (const c of [...history(), long(2000)]) {
    state.conversations.set(c.summary.id, c);
    state.decisions.push(...c.messages.map(m => m.decision).filter(Boolean));
  }
  state.keys.push({ id: uuid(), name: 'laptop', user: 'anna', scopes: ['models', 'chat'], hint: 'aur_7kQ2', created: '2026-11-02T10:00:00Z', lastUsed: now() });
}

class Problem extends Error {
  constructor(status, code, message, field = '') {
    super(message);
    Object.assign(this, { status, code, field });
  }
}
const notFound = () => new Problem(404, 'not_found', 'There is no such thing.');

const without = ({ password, ...user }) => user;
const me = user => ({ id: user.id, name: user.name, role: user.role, node: 'aurora' });
const changed = (id, gone) => {
  const summary = gone ? undefined : state.conversations.get(id).summary;
  for (const tell of state.changes) tell({ conversation: id, summary });
};

function enter(user, device, answer) {
  const session = { id: uuid(), user: user.id, device: device ?? 'Browser', address: '127.0.0.1', proof: uuid(), created: now(), lastUsed: now(), expires: new Date(Date.now() + 7 * 864e5).toISOString() };
  state.sessions.set(session.id, session);
  answer.cookies = [`aurora=${session.id}; Path=/; HttpOnly; SameSite=Lax`, `aurora_refresh=${session.id}; Path=/api/auth/; HttpOnly; SameSite=Lax`];
  return { me: me(user), expires: session.expires, proof: session.proof };
}

const conversation = id => {
  const found = state.conversations.get(id);
  if (!found) throw notFound();
  return found;
};
const messageAt = id => {
  for (const c of state.conversations.values()) {
    const message = c.messages.find(m => m.id === id);
    if (message) return [c, message];
  }
  throw notFound();
};

function render(c, parent, asked, onto) {
  const run = { id: uuid(), events: [], readers: new Set(), over: false, stop: undefined };
  const prompt = c.messages.find(m => m.id === parent)?.text ?? '';
  const script = answerFor(prompt, asked ?? c.summary.model ?? 'auto');
  const answer = onto ?? { id: uuid(), parent, author: 'assistant', text: '', state: 'rendering', created: now(), model: script.place.model };
  Object.assign(answer, { run: run.id, state: 'rendering' });
  delete answer.error;
  if (!onto) c.messages.push(answer);
  c.leaf = answer.id;
  c.summary.run = run.id;
  c.summary.changed = now();
  state.runs.set(run.id, run);
  const emit = (event, data) => {
    run.events.push({ id: run.events.length + 1, event, data });
    for (const read of run.readers) read();
  };
  const begun = Date.now();
  let at = onto ? onto.text.length : 0;
  let first = 0;
  const end = (how, why) => {
    clearInterval(timer);
    answer.state = how;
    const seconds = (Date.now() - begun) / 1000;
    if (first > 0) answer.figures = { place: script.place, promptTokens: how === 'done' ? 40 + prompt.length : 0, cachedTokens: how === 'done' ? 12 : 0, outputTokens: Math.ceil(answer.text.length / 4), firstTokenMillis: first, tokensPerSecond: answer.text.length / 4 / seconds, totalMillis: seconds * 1000 };
    answer.decision = { ...script.decision, actualMillis: seconds * 1000 };
    if (why) answer.error = why;
    state.decisions.unshift(answer.decision);
    delete c.summary.run;
    c.summary.changed = now();
    emit(how === 'done' ? 'done' : 'failed', how === 'done' ? { message: answer } : { code: how, why: why ?? '', message: answer });
    run.over = true;
    for (const read of run.readers) read();
    if (c.queued) {
      const { id, text } = c.queued;
      delete c.queued;
      c.messages.push({ id, parent: answer.id, author: 'person', text, state: 'done', created: now() });
      setTimeout(() => render(c, id), 30);
    }
    changed(c.summary.id);
  };
  run.stop = () => end('stopped');
  emit('step', { name: 'waiting', detail: 'waiting for a free place' });
  let ticks = 0;
  const timer = setInterval(() => {
    ticks++;
    if (ticks === 6) emit('step', { name: 'load', detail: `loading ${script.place.model}` });
    if (ticks === 12) {
      emit('routed', { decision: script.decision });
      answer.decision = script.decision;
    }
    if (ticks < 14) return;
    const thought = script.thinking?.[ticks - 14];
    if (thought !== undefined) {
      answer.thinking = (answer.thinking ?? '') + thought;
      emit('thinking', { text: thought });
      return;
    }
    first ||= Date.now() - begun;
    if (script.moves !== undefined && at >= script.moves && !answer.moves) {
      const from = { ...script.place, engine: 'laptop' };
      answer.moves = [{ from, to: script.place, characters: answer.text.length, why: 'The connection broke.' }];
      emit('moved', { move: answer.moves[0] });
    }
    const piece = script.text.slice(at, at + 5);
    if (script.fails !== undefined && at >= script.fails) return end('failed', 'The engine stopped in the middle, and no other one has this model.');
    if (piece === '') return end('done');
    at += piece.length;
    answer.text += piece;
    emit('token', { text: piece });
  }, state.delay);
  changed(c.summary.id);
  return { answer, run: run.id };
}

const routes = [
  ['GET', '/api/auth/arrival', 'any', ({ user }) => ({ me: user && me(user), renewable: false, setupNeeded: !state.owner, node: 'aurora' })],
  ['POST', '/api/auth/setup/check', 'any', ({ body }) => ({ valid: !state.owner && body.code === 'welcome', needed: !state.owner })],
  ['POST', '/api/auth/setup', 'any', ({ body, answer }) => {
    if (state.owner || body.code !== 'welcome') throw new Problem(403, 'denied', 'This set-up link is not valid (any more). Start the node again for a new one.');
    state.owner = true;
    return enter(addUser(body.name, body.password, 'owner'), body.device, answer);
  }],
  ['POST', '/api/auth/sign-in', 'any', ({ body, answer }) => {
    const user = [...state.users.values()].find(u => u.name === body.name && u.password === body.password && !u.disabled);
    if (!user) throw new Problem(401, 'denied', 'Name or password is wrong.');
    return enter(user, body.device, answer);
  }],
  ['POST', '/api/auth/refresh', 'any', () => { throw new Problem(401, 'denied', 'Sign in first.'); }],
  ['POST', '/api/auth/sign-out', 'me', ({ session, answer }) => {
    state.sessions.delete(session.id);
    answer.cookies = ['aurora=; Path=/; Max-Age=0', 'aurora_refresh=; Path=/api/auth/; Max-Age=0'];
    return {};
  }],
  ['GET', '/api/auth/me', 'me', ({ user }) => me(user)],
  ['GET', '/api/auth/sessions', 'me', ({ user, session }) => ({ sessions: [...state.sessions.values()].filter(s => s.user === user.id).reverse().map(({ user: _, proof: __, ...s }) => ({ ...s, current: s.id === session.id })) })],
  ['POST', '/api/auth/sessions/end-others', 'me', ({ user, session }) => {
    for (const s of state.sessions.values()) if (s.user === user.id && s.id !== session.id) state.sessions.delete(s.id);
    return {};
  }],
  ['DELETE', '/api/auth/sessions/:id', 'me', ({ id }) => (state.sessions.delete(id), {})],
  ['POST', '/api/auth/password', 'me', ({ user, body }) => {
    if (body.current !== user.password) throw new Problem(400, 'invalid', 'This is not your present password.', 'current');
    user.password = body.next;
    return {};
  }],
  ['GET', '/api/auth/keys', 'me', () => ({ keys: state.keys })],
  ['POST', '/api/auth/keys', 'me', ({ user, body }) => {
    const secret = `aur_${uuid().replaceAll('-', '')}`;
    const key = { id: uuid(), name: body.name, user: user.name, scopes: body.scopes ?? ['models', 'chat'], hint: secret.slice(0, 8), created: now() };
    state.keys.unshift(key);
    return { key, secret };
  }],
  ['DELETE', '/api/auth/keys/:id', 'me', ({ id }) => ((state.keys = state.keys.filter(k => k.id !== id)), {})],
  ['GET', '/api/auth/users', 'admin', () => ({ users: [...state.users.values()].map(without) })],
  ['POST', '/api/auth/users', 'admin', ({ body }) => {
    if ([...state.users.values()].some(u => u.name === body.name)) throw new Problem(400, 'invalid', 'This name is taken.', 'name');
    return without(addUser(body.name, body.password, body.role ?? 'member'));
  }],
  ['PATCH', '/api/auth/users/:id', 'admin', ({ id, body }) => without(Object.assign(state.users.get(id), body))],
  ['GET', '/api/status', 'me', () => ({ ...statusOf(), engines: state.engines })],
  ['GET', '/api/models', 'me', () => ({ models: state.engines.flatMap(e => e.models.map(m => ({ id: m.name, purpose: m.purpose, loaded: m.loaded, contextMax: m.contextMax, engines: [e.name] }))) })],
  ['GET', '/api/engines', 'me', () => ({ engines: state.engines })],
  ['POST', '/api/engines', 'admin', ({ body }) => {
    if (!/^[\w.-]{1,40}$/.test(body.name)) throw new Problem(400, 'invalid', 'A name has 1 to 40 letters, digits, and - _ . and is not "auto".', 'name');
    if (state.engines.some(e => e.name === body.name)) throw new Problem(400, 'invalid', 'There is an engine of this name already.', 'name');
    if (!/^https?:\/\/[\w.[\]:-]+(\/\S*)?$/.test(body.url)) throw new Problem(400, 'invalid', 'An address begins with http:// or https://.', 'url');
    if (/:1$/.test(body.url)) throw new Problem(503, 'unavailable', `Nothing answers at ${body.url}. Start the engine, or correct the address.`);
    if (body.key === 'wrong') throw new Problem(400, 'invalid', 'The engine refuses this key.', 'key');
    const models = [{ name: 'mistral:7b', purpose: 'general', loaded: false, sizeBytes: 4_113_301_824, contextMax: 32768, digest: '' }];
    const engine = { name: body.name, kind: 'ollama', url: body.url, added: true, ready: true, detail: '', since: now(), leftOut: [], models };
    state.engines.push(engine);
    return engine;
  }],
  ['DELETE', '/api/engines/:id', 'admin', ({ id }) => {
    const engine = state.engines.find(e => e.name === decodeURIComponent(id));
    if (!engine) throw notFound();
    if (!engine.added) throw new Problem(400, 'invalid', 'This engine belongs to the node and was not added by a person; it cannot be removed.', 'engine');
    state.engines = state.engines.filter(e => e !== engine);
    return {};
  }],
  ['GET', '/api/decisions', 'me', () => ({ decisions: state.decisions.slice(0, 50) })],
  ['GET', '/api/conversations', 'me', ({ query }) => {
    const all = [...state.conversations.values()].map(c => c.summary).filter(s => !query.get('before') || s.changed < query.get('before')).sort((a, b) => (a.changed < b.changed ? 1 : -1));
    const limit = Number(query.get('limit') ?? 50);
    return { conversations: all.slice(0, limit), more: all.length > limit };
  }],
  ['POST', '/api/conversations', 'me', ({ body }) => {
    const summary = { id: body.id ?? uuid(), title: body.title ?? 'New chat', pinned: false, model: body.model, created: now(), changed: now() };
    state.conversations.set(summary.id, { summary, messages: [] });
    changed(summary.id);
    return summary;
  }],
  ['GET', '/api/conversations/:id', 'me', ({ id }) => conversation(id)],
  ['PATCH', '/api/conversations/:id', 'me', ({ id, body }) => {
    const c = conversation(id);
    if (body.leaf) c.leaf = body.leaf;
    for (const part of ['title', 'pinned', 'model']) if (part in body) c.summary[part] = body[part];
    changed(id);
    return c.summary;
  }],
  ['DELETE', '/api/conversations/:id', 'me', ({ id }) => {
    conversation(id);
    state.conversations.delete(id);
    changed(id, true);
    return {};
  }],
  ['POST', '/api/conversations/:id/messages', 'me', ({ id, body }) => {
    const c = conversation(id);
    if (/^refuse/.test(body.text)) throw new Problem(503, 'unavailable', 'The database is starting. Try again in a few seconds.');
    const message = { id: body.id ?? uuid(), parent: body.parent, author: 'person', text: body.text, state: 'done', created: now() };
    if (c.summary.run) {
      c.queued = { id: message.id, text: message.text };
      changed(id);
      return { message };
    }
    c.messages.push(message);
    if (c.messages.length === 1) c.summary.title = body.text.slice(0, 60);
    return { message, ...render(c, message.id, body.model) };
  }],
  ['DELETE', '/api/conversations/:id/queue', 'me', ({ id }) => {
    const c = conversation(id);
    const { queued } = c;
    if (!queued) throw notFound();
    delete c.queued;
    return queued;
  }],
  ['POST', '/api/messages/:id/regenerate', 'me', ({ id, body }) => {
    const [c, message] = messageAt(id);
    return { message: c.messages.find(m => m.id === message.parent), ...render(c, message.parent, body.model) };
  }],
  ['POST', '/api/messages/:id/resume', 'me', ({ id }) => {
    const [c, message] = messageAt(id);
    return { message, ...render(c, message.parent, undefined, message) };
  }],
  ['POST', '/api/runs/:id/stop', 'me', ({ id }) => (state.runs.get(id)?.stop(), {})],
  ['POST', '/api/import', 'me', ({ body }) => importLines(body)],
  ['GET', '/api/search', 'me', ({ query }) => {
    const words = query.get('q').toLowerCase();
    const hits = [];
    for (const c of state.conversations.values()) {
      for (const m of c.messages) {
        const at = m.text.toLowerCase().indexOf(words);
        if (at >= 0) hits.push({ conversation: c.summary.id, title: c.summary.title, message: m.id, created: m.created, excerpt: `${m.text.slice(Math.max(0, at - 30), at)}\u0002${m.text.slice(at, at + words.length)}\u0003${m.text.slice(at + words.length, at + 80)}`.replace(/\s+/g, ' ') });
      }
    }
    return { hits: hits.slice(0, 20) };
  }],
];

/** Takes in lines that the export wrote. */
function importLines(text) {
  const sum = { conversations: 0, messages: 0, known: 0 };
  for (const [at, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    let whole;
    try {
      whole = JSON.parse(line).conversation;
      if (!whole?.summary || !whole.messages) throw new Error('this is no line of an export');
    } catch {
      throw new Problem(400, 'invalid', `Line ${at + 1}: this is no conversation that Aurora exported.`, 'content');
    }
    const here = state.conversations.get(whole.summary.id);
    if (!here) sum.conversations++;
    const known = new Set(here?.messages.map(m => m.id));
    const missing = whole.messages.filter(m => !known.has(m.id));
    sum.messages += missing.length;
    sum.known += whole.messages.length - missing.length;
    if (here) here.messages.push(...missing);
    else state.conversations.set(whole.summary.id, whole);
    changed(whole.summary.id);
  }
  return sum;
}

function streams(path, request, response) {
  const head = () => response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  const alive = setInterval(() => response.write(': keep-alive\n\n'), 15_000);
  if (path === '/api/changes') {
    head();
    response.write(': hello\n\n');
    let id = 0;
    const tell = change => response.write(`id: ${++id}\nevent: changed\ndata: ${JSON.stringify(change)}\n\n`);
    state.changes.add(tell);
    request.on('close', () => (clearInterval(alive), state.changes.delete(tell)));
    return true;
  }
  const run = state.runs.get(/^\/api\/runs\/([^/]+)\/events$/.exec(path)?.[1] ?? '');
  if (!run) return clearInterval(alive), false;
  head();
  let next = Number(new URL(request.url, 'http://x').searchParams.get('after') ?? request.headers['last-event-id'] ?? 0);
  const read = () => {
    for (; next < run.events.length; next++) {
      const { id, event, data } = run.events[next];
      response.write(`id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    }
    if (run.over) response.end();
  };
  run.readers.add(read);
  request.on('close', () => (clearInterval(alive), run.readers.delete(read)));
  read();
  return true;
}

async function bodyOf(request, raw) {
  let text = '';
  for await (const piece of request) text += piece;
  if (raw) return text;
  return text === '' ? {} : JSON.parse(text);
}

function caller(request, who) {
  const id = /(?:^|; )aurora=([^;]+)/.exec(request.headers.cookie ?? '')?.[1];
  const found = state.sessions.get(id);
  const session = found?.proof === request.headers['aurora-proof'] ? found : undefined;
  const user = session && state.users.get(session.user);
  if (who !== 'any' && !user) throw new Problem(401, 'denied', 'Sign in first.');
  if (who === 'admin' && user.role === 'member') throw new Problem(403, 'denied', 'This needs the role admin.');
  return { session, user };
}

function file(path, response) {
  const asset = path.startsWith('/assets/') || path === '/licences.txt';
  const name = join(page, asset ? normalize(path) : 'index.html');
  if (!existsSync(name)) return response.writeHead(404).end();
  response.writeHead(200, {
    'Content-Type': `${TYPES[name.split('.').pop()]}; charset=utf-8`,
    'Cache-Control': asset ? 'public, max-age=31536000, immutable' : 'no-cache',
    'Content-Security-Policy': CSP,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
  });
  response.end(readFileSync(name));
}

createServer(async (request, response) => {
  const url = new URL(request.url, 'http://x');
  if (!url.pathname.startsWith('/api/')) return file(url.pathname, response);
  const json = (status, value, cookies) => {
    response.writeHead(status, { 'Content-Type': 'application/json', ...(cookies ? { 'Set-Cookie': cookies } : {}) });
    response.end(JSON.stringify(value));
  };
  try {
    if (url.pathname.endsWith('/events') || url.pathname === '/api/changes') {
      caller(request, 'me');
      if (!streams(url.pathname, request, response)) throw notFound();
      return;
    }
    if (url.pathname === '/api/export') {
      caller(request, 'me');
      response.writeHead(200, { 'Content-Type': 'application/x-ndjson', 'Content-Disposition': 'attachment; filename="aurora-conversations.jsonl"' });
      for (const conversation of state.conversations.values()) response.write(`${JSON.stringify({ aurora: 1, conversation })}\n`);
      return response.end();
    }
    for (const [verb, path, who, work] of routes) {
      const match = verb === request.method && new RegExp(`^${path.replace(/:\w+/, '([^/]+)')}$`).exec(url.pathname);
      if (!match) continue;
      const body = verb === 'GET' ? {} : await bodyOf(request, path === '/api/import');
      const answer = {};
      const value = work({ ...caller(request, who), body, answer, id: match[1], query: url.searchParams });
      return json(200, value, answer.cookies);
    }
    throw notFound();
  } catch (failure) {
    const { status = 500, code = 'failed', field } = failure;
    json(status, { error: { code, message: failure.message, field, request: 'dev' } });
  }
}).listen(port, '127.0.0.1', () => console.log(`http://localhost:${port}`));
