import { css, html, LitElement } from 'lit';
import { customElement, query } from 'lit/decorators.js';
import type { ModelOffer } from '../api/types.ts';
import { AUTO, models } from '../store/models.ts';
import { settings } from '../store/settings.ts';
import { Reads } from '../store/store.ts';
import { thread } from '../store/thread.ts';
import { icon } from './icons.ts';
import './menu.ts';
import type { AuMenu, MenuItem } from './menu.ts';
import { base } from './styles.ts';

/** Chooses the model of the conversation. */
@customElement('au-picker')
export class AuPicker extends LitElement {
  @query('au-menu') private menu!: AuMenu;
  @query('button') private button!: HTMLButtonElement;
  private readonly reads = new Reads(this, models, thread, settings);

  static override styles = [
    base,
    css`
      :host {
        min-width: 0;
      }
      button {
        display: inline-flex;
        align-items: center;
        gap: 0.375rem;
        max-width: 100%;
        min-height: max(38px, var(--touch));
        padding: 0 0.625rem;
        border-radius: 10px;
        font-size: 1.04rem;
        font-weight: 600;
        letter-spacing: -0.01em;
        transition: background var(--quick);
      }
      button:hover,
      button[aria-expanded='true'] {
        background: var(--bg-hover);
      }
      .name {
        white-space: nowrap;
        overflow: hidden;
        text-overflow: ellipsis;
      }
      .what {
        color: var(--text-3);
        font-weight: 450;
      }
      svg {
        color: var(--text-3);
      }
    `,
  ];

  private hint(offer: ModelOffer): string {
    if (offer.purpose === 'guide') return 'The guide: answers questions about Aurora only';
    const where = offer.engines.join(', ');
    const room = offer.contextMax > 0 ? ` · ${Math.round(offer.contextMax / 1024)}k context` : '';
    return `${where}${room}${offer.loaded ? ' · in memory' : ''}`;
  }

  private items(): MenuItem[] {
    const chosen = thread.model;
    const pick = (model: string) => void thread.setModel(model);
    return [
      {
        label: 'Auto',
        hint: models.guideOnly ? 'The best model here; for now that is the guide' : 'The best model, where it is fastest',
        checked: chosen === AUTO,
        run: () => pick(AUTO),
      },
      ...models.offers.map((offer, at) => ({
        label: offer.id,
        hint: this.hint(offer),
        checked: chosen === offer.id,
        apart: at === 0,
        run: () => pick(offer.id),
      })),
    ];
  }

  private open(): void {
    void models.load().catch(() => undefined);
    this.menu.show(this.button);
  }

  override render() {
    void this.reads;
    const chosen = thread.model;
    const guide = models.isGuide(chosen);
    return html`<button aria-haspopup="menu" aria-expanded="false" aria-label=${`Model: ${chosen === AUTO ? 'Auto' : chosen}${guide ? ' guide' : ''}`} @click=${this.open}>
        <span class="name">${chosen === AUTO ? 'Auto' : chosen}${guide ? html` <span class="what">guide</span>` : ''}</span>
        ${icon('chevron', 16)}
      </button>
      <au-menu label="Models" .items=${this.items()}></au-menu>`;
  }
}
