import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import '../parts/composer.ts';
import type { AuComposer } from '../parts/composer.ts';
import { icon, mark, type Icon } from '../parts/icons.ts';
import '../parts/log.ts';
import type { AuLog } from '../parts/log.ts';
import '../parts/picker.ts';
import { base, buttons } from '../parts/styles.ts';
import '../parts/top.ts';
import { AUTO, models } from '../store/models.ts';
import { session } from '../store/session.ts';
import { Reads } from '../store/store.ts';
import { thread } from '../store/thread.ts';

const STARTERS: { icon: Icon; text: string; about: string }[] = [
  { icon: 'info', text: 'What does Aurora do?', about: 'A short tour' },
  { icon: 'pulse', text: 'How does Aurora choose where an answer is rendered?', about: 'The forecast, explained' },
  { icon: 'plus', text: 'How do I add an Ollama engine?', about: 'Bring your own models' },
];

/** Talking: the open conversation, or the beginning of one. */
@customElement('au-chat')
export class AuChat extends LitElement {
  @property() conversation: string | undefined;
  @query('au-log') private log?: AuLog;
  @query('au-composer') private composer!: AuComposer;
  private readonly reads = new Reads(this, thread, models);

  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: flex;
        flex-direction: column;
        height: 100%;
        min-width: 0;
        position: relative;
      }
      .bottom {
        flex: none;
        width: 100%;
        max-width: calc(var(--column) + 2.5rem);
        margin: 0 auto;
        padding: 0 clamp(0.625rem, 3vw, 1.25rem) max(0.75rem, env(safe-area-inset-bottom));
      }
      .fine {
        padding-top: 0.5rem;
        text-align: center;
        font-size: 0.8rem;
        color: var(--text-3);
      }
      .fine .link {
        color: var(--accent);
        text-decoration: underline;
      }
      .hello {
        position: relative;
        flex: 1;
        min-height: 0;
        overflow-y: auto;
        display: grid;
        align-content: safe center;
        justify-items: center;
        gap: 0.5rem;
        padding: 1rem 1.25rem 1.5rem;
        text-align: center;
      }
      .glow {
        position: absolute;
        inset: 0;
        overflow: hidden;
        pointer-events: none;
        z-index: 0;
      }
      .glow::before {
        content: '';
        position: absolute;
        left: 50%;
        top: 50%;
        width: 54rem;
        height: 24rem;
        transform: translate(-50%, -68%) rotate(-6deg);
        opacity: 0.26;
        background:
          radial-gradient(ellipse 27% 44% at 28% 54%, color-mix(in srgb, var(--glow-1) 78%, transparent), color-mix(in srgb, var(--glow-1) 52%, transparent) 30%, color-mix(in srgb, var(--glow-1) 22%, transparent) 58%, color-mix(in srgb, var(--glow-1) 6%, transparent) 82%, transparent),
          radial-gradient(ellipse 30% 44% at 52% 46%, color-mix(in srgb, var(--glow-2) 78%, transparent), color-mix(in srgb, var(--glow-2) 52%, transparent) 30%, color-mix(in srgb, var(--glow-2) 22%, transparent) 58%, color-mix(in srgb, var(--glow-2) 6%, transparent) 82%, transparent),
          radial-gradient(ellipse 26% 44% at 74% 54%, color-mix(in srgb, var(--glow-3) 78%, transparent), color-mix(in srgb, var(--glow-3) 52%, transparent) 30%, color-mix(in srgb, var(--glow-3) 22%, transparent) 58%, color-mix(in srgb, var(--glow-3) 6%, transparent) 82%, transparent);
      }
      .hello > :not(.glow) {
        position: relative;
      }
      h1 {
        margin-top: 0.75rem;
        font-size: clamp(1.5rem, 4.5vw, 1.95rem);
        font-weight: 650;
        letter-spacing: -0.025em;
        text-wrap: balance;
      }
      .sub {
        max-width: 34rem;
        color: var(--text-2);
        text-wrap: balance;
      }
      .starters {
        display: grid;
        grid-template-columns: repeat(3, minmax(0, 1fr));
        gap: 0.75rem;
        width: 100%;
        max-width: var(--column);
        margin-top: 1.5rem;
      }
      .starter {
        display: grid;
        align-content: start;
        gap: 0.5rem;
        padding: 0.875rem 1rem 1rem;
        border: 1px solid var(--line);
        border-radius: 16px;
        background: var(--bg-raised);
        transition:
          border-color var(--quick),
          transform var(--quick);
      }
      .starter:hover {
        border-color: var(--accent);
        transform: translateY(-1px);
      }
      .starter svg {
        color: var(--accent);
      }
      .starter b {
        font-weight: 550;
        text-wrap: balance;
      }
      .starter span {
        font-size: 0.87rem;
        color: var(--text-3);
      }
      @media (max-width: 640px) {
        .starters {
          grid-template-columns: minmax(0, 1fr);
          gap: 0.5rem;
          margin-top: 1rem;
        }
        .starter {
          grid-template-columns: auto 1fr;
          align-items: center;
          align-content: center;
          padding: 0.625rem 0.875rem;
          min-height: 52px;
        }
        .starter > span {
          display: none;
        }
      }
      @media (max-width: 640px), (max-height: 520px) {
        .fine:not(.guide) {
          display: none;
        }
      }
    `,
  ];

  protected override willUpdate(): void {
    if (thread.id !== this.conversation) void thread.open(this.conversation);
  }

  private hour(): string {
    const hour = new Date().getHours();
    if (hour >= 5 && hour < 12) return 'Good morning';
    return hour >= 12 && hour < 18 ? 'Good afternoon' : 'Good evening';
  }

  private ask(text: string): void {
    if (thread.path.length > 0) return;
    // these questions are about Aurora, which a general model does not know
    thread.send(text, { parent: thread.leaf, model: 'aurora-guide' }).catch(() => undefined);
  }

  private hello() {
    return html`<div class="hello">
      <div class="glow"></div>
      <div>${mark(52)}</div>
      <h1 dir="auto">${this.hour()}, ${session.me?.name ?? ''}</h1>
      <p class="sub">
        ${models.guideOnly
          ? html`The guide knows Aurora itself. To ask about anything, ${session.admin
              ? html`install Ollama on this machine, or <a href="/status">add an engine</a>.`
              : html`somebody must add an engine to this node; its <a href="/status">status</a> tells what it has.`}`
          : 'Ask from anywhere. The answer is rendered where it will be finished first.'}
      </p>
      <div class="starters">
        ${STARTERS.map(
          starter => html`<button class="starter" @click=${() => this.ask(starter.text)}>
            ${icon(starter.icon, 20)}<b>${starter.text}</b><span>${starter.about}</span>
          </button>`,
        )}
      </div>
    </div>`;
  }

  /** The line below the composer: what can be asked here, when that is not everything. */
  private fine(fresh: boolean) {
    if (fresh || !models.isGuide(thread.model)) return html`<p class="fine">Answers can be wrong. Check what matters.</p>`;
    if (!models.guideOnly) {
      return html`<p class="fine guide">
        The guide knows Aurora only. <button class="link" @click=${() => void thread.setModel(AUTO)}>Ask the best model here</button>
      </p>`;
    }
    return html`<p class="fine guide">
      Only the guide is here, which knows Aurora.
      ${session.admin ? html`<a href="/status">Add an engine</a> to ask about anything.` : html`Somebody must add an engine to ask about anything.`}
    </p>`;
  }

  override render() {
    void this.reads;
    const fresh = thread.id === undefined && thread.path.length === 0;
    return html`
      <au-top><au-picker></au-picker></au-top>
      ${fresh ? this.hello() : html`<h1 class="unseen">${thread.summary?.title ?? 'Conversation'}</h1><au-log></au-log>`}
      ${thread.problem
        ? nothing
        : html`<div class="bottom">
            <au-composer
              .conversation=${this.conversation}
              @edit-last=${() => this.log?.editLast()}
              @sent=${() => this.log?.follow()}
            ></au-composer>
            ${this.fine(fresh)}
          </div>`}
    `;
  }

  override focus(): void {
    this.composer?.focus();
  }
}
