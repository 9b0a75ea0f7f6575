// A browser on the node's page: the distribution's Chromium, fresh profiles, and what must hold in every state.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const PICTURES = 'target/screenshots';
const WIDE = { width: 1280, height: 820 };
const VIEWS = {
  light: { colorScheme: 'light', size: WIDE },
  dark: { colorScheme: 'dark', size: WIDE },
  narrow: { colorScheme: 'light', size: { width: 390, height: 844 } },
};
/** Generous: the machine may be busy with other things. */
export const WAIT_MILLIS = 60_000;
const SCENARIO_MILLIS = 170_000;

/** Runs a scenario and ends with 0 when it held; otherwise tells why, with a picture of every open page. */
export async function scenario(name, body) {
  mkdirSync(PICTURES, { recursive: true });
  const chrome = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', headless: true, args: FLAGS });
  const world = new World(chrome, name);
  let timer;
  const late = new Promise((_, fail) => (timer = setTimeout(() => fail(new Error(`not done after ${SCENARIO_MILLIS} ms`)), SCENARIO_MILLIS)));
  let code = 1;
  try {
    await Promise.race([body(world), late]);
    world.check();
    code = 0;
    console.log('ok');
  } catch (failure) {
    console.log(`After "${world.step}": ${failure.stack}`);
    for (const [at, page] of world.pages.entries()) await page.screenshot({ path: `${PICTURES}/${name}-failed-${at}.png`, timeout: 5000 }).catch(() => undefined);
    world.problems.forEach(problem => console.log(problem));
  } finally {
    clearTimeout(timer);
    await chrome.close();
  }
  process.exit(code);
}

class World {
  pages = [];
  problems = [];
  step = 'the start';
  #pictures = 0;

  constructor(chrome, name) {
    this.chrome = chrome;
    this.name = name;
    this.address = process.env.ADDRESS;
  }

  /** Tells that something held. */
  ok(step) {
    this.step = step;
    console.log(`held: ${step}`);
  }

  /** A page of a browser that knows nothing of the others, unless given their cookies. */
  async page(options = {}) {
    const context = await this.chrome.newContext({ viewport: WIDE, colorScheme: 'light', ...options });
    context.setDefaultTimeout(WAIT_MILLIS);
    const page = await context.newPage();
    this.pages.push(page);
    page.on('pageerror', error => this.problems.push(`error in the page: ${error.stack}`));
    // A refused sign-in is the browser's own line; everything else that it complains about is ours.
    page.on('console', line => {
      const refused = /the server responded with a status of 401/.test(line.text()) && line.location().url.endsWith('/api/auth/sign-in');
      if (['error', 'warning'].includes(line.type()) && !refused) this.problems.push(`${line.type()} in the console: ${line.text()}`);
    });
    context.on('request', request => {
      const url = new URL(request.url());
      if (!['data:', 'blob:'].includes(url.protocol) && url.origin !== this.address) this.problems.push(`a request to another origin: ${url}`);
    });
    return page;
  }

  /**
   * A picture of this state, light, dark and narrow, in which axe finds nothing and nothing is cut off at the side.
   * `check` tells more of each.
   */
  async look(page, what, check = async () => undefined) {
    const at = String(++this.#pictures).padStart(2, '0');
    for (const [view, { colorScheme, size }] of Object.entries(VIEWS)) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize(size);
      await settled(page);
      await check();
      await page.screenshot({ path: `${PICTURES}/${this.name}-${at}-${what}-${view}.png` });
      for (const found of await violations(page)) this.problems.push(`axe, ${what}, ${view}: ${found}`);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (over > 0) this.problems.push(`${what}, ${view}: the page is ${over} pixels wider than the window: ${await widest(page)}`);
    }
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize(WIDE);
    await settled(page);
    this.ok(`${what}: light, dark and narrow`);
  }

  /** Fails with everything that went wrong beside the steps. */
  check() {
    assert.deepEqual(this.problems, [], 'what went wrong in the pages');
  }
}

