/** Colours blocks of code, one after the other; a worker does the work and starts with the first of them. */
import type { Ask } from './highlight.ts';

/** The worker's address, which the build puts here. */
declare const HIGHLIGHTER: string;

/** Longer code stays plain: so many coloured words would hold up the page. */
const CODE_MAX = 20_000;
/** Code that takes longer stays plain. */
const ANSWER_MILLIS = 5000;

interface Policies {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string };
}

let worker: Worker | undefined;
let broken = false;
let last: Promise<void> = Promise.resolve();

/** Colours the code when its language is known. */
export function colour(pre: HTMLPreElement): Promise<void> {
  last = last.then(() => colourNext(pre));
  return last;
}

async function colourNext(pre: HTMLPreElement): Promise<void> {
  const language = pre.dataset['language'] ?? '';
  const code = pre.querySelector('code');
  const text = code?.textContent ?? '';
  if (!code || language === '' || !pre.isConnected || code.querySelector('span') || text.length > CODE_MAX) return;
  const html = await answer({ language, code: text });
  if (html !== '' && code.textContent === text) code.replaceChildren(coloured(html, code.ownerDocument));
}

function start(): Worker {
  const policies = (globalThis as { trustedTypes?: Policies }).trustedTypes;
  policy ??= policies?.createPolicy('aurora-worker', { createScriptURL: () => HIGHLIGHTER });
  return new Worker(policy?.createScriptURL('') ?? HIGHLIGHTER);
}
let policy: { createScriptURL(url: string): string } | undefined;

/** What the worker makes of it; nothing when it does not know the language, cannot be started or takes too long. */
function answer(ask: Ask): Promise<string> {
  return new Promise(resolve => {
    if (broken) return resolve('');
    const end = (html: string, lost: boolean) => {
      clearTimeout(timer);
      if (lost) {
        worker?.terminate();
        worker = undefined;
      }
      resolve(html);
    };
    const timer = setTimeout(() => end('', true), ANSWER_MILLIS);
    const fail = () => {
      broken = true;
      end('', true);
    };
    try {
      worker ??= start();
    } catch {
      return fail();
    }
    worker.onmessage = (event: MessageEvent<string>) => end(event.data, false);
    worker.onerror = fail;
    worker.postMessage(ask);
  });
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
