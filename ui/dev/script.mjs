// What the fake node tells: answers, engines, and a few conversations of the last weeks.
import { randomUUID as uuid } from 'node:crypto';

/** The headers that the node's door sends with the page. */
export const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; " +
  "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'; require-trusted-types-for 'script'; " +
  'trusted-types lit-html dompurify aurora-worker';

const ENGINES = [
  { name: 'embedded', model: 'aurora-guide', p: [0, 0, 0, 6, 118], samples: 41 },
  { name: 'ollama', model: 'llama3.2:3b', p: [1, 0, 2400, 340, 5200], samples: 3 },
  { name: 'workstation', model: 'qwen3:30b', p: [4, 900, 0, 120, 2100], samples: 0 },
];

function decisionFor(chosen, asked) {
  const candidates = ENGINES.map(e => {
    const [network, queue, load, prefill, decode] = e.p;
    const p50 = network + queue + load + prefill + decode;
    return { place: { node: 'aurora', engine: e.name, model: e.model }, forecast: { network, queue, load, prefill, decode, p50, p90: p50 * 1.6 + 40, samples: e.samples } };
  }).sort((a, b) => (a.place.engine === chosen.engine ? -1 : b.place.engine === chosen.engine ? 1 : a.forecast.p50 - b.forecast.p50));
  candidates.push({ place: { node: 'aurora', engine: 'spare', model: 'llama3.2:3b' }, refused: 'the engine has not answered for 40 s' });
  return { id: uuid(), at: new Date().toISOString(), user: 'anna', asked, chosen, why: `${chosen.engine} is expected to finish first: half of such answers are there within ${(candidates[0].forecast.p50 / 1000).toFixed(1)} s.`, candidates };
}

const TOUR = `Aurora turns the machines you own into **one private AI**. You open any node in a browser, sign in once and ask; the answer is rendered by the engine that will finish it first.

## What you can do
- **Chat** with streamed answers, versions of every message, and search
- **Add engines**: Ollama, llama.cpp, vLLM or any OpenAI-compatible address
- **Use your own clients**: point an OpenAI client at this node

| Part | What it does | Port |
|---|---|---:|
| Page | what you see here | 3000 |
| Router | picks the engine by a forecast in seconds | 3000 |
| PostgreSQL | keeps every conversation | a free one |

To add Ollama:

\`\`\`bash
# find out what it offers and add it
aurora engine add ollama http://127.0.0.1:11434
aurora engine list
\`\`\`

> The guide answers questions about Aurora only. It says so when it does not know.

Read more in [the documentation](https://example.org/docs), or ask: *How does Aurora choose where an answer is rendered?*`;

const CODE = `Here is a small function in Java, and how to call it:

\`\`\`java
/** The mean of the samples; empty when there are none. */
static OptionalDouble mean(List<Double> samples) {
    double sum = 0;
    for (double sample : samples) {
        sum += sample; // plain, and exact enough here
    }
    return samples.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(sum / samples.size());
}
\`\`\`

1. It returns an \`OptionalDouble\`, so nobody forgets the empty list.
2. It does not sort, so it is linear.

![a diagram](https://example.org/diagram.png)`;

const RTL = 'مرحبا! أورورا يحوّل أجهزتك إلى ذكاء اصطناعي خاص واحد.\n\n- اسأل من أي مكان\n- الإجابة تأتي من أسرع جهاز';

/** The scripted answer to a prompt. */
export function answerFor(prompt, asked) {
  const big = /qwen/.test(asked) || /think/i.test(prompt);
  const place = big ? { node: 'aurora', engine: 'workstation', model: 'qwen3:30b' } : { node: 'aurora', engine: 'embedded', model: 'aurora-guide' };
  const script = { place, decision: decisionFor(place, asked), text: TOUR };
  if (/code|java|function/i.test(prompt)) script.text = CODE;
  if (/arabic|مرحبا/i.test(prompt)) script.text = RTL;
  if (/long/i.test(prompt)) script.text = Array.from({ length: 12 }, (_, i) => `### Part ${i + 1}\n\n${TOUR.slice(0, 260)}\n\n${CODE}`).join('\n\n');
  if (/short|hello|hi\b/i.test(prompt)) script.text = 'Hello! Ask me anything about Aurora.';
  if (/fail/i.test(prompt)) script.fails = 240;
  if (/move/i.test(prompt)) script.moves = 240;
  if (/links/i.test(prompt)) script.text = LINKS;
  if (big) script.thinking = 'The person asks about the forecast. First the terms: network, wait, load, prefill and decode. Then why seconds beat scores.'.match(/.{1,6}/g);
  return script;
}

