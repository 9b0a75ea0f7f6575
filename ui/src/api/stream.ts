/** Server-sent events over fetch: parsed incrementally, resumed after the last id, with back-off. */
import { ApiError, fetched } from './client.ts';

export interface SseEvent {
  event: string;
  data: string;
  id: string;
}

/** Longest line and largest event that are taken; a stream past it is not ours. */
const EVENT_MAX = 4 << 20;

/** Takes text in pieces cut anywhere and yields whole events. */
export class SseParser {
  private rest = '';
  private event = '';
  private data: string[] = [];
  private size = 0;
  private id = '';
  private begun = false;

  /** The events that became complete by `piece`. */
  push(piece: string): SseEvent[] {
    const found: SseEvent[] = [];
    let text = this.rest + piece;
    if (!this.begun && text !== '') {
      this.begun = true;
      if (text.charCodeAt(0) === 0xfeff) text = text.slice(1);
    }
    let from = 0;
    for (;;) {
      const end = lineEnd(text, from);
      if (end < 0) break;
      this.line(text.slice(from, end), found);
      from = text.startsWith('\r\n', end) ? end + 2 : end + 1;
    }
    this.rest = text.slice(from);
    if (this.rest.length + this.size > EVENT_MAX) throw new ApiError('protocol', 'The stream is not one of this node.');
    return found;
  }

  private line(line: string, found: SseEvent[]): void {
    if (line === '') {
      if (this.data.length > 0) found.push({ event: this.event || 'message', data: this.data.join('\n'), id: this.id });
      this.event = '';
      this.data = [];
      this.size = 0;
      return;
    }
    const colon = line.indexOf(':');
    if (colon === 0) return;
    const field = colon < 0 ? line : line.slice(0, colon);
    let value = colon < 0 ? '' : line.slice(colon + 1);
    if (value.startsWith(' ')) value = value.slice(1);
    if (field === 'event') this.event = value;
    else if (field === 'data') {
      this.data.push(value);
      this.size += value.length;
    } else if (field === 'id' && !value.includes('\0')) this.id = value;
  }
}

/** Where the line that begins at `from` ends; -1 while that cannot be known (a CR at the end may belong to a CR LF). */
function lineEnd(text: string, from: number): number {
  for (let i = from; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 10) return i;
    if (c === 13) return i + 1 < text.length ? i : -1;
  }
  return -1;
}

/** How long to wait before try number `tries` (from 1): doubling from half a second to 15 s, with jitter. */
export function backOffMillis(tries: number, random: number): number {
  const full = Math.min(15_000, 500 * 2 ** Math.min(tries - 1, 6));
  return Math.round(full * (0.5 + random / 2));
}

/** A node sends at least a comment every 15 s; three missing mean that the connection is dead. */
const SILENCE_MILLIS = 45_000;

export interface Listening {
  /** The path, given the last id known (empty at first). */
  path: (after: string) => string;
  /** An event; true ends the stream for good. */
  on: (event: SseEvent) => boolean;
  /** Whether the connection stands. */
  connected?: (up: boolean) => void;
  /** It cannot be had: the node says so. */
  refused: (why: ApiError) => void;
  /** Whether an end without `on` saying so means to connect again. */
  signal: AbortSignal;
}

/** Reads a stream until `on` says it is over, connecting again as often as it takes. */
export async function listen(to: Listening): Promise<void> {
  let last = '';
  let tries = 0;
  while (!to.signal.aborted) {
    try {
      const over = await readOnce(to, last, event => {
        tries = 0;
        if (event.id !== '') last = event.id;
        return to.on(event);
      });
      if (over) return;
    } catch (broken) {
      if (to.signal.aborted) return;
      if (broken instanceof ApiError && broken.status >= 400 && broken.status < 500 && broken.status !== 429) {
        to.refused(broken);
        return;
      }
    }
    to.connected?.(false);
    await pause(backOffMillis(++tries, Math.random()), to.signal);
  }
}

async function readOnce(to: Listening, last: string, on: (event: SseEvent) => boolean): Promise<boolean> {
  const dead = new AbortController();
  const end = () => dead.abort();
  to.signal.addEventListener('abort', end);
  let watchdog = setTimeout(end, SILENCE_MILLIS);
  try {
    const headers: Record<string, string> = { Accept: 'text/event-stream' };
    if (last !== '') headers['Last-Event-ID'] = last;
    const response = await fetched(to.path(last), { headers, signal: dead.signal });
    to.connected?.(true);
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    const parser = new SseParser();
    for (;;) {
      const { done, value } = await reader.read();
      clearTimeout(watchdog);
      if (done) return false;
      watchdog = setTimeout(end, SILENCE_MILLIS);
      for (const event of parser.push(value)) {
        if (on(event)) {
          end();
          return true;
        }
      }
    }
  } finally {
    clearTimeout(watchdog);
    to.signal.removeEventListener('abort', end);
  }
}

/** Waits, less long when the browser comes back online or the signal ends it. */
function pause(millis: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const on = () => {
      clearTimeout(timer);
      removeEventListener('online', on);
      signal.removeEventListener('abort', on);
      resolve();
    };
    const timer = setTimeout(on, millis);
    addEventListener('online', on);
    signal.addEventListener('abort', on);
  });
}
