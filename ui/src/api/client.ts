import { dropProof, keepProof, proven, withProof } from './proof.ts';
import type * as T from './types.ts';

/** An answer that is not the one asked for, in words for people. `code` is the node's, or `offline`. */
export class ApiError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status = 0,
    readonly field = '',
    readonly retryAfterSeconds = 0,
    readonly request = '',
  ) {
    super(message);
  }
}

const REFRESHED = 'aurora.refreshed';
const PATIENCE_MILLIS = 30_000;
/** A large import takes the node a while. */
const IMPORT_MILLIS = 5 * 60_000;
/** All conversations may be a large file. */
const EXPORT_MILLIS = 10 * 60_000;

type Query = Record<string, string | number | boolean | undefined>;

/** Told when the session is over and cannot be refreshed. */
export const signedOut = new EventTarget();

function address(path: string, query?: Query): string {
  const words = Object.entries(query ?? {}).filter(([, value]) => value !== undefined);
  return words.length === 0 ? path : `${path}?${new URLSearchParams(words.map(([k, v]) => [k, String(v)]))}`;
}

async function failure(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => undefined);
  const told = (body as { error?: Record<string, string> } | undefined)?.error ?? {};
  const wait = Number(response.headers.get('Retry-After') ?? 0) || 0;
  const words = told['message'] ?? usual(response.status);
  return new ApiError(told['code'] ?? String(response.status), words, response.status, told['field'] ?? '', wait, told['request'] ?? '');
}

function usual(status: number): string {
  if (status === 401) return 'Sign in first.';
  if (status === 404) return 'This is not here (any more).';
  if (status === 413) return 'This is too long for the node to take in one piece.';
  if (status === 429) return 'The node is busy. Try again in a moment.';
  if (status >= 500) return 'The node could not do this. Look at its status page, then try again.';
  return 'The node did not accept this.';
}

const OFFLINE = 'The node cannot be reached. Check that it is running and that you are connected.';

function now(): number {
  return Date.now();
}

let refreshing: Promise<boolean> | undefined;

/** Goes on with the session; once at a time in all tabs. Tells whether there still is one. */
async function refresh(failedAt: number): Promise<boolean> {
  if (!proven()) return false;
  const once = async () => {
    // Another tab may have done it while this one waited for its turn.
    if (Number(localStorage.getItem(REFRESHED) ?? 0) > failedAt) return true;
    const response = await fetch(
      '/api/auth/refresh',
      withProof({
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: '{}',
        signal: AbortSignal.timeout(PATIENCE_MILLIS),
      }),
    );
    if (response.ok) localStorage.setItem(REFRESHED, String(now()));
    else if (response.status >= 500 || response.status === 429) throw await failure(response);
    return response.ok;
  };
  const alone = async () => (navigator.locks ? await navigator.locks.request('aurora-refresh', once) : await once());
  const running = (refreshing ??= alone().finally(() => {
    refreshing = undefined;
  }));
  return running;
}

/** Goes on with a session whose access has run out. Tells whether there is one. */
export async function renewed(): Promise<boolean> {
  try {
    return await refresh(now());
  } catch (broken) {
    throw broken instanceof ApiError ? broken : new ApiError('offline', OFFLINE);
  }
}

/** A fetch that refreshes the session once when it has run out. Throws ApiError for every other failure. */
export async function fetched(path: string, init: RequestInit, retry = true): Promise<Response> {
  const begun = now();
  let response: Response;
  try {
    response = await fetch(path, withProof(init));
  } catch (broken) {
    if (init.signal?.aborted && (init.signal.reason as Error | undefined)?.name !== 'TimeoutError') throw broken;
    throw new ApiError('offline', OFFLINE);
  }
  if (response.status === 401 && retry) {
    let live: boolean;
    try {
      live = await refresh(begun);
    } catch (broken) {
      throw broken instanceof ApiError ? broken : new ApiError('offline', OFFLINE);
    }
    if (live) return fetched(path, init, false);
    signedOut.dispatchEvent(new Event('signed-out'));
  }
  if (!response.ok) throw await failure(response);
  return response;
}

async function json<A>(response: Response): Promise<A> {
  const text = await response.text();
  return (text === '' ? {} : JSON.parse(text)) as A;
}

interface Extra {
  query?: Query | undefined;
  body?: unknown;
  retry?: boolean;
  keepalive?: boolean;
}

async function call<A>(method: string, path: string, extra: Extra = {}): Promise<A> {
  const init: RequestInit = { method, signal: AbortSignal.timeout(PATIENCE_MILLIS) };
  if (extra.keepalive) init.keepalive = true;
  if (method !== 'GET' && method !== 'DELETE') {
    init.headers = { 'Content-Type': 'application/json' };
    init.body = JSON.stringify(extra.body ?? {});
  }
  return json<A>(await fetched(address(path, extra.query), init, extra.retry ?? true));
}

/** Sends a file's text as it is. */
async function sendLines<A>(path: string, content: string): Promise<A> {
  const headers = { 'Content-Type': 'application/x-ndjson' };
  return json<A>(await fetched(path, { method: 'POST', headers, body: content, signal: AbortSignal.timeout(IMPORT_MILLIS) }));
}

