import { api } from '../api/client.ts';
import type { ModelOffer } from '../api/types.ts';
import { Store } from './store.ts';

export const AUTO = 'auto';

/** The models that can be asked. */
class Models extends Store {
  offers: ModelOffer[] = [];
  known = false;

  async load(): Promise<void> {
    this.offers = (await api.models()).models.filter(offer => offer.purpose !== 'embedding' && offer.id !== AUTO);
    this.known = true;
    this.changed();
  }

  /** Only the guide is here: there is no general model yet. */
  get guideOnly(): boolean {
    return this.known && !this.offers.some(offer => offer.purpose === 'general');
  }
}

export const models = new Models();
