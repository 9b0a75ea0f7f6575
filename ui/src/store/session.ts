import { api, renewed, signedOut, words } from '../api/client.ts';
import type { Me } from '../api/types.ts';
import { route } from './route.ts';
import { settings } from './settings.ts';
import { Store } from './store.ts';

/** Who is here. */
class SessionStore extends Store {
  phase: 'starting' | 'out' | 'in' | 'unreachable' = 'starting';
  me: Me | undefined;
  /** This node's name, known before signing in. */
  node = '';
  /** No owner exists yet. */
  setupNeeded = false;
  problem = '';

  constructor() {
    super();
    signedOut.addEventListener('signed-out', () => this.leave());
  }

  get admin(): boolean {
    return this.me?.role === 'admin' || this.me?.role === 'owner';
  }

  /** Finds out whether there is a session, by a question that is no error when there is none. */
  async start(): Promise<void> {
    try {
      let here = await api.arrive();
      if (!here.me && here.renewable && (await renewed())) here = await api.arrive();
      this.setupNeeded = here.setupNeeded;
      this.node = here.node;
      if (here.me) {
        this.enter(here.me);
        return;
      }
      this.phase = 'out';
    } catch (failure) {
      this.phase = 'unreachable';
      this.problem = words(failure);
    }
    this.changed();
  }

  /** Somebody has become the owner meanwhile. */
  owned(): void {
    this.setupNeeded = false;
    this.changed();
  }

  enter(me: Me): void {
    this.me = me;
    settings.owner = me.id;
    this.node = me.node;
    this.setupNeeded = false;
    this.phase = 'in';
    if (route.at.page === 'setup') route.go('/', true);
    this.changed();
  }

  async signOut(): Promise<void> {
    await api.signOut();
    this.leave();
    settings.forget();
    route.go('/', true);
  }

  private leave(): void {
    if (this.phase !== 'in') return;
    this.me = undefined;
    settings.owner = '';
    this.phase = 'out';
    this.changed();
  }
}

export const session = new SessionStore();
