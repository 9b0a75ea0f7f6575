import { Store } from './store.ts';

/** What lies over the page. */
class Ui extends Store {
  palette = false;
  keys = false;
  drawer = false;

  set(change: Partial<Pick<Ui, 'palette' | 'keys' | 'drawer'>>): void {
    Object.assign(this, change);
    this.changed();
  }
}

export const ui = new Ui();

/** Whether the page is so narrow that the list of conversations is a drawer. */
export const narrow = matchMedia('(max-width: 820px)');
