// Opens a browser for the walk: the distribution's Chromium, a fresh profile, nothing but this machine.
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export async function browser(...flags) {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', headless: true, args: [...FLAGS, ...flags] });
}

/** A page that collects what goes wrong in it. */
export async function newPage(chrome, options) {
  const context = await chrome.newContext({ viewport: { width: 1280, height: 820 }, ...options });
  const page = await context.newPage();
  page.problems = [];
  page.requests = [];
  page.on('console', m => ['error', 'warning'].includes(m.type()) && page.problems.push(`${m.type()}: ${m.text()}`));
  page.on('pageerror', e => page.problems.push(`error: ${e.message}`));
  page.on('request', r => page.requests.push(r.url()));
  return page;
}

/** A picture of the state and what axe finds in it. */
export async function look(page, folder, name) {
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: `${folder}/${name}.png` });
  // Through the debugger, so that the page's own policy on scripts stays in force.
  const session = await page.context().newCDPSession(page);
  await session.send('Runtime.evaluate', { expression: axe });
  const { result } = await session.send('Runtime.evaluate', {
    expression: `axe.run(document, { resultTypes: ['violations'] }).then(r => JSON.stringify(r.violations.map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.target.flat().join(' ') + ' (' + (n.any[0] ?? n.all[0] ?? n.none[0])?.message + ')').join(' | '))))`,
    awaitPromise: true,
    returnByValue: true,
  });
  await session.detach();
  const found = JSON.parse(result.value);
  console.log(`${name}: ${found.length === 0 ? 'axe clean' : found.join('\n    ')}`);
  return found.length;
}
