import { Store } from './store.ts';

export type Theme = 'system' | 'light' | 'dark';

const THEME = 'aurora.theme';
const SIDEBAR = 'aurora.sidebar';
const MODEL = 'aurora.model';
const DRAFT = 'aurora.draft.';
const DRAFT_MAX = 64 << 10;
const DRAFTS_MAX = 100;

function read(key: string): string | undefined {
  try {
    return localStorage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

function write(key: string, value: string | undefined): void {
  try {
    if (value === undefined) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // Storage is full or forbidden: the page works without what is remembered.
  }
}

/** What this browser remembers. */
class Settings extends Store {
  theme: Theme = (read(THEME) as Theme | undefined) ?? 'system';
  sidebar = read(SIDEBAR) !== 'closed';
  model = read(MODEL) ?? 'auto';
  /** Whose drafts these are; nobody else who signs in here sees them. */
  owner = '';

  setTheme(theme: Theme): void {
    this.theme = theme;
    write(THEME, theme === 'system' ? undefined : theme);
    if (theme === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
    this.changed();
  }

  setSidebar(open: boolean): void {
    this.sidebar = open;
    write(SIDEBAR, open ? undefined : 'closed');
    this.changed();
  }

  setModel(model: string): void {
    this.model = model;
    write(MODEL, model === 'auto' ? undefined : model);
    this.changed();
  }

  draft(conversation: string | undefined): string {
    return read(this.key(conversation)) ?? '';
  }

  saveDraft(conversation: string | undefined, text: string): void {
    if (this.owner === '') return;
    write(this.key(conversation), text.trim() === '' ? undefined : text.slice(0, DRAFT_MAX));
    this.sweep();
  }

  private key(conversation: string | undefined): string {
    return `${DRAFT}${this.owner}.${conversation ?? 'new'}`;
  }

  /** The oldest drafts go when there are too many. */
  private sweep(): void {
    try {
      const keys = Object.keys(localStorage).filter(key => key.startsWith(DRAFT));
      for (const key of keys.slice(0, Math.max(0, keys.length - DRAFTS_MAX))) localStorage.removeItem(key);
    } catch {
      // As above.
    }
  }

  /** Signing out leaves nothing of what was written on this machine. */
  forget(): void {
    try {
      for (const key of Object.keys(localStorage)) if (key.startsWith(DRAFT)) localStorage.removeItem(key);
    } catch {
      // As above.
    }
  }
}

export const settings = new Settings();
