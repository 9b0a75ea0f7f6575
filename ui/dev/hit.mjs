// How long a search hit takes to be in sight: node dev/hit.mjs. The hit is the tenth of two thousand messages.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { browser, newPage } from './look.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const node = spawn(process.execPath, [join(here, 'server.mjs'), '3921'], { stdio: ['ignore', 'pipe', 'inherit'] });
await once(node.stdout, 'data');
const address = 'http://localhost:3921';
process.on('exit', () => node.kill('SIGKILL'));
setTimeout(() => process.exit(1), 90_000).unref();
const chrome = await browser();
const page = await newPage(chrome);
const field = page.getByRole('textbox', { name: 'Message' });
await page.goto(address);
await page.getByLabel('Name').fill('anna');
await page.getByRole('textbox', { name: 'Password' }).fill('correct horse battery');
await page.keyboard.press('Enter');
await field.waitFor();

/** Milliseconds until the hit stands in the page where it stays, its text in it. */
async function hit(what) {
  await page.waitForTimeout(800);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('Question 10');
  await page.getByRole('option', { name: /Question 10/ }).first().waitFor();
  const millis = await page.evaluate(async () => {
    const inside = (at, ...path) => path.reduce((e, name) => e?.shadowRoot?.querySelector(name), at);
    const app = document.querySelector('au-app');
    const begun = performance.now();
    const options = [...inside(app, 'au-palette').shadowRoot.querySelectorAll('[role=option]')];
    options.find(e => /Question 10/.test(e.textContent)).click();
    for (;;) {
      await new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve)));
      const log = inside(app, 'au-chat', 'au-log');
      const shown = [...(log?.shadowRoot.querySelectorAll('au-message') ?? [])];
      const at = shown.findIndex(e => e.message.text === 'Question 10');
      if (at < 0 || log.shadowRoot.querySelector('.settling')) continue;
      const box = shown[at].getBoundingClientRect();
      const answer = inside(shown[at + 1], 'au-markdown')?.shadowRoot.querySelector('.text > *');
      if (answer && box.height > 0 && box.top >= 0 && box.bottom < innerHeight) return performance.now() - begun;
      if (performance.now() - begun > 60_000) return NaN;
    }
  });
  console.log(`${what}: ${millis.toFixed(0)} ms until the hit is in sight`);
  await page.waitForTimeout(1500);
  const place = await page.evaluate(() => {
    const inside = (at, ...path) => path.reduce((e, name) => e?.shadowRoot?.querySelector(name), at);
    const log = inside(document.querySelector('au-app'), 'au-chat', 'au-log');
    const shown = [...log.shadowRoot.querySelectorAll('au-message')];
    return { messages: shown.length, top: Math.round(shown.find(e => e.message.text === 'Question 10').getBoundingClientRect().top) };
  });
  console.log(`  then ${place.messages} messages are in the page, the hit stands ${place.top} px below its edge`);
  if (process.argv[2]) await page.screenshot({ path: `${process.argv[2]}/hit-${what.replace(/\W+/g, '-')}.png` });
}

await hit('from the start page');
await page.goto(`${address}/c/long`);
await page.locator('au-message').last().locator('au-markdown .text > *').first().waitFor();
await hit('in the open conversation');
/** What the page shows of the conversation: its first and last message, and how many. */
const range = () =>
  page.evaluate(() => {
    const inside = (at, ...path) => path.reduce((e, name) => e?.shadowRoot?.querySelector(name), at);
    const shown = [...inside(document.querySelector('au-app'), 'au-chat', 'au-log').shadowRoot.querySelectorAll('au-message')];
    return `${shown.length} messages, ${shown[0].message.text.slice(0, 20)} to ${shown.at(-1).message.text.slice(0, 20).replace(/\s+/g, ' ')}`;
  });
await page.mouse.move(640, 400);
for (let i = 0; i < 6; i++) {
  await page.mouse.wheel(0, 4000);
  await page.waitForTimeout(400);
}
console.log(`scrolled down: ${await range()}`);
await page.getByRole('button', { name: 'Jump to newest' }).click();
await page.waitForTimeout(1500);
console.log(`jumped to the newest: ${await range()}`);
if (process.argv[2]) await page.screenshot({ path: `${process.argv[2]}/hit-newest.png` });
if (page.problems.length > 0) console.log(page.problems.join('\n'));
await chrome.close();
node.kill('SIGKILL');
