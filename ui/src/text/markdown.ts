/** Markdown to safe nodes. What a model writes is untrusted: no raw HTML, no remote image, no link that runs. */
import DOMPurify, { type Config } from 'dompurify';
import { Marked, type Token, type Tokens } from 'marked';
import { WRITTEN, lexed } from './bounds.ts';
import { targetOf } from './links.ts';
import { showTurns } from './turns.ts';

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text as HTML text. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, c => ESCAPES[c]!);
}

const SAFE_LINK = /^(?:https?:|mailto:)/i;
const INLINE_IMAGE = /^data:image\/(?:png|jpeg|gif|webp);base64,[a-z0-9+/=\s]+$/i;

const marked = new Marked({
  gfm: true,
  breaks: true,
  async: false,
  renderer: {
    html: ({ text }) => escapeHtml(text),
    code({ text, lang }) {
      const language = /^[\w+#.-]{1,24}/.exec(lang ?? '')?.[0] ?? '';
      return `<pre data-language="${escapeHtml(language)}"><code>${escapeHtml(text)}</code></pre>`;
    },
    link({ href, tokens }) {
      const inner = this.parser.parseInline(tokens);
      return SAFE_LINK.test(href.trim()) ? `<a href="${escapeHtml(href.trim())}">${inner}</a>` : inner;
    },
    image({ href, text }) {
      const source = href.trim();
      if (INLINE_IMAGE.test(source)) return `<img src="${escapeHtml(source)}" alt="${escapeHtml(text)}">`;
      const label = escapeHtml(text || 'image');
      if (!/^https?:\/\//i.test(source)) return label;
      // A remote picture tells its server who reads what: it is a link, opened only by a click.
      return `<a href="${escapeHtml(source)}" data-picture="${escapeHtml(hostOf(source))}">${label}</a>`;
    },
    table(token) {
      const cells = (row: Tokens.TableCell[], tag: string) =>
        row
          .map(cell => {
            const align = cell.align ? ` data-align="${cell.align}"` : '';
            return `<${tag}${align}>${this.parser.parseInline(cell.tokens)}</${tag}>`;
          })
          .join('');
      const body = token.rows.map(row => `<tr>${cells(row, 'td')}</tr>`).join('');
      return `<table><thead><tr>${cells(token.header, 'th')}</tr></thead><tbody>${body}</tbody></table>`;
    },
    checkbox: ({ checked }) => (checked ? '☑ ' : '☐ '),
  },
});

function hostOf(address: string): string {
  try {
    return new URL(address).host;
  } catch {
    return 'elsewhere';
  }
}

const CONFIG = {
  ALLOWED_TAGS: [
    'a', 'blockquote', 'br', 'code', 'del', 'em', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'hr', 'img', 'li', 'ol', 'p', 'pre',
    'strong', 'table', 'tbody', 'td', 'th', 'thead', 'tr', 'ul', 'span',
  ],
  ALLOWED_ATTR: ['href', 'src', 'alt', 'start', 'class', 'data-language', 'data-align', 'data-picture'],
  ADD_URI_SAFE_ATTR: ['start', 'data-language', 'data-align', 'data-picture'],
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  ALLOWED_URI_REGEXP: /^(?:https?:|mailto:|data:image\/(?:png|jpeg|gif|webp);base64,)/i,
  RETURN_DOM_FRAGMENT: true,
} satisfies Config;

/** HTML as nodes with nothing left that runs, loads or looks like the page itself. */
export function sanitised(html: string): DocumentFragment {
  return DOMPurify.sanitize(html, CONFIG);
}

/** A piece of a text: a heading, a paragraph, a whole list, a whole table, a fenced block. */
export interface Block {
  raw: string;
  /** Where in the text it begins. */
  at: number;
  token: Token;
}

/** The blocks of a text; `links` tells whether it defines links that other blocks may use. */
export function blocksOf(text: string): { blocks: Block[]; links: boolean } {
  const { tokens, links } = lexed(text, marked.defaults);
  const blocks: Block[] = [];
  let at = 0;
  for (const token of tokens) {
    if (token.type !== 'space' && token.type !== 'def') blocks.push({ raw: token.raw, at, token });
    at += token.raw.length;
  }
  return { blocks, links };
}

/** Where in the text its last block begins: what is before cannot change any more by text that is added. */
export function closedLength(text: string): number {
  const { tokens } = lexed(text, marked.defaults);
  let last = tokens.length - 1;
  while (last > 0 && tokens[last]!.type === 'space') last--;
  let length = 0;
  for (let i = 0; i < last; i++) length += tokens[i]!.raw.length;
  return Math.min(length, text.length);
}

/** A block as nodes; one that cannot be shown as what it is is shown as it was written. */
export function rendered(block: Block): DocumentFragment {
  if (block.token.type !== WRITTEN) {
    try {
      return finished(sanitised(marked.parser([block.token])));
    } catch {
      // A defect of a parser takes nothing of an answer away.
    }
  }
  const fragment = document.createDocumentFragment();
  const written = document.createElement('p');
  written.className = 'written';
  written.dir = 'auto';
  written.textContent = block.raw.replace(/^\n+|\n$/g, '');
  fragment.append(written);
  return fragment;
}

function finished(fragment: DocumentFragment): DocumentFragment {
  for (const code of fragment.querySelectorAll('code')) showTurns(code);
  for (const link of fragment.querySelectorAll('a')) finishLink(link);
  for (const pre of fragment.querySelectorAll('pre')) finishCode(pre);
  for (const table of fragment.querySelectorAll('table')) finishTable(table);
  for (const child of fragment.children) child.setAttribute('dir', 'auto');
  return fragment;
}

function finishLink(link: HTMLAnchorElement): void {
  link.rel = 'noopener noreferrer nofollow';
  link.target = '_blank';
  // A picture can show any text.
  const target = targetOf(link.getAttribute('href') ?? '', link.textContent ?? '', link.querySelector('img') !== null);
  link.href = target.href;
  link.title = target.href;
  if (target.host !== undefined) {
    const leads = link.ownerDocument.createElement('span');
    leads.className = 'leads';
    leads.dir = 'ltr';
    leads.textContent = `(leads to ${target.host})`;
    link.append(' ', leads);
  }
  const host = link.dataset['picture'];
  if (host) {
    link.classList.add('picture');
    link.title = `A picture at ${host}. It loads only when you open it.`;
  }
}

/** A fenced block with its language and a copy button. */
export function finishCode(pre: HTMLPreElement): void {
  const document = pre.ownerDocument;
  const frame = document.createElement('div');
  frame.className = 'code';
  const bar = document.createElement('div');
  bar.className = 'bar';
  const name = document.createElement('span');
  name.textContent = pre.dataset['language'] || 'text';
  const copy = document.createElement('button');
  copy.type = 'button';
  copy.className = 'copy';
  copy.textContent = 'Copy';
  copy.setAttribute('aria-label', 'Copy code');
  bar.append(name, copy);
  pre.replaceWith(frame);
  pre.tabIndex = 0;
  pre.setAttribute('role', 'group');
  pre.setAttribute('aria-label', `Code, ${name.textContent}`);
  pre.dir = 'ltr';
  frame.append(bar, pre);
}

function finishTable(table: HTMLTableElement): void {
  const scroll = table.ownerDocument.createElement('div');
  scroll.className = 'scroll';
  scroll.tabIndex = 0;
  scroll.setAttribute('role', 'group');
  scroll.setAttribute('aria-label', 'Table');
  table.replaceWith(scroll);
  scroll.append(table);
}

/** The text of a markdown source as it is read aloud or put into a title. */
export function plain(text: string): string {
  return text
    .replace(/```[\s\S]*?(?:```|$)/g, ' code ')
    .replace(/!?\[([^\]]{0,500})\]\([^)]{0,2000}\)/g, '$1')
    .replace(/[*_`#>|~]+/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}
