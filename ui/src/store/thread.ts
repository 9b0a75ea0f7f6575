import { api, ApiError, uuid, words } from '../api/client.ts';
import { listen, type SseEvent } from '../api/stream.ts';
import type { Changed, Conversation, Message, Queued, Sent, StreamPart, Summary } from '../api/types.ts';
import { conversations } from './conversations.ts';
import { route } from './route.ts';
import { settings } from './settings.ts';
import { Store } from './store.ts';
import { toasts } from './toasts.ts';
import { Growing } from './growing.ts';
import { leafThrough, newestLeaf, pathTo, usualLeaf } from './tree.ts';

/** Arriving words are shown about thirty times a second: as smooth to read as sixty, for half of the work. */
const TICK_MILLIS = 30;

/** The answer that is being rendered. */
export interface Live {
  run: string;
  answer: string;
  step: string;
  stopping: boolean;
}

/** The conversation that is open. */
class Thread extends Store {
  id: string | undefined;
  summary: Summary | undefined;
  tree = new Map<string, Message>();
  leaf: string | undefined;
  queued: Queued | undefined;
  live: Live | undefined;
  loading = false;
  problem = '';
  /** Messages on their way to the node, and those that did not arrive. */
  unsent = new Map<string, 'sending' | 'failed'>();
  /** A message that the log shall show as soon as it is here; the log takes it. */
  sought: { conversation: string; message: string } | undefined;
  /** Told once a frame while words arrive; the rest of the thread stays as it is then. */
  readonly ticks = new Store();
  private watching: AbortController | undefined;
  private delivering: Promise<void> | undefined;
  private acting = false;
  private frame = 0;
  private ticked = 0;
  private refetch: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    conversations.onChange(told => this.told(told));
  }

  get path(): Message[] {
    return pathTo(this.tree, this.leaf);
  }

  /** The model that the next message asks. */
  get model(): string {
    return this.id === undefined ? settings.model : (this.summary?.model ?? 'auto');
  }

  /** Opens a conversation, or an empty one. */
  async open(id: string | undefined): Promise<void> {
    if (id === this.id && (id === undefined ? this.tree.size === 0 : this.summary)) return;
    if (this.sought?.conversation !== id) this.sought = undefined;
    this.close();
    this.id = id;
    this.loading = id !== undefined;
    this.summary = id === undefined ? undefined : conversations.all.get(id);
    this.changed();
    if (id !== undefined) await this.fetch();
  }

  /** Opens a conversation at one of its messages, whichever version of it the message belongs to. */
  reveal(conversation: string, message: string): void {
    this.sought = { conversation, message };
    route.go(`/c/${conversation}`);
    // Otherwise the message comes with the conversation, which is on its way.
    if (conversation !== this.id || this.loading) return;
    if (this.tree.has(message)) this.seek();
    else void this.fetch();
    this.changed();
  }

  /** Makes a path through the sought message the shown one. */
  private seek(): void {
    if (!this.sought || this.sought.conversation !== this.id) return;
    const message = this.tree.get(this.sought.message);
    if (!message) this.sought = undefined;
    else if (leafThrough(this.tree, this.leaf, message.id) !== this.leaf) this.select(message);
  }

  private close(): void {
    this.watching?.abort();
    this.live = undefined;
    this.tree = new Map();
    this.unsent.clear();
    this.leaf = undefined;
    this.queued = undefined;
    this.problem = '';
    clearTimeout(this.refetch);
  }

  private async fetch(): Promise<void> {
    const id = this.id!;
    try {
      const conversation = await api.open(id);
      if (this.id === id) this.take(conversation);
    } catch (failure) {
      if (this.id !== id) return;
      this.loading = false;
      const gone = failure instanceof ApiError && failure.status === 404;
      if (this.tree.size === 0 || gone) this.problem = gone ? 'This conversation does not exist (any more).' : words(failure);
      this.changed();
    }
  }

  private take(conversation: Conversation): void {
    const before = this.tree;
    this.loading = false;
    this.problem = '';
    this.summary = conversation.summary;
    this.queued = conversation.queued;
    this.tree = new Map(conversation.messages.map(message => [message.id, message]));
    for (const [id] of this.unsent) {
      const mine = before.get(id);
      if (this.tree.has(id)) this.unsent.delete(id);
      else if (mine) this.tree.set(id, mine);
    }
    const known = before.get(this.live?.answer ?? '');
    const stored = this.tree.get(this.live?.answer ?? '');
    if (known && stored?.state === 'rendering' && stored.run === this.live?.run) this.tree.set(known.id, known);
    const leaf = this.leaf !== undefined && before.size > 0 ? this.leaf : conversation.leaf;
    this.leaf = usualLeaf(this.tree, leaf);
    const rendering = conversation.messages.find(m => m.state === 'rendering' && m.run !== undefined);
    if (rendering && rendering.run !== this.live?.run) this.watch(rendering);
    else if (!rendering && this.live && stored && stored.state !== 'rendering') this.ended();
    conversations.put(conversation.summary);
    this.seek();
    this.changed();
  }

  private told(told: Changed | 'resync'): void {
    if (this.id === undefined) return;
    if (told === 'resync') {
      if (!this.loading && this.summary) void this.fetch();
      return;
    }
    if (told.conversation !== this.id) return;
    if (!told.summary) {
      toasts.show('This conversation was deleted.');
      route.go('/');
      return;
    }
    const old = this.summary;
    this.summary = told.summary;
    this.changed();
    const same = old?.run === told.summary.run;
    const watched = told.summary.run !== undefined && told.summary.run === this.live?.run;
    // The beginning of a run that is watched says nothing new; what is told later in it may be a waiting message.
    if (watched ? !same : same && old?.changed === told.summary.changed) return;
    clearTimeout(this.refetch);
    this.refetch = setTimeout(() => void this.fetch(), 120);
  }

  /** Stores and sends a message below `under.parent`, a root without one; begins the conversation when there is none. */
  async send(text: string, under: { parent?: string | undefined; model?: string } = { parent: this.leaf }): Promise<void> {
    let { parent } = under;
    // What is sent while the message before is still on its way follows it, and does not begin a conversation of its own.
    if (parent !== undefined && this.unsent.get(parent) === 'sending') {
      await this.delivering;
      if (!this.tree.has(parent)) throw new ApiError('left', 'The conversation was left before this was sent.');
      parent = this.leaf;
    }
    const message: Message = {
      id: uuid(),
      author: 'person',
      text,
      state: 'done',
      created: new Date().toISOString(),
    };
    if (parent !== undefined) message.parent = parent;
    if (under.model !== undefined) message.model = under.model;
    if (this.live && parent === this.leaf) {
      await this.queue(message);
      return;
    }
    this.tree.set(message.id, message);
    this.leaf = message.id;
    this.delivering = this.deliver(message);
    await this.delivering;
  }

  /** Sends (again) a message that is shown. */
  async deliver(message: Message): Promise<void> {
    this.unsent.set(message.id, 'sending');
    this.changed();
    let at = this.id;
    try {
      if (at === undefined) at = await this.begin();
      const sent = await api.send(at, this.body(message));
      if (this.id === at) this.accept(sent, message.id);
    } catch (failure) {
      if (at !== undefined && this.id !== at) return;
      this.unsent.set(message.id, 'failed');
      message.error = words(failure);
      this.changed();
    }
  }

  private async begin(): Promise<string> {
    const id = uuid();
    const summary = await api.begin(settings.model === 'auto' ? { id } : { id, model: settings.model });
    this.id = id;
    this.summary = summary;
    conversations.put(summary);
    route.go(`/c/${id}`, true);
    return id;
  }

  private body(message: Message): { id: string; text: string; parent?: string; model?: string } {
    const body: { id: string; text: string; parent?: string; model?: string } = { id: message.id, text: message.text };
    if (message.parent !== undefined) body.parent = message.parent;
    const model = message.model ?? this.model;
    if (model !== 'auto') body.model = model;
    return body;
  }

  private async queue(message: Message): Promise<void> {
    const before = this.queued;
    this.queued = { id: message.id, text: message.text };
    this.changed();
    try {
      const sent = await api.send(this.id!, this.body(message));
      if (sent.run !== undefined) {
        // The run ended meanwhile, so the message went straight through.
        this.queued = undefined;
        this.accept(sent, message.id);
      }
    } catch (failure) {
      this.queued = before;
      settings.saveDraft(this.id, message.text);
      this.changed();
      toasts.error(words(failure));
      throw failure;
    }
  }

  private accept(sent: Sent, asked: string): void {
    this.unsent.delete(asked);
    this.tree.set(sent.message.id, sent.message);
    if (!sent.answer || sent.run === undefined) {
      void this.fetch();
      return;
    }
    this.tree.set(sent.answer.id, sent.answer);
    this.leaf = sent.answer.id;
    if (this.live?.run !== sent.run) this.watch({ ...sent.answer, run: sent.run });
    this.changed();
  }

  /** Takes the queued message back; its text returns to the composer. */
  async unqueue(): Promise<string> {
    const taken = await api.unqueue(this.id!);
    this.queued = undefined;
    this.changed();
    return taken.text;
  }

  async regenerate(message: Message, model?: string): Promise<void> {
    await this.act(async () => {
      const sent = await api.regenerate(message.id, model);
      this.accept(sent, sent.message.id);
    }, true);
  }

  async resume(message: Message): Promise<void> {
    await this.act(async () => {
      const sent = await api.resume(message.id);
      const answer = sent.answer ?? sent.message;
      this.tree.set(answer.id, answer);
      if (sent.run !== undefined) this.watch({ ...answer, run: sent.run }, true);
      this.changed();
    }, true);
  }

  async stop(): Promise<void> {
    const live = this.live;
    if (!live || live.stopping) return;
    live.stopping = true;
    this.changed();
    await this.act(() => api.stop(live.run));
    live.stopping = false;
    this.changed();
  }

  /** Shows the newest path through `message`. */
  select(message: Message): void {
    this.leaf = newestLeaf(this.tree, message.id);
    this.changed();
    void this.act(() => api.change(this.id!, { leaf: this.leaf! }));
  }

  async setModel(model: string): Promise<void> {
    settings.setModel(model);
    this.changed();
    if (this.id === undefined || !this.summary) return;
    this.summary = { ...this.summary, model };
    this.changed();
    await this.act(() => api.change(this.id!, { model }));
  }

  /** `alone`: a second click while the first is on its way asks for nothing more. */
  private async act(work: () => Promise<unknown>, alone = false): Promise<void> {
    if (alone && this.acting) return;
    this.acting ||= alone;
    try {
      await work();
    } catch (failure) {
      toasts.error(words(failure));
    } finally {
      if (alone) this.acting = false;
    }
  }

  /** Reads a run from its first event, so that whoever comes late has all of it. */
  private watch(answer: Message, resumed = false): void {
    this.watching?.abort();
    const abort = new AbortController();
    this.watching = abort;
    const run = answer.run!;
    const live: Live = { run, answer: answer.id, step: '', stopping: false };
    this.live = live;
    const fresh: Message = { ...answer, state: 'rendering' };
    this.tree.set(answer.id, fresh);
    const text = new Growing(fresh.text, resumed);
    const thinking = new Growing(fresh.thinking ?? '', resumed);
    void listen({
      path: after => `/api/runs/${encodeURIComponent(run)}/events${after === '' ? '' : `?after=${encodeURIComponent(after)}`}`,
      signal: abort.signal,
      refused: () => {
        this.ended();
        void this.fetch();
      },
      on: event => this.event(event, live, text, thinking),
    });
    this.changed();
  }

  private event(event: SseEvent, live: Live, text: Growing, thinking: Growing): boolean {
    const part = { event: event.event, ...(JSON.parse(event.data) as object) } as StreamPart;
    const message = this.tree.get(live.answer);
    if (!message || this.live !== live) return true;
    if (part.event === 'token') {
      message.text = text.add(part.text);
      live.step = '';
      this.tick();
    } else if (part.event === 'thinking') {
      message.thinking = thinking.add(part.text);
      this.tick();
    } else if (part.event === 'step') {
      live.step = part.detail || part.name;
      this.tick();
    } else if (part.event === 'routed') {
      message.decision = part.decision;
      this.tick();
    } else if (part.event === 'moved') {
      // What was stored in mid-answer knows the first of them already.
      const known = (message.moves ?? []).some(move => move.characters === part.move.characters && move.to.engine === part.move.to.engine);
      if (!known) message.moves = [...(message.moves ?? []), part.move];
      this.tick();
    } else if (part.event === 'done' || part.event === 'failed') {
      this.tree.set(part.message.id, part.message);
      this.ended();
      this.changed();
      if (this.queued) void this.fetch();
      return true;
    }
    return false;
  }

  private ended(): void {
    this.watching?.abort();
    this.live = undefined;
  }

  private tick(): void {
    this.frame ||= requestAnimationFrame(now => {
      this.frame = 0;
      if (now - this.ticked < TICK_MILLIS) {
        this.tick();
        return;
      }
      this.ticked = now;
      this.ticks.changed();
    });
  }
}

export const thread = new Thread();
