// Figures of the page: node dev/measure.mjs [address]; without one, on a fake node of its own at 100 tokens a second.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadavg } from 'node:os';
import { browser, newPage } from './look.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const node = spawn(process.execPath, [join(here, 'server.mjs'), '3920'], { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, DELAY: '10' } });
await once(node.stdout, 'data');
const address = 'http://localhost:3920';
const chrome = await browser();
const page = await newPage(chrome);
await page.addInitScript(() => {
  globalThis.tasks = [];
  globalThis.shifts = 0;
  new PerformanceObserver(list => list.getEntries().forEach(e => globalThis.tasks.push(Math.round(e.duration)))).observe({ type: 'longtask', buffered: true });
  new PerformanceObserver(list => list.getEntries().forEach(e => !e.hadRecentInput && (globalThis.shifts += e.value))).observe({ type: 'layout-shift', buffered: true });
});
const start = () => chrome.startTracing(page, { categories: ['toplevel', 'disabled-by-default-devtools.timeline', '__metadata'] });
/** Tasks of the page's main thread by the processor time they took: on a shared machine the wall tells more of the neighbours. */
async function busy() {
  const { traceEvents } = JSON.parse((await chrome.stopTracing()).toString());
  const main = new Set(traceEvents.filter(e => e.name === 'thread_name' && e.args.name === 'CrRendererMain').map(e => `${e.pid}.${e.tid}`));
  return traceEvents
    .filter(e => e.name.endsWith('RunTask') && e.tdur !== undefined && main.has(`${e.pid}.${e.tid}`))
    .map(e => e.tdur / 1000)
    .sort((a, b) => b - a);
}
const take = async what => {
  const cpu = await busy();
  const { tasks, shifts } = await page.evaluate(() => {
    const seen = { tasks: globalThis.tasks, shifts: globalThis.shifts };
    globalThis.tasks = [];
    globalThis.shifts = 0;
    return seen;
  });
  const sum = cpu.reduce((a, b) => a + b, 0);
  console.log(
    `${what}: longest task ${cpu[0]?.toFixed(0)} ms of processor time (${cpu.filter(t => t > 50).length} over 50 ms; all ${sum.toFixed(0)} ms); ` +
      `by the wall ${tasks.length} over 50 ms${tasks.length > 0 ? `, longest ${Math.max(...tasks)}` : ''}; layout shift ${shifts.toFixed(4)}`,
  );
  await start();
};
await start();
const field = page.getByRole('textbox', { name: 'Message' });

console.log(`load of this machine: ${loadavg()[0].toFixed(1)} on ${(await import('node:os')).cpus().length} cores`);
await page.goto(address);
await page.getByLabel('Name').waitFor();
await page.waitForTimeout(500);
console.log(`sign-in page: ${page.requests.length} requests`);
await take('sign-in page, cold');
await page.getByLabel('Name').fill('anna');
await page.getByRole('textbox', { name: 'Password' }).fill('correct horse battery');
await page.keyboard.press('Enter');
await field.waitFor();
await page.waitForTimeout(500);
page.requests.length = 0;
await take('sign in');
await page.goto(address);
await field.waitFor();
await page.waitForTimeout(500);
console.log(`chat page: ${page.requests.length} requests: ${page.requests.map(url => new URL(url).pathname).join(' ')}`);
await take('chat page');
await field.fill('a long answer please');
await page.keyboard.press('Enter');
await page.getByRole('button', { name: /^Stop/ }).waitFor();
await page.waitForTimeout(12_000);
await take('12 s of streaming at 100 pieces a second');
await page.getByRole('button', { name: /^Stop/ }).click();
await page.waitForTimeout(700);
await take('end of the answer');
const begun = Date.now();
await page.goto(`${address}/c/long`);
await page.locator('au-message').last().locator('au-markdown .text > *').first().waitFor();
console.log(`2,000 messages open: ${Date.now() - begun} ms`);
await page.waitForTimeout(1500);
await take('2,000 messages');
const delays = await page.evaluate(async () => {
  const area = document.querySelector('au-app').shadowRoot.querySelector('au-chat').shadowRoot.querySelector('au-composer').shadowRoot.querySelector('textarea');
  const found = [];
  for (let i = 0; i < 60; i++) {
    await new Promise(resolve => setTimeout(resolve, 30));
    const at = performance.now();
    area.value += 'x';
    area.dispatchEvent(new InputEvent('input', { bubbles: true }));
    await new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve)));
    found.push(performance.now() - at);
  }
  return found.sort((a, b) => a - b);
});
console.log(`keypress to frame, 2,000 messages: p50 ${delays[30].toFixed(1)} ms, p95 ${delays[56].toFixed(1)} ms`);
await chrome.close();
node.kill('SIGKILL');
