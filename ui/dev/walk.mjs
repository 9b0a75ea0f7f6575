// Walks through every state of the page: node dev/walk.mjs [address] [folder for pictures]
import { readFileSync } from 'node:fs';
import { browser, look, newPage } from './look.mjs';

const address = process.argv[2] ?? 'http://localhost:3900';
const folder = process.argv[3] ?? '/tmp/aurora-walk';
const name = process.env.NAME_IN ?? 'anna';
const password = process.env.PASSWORD_IN ?? 'correct horse battery';
const only = process.env.ONLY;
let bad = 0;

const chrome = await browser();
for (const look of [
  { as: 'light', colorScheme: 'light' },
  { as: 'dark', colorScheme: 'dark' },
  { as: 'narrow', colorScheme: 'light', viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
]) {
  if (only && only !== look.as) continue;
  const { as, ...options } = look;
  await walk(as, options);
}
await chrome.close();
console.log(bad === 0 ? 'all clean' : `${bad} problems`);
process.exit(bad === 0 ? 0 : 1);

async function walk(as, options) {
  const page = await newPage(chrome, { ...options, permissions: ['clipboard-read', 'clipboard-write'] });
  const see = async what => (bad += await look(page, folder, `${as}-${what}`));
  const narrow = as === 'narrow';
  const drawer = async () => narrow && (await page.getByRole('button', { name: 'Show the sidebar' }).click(), page.waitForTimeout(350));

  await page.goto(address);
  await page.getByLabel('Name').waitFor();
  await see('01-sign-in');
  await page.getByLabel('Name').fill(name);
  await page.getByRole('textbox', { name: 'Password' }).fill('wrong password here');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('alert').waitFor();
  await see('02-sign-in-wrong');
  await page.getByRole('textbox', { name: 'Password' }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('textbox', { name: 'Message' }).waitFor();
  await page.waitForTimeout(300);
  await see('03-hello');
  await page.getByRole('button', { name: /^What does Aurora do/ }).click();
  await page.locator('au-message').nth(1).waitFor();
  await page.waitForTimeout(200);
  await see('04-waiting');
  await page.waitForTimeout(1600);
  await see('05-streaming');
  await page.getByRole('textbox', { name: 'Message' }).fill('Then show me a function in Java');
  await page.keyboard.press('Enter');
  await page.waitForTimeout(300);
  await see('06-queued');
  await page.getByRole('button', { name: 'Why here' }).first().waitFor({ timeout: 30_000 });
  await page.getByRole('button', { name: /Stop/ }).waitFor({ state: 'hidden', timeout: 30_000 }).catch(() => undefined);
  await page.getByRole('button', { name: 'Why here' }).nth(1).waitFor({ timeout: 30_000 });
  await page.getByText('writing', { exact: true }).waitFor({ state: 'hidden', timeout: 30_000 });
  await page.waitForTimeout(700);
  await see('07-answered');
  await page.getByRole('button', { name: 'Why here' }).last().click();
  await page.waitForTimeout(250);
  await see('08-why');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Answer again' }).last().click();
  await page.waitForTimeout(250);
  await see('09-again');
  await page.getByRole('menuitem', { name: 'Try again' }).click();
  await page.waitForTimeout(1500);
  await page.keyboard.press('Escape');
  // A real engine may be done before a hand can stop it.
  if (!process.env.REAL) await page.getByText('stopped', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Version before' }).last().waitFor();
  await see('10-stopped');
  await page.getByRole('button', { name: 'Version before' }).last().click();
  await page.waitForTimeout(200);
  await see('11-version');
  await page.getByRole('button', { name: 'Edit the message' }).first().click();
  await page.waitForTimeout(150);
  await see('12-edit');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: /^Model:/ }).click();
  await page.waitForTimeout(250);
  await see('13-models');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await page.waitForTimeout(250);
  await see('14-palette');
  await page.keyboard.type('aurora');
  await page.waitForTimeout(500);
  await see('15-search');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+/');
  await page.waitForTimeout(350);
  await see('16-keys');
  await page.keyboard.press('Escape');
  if (narrow) {
    await drawer();
    await see('17-drawer');
    await page.getByRole('button', { name: 'Close the sidebar' }).click({ position: { x: 370, y: 400 } });
  }
  for (const [at, path] of ['/status', '/account', '/users'].entries()) {
    await page.goto(address + path);
    await page.waitForTimeout(700);
    await see(`2${at}-${path.slice(1)}`);
  }
  await engines(page, see);
  await transfer(page, see);
  await states(page, see, drawer);
  const outside = page.requests.filter(url => !url.startsWith(address) && !url.startsWith('data:'));
  const problems = page.problems.filter(p => !/401|404|503|400/.test(p));
  for (const p of new Set([...problems, ...outside.map(url => `outside: ${url}`)])) console.log(`${as} ${p}`);
  bad += problems.length + outside.length;
  await page.context().close();
}

/** Adds an engine, with what can be wrong at each field, and removes it. */
async function engines(page, see) {
  if (process.env.REAL) return;
  await page.goto(`${address}/status`);
  const add = page.getByRole('button', { name: 'Add an engine' });
  await add.scrollIntoViewIfNeeded();
  await see('23-engines');
  await add.focus();
  await page.keyboard.press('Enter');
  const [at, url, key] = ['Name', 'Address', 'Key, if it wants one'].map(label => page.getByLabel(label, { exact: true }));
  await page.waitForTimeout(350);
  await see('24-add-engine');
  const refused = async (where, says) => {
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: says }).waitFor();
    const focused = await where?.evaluate(input => input.getRootNode().activeElement === input && input.getAttribute('aria-invalid'));
    if (where && focused !== 'true') throw new Error(`not at its field: ${says}`);
  };
  await refused(at, 'Give it a name');
  await at.fill('ollama');
  await refused(url, 'Give its address');
  await url.fill('nowhere');
  await refused(at, 'There is an engine of this name');
  await at.fill('garage');
  await refused(url, 'An address begins with');
  await see('25-engine-wrong');
  await url.fill('http://10.0.0.50:1');
  await refused(undefined, 'Nothing answers');
  await see('26-engine-silent');
  await url.fill('http://10.0.0.50:11434');
  await key.fill('wrong');
  await refused(key, 'refuses this key');
  await key.fill('right');
  await page.keyboard.press('Enter');
  await page.getByText('garage is added, with 1 model.').waitFor();
  await page.getByRole('button', { name: 'Remove garage' }).click();
  await page.waitForTimeout(350);
  await see('27-engine-remove');
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await page.getByText('garage is removed.').waitFor();
  await page.getByRole('button', { name: 'Remove garage' }).waitFor({ state: 'detached' });
  if (await page.getByRole('button', { name: 'Remove embedded' }).count()) throw new Error("the node's own engine cannot be removed");
}

