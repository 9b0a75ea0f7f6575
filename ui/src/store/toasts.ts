import { Store } from './store.ts';

export interface Toast {
  id: number;
  text: string;
  kind: 'plain' | 'error';
  action?: { label: string; run: () => void };
}

const TOASTS_MAX = 4;

/** Short notes at the edge of the page. */
class Toasts extends Store {
  shown: Toast[] = [];
  private next = 1;

  /** Shows a note for some seconds; `ended` is called when it goes without its action being taken. */
  show(text: string, more: { kind?: Toast['kind']; action?: Toast['action']; seconds?: number; ended?: () => void } = {}): void {
    const toast: Toast = { id: this.next++, text, kind: more.kind ?? 'plain' };
    let taken = false;
    if (more.action) {
      const { label, run } = more.action;
      toast.action = {
        label,
        run: () => {
          taken = true;
          this.drop(toast.id);
          run();
        },
      };
    }
    this.shown = [...this.shown, toast].slice(-TOASTS_MAX);
    this.changed();
    setTimeout(() => {
      this.drop(toast.id);
      if (!taken) more.ended?.();
    }, (more.seconds ?? (more.kind === 'error' ? 9 : 4)) * 1000);
  }

  error(text: string): void {
    this.show(text, { kind: 'error' });
  }

  drop(id: number): void {
    this.shown = this.shown.filter(toast => toast.id !== id);
    this.changed();
  }
}

export const toasts = new Toasts();
