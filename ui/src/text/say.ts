/** Figures and times in words. */
import type { Figures, Imported, Message } from '../api/types.ts';

/** Milliseconds with two or three digits that matter. */
export function millis(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (value < 0.05) return '0 ms';
  if (value < 10) return `${value.toFixed(1)} ms`;
  if (value < 1000) return `${Math.round(value)} ms`;
  if (value < 60_000) return `${(value / 1000).toFixed(value < 10_000 ? 2 : 1)} s`;
  return `${Math.floor(value / 60_000)} min ${Math.round((value % 60_000) / 1000)} s`;
}

/** Tokens per second. */
export function rate(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString() : value.toFixed(1);
}

/** Bytes. */
export function bytes(value: number): string {
  if (value < 1e6) return `${Math.max(1, Math.round(value / 1e3))} kB`;
  return value < 1e9 ? `${(value / 1e6).toFixed(1)} MB` : `${(value / 1e9).toFixed(1)} GB`;
}

/** A time, short: the hour today, else the day too. */
export function when(iso: string | undefined): string {
  const at = new Date(iso ?? '');
  if (Number.isNaN(at.getTime())) return '–';
  const today = at.toDateString() === new Date().toDateString();
  return today
    ? at.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' })
    : at.toLocaleString(undefined, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
}

/** What became of an engine that the guide stands in for: one that is there, and failed a moment ago, is away only since it was asked. */
export function awayFor(since: string, asked: string | undefined): string {
  return asked !== undefined && Date.parse(since) >= Date.parse(asked) ? 'failed a moment ago and is left alone for a moment' : `has been away since ${when(since)}`;
}

/** How long ago. */
export function ago(iso: string | undefined, now = Date.now()): string {
  const at = new Date(iso ?? '').getTime();
  if (Number.isNaN(at)) return '–';
  const seconds = Math.max(0, (now - at) / 1000);
  if (seconds < 45) return 'just now';
  if (seconds < 3600) return `${Math.max(1, Math.round(seconds / 60))} min ago`;
  if (seconds < 86_400) return `${Math.round(seconds / 3600)} h ago`;
  return `${Math.round(seconds / 86_400)} d ago`;
}

/** `count` with its noun. */
export function many(count: number, one: string, more = `${one}s`): string {
  return `${count.toLocaleString()} ${count === 1 ? one : more}`;
}

/** What an import did, for people. */
export function imported(done: Imported): string {
  const { conversations, messages, known } = done;
  if (conversations === 0 && messages === 0) {
    return known === 0 ? 'There was nothing in this file.' : `Nothing new: ${many(known, 'message')} ${known === 1 ? 'was' : 'were'} known already.`;
  }
  const taken =
    conversations === 0
      ? `Took in ${many(messages, 'message')} of conversations you had.`
      : `Took in ${many(conversations, 'conversation')} with ${many(messages, 'message')}.`;
  return known === 0 ? taken : `${taken} ${many(known, 'message')} ${known === 1 ? 'was' : 'were'} known already.`;
}

/** How good a new password is, from its length and variety: 0 too short, 1 enough, 2 good, 3 strong. */
export function strength(password: string): { level: 0 | 1 | 2 | 3; words: string } {
  const left = 12 - [...password].length;
  if (left > 0) return { level: 0, words: `${many(left, 'more character')} needed` };
  const different = new Set(password.toLowerCase()).size;
  if (guessedFirst(password)) return { level: 1, words: 'Long enough, but such passwords are guessed first' };
  if (different < 6 || /^(.{1,4})\1+$/.test(password)) return { level: 1, words: 'Long enough, but it repeats itself' };
  if (password.length < 16 && different < 11) return { level: 2, words: 'Good. A few words in a row are better still' };
  return { level: 3, words: 'Strong' };
}

/** A common word or a row of keys, with figures and signs around it: what lists of passwords begin with. */
function guessedFirst(password: string): boolean {
  const letters = password.toLowerCase().replace(/[^\p{L}]+/gu, '');
  if (letters === '') {
    const steps = [...password].slice(1).filter((sign, i) => Math.abs(sign.charCodeAt(0) - password.charCodeAt(i)) <= 1);
    return steps.length >= 0.7 * (password.length - 1);
  }
  const rest = letters.replace(/(?:password|passwort|qwertyuiop|qwertzuiop|qwerty|qwertz|asdfgh|letmein|welcome|iloveyou|admin|aurora|secret|login|abcdef|abc)/g, '');
  return rest.length < 3;
}

/** The sentences in `text` from `from` on that are complete, and where they end. */
export function finishedSentences(text: string, from: number): { said: string; to: number } {
  const rest = text.slice(from);
  let to = 0;
  for (const end of rest.matchAll(/[.!?…。！？؟]["'”’)\]]*(?=\s)|\n{2,}/g)) to = end.index + end[0].length;
  return { said: rest.slice(0, to).trim(), to: from + to };
}

/** How an answer ended, in one word; nothing when it is complete. */
export function stateWord(message: Pick<Message, 'state'>, live: boolean): string {
  if (live) return 'writing';
  return { rendering: 'writing', done: '', stopped: 'stopped', interrupted: 'interrupted', failed: 'broke off' }[message.state];
}

/** What the chip below an answer tells: a dash for what is not measured yet, nothing for what never was. */
export function chipFigures(figures: Figures | undefined, live: boolean): { first: string; speed: string } {
  const open = live ? '–' : '';
  return {
    first: known(figures?.firstTokenMillis) ? millis(figures.firstTokenMillis) : open,
    speed: known(figures?.tokensPerSecond) ? rate(figures.tokensPerSecond) : open,
  };
}

/** Everything that was measured of an answer, each with its name. */
export function measured(figures: Figures): [string, string][] {
  const { totalMillis, firstTokenMillis, tokensPerSecond, promptTokens, cachedTokens, outputTokens } = figures;
  const items: [string, string][] = [];
  if (known(totalMillis)) items.push(['Really took', millis(totalMillis)]);
  if (known(firstTokenMillis)) items.push(['First token', millis(firstTokenMillis)]);
  if (known(tokensPerSecond)) items.push(['Speed', `${rate(tokensPerSecond)} tokens/s`]);
  if (known(promptTokens)) items.push(['Prompt', `${many(promptTokens, 'token')}${known(cachedTokens) ? `, ${cachedTokens} cached` : ''}`]);
  if (known(outputTokens)) items.push(['Answer', many(outputTokens, 'token')]);
  return items;
}

/** A figure of 0 was not measured. */
function known(value: number | undefined): value is number {
  return value !== undefined && value > 0;
}