/** Waits for what moves and will stop, in every shadow root. */
async function settled(page) {
  await page.evaluate(async () => {
    const moving = root => [
      ...root.getAnimations(),
      ...[...root.querySelectorAll('*')].flatMap(one => (one.shadowRoot ? moving(one.shadowRoot) : [])),
    ];
    for (let still = 0, rounds = 0; still < 2 && rounds < 40; rounds++) {
      await new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)));
      const finite = moving(document).filter(one => one.playState !== 'finished' && one.effect?.getComputedTiming().endTime !== Infinity);
      still = finite.length === 0 ? still + 1 : 0;
      await Promise.allSettled(finite.map(one => one.finished));
    }
  });
}

/** What reaches farthest to the right, with what it is in. */
function widest(page) {
  return page.evaluate(() => {
    const all = root => [...root.querySelectorAll('*')].flatMap(one => [one, ...(one.shadowRoot ? all(one.shadowRoot) : [])]);
    const right = one => one.getBoundingClientRect().right;
    const names = [];
    for (let at = all(document.body).reduce((a, b) => (right(b) > right(a) ? b : a)); at; at = at.parentElement ?? at.getRootNode().host) {
      names.push(`${at.localName}.${at.className} to ${Math.round(right(at))}`);
    }
    return names.join(' < ');
  });
}

/** What axe finds; put in through the debugger, so that the page's own policy on scripts stays in force. */
async function violations(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('Runtime.evaluate', { expression: axe });
  const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
    expression: `axe.run(document, { resultTypes: ['violations'] }).then(r => JSON.stringify({ passed: r.passes.length, found: r.violations.map(
      v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.target.flat().join(' ') + ' (' + n.failureSummary + ')').join(' | ')) }))`,
    awaitPromise: true,
    returnByValue: true,
  });
  await session.detach();
  assert.equal(exceptionDetails, undefined, 'axe runs');
  const { passed, found } = JSON.parse(result.value);
  assert.ok(passed > 5, `axe looked at the page: ${passed} rules passed`);
  return found;
}

export const field = page => page.getByRole('textbox', { name: 'Message', exact: true });
export const answers = page => page.locator('au-message.assistant');
/** The last answer has its end: what stands under it says nothing more of writing. */
export async function written(page) {
  const chip = answers(page).last().getByRole('button', { name: 'Why here' });
  await chip.waitFor();
  await until(async () => !/writing/.test(await chip.innerText()), 'the answer ends');
  return chip;
}
export const stopButton = page => page.getByRole('button', { name: /^Stop/ });
export const running = page => stopButton(page).waitFor();
export const ended = page => stopButton(page).waitFor({ state: 'hidden' });

/** The words of the last answer as a person sees them. */
export async function words(page) {
  const text = answers(page).last().locator('au-markdown .text');
  return (await text.count()) === 0 ? [] : (await text.innerText()).split(/\s+/).filter(word => word !== '');
}

/** Waits until `holds`, which tells the value to return, or something false. */
export async function until(holds, what) {
  const end = Date.now() + WAIT_MILLIS;
  for (;;) {
    const value = await holds();
    if (value) return value;
    if (Date.now() > end) throw new Error(`never came true: ${what}`);
    await new Promise(again => setTimeout(again, 40));
  }
}

export async function ask(page, text) {
  await field(page).fill(text);
  await field(page).press('Enter');
}

export async function signIn(page, address) {
  await page.goto(address);
  await page.getByLabel('Name').fill(process.env.NAME);
  await page.getByRole('textbox', { name: 'Password' }).fill(process.env.PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await field(page).waitFor();
}

/** Chooses a model in the picker. */
export async function choose(page, model) {
  await page.getByRole('button', { name: /^Model:/ }).click();
  await page.getByRole('menuitemradio', { name: new RegExp(`^${model}`) }).click();
  await page.getByRole('button', { name: new RegExp(`^Model: ${model}`) }).waitFor();
}

/** The accessible name, or the text, of what has the focus. */
export function focused(page) {
  return page.evaluate(() => {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    return at?.getAttribute('aria-label') ?? at?.id ?? '';
  });
}

/** Presses `key` until what has the focus is called `name`. */
export async function walkTo(page, key, name) {
  for (let presses = 0; presses < 60; presses++) {
    if (name.test(await focused(page))) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${key} never reaches ${name}`);
}
