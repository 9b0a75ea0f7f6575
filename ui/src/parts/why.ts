import { css, html, LitElement, nothing, svg } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { Candidate, Decision, Figures, Forecast, Move, Place } from '../api/types.ts';
import { many, measured, millis } from '../text/say.ts';
import { overlay, showAt } from './anchored.ts';
import { icon } from './icons.ts';
import { base, buttons } from './styles.ts';

const TERMS = ['network', 'queue', 'load', 'prefill', 'decode'] as const;

function same(a: Place | undefined, b: Place): boolean {
  return a !== undefined && a.node === b.node && a.engine === b.engine && a.model === b.model;
}

/** The bar of one forecast, to the scale of the slowest; drawn as a picture, for which no inline style is needed. */
export function bar(forecast: Forecast, slowest: number) {
  let at = 0;
  return html`<svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
    ${TERMS.map(term => {
      const share = slowest > 0 ? (forecast[term] / slowest) * 100 : 0;
      const rect = svg`<rect class="t-${term}" x=${at} y="0" width=${share} height="6"></rect>`;
      at += share;
      return rect;
    })}
  </svg>`;
}

/** Why an answer was rendered where it was: every candidate's forecast, in a panel. */
@customElement('au-why')
export class AuWhy extends LitElement {
  @property({ attribute: false }) decision: Decision | undefined;
  @property({ attribute: false }) figures: Figures | undefined;
  @property({ attribute: false }) moves: Move[] = [];
  /** Characters of the whole answer. */
  @property({ type: Number }) characters = 0;
  @query('.panel') private panel!: HTMLElement;
  private anchor: HTMLElement | undefined;

  static override styles = [
    base,
    buttons,
    css`
      .panel {
        position: fixed;
        inset: auto;
        margin: 0;
        width: min(54rem, calc(100vw - 16px));
        max-height: min(34rem, calc(100dvh - 16px));
        overflow-y: auto;
        padding: 0 1.25rem 1.25rem;
        border: 1px solid var(--line);
        border-radius: 16px;
        background: var(--bg-raised);
        color: var(--text);
        box-shadow: var(--shadow);
        font-size: 0.92rem;
      }
      .panel:popover-open {
        animation: drop var(--quick);
      }
      @keyframes drop {
        from {
          opacity: 0;
          transform: translateY(4px);
        }
      }
      header {
        display: flex;
        align-items: center;
        justify-content: space-between;
        position: sticky;
        top: 0;
        background: var(--bg-raised);
        margin: 0 -0.5rem 0 0;
        padding-top: 0.75rem;
      }
      h2 {
        font-size: 1.06rem;
        font-weight: 650;
      }
      .why {
        color: var(--text-2);
        margin-bottom: 0.875rem;
        text-wrap: pretty;
      }
      .scroll {
        overflow-x: auto;
        margin: 0 -1.25rem;
        padding: 0 1.25rem;
      }
      table {
        width: 100%;
        border-collapse: collapse;
        font-size: 0.87rem;
      }
      th,
      td {
        padding: 0.5rem;
        text-align: end;
        white-space: nowrap;
        font-variant-numeric: tabular-nums;
        border-bottom: 1px solid var(--line);
      }
      tr:last-child > * {
        border-bottom: 0;
      }
      th {
        font-weight: 550;
        color: var(--text-3);
      }
      th:first-child,
      td.refused {
        text-align: start;
        padding-inline-start: 0;
        white-space: normal;
      }
      tbody th {
        color: var(--text);
        min-width: 9.5rem;
      }
      .place {
        display: flex;
        align-items: center;
        gap: 0.4rem;
        overflow-wrap: anywhere;
      }
      .chosen .place svg {
        color: var(--accent);
      }
      .node {
        display: block;
        font-weight: 400;
        color: var(--text-3);
      }
      td.refused {
        color: var(--text-3);
        padding-inline-start: 0.625rem;
      }
      .sum {
        font-weight: 650;
      }
      .bar {
        width: 100%;
        height: 6px;
        margin-top: 0.375rem;
        border-radius: 3px;
        background: var(--bg-soft);
      }
      .swatch {
        display: inline-block;
        width: 8px;
        height: 8px;
        border-radius: 2px;
        margin-inline-end: 0.35em;
      }
      .t-network {
        background: var(--t-network);
        fill: var(--t-network);
      }
      .t-queue {
        background: var(--t-queue);
        fill: var(--t-queue);
      }
      .t-load {
        background: var(--t-load);
        fill: var(--t-load);
      }
      .t-prefill {
        background: var(--t-prefill);
        fill: var(--t-prefill);
      }
      .t-decode {
        background: var(--t-decode);
        fill: var(--t-decode);
      }
      h3 {
        font-size: 0.92rem;
        font-weight: 650;
      }
      .writers {
        list-style: decimal;
        margin: 0.25rem 0 0.875rem;
        padding-inline-start: 1.25rem;
        overflow-wrap: anywhere;
      }
      .writers li {
        padding: 0.125rem 0;
      }
      dl {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem 1.75rem;
        margin-top: 0.875rem;
        padding-top: 0.875rem;
        border-top: 1px solid var(--line);
      }
      dt {
        font-size: 0.82rem;
        color: var(--text-3);
      }
      dd {
        font-weight: 550;
        font-variant-numeric: tabular-nums;
      }
      @media (max-width: 640px) {
        .panel {
          inset: auto 0 0;
          width: 100%;
          max-width: none;
          max-height: 80dvh;
          border-radius: 18px 18px 0 0;
          border-width: 1px 0 0;
        }
        /* A row is a card here: nine columns are wider than the screen. */
        table,
        tbody {
          display: block;
        }
        thead {
          display: none;
        }
        tr {
          display: grid;
          grid-template-columns: repeat(4, minmax(0, 1fr));
          gap: 0.375rem 0.5rem;
          padding: 0.75rem 0;
          border-bottom: 1px solid var(--line);
        }
        tbody tr:last-child {
          border-bottom: 0;
        }
        tr > * {
          padding: 0;
          border: 0;
          text-align: start;
          white-space: normal;
        }
        tbody th,
        td.refused {
          grid-column: 1 / -1;
        }
        td.refused {
          padding-inline-start: 0;
          overflow-wrap: anywhere;
        }
        td[data-name]::before {
          content: attr(data-name);
          display: block;
          font-size: 0.8rem;
          font-weight: 400;
          color: var(--text-3);
        }
      }
    `,
  ];

