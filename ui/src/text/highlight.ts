/** Colours code, a few languages, loaded when the first block of code is seen. */
import type { LanguageFn } from 'highlight.js';
import hljs from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import c from 'highlight.js/lib/languages/c';
import cpp from 'highlight.js/lib/languages/cpp';
import csharp from 'highlight.js/lib/languages/csharp';
import css from 'highlight.js/lib/languages/css';
import diff from 'highlight.js/lib/languages/diff';
import dockerfile from 'highlight.js/lib/languages/dockerfile';
import go from 'highlight.js/lib/languages/go';
import ini from 'highlight.js/lib/languages/ini';
import java from 'highlight.js/lib/languages/java';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import kotlin from 'highlight.js/lib/languages/kotlin';
import markdown from 'highlight.js/lib/languages/markdown';
import python from 'highlight.js/lib/languages/python';
import ruby from 'highlight.js/lib/languages/ruby';
import rust from 'highlight.js/lib/languages/rust';
import sql from 'highlight.js/lib/languages/sql';
import typescript from 'highlight.js/lib/languages/typescript';
import xml from 'highlight.js/lib/languages/xml';
import yaml from 'highlight.js/lib/languages/yaml';

const LANGUAGES: Record<string, LanguageFn> = {
  bash, c, cpp, csharp, css, diff, dockerfile, go, ini, java, javascript, json, kotlin, markdown, python, ruby, rust, sql,
  typescript, xml, yaml,
};

/** Longer code stays plain, so that colouring never holds up the page. */
const CODE_MAX = 20_000;
/** Nothing here takes much longer in one go. */
const BUDGET_MILLIS = 8;

const pause = () => new Promise<void>(resolve => setTimeout(resolve));

let known: Promise<void> | undefined;
const compiled = new Set<string>();

/** Makes the languages known, a few at a time. */
async function register(): Promise<void> {
  let until = performance.now() + BUDGET_MILLIS;
  for (const [name, language] of Object.entries(LANGUAGES)) {
    hljs.registerLanguage(name, language);
    if (performance.now() < until) continue;
    await pause();
    until = performance.now() + BUDGET_MILLIS;
  }
}

/** Colours the code when its language is known; each step is a task of its own. */
export async function colour(pre: HTMLPreElement): Promise<void> {
  await (known ??= register());
  const language = pre.dataset['language'] ?? '';
  const code = pre.querySelector('code');
  if (!code || !hljs.getLanguage(language)) return;
  const text = code.textContent ?? '';
  if (text.length > CODE_MAX) return;
  if (!compiled.has(language)) {
    compiled.add(language);
    hljs.highlight('', { language });
    await pause();
  }
  const { value } = hljs.highlight(text, { language, ignoreIllegals: true });
  await pause();
  if (code.textContent === text) code.replaceChildren(coloured(value, code.ownerDocument));
}

const PARTS = /<span class="([^"]*)">|<\/span>|[^<]+/g;
const MEANS: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#x27;': "'" };

/** What the highlighter wrote, as nodes: spans with a class and texts, and nothing else whatever stands there. */
export function coloured(html: string, document: Document): DocumentFragment {
  const fragment = document.createDocumentFragment();
  let parent: Node = fragment;
  for (const [part, name] of html.matchAll(PARTS)) {
    if (name !== undefined) {
      const span = document.createElement('span');
      span.className = name;
      parent = parent.appendChild(span);
    } else if (part === '</span>') parent = parent.parentNode ?? fragment;
    else parent.appendChild(document.createTextNode(part.replace(/&(?:amp|lt|gt|quot|#x27);/g, mark => MEANS[mark]!)));
  }
  return fragment;
}
