import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** State that others read and are told about. */
export class Store {
  private readonly readers = new Set<() => void>();

  /** Calls `reader` after every change until the returned function is called. */
  subscribe(reader: () => void): () => void {
    this.readers.add(reader);
    return () => this.readers.delete(reader);
  }

  /** Tells the readers. */
  changed(): void {
    for (const reader of [...this.readers]) reader();
  }
}

/** Renders its host again whenever one of the stores changes. */
export class Reads implements ReactiveController {
  private readonly stores: Store[];
  private ends: (() => void)[] = [];

  constructor(
    private readonly host: ReactiveControllerHost,
    ...stores: Store[]
  ) {
    this.stores = stores;
    host.addController(this);
  }

  hostConnected(): void {
    this.ends = this.stores.map(store => store.subscribe(() => this.host.requestUpdate()));
  }

  hostDisconnected(): void {
    for (const end of this.ends) end();
    this.ends = [];
  }
}