const LINKS = 'Your bank: [https://bank.com](https://bank.com@evil.example/x), honest: [the docs](https://example.org/docs), https://example.org and [bank.com](https://evil.example).';

/** What /api/status tells. */
export function statusOf() {
  const since = new Date(Date.now() - 7_460_000).toISOString();
  const model = (name, purpose, loaded, sizeBytes, contextMax) => ({ name, purpose, loaded, sizeBytes, contextMax, digest: '' });
  return {
    node: 'aurora',
    version: '0.1.0',
    ready: true,
    missing: [],
    since,
    heapBytes: 91_226_112,
    diskFreeBytes: 214_000_000_000,
    programs: [
      { name: 'postgresql', driver: 'embedded', state: 'ready', since, version: '18.6', detail: '127.0.0.1:34211' },
      { name: 'redis', driver: 'redis-server', state: 'starting', since: new Date(Date.now() - 4000).toISOString(), version: '7.0.15', detail: 'restarting, try 2' },
      { name: 'ollama', driver: 'found', state: 'failed', since, version: '', address: '127.0.0.1:11434', lastLines: ['level=INFO msg="starting"', 'Error: listen tcp 127.0.0.1:11434: bind: address already in use'] },
    ],
    engines: [
      { name: 'embedded', kind: 'embedded', url: '', added: false, ready: true, detail: '', since, leftOut: [], models: [model('aurora-guide', 'guide', true, 8_400_000, 1024)] },
      { name: 'ollama', kind: 'ollama', url: 'http://127.0.0.1:11434', added: true, ready: true, detail: '', since, leftOut: [], models: [model('llama3.2:3b', 'general', false, 2_019_393_189, 131072), model('nomic-embed-text', 'embedding', false, 274_302_450, 8192)] },
      { name: 'workstation', kind: 'openai', url: 'http://10.0.0.10:8000/v1', added: true, ready: true, detail: '', since, leftOut: [], models: [model('qwen3:30b', 'general', true, 0, 32768)] },
      { name: 'spare', kind: 'ollama', url: 'http://10.0.0.40:11434', added: true, ready: false, detail: 'connection refused', since, leftOut: [], models: [] },
    ],
  };
}

/** A conversation of `count` messages, for measuring. */
export function long(count) {
  const created = at => new Date(Date.now() - 9e8 + at * 1000).toISOString();
  const messages = [];
  for (let at = 0; at < count; at++) {
    const person = at % 2 === 0;
    messages.push({ id: uuid(), parent: messages.at(-1)?.id, author: person ? 'person' : 'assistant', text: person ? `Question ${at}` : at % 4 === 1 ? TOUR : CODE, state: 'done', created: created(at) });
  }
  return { summary: { id: 'long', title: 'Two thousand messages', pinned: false, created: created(0), changed: created(count) }, messages, leaf: messages.at(-1).id };
}

/** Conversations from before. */
export function history() {
  const days = n => new Date(Date.now() - n * 86_400_000 - 3_600_000).toISOString();
  const titles = [
    ['How Aurora chooses an engine', 0, true], ['Arabic greeting', 0], ['A function for the mean', 1], ['Notes for the talk on Thursday, with an outline and an opening line', 1],
    ['Interrupted by a restart', 3], ['Recipes with chickpeas', 4], ['SQL for the monthly report', 12], ['Names for the sailing boat', 20], ['Travel plan for Lisbon', 45], ['Reading list', 80],
  ];
  return titles.map(([title, age, pinned], at) => {
    const created = days(age + at / 50);
    const ask = { id: uuid(), author: 'person', text: at === 1 ? 'مرحبا، ما هو أورورا؟' : title, state: 'done', created };
    const script = answerFor(at === 1 ? 'arabic' : at === 2 ? 'java' : title, 'auto');
    const answer = { id: uuid(), parent: ask.id, author: 'assistant', text: script.text, state: at === 4 ? 'interrupted' : 'done', created, model: script.place.model, decision: { ...script.decision, actualMillis: 140 + at * 20 }, figures: { place: script.place, promptTokens: 64, cachedTokens: 20, outputTokens: 210, firstTokenMillis: 11.4, tokensPerSecond: 1840, totalMillis: 131 } };
    if (at === 4) answer.text = answer.text.slice(0, 300);
    const messages = [ask, answer];
    if (at === 0) {
      const second = { ...answer, id: uuid(), text: 'A shorter version: the router forecasts **seconds**, not scores, and takes the lowest.', created: days(age) };
      messages.push(second);
    }
    return { summary: { id: uuid(), title, pinned: pinned ?? false, created, changed: created }, messages, leaf: messages.at(-1).id };
  });
}
