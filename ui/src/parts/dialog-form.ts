import { html, type TemplateResult } from 'lit';

/** A labelled field of a form, with what is wrong, or a hint, below it as `id-says`. */
export function field(id: string, label: string, input: TemplateResult, more: { hint?: string; wrong?: string } = {}): TemplateResult {
  return html`<div class="field">
    <label for=${id}>${label}</label>
    ${input}
    ${more.wrong ? html`<p class="wrong" id=${`${id}-says`} role="alert">${more.wrong}</p>` : more.hint ? html`<p class="hint" id=${`${id}-says`}>${more.hint}</p>` : ''}
  </div>`;
}