/** All conversations of this person; whole, or not at all. */
async function takeLines(path: string): Promise<Blob> {
  const response = await fetched(path, { signal: AbortSignal.timeout(EXPORT_MILLIS) });
  try {
    return await response.blob();
  } catch {
    throw new ApiError('broken', 'The file broke off before its end, so nothing was saved. Try again.');
  }
}

/** The session begins, and its proof is here to stay. */
async function entered(answer: Promise<T.SignedIn>): Promise<T.SignedIn> {
  const signedIn = await answer;
  keepProof(signedIn.proof ?? '');
  return signedIn;
}

async function signOut(): Promise<void> {
  await call<unknown>('POST', '/api/auth/sign-out');
  dropProof();
}

const part = encodeURIComponent;

/** Every method of the node that this page calls. */
export const api = {
  arrive: () => call<T.Arrival>('GET', '/api/auth/arrival', { retry: false }),
  checkSetup: (code: string) => call<T.SetupChecked>('POST', '/api/auth/setup/check', { body: { code }, retry: false }),
  setup: (body: { code: string; name: string; password: string; device?: string }) =>
    entered(call('POST', '/api/auth/setup', { body, retry: false })),
  signIn: (body: { name: string; password: string; device?: string }) =>
    entered(call('POST', '/api/auth/sign-in', { body, retry: false })),
  signOut,
  me: () => call<T.Me>('GET', '/api/auth/me'),
  sessions: () => call<{ sessions: T.Session[] }>('GET', '/api/auth/sessions'),
  endSession: (id: string) => call<unknown>('DELETE', `/api/auth/sessions/${part(id)}`),
  endOtherSessions: () => call<unknown>('POST', '/api/auth/sessions/end-others'),
  changePassword: (body: { current: string; next: string }) => call<unknown>('POST', '/api/auth/password', { body }),
  keys: () => call<{ keys: T.Key[] }>('GET', '/api/auth/keys'),
  addKey: (body: { name: string; scopes?: T.Scope[] }) => call<T.NewKey>('POST', '/api/auth/keys', { body }),
  revokeKey: (id: string) => call<unknown>('DELETE', `/api/auth/keys/${part(id)}`),
  users: () => call<{ users: T.User[] }>('GET', '/api/auth/users'),
  addUser: (body: { name: string; password: string; role?: T.Role }) => call<T.User>('POST', '/api/auth/users', { body }),
  changeUser: (id: string, body: { role?: T.Role; disabled?: boolean; password?: string }) =>
    call<T.User>('PATCH', `/api/auth/users/${part(id)}`, { body }),
  removeUser: (id: string) => call<unknown>('DELETE', `/api/auth/users/${part(id)}`),

  status: () => call<T.Status>('GET', '/api/status'),
  models: () => call<{ models: T.ModelOffer[] }>('GET', '/api/models'),
  engines: () => call<{ engines: T.EngineState[] }>('GET', '/api/engines'),
  addEngine: (body: { name: string; url: string; key?: string }) => call<T.EngineState>('POST', '/api/engines', { body }),
  removeEngine: (name: string) => call<unknown>('DELETE', `/api/engines/${part(name)}`),
  decisions: (limit: number) => call<{ decisions: T.Decision[] }>('GET', '/api/decisions', { query: { limit } }),

  conversations: (before?: string) => call<T.Page>('GET', '/api/conversations', { query: { before, limit: 60 } }),
  begin: (body: { id: string; title?: string; model?: string }) => call<T.Summary>('POST', '/api/conversations', { body }),
  open: (id: string) => call<T.Conversation>('GET', `/api/conversations/${part(id)}`),
  change: (id: string, body: { title?: string; leaf?: string; pinned?: boolean; model?: string }) =>
    call<T.Summary>('PATCH', `/api/conversations/${part(id)}`, { body }),
  /** Goes on when the page is left meanwhile. */
  remove: (id: string) => call<unknown>('DELETE', `/api/conversations/${part(id)}`, { keepalive: true }),
  send: (id: string, body: { id: string; parent?: string; text: string; model?: string }) =>
    call<T.Sent>('POST', `/api/conversations/${part(id)}/messages`, { body }),
  unqueue: (id: string) => call<T.Queued>('DELETE', `/api/conversations/${part(id)}/queue`),
  regenerate: (message: string, model?: string) =>
    call<T.Sent>('POST', `/api/messages/${part(message)}/regenerate`, { body: model ? { model } : {} }),
  resume: (message: string) => call<T.Sent>('POST', `/api/messages/${part(message)}/resume`),
  stop: (run: string) => call<unknown>('POST', `/api/runs/${part(run)}/stop`),
  search: (q: string, limit = 20) => call<{ hits: T.Hit[] }>('GET', '/api/search', { query: { q, limit } }),
  export: () => takeLines('/api/export'),
  import: (content: string) => sendLines<T.Imported>('/api/import', content),
};

/** A UUID; also where the page is not in a secure context. */
export function uuid(): string {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = [...bytes].map(b => b.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Any failure in words for people. */
export function words(failure: unknown): string {
  if (failure instanceof ApiError) {
    return failure.retryAfterSeconds > 0 && !/\d/.test(failure.message)
      ? `${failure.message} Try again in ${failure.retryAfterSeconds} s.`
      : failure.message;
  }
  return failure instanceof Error ? failure.message : String(failure);
}
