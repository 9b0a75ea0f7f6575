import { api } from '../api/client.ts';
import type { ModelOffer } from '../api/types.ts';
import { Store } from './store.ts';

export const AUTO = 'auto';

/** An engine that comes is seen so soon by who waits for one, and by others. */
const WAITING_MILLIS = 5_000;
const CALM_MILLIS = 30_000;

/** The models that can be asked. */
class Models extends Store {
  offers: ModelOffer[] = [];
  known = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private following = false;

  async load(): Promise<void> {
    const offers = (await api.models()).models.filter(offer => offer.purpose !== 'embedding' && offer.id !== AUTO);
    if (this.known && JSON.stringify(offers) === JSON.stringify(this.offers)) return;
    this.offers = offers;
    this.known = true;
    this.changed();
  }

  /** Keeps up with engines that come and go while the page is looked at. */
  follow(): void {
    this.following = true;
    void this.look();
  }

  unfollow(): void {
    this.following = false;
    clearTimeout(this.timer);
    this.offers = [];
    this.known = false;
  }

  /** Looks at once and from then on in its own time; a page that nobody sees waits. */
  async look(): Promise<void> {
    clearTimeout(this.timer);
    if (!document.hidden) await this.load().catch(() => undefined);
    clearTimeout(this.timer);
    if (this.following) this.timer = setTimeout(() => void this.look(), this.guideOnly ? WAITING_MILLIS : CALM_MILLIS);
  }

  /** Whether `model` leads to the guide, which knows Aurora alone. */
  isGuide(model: string): boolean {
    return this.offers.find(offer => offer.id === model)?.purpose === 'guide' || (model === AUTO && this.guideOnly);
  }

  /** Only the guide is here: there is no general model yet. */
  get guideOnly(): boolean {
    return this.known && !this.offers.some(offer => offer.purpose === 'general');
  }
}

export const models = new Models();
