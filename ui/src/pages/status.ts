import { css, html, LitElement, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { api, words } from '../api/client.ts';
import type { Decision, EngineState, Program, Status } from '../api/types.ts';
import '../parts/engines.ts';
import { icon } from '../parts/icons.ts';
import { base, buttons, forms, pages } from '../parts/styles.ts';
import '../parts/top.ts';
import '../parts/why.ts';
import type { AuWhy } from '../parts/why.ts';
import { factsOf } from '../text/facts.ts';
import { ago, many, millis, when } from '../text/say.ts';

const EVERY_MILLIS = 5000;

/** What the programs beside the node are for. */
const PURPOSES: Record<string, string> = {
  postgres: 'Keeps conversations and settings',
  postgresql: 'Keeps conversations and settings',
  redis: 'Carries signals between parts of Aurora',
  ollama: 'Runs models on this machine',
};

/** How a state is coloured; unknown words are told as they are. */
export function tone(word: string | undefined): '' | 'ok' | 'warn' | 'bad' {
  const state = (word ?? '').toLowerCase();
  if (/^(ready|running|up|ok|found|healthy|alive)$/.test(state)) return 'ok';
  if (/(not ready|backoff|start|load|wait|restart|degraded|warn|stopping|unpack)/.test(state)) return 'warn';
  if (/(fail|down|dead|error|broken|gone|unreachable)/.test(state)) return 'bad';
  return '';
}

/** What this node is doing: its programs, its engines, and how well the router foresees. */
@customElement('au-status')
export class AuStatus extends LitElement {
  @state() private status: Status | undefined;
  @state() private engines: EngineState[] = [];
  @state() private decisions: Decision[] | undefined;
  @state() private problem = '';
  @state() private looked: Decision | undefined;
  private timer: ReturnType<typeof setInterval> | undefined;

  static override styles = [
    base,
    buttons,
    forms,
    pages,
    css`
      .facts {
        display: flex;
        flex-wrap: wrap;
        gap: 0.875rem 3rem;
        padding: 1rem;
      }
      .facts dt {
        font-size: 0.84rem;
        color: var(--text-3);
      }
      .facts dd {
        font-size: 1.06rem;
        font-weight: 600;
        overflow-wrap: anywhere;
      }
      .figures {
        margin: 0;
        padding: 0 1rem 0.75rem;
      }
      .figures .facts {
        padding: 0.5rem 0 0;
      }
      .name {
        font-weight: 580;
      }
      .detail {
        display: block;
        font-size: 0.87rem;
        color: var(--text-3);
        overflow-wrap: anywhere;
      }
      details {
        margin-top: 0.25rem;
        font-size: 0.87rem;
        color: var(--text-3);
      }
      summary {
        width: fit-content;
        min-height: calc(var(--touch) - 12px);
        cursor: pointer;
        border-radius: 5px;
      }
      pre {
        max-height: 14rem;
        margin: 0.375rem 0 0;
        padding: 0.625rem 0.75rem;
        overflow: auto;
        border-radius: var(--radius-small);
        background: var(--code-bg);
        font: 0.8rem/1.5 var(--mono);
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }
      td .button {
        min-width: 5.5rem;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
    this.timer = setInterval(() => {
      if (!document.hidden) void this.load();
    }, EVERY_MILLIS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  private async load(): Promise<void> {
    const [status, engines, decisions] = await Promise.allSettled([api.status(), api.engines(), api.decisions(30)]);
    if (status.status === 'fulfilled') this.status = status.value;
    if (engines.status === 'fulfilled') this.engines = engines.value.engines;
    else if (this.status?.engines) this.engines = this.status.engines;
    if (decisions.status === 'fulfilled') this.decisions = decisions.value.decisions;
    const failed = [status, engines, decisions].find(result => result.status === 'rejected');
    this.problem = failed ? words(failed.reason) : '';
  }

  private facts() {
    const status = this.status;
    if (!status) return this.problem ? nothing : html`<div class="ghost"></div>`;
    const { facts, figures } = factsOf(status);
    const list = (items: [string, string][]) => items.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`);
    return html`<div class="card node">
      <dl class="facts">${list(facts)}</dl>
      ${figures.length > 0 ? html`<details class="figures"><summary>Figures</summary><dl class="facts">${list(figures)}</dl></details>` : nothing}
    </div>`;
  }

  private programs(programs: Program[]) {
    return html`<section aria-labelledby="programs">
      <h2 id="programs">Programs</h2>
      <div class="card scroll" tabindex="0" role="group" aria-labelledby="programs">
        <table>
          <thead>
            <tr>
              <th scope="col">Program</th>
              <th scope="col">State</th>
              <th scope="col">Since</th>
              <th scope="col" class="wide">Version</th>
            </tr>
          </thead>
          <tbody>
            ${programs.map(
              program => html`<tr>
                <td>
                  <span class="name">${program.name ?? '–'}</span>
                  <span class="detail">${PURPOSES[program.name ?? ''] ?? ''}</span>
                  ${this.inside(program)}
                </td>
                <td class="tight"><span class="badge ${tone(program.state)}">${program.state ?? 'unknown'}</span></td>
                <td class="tight faint" title=${when(program.since)}>${ago(program.since)}</td>
                <td class="tight faint wide">${program.version || '–'}</td>
              </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </section>`;
  }

  /** What only who looks after the node wants to see of a program. */
  private inside(program: Program) {
    const facts = [program.driver, program.address, program.detail].filter(Boolean).join(' · ');
    if (facts === '' && !program.lastLines?.length) return nothing;
    return html`<details ?open=${tone(program.state) !== 'ok'}>
      <summary>Details</summary>
      ${facts === '' ? nothing : html`<span class="detail">${facts}</span>`}
      ${program.lastLines?.length ? html`<span class="detail">Last lines of its log:</span><pre tabindex="0">${program.lastLines.join('\n')}</pre>` : nothing}
    </details>`;
  }

  private async why(decision: Decision, anchor: HTMLElement): Promise<void> {
    this.looked = decision;
    await this.updateComplete;
    const panel = this.renderRoot.querySelector<AuWhy>('au-why')!;
    await panel.updateComplete;
    panel.show(anchor);
  }

  private foreseen() {
    const decisions = this.decisions;
    if (!decisions) return nothing;
    const ended = decisions.filter(d => d.actualMillis !== undefined && foreseenBy(d) !== undefined);
    const within = ended.filter(d => d.actualMillis! <= foreseenBy(d)!.p90).length;
    return html`<section aria-labelledby="decisions">
      <div class="head">
        <h2 id="decisions">Latest answers</h2>
        ${ended.length > 0
          ? html`<span class="lead">${within} of ${many(ended.length, 'answer')} came as soon as foreseen</span>`
          : nothing}
      </div>
      <div class="card scroll" tabindex="0" role="group" aria-labelledby="decisions">
        ${decisions.length === 0
          ? html`<p class="empty">Nothing was asked yet. Ask something, and where it was answered is listed here.</p>`
          : html`<table>
              <thead>
                <tr>
                  <th scope="col" class="wide">When</th>
                  <th scope="col" class="wide">Asked</th>
                  <th scope="col">Written by</th>
                  <th scope="col" class="number wide">Forecast</th>
                  <th scope="col" class="number wide" title="Nine out of ten answers take no longer">At most</th>
                  <th scope="col" class="number">Took</th>
                  <th scope="col"><span class="unseen">Reasons</span></th>
                </tr>
              </thead>
              <tbody>
                ${decisions.map(decision => this.decision(decision))}
              </tbody>
            </table>`}
      </div>
    </section>`;
  }

  private decision(decision: Decision) {
    const forecast = foreseenBy(decision);
    const late = forecast !== undefined && decision.actualMillis !== undefined && decision.actualMillis > forecast.p90;
    return html`<tr>
      <td class="tight faint wide">${when(decision.at)}</td>
      <td class="wide">${decision.asked}</td>
      <td>${decision.chosen.engine} · ${decision.chosen.model}</td>
      <td class="number wide">${forecast ? millis(forecast.p50) : '–'}</td>
      <td class="number faint wide">${forecast ? millis(forecast.p90) : '–'}</td>
      <td class="number">
        ${decision.actualMillis === undefined
          ? html`<span class="faint" title="It goes on, or it ended early"><span aria-hidden="true">–</span><span class="unseen">no end yet, or ended early</span></span>`
          : html`${millis(decision.actualMillis)}${late ? html`<span class="unseen"> (later than foreseen)</span>` : nothing}`}
      </td>
      <td class="tight">
        <button
          class="button small"
          aria-haspopup="dialog"
          aria-expanded="false"
          @click=${(event: Event) => void this.why(decision, event.currentTarget as HTMLElement)}
        >
          Why
        </button>
      </td>
    </tr>`;
  }

  override render() {
    const status = this.status;
    const now = status?.state ?? (status?.ready === undefined ? undefined : status.ready ? 'ready' : 'not ready');
    return html`<au-top heading="Status">
        ${now ? html`<span slot="end" class="badge ${tone(now)}">${now}</span>` : nothing}
      </au-top>
      <div class="body">
        <div class="column">
          ${this.problem
            ? html`<p class="notice bad" role="status">${this.problem} <button class="button small" @click=${this.load}>${icon('again', 15)} Try again</button></p>`
            : nothing}
          ${status?.missing?.length ? html`<p class="notice" role="status">This node waits for: ${status.missing.join('; ')}</p>` : nothing}
          ${this.facts()} ${status?.programs?.length ? this.programs(status.programs) : nothing}
          ${this.status || this.engines.length > 0
            ? html`<au-engines .engines=${this.engines} @changed=${() => void this.load()}></au-engines>`
            : nothing}
          ${this.foreseen()}
        </div>
      </div>
      <au-why .decision=${this.looked}></au-why>`;
  }
}

function foreseenBy(decision: Decision) {
  return decision.candidates.find(
    c => c.place.engine === decision.chosen.engine && c.place.model === decision.chosen.model && c.place.node === decision.chosen.node,
  )?.forecast;
}
