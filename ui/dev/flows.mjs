// What a person does, checked: node dev/flows.mjs (starts fake nodes of its own).
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { browser, look, newPage } from './look.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const folder = process.argv[2] ?? '/tmp/aurora-flows';
const started = [];

async function node(port, ...args) {
  const child = spawn(process.execPath, [join(here, 'server.mjs'), String(port), ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  started.push(child);
  await new Promise(resolve => child.stdout.once('data', resolve));
  return { address: `http://localhost:${port}`, stop: () => child.kill('SIGKILL') };
}

async function signIn(page, address) {
  await page.goto(address);
  await page.getByLabel('Name').fill('anna');
  await page.getByRole('textbox', { name: 'Password' }).fill('correct horse battery');
  await page.keyboard.press('Enter');
  await field(page).waitFor();
}
const field = page => page.getByRole('textbox', { name: 'Message' });
const answers = page => page.locator('au-message.assistant');
const ask = async (page, text) => {
  await field(page).fill(text);
  await field(page).press('Enter');
};
const ended = page => page.getByRole('button', { name: /^Stop/ }).waitFor({ state: 'hidden', timeout: 40_000 });
const running = page => page.getByRole('button', { name: /^Stop/ }).waitFor({ timeout: 20_000 });
async function until(holds, what) {
  const end = Date.now() + 10_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`never came true: ${what}`);
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}
const textOf = locator => locator.locator('au-markdown .text').innerText();

const chrome = await browser();
let bad = 0;
const flows = {
  async 'set-up by the one-time link'() {
    const fresh = await node(3911, '--fresh');
    const page = await newPage(chrome, { colorScheme: 'dark' });
    await page.goto(fresh.address);
    await page.getByText('This node is new').waitFor();
    bad += await look(page, folder, 'new-node');
    await page.goto(`${fresh.address}/setup#welcome`);
    await page.getByLabel('Name').fill('anna');
    await page.getByRole('textbox', { name: 'Password' }).fill('short');
    await page.getByText('7 more characters needed').waitFor();
    await page.getByRole('button', { name: 'Start' }).click();
    await page.getByRole('alert').waitFor();
    bad += await look(page, folder, 'setup');
    await page.getByRole('textbox', { name: 'Password' }).fill('seven green parrots');
    await page.getByText('Strong').waitFor();
    await page.getByRole('button', { name: 'Start' }).click();
    await field(page).waitFor();
    assert.equal(new URL(page.url()).pathname + new URL(page.url()).hash, '/', 'the code is gone from the address');
    bad += await look(page, folder, 'first-hello');
    await page.goto(`${fresh.address}/setup#welcome`);
    await field(page).waitFor();
    fresh.stop();
  },
  async 'reload in mid-answer, a second browser, stop from there'() {
    const page = await newPage(chrome);
    await signIn(page, main.address);
    await ask(page, 'a long answer please');
    await running(page);
    await page.waitForTimeout(1500);
    await page.reload();
    await running(page);
    const early = await textOf(answers(page).last());
    assert.ok(early.length > 20, 'the reloaded page has what was rendered');
    const other = await newPage(chrome);
    await signIn(other, main.address);
    await other.getByRole('link', { name: /a long answer please/ }).first().click();
    await running(other);
    await other.waitForTimeout(800);
    const there = await textOf(answers(other).last());
    assert.ok(there.length > early.length, 'the second browser sees it live');
    await field(other).press('Escape');
    await other.getByText('stopped', { exact: true }).waitFor();
    await page.getByText('stopped', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Continue' }).click();
    await running(page);
    await running(other);
    await page.waitForTimeout(600);
    const before = await textOf(answers(page).last());
    assert.ok(before.length > there.length, 'it goes on after what was there');
    await page.getByRole('button', { name: /^Stop/ }).click();
    await ended(page);
    await ask(page, 'short');
    await answers(other).nth(1).waitFor();
    await ended(other);
    assert.match(await textOf(answers(other).nth(1)), /Hello!/);
    await other.context().close();
    await page.context().close();
  },
  async 'queue, take back, queue again'() {
    const page = await newPage(chrome);
    await signIn(page, main.address);
    await ask(page, 'a long answer please');
    await running(page);
    const other = await newPage(chrome);
    await signIn(other, main.address);
    await other.goto(page.url());
    await running(other);
    await ask(page, 'and then short');
    await page.getByText('Waits:').waitFor();
    await other.getByText('Waits:').waitFor();
    await other.context().close();
    await page.getByRole('button', { name: 'Take the waiting message back' }).click();
    await until(async () => (await field(page).inputValue()) === 'and then short', 'the text is back in the field');
    await field(page).press('Enter');
    await page.getByText('Waits:').waitFor();
    await field(page).press('Escape');
    await answers(page).nth(1).waitFor({ timeout: 40_000 });
    await ended(page);
    assert.equal(await page.getByText('Waits:').count(), 0);
    assert.match(await textOf(answers(page).nth(1)), /Hello!/);
    await page.context().close();
  },
  async 'edit, regenerate, versions, arrow up, drafts'() {
    const page = await newPage(chrome);
    await signIn(page, main.address);
    await ask(page, 'hello short');
    await running(page);
    await ended(page);
    await field(page).press('ArrowUp');
    const edit = page.getByRole('textbox', { name: 'Edit the message' });
    await edit.fill('hello short again');
    await edit.press('Enter');
    await running(page);
    await ended(page);
    await page.getByText('2/2').first().waitFor();
    await page.getByRole('button', { name: 'Version before' }).click();
    await page.locator('.bubble', { hasText: /^hello short$/ }).waitFor();
    await page.reload();
    await page.locator('.bubble', { hasText: /^hello short$/ }).waitFor();
    await field(page).fill('a draft that stays');
    await page.waitForTimeout(600);
    await page.getByRole('button', { name: 'New chat', exact: true }).first().click();
    await until(async () => (await field(page).inputValue()) === '', 'a new chat is empty');
    await page.goBack();
    await page.locator('.bubble').first().waitFor();
    await until(async () => (await field(page).inputValue()) === 'a draft that stays', 'the draft is there');
    await field(page).fill('');
    await page.context().close();
  },
  async 'what fits on the screen has no way to its end'() {
    const page = await newPage(chrome);
    await signIn(page, main.address);
    await ask(page, 'a long answer please');
    await running(page);
    const newest = page.getByRole('button', { name: 'Jump to newest' });
    await until(() => page.locator('au-log .scroll').first().evaluate(log => log.scrollHeight > log.clientHeight + 400), 'the answer is longer than the screen');
    await page.getByRole('button', { name: /^Stop/ }).click();
    await ended(page);
    await page.locator('au-log .scroll').first().hover();
    await page.mouse.wheel(0, -5000);
    await newest.waitFor();
    await page.getByRole('button', { name: 'Edit the message' }).click();
    const edit = page.getByRole('textbox', { name: 'Edit the message' });
    await edit.fill('short');
    await edit.press('Enter');
    await running(page);
    await ended(page);
    await newest.waitFor({ state: 'hidden', timeout: 5000 });
    await page.getByRole('button', { name: 'Version before' }).click();
    await newest.waitFor();
    await page.context().close();
  },
  async 'an answer that grows is followed without a shift, and what is read stays where it is'() {
    const page = await newPage(chrome);
    await page.addInitScript(() => {
      globalThis.shifts = 0;
      new PerformanceObserver(list => list.getEntries().forEach(e => !e.hadRecentInput && (globalThis.shifts += e.value))).observe({ type: 'layout-shift', buffered: true });
    });
    await signIn(page, main.address);
    await ask(page, 'a long answer please');
    await running(page);
    const log = page.locator('au-log .scroll').first();
    const togo = () => log.evaluate(it => it.scrollHeight - it.scrollTop - it.clientHeight);
    await until(() => log.evaluate(it => it.scrollHeight > it.clientHeight + 400), 'the answer is longer than the screen');
    assert.ok((await togo()) < 2, 'the end is in sight');
    const shifts = await page.evaluate(() => globalThis.shifts);
    assert.ok(shifts < 0.02, `layout shift ${shifts}`);
    await log.hover();
    await page.mouse.wheel(0, -300);
    await page.getByRole('button', { name: 'Jump to newest' }).waitFor();
    await page.waitForTimeout(300);
    const top = () => answers(page).last().locator('au-markdown .text > *').nth(1).evaluate(it => Math.round(it.getBoundingClientRect().top));
    const before = await top();
    const below = await togo();
    await until(async () => (await togo()) > below + 100, 'it grows on');
    assert.ok(Math.abs((await top()) - before) < 2, 'what is read stays where it is');
    await page.getByRole('button', { name: /^Stop/ }).click();
    await ended(page);
    assert.ok(Math.abs((await top()) - before) < 2, 'at the end of the answer too');
    await page.context().close();
  },
  async 'a search hit in another version is shown, and scrolled to'() {
    const page = await newPage(chrome);
    await signIn(page, main.address);
    await ask(page, 'a long zebra');
    await running(page);
    await page.getByRole('button', { name: /^Stop/ }).click();
    await ended(page);
    await page.getByRole('button', { name: 'Edit the message' }).click();
    const edit = page.getByRole('textbox', { name: 'Edit the message' });
    await edit.fill('a short giraffe');
    await edit.press('Enter');
    await running(page);
    await ended(page);
    const search = async words => {
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox').fill(words);
      await page.getByRole('option').filter({ has: page.locator('mark') }).first().waitFor();
      await page.getByRole('option').filter({ has: page.locator('mark') }).first().click();
    };
    const seen = text => until(() => page.locator('.bubble', { hasText: text }).evaluateAll(all => all.some(e => {
      const { top, bottom } = e.getBoundingClientRect();
      return top > 0 && bottom < innerHeight - 100;
    })), `${text} is on the screen`);
    await search('zebra');
    await seen('a long zebra');
    await page.getByText('1/2').first().waitFor();
    await page.reload();
    await page.locator('.bubble', { hasText: 'a long zebra' }).waitFor();
    await page.getByRole('button', { name: 'New chat', exact: true }).first().click();
    await page.getByRole('heading', { name: /^Good/ }).waitFor();
    await search('giraffe');
    await seen('a short giraffe');
    // From another page, and far up in a conversation of which only the end is shown.
    await page.goto(`${main.address}/status`);
    await page.getByRole('button', { name: 'New chat', exact: true }).first().waitFor();
    await search('Question 1800');
    await seen('Question 1800');
    await page.waitForTimeout(1500);
    await seen('Question 1800');
    await page.getByRole('button', { name: 'Jump to newest' }).click();
    await page.getByRole('button', { name: 'Jump to newest' }).waitFor({ state: 'hidden' });
    await page.context().close();
  },
  async 'Enter while an input method composes does not send'() {
    const page = await newPage(chrome);
    await signIn(page, main.address);
    await field(page).fill('にほん');
    await field(page).evaluate(area => area.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, composed: true, cancelable: true })));
    assert.equal(await field(page).inputValue(), 'にほん');
    await field(page).press('Shift+Enter');
    assert.equal(await field(page).inputValue(), 'にほん\n');
    await page.context().close();
  },
  async 'rename, pin, delete and undo, delete for good'() {
    const page = await newPage(chrome);
    await signIn(page, main.address);
    const more = name => page.getByRole('button', { name: `More about ${name}` });
    await more('Reading list').click();
    await page.getByRole('menuitem', { name: 'Rename' }).click();
    await page.getByRole('textbox', { name: 'Title' }).fill('Books');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Books' }).waitFor();
    await more('Books').click();
    await page.getByRole('menuitem', { name: 'Pin' }).click();
    await page.waitForTimeout(200);
    await more('Books').click();
    await page.getByRole('menuitem', { name: 'Unpin' }).waitFor();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('link', { name: 'Books' }).waitFor();
    await more('Books').click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.reload();
    await page.getByRole('link', { name: 'Travel plan for Lisbon' }).waitFor();
    assert.equal(await page.getByRole('link', { name: 'Books' }).count(), 0, 'leaving the page deletes at once');
    await page.context().close();
  },
  async 'keys: made, shown once, copied, revoked; users: added, disabled'() {
    const page = await newPage(chrome, { permissions: ['clipboard-read', 'clipboard-write'] });
    await signIn(page, main.address);
    await page.goto(`${main.address}/account`);
    await page.getByRole('button', { name: 'New key' }).click();
    bad += await look(page, folder, 'new-key');
    await page.getByLabel('Name', { exact: true }).fill('editor');
    await page.keyboard.press('Enter');
    await page.getByText('This is the only time').waitFor();
    await page.getByRole('button', { name: 'Copy', exact: true }).click();
    assert.match(await page.evaluate(() => navigator.clipboard.readText()), /^aur_/);
    bad += await look(page, folder, 'key-shown');
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('button', { name: 'Revoke editor' }).click();
    await page.waitForTimeout(300);
    bad += await look(page, folder, 'revoke');
    await page.getByRole('button', { name: 'Revoke', exact: true }).last().click();
    await page.getByText('editor is revoked.').waitFor();
    await page.goto(`${main.address}/users`);
    await page.getByRole('button', { name: 'New user' }).click();
    await page.getByLabel('Name', { exact: true }).fill('carla');
    await page.getByLabel('First password').fill('one two three four');
    bad += await look(page, folder, 'new-user');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByText('carla can sign in now.').waitFor();
    await page.getByRole('button', { name: 'Change carla' }).click();
    await page.waitForTimeout(200);
    bad += await look(page, folder, 'user-menu');
    await page.getByRole('menuitem', { name: 'Disable' }).click();
    await page.getByText('carla is disabled').waitFor();
    await page.context().close();
  },
  async 'the node goes away in mid-answer and comes back'() {
    const away = await node(3912);
    const page = await newPage(chrome);
    await signIn(page, away.address);
    await ask(page, 'a long answer please');
    await running(page);
    await page.waitForTimeout(1200);
    away.stop();
    await page.getByText('The node cannot be reached').waitFor({ timeout: 15_000 });
    bad += await look(page, folder, 'unreachable');
    assert.ok((await textOf(answers(page).last())).length > 10, 'what had arrived stays');
    await node(3912);
    await page.getByText('Welcome back').waitFor({ timeout: 30_000 });
    await page.context().close();
  },
  async 'the message field has the focus after loading, except on touch screens'() {
    // Pointer types of the browser: 1 is none, 2 a finger, 4 a mouse.
    for (const [pointer, focused] of [[1, true], [2, false], [4, true]]) {
      const own = await browser(`--blink-settings=primaryPointerType=${pointer},availablePointerTypes=${pointer}`);
      try {
        const page = await newPage(own);
        await signIn(page, main.address);
        await page.reload();
        await field(page).waitFor();
        await page.waitForTimeout(300);
        assert.equal(await field(page).evaluate(area => area.matches(':focus')), focused, `pointer type ${pointer}`);
      } finally {
        await own.close();
      }
    }
  },
  async 'signing out forgets'() {
    const page = await newPage(chrome);
    await signIn(page, main.address);
    await field(page).fill('secret draft');
    await page.waitForTimeout(600);
    await page.getByRole('button', { name: /anna/ }).click();
    await page.waitForTimeout(200);
    bad += await look(page, folder, 'account-menu');
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByText('Welcome back').waitFor();
    assert.ok(!(await page.evaluate(() => JSON.stringify(localStorage))).includes('secret draft'));
    await page.context().close();
  },
};

const main = await node(3910);
for (const [name, flow] of Object.entries(flows)) {
  if (process.env.FLOW && !name.includes(process.env.FLOW)) continue;
  try {
    await flow();
    console.log(`ok: ${name}`);
  } catch (failure) {
    bad++;
    console.log(`NOT OK: ${name}\n  ${failure.message.split('\n').slice(0, 8).join('\n  ')}\n  ${failure.stack.split('\n').find(l => l.includes('flows.mjs')) ?? ''}`);
  }
}
await chrome.close();
for (const child of started) child.kill('SIGKILL');
process.exit(bad === 0 ? 0 : 1);
