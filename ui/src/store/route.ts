import { Store } from './store.ts';

export type Place =
  | { page: 'chat'; conversation?: string }
  | { page: 'setup'; code: string }
  | { page: 'status' | 'account' | 'users' };

/** What an address of this page shows. */
export function placeOf(path: string, hash: string): Place {
  const parts = path.split('/').filter(part => part !== '');
  if (parts[0] === 'c' && parts[1]) return { page: 'chat', conversation: decodeURIComponent(parts[1]) };
  if (parts[0] === 'setup') return { page: 'setup', code: decodeURIComponent(hash.replace(/^#/, '')) };
  if (parts[0] === 'status' || parts[0] === 'account' || parts[0] === 'users') return { page: parts[0] };
  return { page: 'chat' };
}

class Route extends Store {
  at: Place = placeOf(location.pathname, location.hash);

  constructor() {
    super();
    addEventListener('popstate', () => this.read());
    addEventListener('hashchange', () => this.read());
  }

  private read(): void {
    this.at = placeOf(location.pathname, location.hash);
    this.changed();
  }

  /** Goes to an address of this page. */
  go(path: string, replace = false): void {
    if (path !== location.pathname + location.hash) history[replace ? 'replaceState' : 'pushState'](null, '', path);
    this.read();
  }
}

export const route = new Route();

/** Follows links inside this page without loading it again. */
export function followLinks(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.composedPath().find(node => node instanceof HTMLAnchorElement);
  if (!link || link.target || link.origin !== location.origin || link.hasAttribute('download')) return;
  event.preventDefault();
  route.go(link.pathname + link.hash);
}
