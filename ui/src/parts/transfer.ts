import { css, html, LitElement, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { api, words } from '../api/client.ts';
import { imported } from '../text/say.ts';
import { icon } from './icons.ts';
import { base, buttons, forms, pages } from './styles.ts';

/** The largest file the node takes, in bytes. */
export const IMPORT_MAX = 32 << 20;

const FILE = 'aurora-conversations.jsonl';
/** Long enough for a browser that asks where to save. */
const SAVED_MILLIS = 10 * 60_000;

/** A person's conversations as a file: taken out, and in again. */
@customElement('au-transfer')
export class AuTransfer extends LitElement {
  @state() private busy = '';
  @state() private saving = false;
  @state() private done = '';
  @state() private wrong = '';
  @query('input') private picker!: HTMLInputElement;

  static override styles = [
    base,
    buttons,
    forms,
    pages,
    css`
      :host {
        display: block;
        height: auto;
      }
      .card {
        padding: 1.25rem;
      }
      .hint {
        margin-top: 0.75rem;
      }
      .notice {
        margin-top: 1rem;
      }
      .choices {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem;
      }
    `,
  ];

  /** A link would go without the proof of the session, so the page fetches the file and hands it over whole. */
  private async save(): Promise<void> {
    this.done = '';
    this.wrong = '';
    this.saving = true;
    try {
      handOver(await api.export());
    } catch (failure) {
      this.wrong = words(failure);
    }
    this.saving = false;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('#export')?.focus();
  }

  private async take(): Promise<void> {
    const file = this.picker.files?.[0];
    this.done = '';
    this.wrong = '';
    if (!file) return;
    if (file.size === 0) this.wrong = `${file.name} is empty.`;
    else if (file.size > IMPORT_MAX) this.wrong = `${file.name} is larger than the ${IMPORT_MAX >> 20} MiB that the node takes at once. Split it between two lines.`;
    else await this.send(file);
    // So that the same file can be chosen again.
    this.picker.value = '';
  }

  private async send(file: File): Promise<void> {
    this.busy = file.name;
    try {
      this.done = imported(await api.import(await textOf(file)));
    } catch (failure) {
      this.wrong = words(failure);
    }
    this.busy = '';
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('#import')?.focus();
  }

  override render() {
    return html`<section aria-labelledby="transfer">
      <div>
        <h2 id="transfer">Your conversations</h2>
        <p class="lead">Export writes all of them into one file. Import takes such a file in, here or on another node; doing it twice adds nothing.</p>
      </div>
      <div class="card">
        <div class="choices">
          <button class="button" id="export" ?disabled=${this.saving} @click=${this.save}>
            ${icon('down', 17)} ${this.saving ? 'Exporting…' : 'Export'}
          </button>
          <button
            class="button"
            id="import"
            aria-describedby="import-hint"
            ?disabled=${this.busy !== ''}
            @click=${() => this.picker.click()}
          >
            ${icon('up', 17)} ${this.busy ? 'Importing…' : 'Import…'}
          </button>
          <input type="file" accept=".jsonl,.ndjson,application/x-ndjson" aria-label="File to import" hidden @change=${this.take} />
        </div>
        <p class="hint" id="import-hint">A file that Export wrote, ${IMPORT_MAX >> 20} MiB at most.</p>
        <div role="status">
          ${this.busy ? html`<p class="notice" dir="auto">Reading ${this.busy} in…</p>` : this.done ? html`<p class="notice">${this.done}</p>` : nothing}
        </div>
        ${this.wrong ? html`<p class="notice bad" role="alert">${this.wrong}</p>` : nothing}
      </div>
    </section>`;
  }
}

function handOver(file: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = FILE;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), SAVED_MILLIS);
}

async function textOf(file: File): Promise<string> {
  try {
    return await file.text();
  } catch {
    throw new Error(`${file.name} cannot be read. Choose it again.`);
  }
}
