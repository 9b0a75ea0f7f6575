/** What a node says of itself, in words for people. */
import type { Status } from '../api/types.ts';
import { ago, bytes, when } from './say.ts';

/** What people ask of a node, and the figures that are looked at when something is wrong. */
export function factsOf(status: Status): { facts: [string, string][]; figures: [string, string][] } {
  const facts: [string, string][] = [];
  const figures: [string, string][] = [];
  if (status.node) facts.push(['This machine', status.node]);
  if (status.since) facts.push(['Running since', `${when(status.since)} (${ago(status.since)})`]);
  const free = status['diskFreeBytes'];
  if (typeof free === 'number') facts.push(['Room on its disk', `${bytes(free)} free`]);
  if (status.version) facts.push(['Version', status.version]);
  for (const [name, value] of Object.entries(status)) {
    if (['node', 'version', 'since', 'state', 'ready', 'diskFreeBytes'].includes(name)) continue;
    if (name === 'heapBytes' && typeof value === 'number') figures.push(['Memory that Aurora itself works with', bytes(value)]);
    else if (typeof value === 'number' && name.endsWith('Bytes')) figures.push([spaced(name.slice(0, -5)), bytes(value)]);
    else if (typeof value === 'number') figures.push([spaced(name), value.toLocaleString()]);
    else if ((typeof value === 'string' && value !== '') || typeof value === 'boolean') figures.push([spaced(name), String(value)]);
  }
  return { facts, figures };
}

/** A member's name as words: `memoryMegabytes` is "Memory megabytes". */
export function spaced(name: string): string {
  const apart = name.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/_/g, ' ').toLowerCase();
  return apart.slice(0, 1).toUpperCase() + apart.slice(1);
}
