import { api, words } from '../api/client.ts';
import { listen } from '../api/stream.ts';
import type { Changed, Conversation, Summary } from '../api/types.ts';
import { route } from './route.ts';
import { Store } from './store.ts';
import { toasts } from './toasts.ts';

const UNDO_SECONDS = 6;

type Told = { changed: Changed } | { resync: true } | { up: boolean };

/** The list of conversations, kept up to date by what the node tells. */
class Conversations extends Store {
  all = new Map<string, Summary>();
  more = false;
  known = false;
  /** Whether the node can be heard. */
  up = true;
  private hidden = new Set<string>();
  private loading = false;
  private abort: AbortController | undefined;
  private listeners = new Set<(told: Changed | 'resync') => void>();

  /** Newest first, without those being deleted. */
  get list(): Summary[] {
    return [...this.all.values()]
      .filter(summary => !this.hidden.has(summary.id))
      .sort((a, b) => (a.changed < b.changed ? 1 : a.changed > b.changed ? -1 : 0));
  }

  onChange(listener: (told: Changed | 'resync') => void): void {
    this.listeners.add(listener);
  }

  async load(): Promise<void> {
    const page = await api.conversations();
    this.all = new Map(page.conversations.map(summary => [summary.id, summary]));
    this.more = page.more;
    this.known = true;
    this.changed();
  }

  async loadMore(): Promise<void> {
    const last = this.list.at(-1);
    if (!this.more || this.loading || !last) return;
    this.loading = true;
    try {
      const page = await api.conversations(last.changed);
      for (const summary of page.conversations) this.all.set(summary.id, summary);
      this.more = page.more && page.conversations.length > 0;
      this.changed();
    } catch (failure) {
      toasts.error(words(failure));
    } finally {
      this.loading = false;
    }
  }

  put(summary: Summary): void {
    this.all.set(summary.id, summary);
    this.changed();
  }

  async rename(id: string, title: string): Promise<void> {
    await this.patch(id, { title });
  }

  async pin(id: string, pinned: boolean): Promise<void> {
    await this.patch(id, { pinned });
  }

  private async patch(id: string, change: { title?: string; pinned?: boolean }): Promise<void> {
    const before = this.all.get(id);
    if (before) this.put({ ...before, ...change });
    try {
      this.put(await api.change(id, change));
    } catch (failure) {
      if (before) this.put(before);
      toasts.error(words(failure));
    }
  }

  /** Deletes at once. What was deleted is kept here for a few seconds, in which it can be put back. A page that is
   * left before the node has told what will be deleted deletes without that. */
  async remove(id: string): Promise<void> {
    const title = this.all.get(id)?.title ?? 'Conversation';
    this.hidden.add(id);
    const open = route.at.page === 'chat' && route.at.conversation === id;
    if (open) route.go('/');
    this.changed();
    let whole: Conversation;
    let sent: Promise<unknown> | undefined;
    const send = () => (sent ??= api.remove(id));
    const leave = () => void send().catch(() => undefined);
    addEventListener('pagehide', leave);
    try {
      whole = await api.open(id);
      await send();
    } catch (failure) {
      this.hidden.delete(id);
      this.changed();
      toasts.error(words(failure));
      return;
    } finally {
      removeEventListener('pagehide', leave);
    }
    this.all.delete(id);
    this.hidden.delete(id);
    this.changed();
    toasts.show(`“${title}” is deleted.`, {
      seconds: UNDO_SECONDS,
      action: { label: 'Undo', run: () => void this.putBack(whole, open) },
    });
  }

  /** Puts a deleted conversation back as it was; while that fails it can be tried again. */
  private async putBack(whole: Conversation, open: boolean): Promise<void> {
    try {
      await api.import(JSON.stringify({ aurora: 1, conversation: whole }));
      const { run: _, ...summary } = whole.summary;
      this.put(summary);
      if (open && route.at.page === 'chat' && route.at.conversation === undefined) route.go(`/c/${summary.id}`);
    } catch (failure) {
      toasts.show(`“${whole.summary.title}” is not back yet. ${words(failure)}`, {
        seconds: 60,
        action: { label: 'Try again', run: () => void this.putBack(whole, open) },
      });
    }
  }

  /** Listens to the node; one tab does it for all, because a browser opens few connections to one place. */
  async follow(): Promise<void> {
    this.abort?.abort();
    const abort = new AbortController();
    this.abort = abort;
    const channel = new BroadcastChannel('aurora-changes');
    channel.onmessage = (event: MessageEvent<Told>) => this.told(event.data);
    abort.signal.addEventListener('abort', () => channel.close());
    const tell = (told: Told) => {
      if (abort.signal.aborted) return;
      channel.postMessage(told);
      this.told(told);
    };
    const read = () =>
      listen({
        path: () => '/api/changes',
        signal: abort.signal,
        connected: up => {
          tell({ up });
          // What happened while nobody listened is not told again.
          if (up) tell({ resync: true });
        },
        refused: () => undefined,
        on: event => {
          if (event.event === 'changed') tell({ changed: JSON.parse(event.data) as Changed });
          return false;
        },
      });
    try {
      if (navigator.locks) await navigator.locks.request('aurora-changes', { signal: abort.signal }, read);
      else await read();
    } catch (failure) {
      if (!abort.signal.aborted) throw failure;
    }
  }

  unfollow(): void {
    this.abort?.abort();
    this.all.clear();
    this.known = false;
    this.changed();
  }

  private told(told: Told): void {
    if ('up' in told) {
      this.up = told.up;
      this.changed();
    } else if ('resync' in told) {
      void this.load().catch(() => undefined);
      for (const listener of this.listeners) listener('resync');
    } else {
      const { conversation, summary } = told.changed;
      if (summary) this.all.set(conversation, summary);
      else this.all.delete(conversation);
      this.changed();
      for (const listener of this.listeners) listener(told.changed);
    }
  }
}

export const conversations = new Conversations();

export interface Group {
  name: string;
  items: Summary[];
}

/** The list under headings: pinned, today, yesterday, a week, a month, then months. */
export function grouped(list: Summary[], now: Date): Group[] {
  const day = 86_400_000;
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate()).getTime();
  const nameOf = (summary: Summary) => {
    if (summary.pinned) return 'Pinned';
    const at = new Date(summary.changed);
    const time = at.getTime();
    if (time >= midnight) return 'Today';
    if (time >= midnight - day) return 'Yesterday';
    if (time >= midnight - 7 * day) return 'Previous 7 days';
    if (time >= midnight - 30 * day) return 'Previous 30 days';
    return at.toLocaleDateString(undefined, { month: 'long', year: 'numeric' });
  };
  const groups = new Map<string, Summary[]>([['Pinned', []]]);
  for (const summary of list) {
    const name = nameOf(summary);
    const items = groups.get(name);
    if (items) items.push(summary);
    else groups.set(name, [summary]);
  }
  return [...groups].filter(([, items]) => items.length > 0).map(([name, items]) => ({ name, items }));
}