  show(anchor: HTMLElement): void {
    this.anchor = anchor;
    showAt(this.panel, anchor);
  }

  private toggled(event: ToggleEvent): void {
    const isOpen = event.newState === 'open';
    overlay(this, isOpen);
    this.anchor?.setAttribute('aria-expanded', String(isOpen));
    if (isOpen) this.panel.focus();
    else if (this.shadowRoot!.activeElement) this.anchor?.focus();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    overlay(this, false);
  }

  private row(candidate: Candidate, slowest: number) {
    const { place, forecast } = candidate;
    const chosen = same(this.decision?.chosen, place);
    const name = html`<th scope="row">
      <span class="place"
        >${chosen ? icon('check', 16) : nothing}<span
          >${place.engine}<span class="node">${place.model} on ${place.node}${chosen ? ', chosen' : ''}</span></span
        ></span
      >
      ${forecast ? bar(forecast, slowest) : nothing}
    </th>`;
    if (!forecast) return html`<tr>${name}<td class="refused" colspan="8">Not possible: ${candidate.refused ?? 'no forecast'}</td></tr>`;
    return html`<tr class=${chosen ? 'chosen' : ''}>
      ${name}
      <td class="sum" data-name="p50">${millis(forecast.p50)}</td>
      <td data-name="p90">${millis(forecast.p90)}</td>
      ${TERMS.map(term => html`<td data-name=${term}>${millis(forecast[term])}</td>`)}
      <td data-name="learnt from" title=${forecast.samples === 0 ? 'A guess from the kind of engine' : ''}>
        ${forecast.samples === 0 ? 'a guess' : many(forecast.samples, 'answer')}
      </td>
    </tr>`;
  }

  private took() {
    const items = this.figures ? measured(this.figures) : [];
    if (items.length === 0) return nothing;
    return html`<dl>${items.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
  }

  /** Who wrote which part, when more than one did. */
  private writers() {
    const moves = this.moves;
    if (moves.length === 0) return nothing;
    const parts = [...moves.map(move => move.from), moves.at(-1)!.to].map((place, at) => {
      const begin = at === 0 ? 0 : moves[at - 1]!.characters;
      const end = moves[at]?.characters ?? Math.max(begin, this.characters);
      return { place, wrote: end - begin, why: moves[at]?.why.replace(/\.$/, '') };
    });
    return html`<h3>Who wrote it</h3>
      <ol class="writers">
        ${parts.map(
          ({ place, wrote, why }) => html`<li>
            <b>${place.engine}</b> · ${place.model} on ${place.node}
            <span class="node">${wrote === 0 ? 'No words' : many(wrote, 'character')}${why ? `. Then: ${why}` : ''}.</span>
          </li>`,
        )}
      </ol>`;
  }

  override render() {
    const decision = this.decision;
    const slowest = Math.max(0, ...(decision?.candidates ?? []).map(c => c.forecast?.p50 ?? 0));
    return html`<div
      class="panel"
      popover
      data-sheet
      role="dialog"
      aria-labelledby="why"
      tabindex="-1"
      @toggle=${this.toggled}
    >
      <header>
        <h2 id="why">Why here</h2>
        <button class="icon" aria-label="Close" @click=${() => this.panel.hidePopover()}>${icon('close')}</button>
      </header>
      ${decision
        ? html`<p class="why" dir="auto">${decision.why}</p>
            ${this.writers()}
            <div class="scroll" tabindex="0" role="region" aria-label="Candidates">
              <table>
                <thead>
                  <tr>
                    <th scope="col">Where</th>
                    <th scope="col" title="Half of the answers take no longer">p50</th>
                    <th scope="col" title="Nine out of ten answers take no longer">p90</th>
                    ${TERMS.map(term => html`<th scope="col"><span class="swatch t-${term}"></span>${term}</th>`)}
                    <th scope="col">learnt from</th>
                  </tr>
                </thead>
                <tbody>
                  ${decision.candidates.map(candidate => this.row(candidate, slowest))}
                </tbody>
              </table>
            </div>`
        : html`<p class="why">The router's reasons for this answer are not known.</p>`}
      ${this.took()}
    </div>`;
  }
}
