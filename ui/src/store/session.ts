import { api, ApiError, signedOut, words } from '../api/client.ts';
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

  /** Finds out whether there is a session. */
  async start(): Promise<void> {
    try {
      this.enter(await api.me());
    } catch (failure) {
      if (failure instanceof ApiError && failure.status === 401) await this.askSetup();
      else {
        this.phase = 'unreachable';
        this.problem = words(failure);
        this.changed();
      }
    }
  }

  private async askSetup(): Promise<void> {
    try {
      const state = await api.setupState();
      this.setupNeeded = state.needed;
      this.node = state.node;
    } catch {
      // Signing in will tell what is wrong.
    }
    this.phase = 'out';
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