/** Exports everything, imports it again and with something new, and files that are none. */
async function transfer(page, see) {
  await page.goto(`${address}/account`);
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  const lines = readFileSync(await (await saving).path(), 'utf8');
  const chooses = async buffer => {
    const opening = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Import' }).press('Enter');
    await (await opening).setFiles({ name: 'conversations.jsonl', mimeType: 'application/x-ndjson', buffer });
  };
  await chooses(Buffer.from(lines));
  await page.getByText(/^Nothing new: [\d,]+ messages were known already/).waitFor();
  await page.getByRole('heading', { name: 'Your conversations' }).scrollIntoViewIfNeeded();
  await see('28-imported');
  await chooses(Buffer.from('not one of ours'));
  await page.getByText('Line 1:').waitFor();
  await see('29-import-wrong');
  await chooses(Buffer.alloc((32 << 20) + 1, 'a'));
  await page.getByText('larger than the 32 MiB').waitFor();
  if (process.env.REAL) return;
  const one = JSON.parse(lines.slice(0, lines.indexOf('\n')));
  one.conversation.summary.id = `taken-${Date.now()}`;
  one.conversation.summary.title = 'From another node';
  await chooses(Buffer.from(JSON.stringify(one)));
  await page.getByText(/^Took in 1 conversation with \d+ messages?\.$/).waitFor();
}

/** What only the fake node shows at will. */
async function states(page, see, drawer) {
  if (process.env.REAL) return;
  await page.goto(address);
  await page.getByRole('textbox', { name: 'Message' }).fill('make it fail please');
  await page.keyboard.press('Enter');
  await page.getByText('The engine stopped in the middle').waitFor({ timeout: 20_000 });
  await see('30-failed');
  await page.getByRole('textbox', { name: 'Message' }).fill('refuse this');
  await page.keyboard.press('Enter');
  await page.getByText('Not sent.').waitFor();
  await see('31-not-sent');
  await drawer();
  await page.getByRole('link', { name: 'Interrupted by a restart' }).click();
  await page.getByText('The node went down').waitFor();
  await page.waitForTimeout(500);
  await see('32-interrupted');
  await drawer();
  await page.getByRole('link', { name: 'Arabic greeting' }).click();
  await page.waitForTimeout(500);
  await see('33-right-to-left');
  await page.goto(`${address}/c/none`);
  await page.waitForTimeout(500);
  await see('34-missing');
}
