// The first quarter of an hour of a new owner: set-up, a question to the guide, an edit, search, status, out and in again.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { ask, field, focused, scenario, until, words, written } from './page.mjs';

const { ADDRESS, CODE, NAME, PASSWORD } = process.env;
const QUESTION = 'What does Aurora do?';
const EDITED = 'Where does Aurora keep my conversations?';
const BYTES_MAX = 120_000;
const REQUESTS_MAX = 15;
const QUIET_MILLIS = 700;

await scenario('first-use', async world => {
  const page = await world.page();
  await setUp(world, page);
  await question(world, page);
  await edit(world, page);
  await search(world, page);
  await firstLoad(world, page);
  await status(world, page);
  await takenOut(world, page);
  await outAndIn(world, page);
});

async function setUp(world, page) {
  await page.goto(ADDRESS);
  await page.getByText('This node is new').waitFor();
  await world.look(page, 'new-node');
  await page.goto(`${ADDRESS}/setup#${CODE.slice(0, -1)}-`);
  await page.getByText('This link is out of date').waitFor();
  assert.equal(await page.getByLabel('Name').count(), 0, 'nothing is asked for that would be in vain');
  await world.look(page, 'link-old');
  await page.goto(`${ADDRESS}/setup#${CODE}`);
  await page.getByLabel('Name').fill(NAME);
  await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
  await world.look(page, 'set-up');
  await page.getByRole('button', { name: 'Start' }).click();
  await field(page).waitFor();
  assert.equal(page.url(), `${ADDRESS}/`, 'the code is gone from the address');
  world.ok('set-up by the printed link');
  await world.look(page, 'hello');
  const late = await world.page();
  await late.goto(`${ADDRESS}/setup#${CODE}`);
  await late.getByText('This node has its owner').waitFor();
  await world.look(late, 'link-used');
  await late.context().close();
  world.pages.splice(world.pages.indexOf(late), 1);
}

async function question(world, page) {
  const streamed = page.waitForResponse(response => /\/api\/runs\/[^/]+\/events/.test(response.url()));
  await ask(page, QUESTION);
  assert.match((await streamed).headers()['content-type'], /^text\/event-stream/);
  const chip = await written(page);
  assert.ok((await words(page)).length > 3, `the guide says something: ${await words(page)}`);
  assert.match(await chip.innerText(), /aurora-guide/, 'the chip names the model');
  assert.match(await chip.innerText(), /\d (ms|s)[\s\S]*tok\/s/, 'the chip tells the time to the first token and the speed');
  world.ok('a question to the guide, with its chip');
  await world.look(page, 'answered');
  await chip.click();
  const why = page.getByRole('dialog', { name: 'Why here' });
  await why.waitFor();
  assert.match(await why.innerText(), /chosen/, 'the chosen candidate is marked');
  assert.match(await why.innerText(), /p50[\s\S]*\d+(\.\d+)? (ms|s)/, 'its forecast is there');
  await world.look(page, 'why-here', async () => {
    const { x, y, width, height } = await why.boundingBox();
    const size = page.viewportSize();
    assert.ok(x >= 0 && y >= 0 && x + width <= size.width && y + height <= size.height, `the panel is inside the window of ${size.width}: ${x} ${y} ${width} ${height}`);
  });
  await page.keyboard.press('Escape');
  await why.waitFor({ state: 'hidden' });
}

async function edit(world, page) {
  await page.getByRole('button', { name: 'Edit the message' }).click();
  const area = page.getByRole('textbox', { name: 'Edit the message' });
  await area.fill(EDITED);
  await world.look(page, 'editing');
  await area.press('Enter');
  await page.locator('.bubble', { hasText: EDITED }).waitFor();
  await written(page);
  await page.getByLabel('Version 2 of 2').waitFor();
  const second = (await words(page)).join(' ');
  await page.getByRole('button', { name: 'Version before' }).click();
  await page.locator('.bubble', { hasText: QUESTION }).waitFor();
  assert.notEqual((await words(page)).join(' '), second, 'each version of the question has its own answer');
  await world.look(page, 'siblings');
  await page.reload();
  await page.locator('.bubble', { hasText: QUESTION }).waitFor();
  await page.getByRole('button', { name: 'Version after' }).click();
  await page.locator('.bubble', { hasText: EDITED }).waitFor();
  assert.equal((await words(page)).join(' '), second, 'the second version has the answer that it had');
  world.ok('an edit makes a sibling');
}

async function search(world, page) {
  await page.keyboard.press('Control+Shift+O');
  await page.getByRole('button', { name: new RegExp(`^${QUESTION.slice(0, -1)}`) }).waitFor();
  await page.keyboard.press('Control+k');
  await until(async () => /^Search/.test(await focused(page)), 'the search has the focus');
  await page.keyboard.type('keep my conversations');
  const hit = page.getByRole('option').filter({ has: page.locator('mark') }).first();
  await hit.waitFor();
  await world.look(page, 'search');
  await hit.click();
  await page.locator('.bubble').first().waitFor();
  assert.match(page.url(), /\/c\/[\w-]+$/, 'the hit opens its conversation');
  await page.keyboard.press('Control+k');
  await until(async () => /^Search/.test(await focused(page)), 'the search has the focus again');
  await page.keyboard.type('zyzzyva quux');
  await page.getByText('Nothing found.').waitFor();
  await page.keyboard.press('Escape');
  world.ok('search finds, and says when it does not');
}

/** What the page costs a browser that has nothing of it yet. */
async function firstLoad(world, signedIn) {
  const fresh = await world.page({ storageState: await signedIn.context().storageState() });
  const all = [];
  let last = Date.now();
  fresh.on('request', request => {
    all.push(request);
    last = Date.now();
  });
  fresh.on('requestfinished', () => (last = Date.now()));
  await fresh.goto(ADDRESS);
  await field(fresh).waitFor();
  await until(() => Date.now() - last > QUIET_MILLIS, 'the page asks for nothing more');
  let bytes = 0;
  for (const request of all.filter(one => ['script', 'stylesheet'].includes(one.resourceType()))) {
    const response = await request.response();
    const encoding = response.headers()['content-encoding'];
    const { responseBodySize } = await request.sizes();
    assert.ok(responseBodySize > 0, `the size of ${request.url()} is known`);
    if (responseBodySize > 2000) assert.match(encoding ?? '', /^(gzip|br|zstd)$/, `${request.url()} comes compressed`);
    bytes += responseBodySize;
  }
  console.log(`first load: ${all.length} requests, ${bytes} bytes of script and style; ${all.map(one => new URL(one.url()).pathname).join(' ')}`);
  assert.ok(bytes > 10_000, `script and style were counted: ${bytes}`);
  assert.ok(bytes <= BYTES_MAX, `${bytes} bytes of script and style are more than ${BYTES_MAX}`);
  assert.ok(all.length <= REQUESTS_MAX, `${all.length} requests are more than ${REQUESTS_MAX}`);
  world.ok('the first load is small');
  await fresh.context().close();
  world.pages.splice(world.pages.indexOf(fresh), 1);
}

async function status(world, page) {
  await page.goto(`${ADDRESS}/status`);
  await page.getByRole('heading', { name: 'Programs' }).waitFor();
  const main = page.getByRole('main');
  await main.getByText('aurora-guide').first().waitFor();
  for (const part of ['postgres', 'redis', 'embedded']) await main.getByText(part, { exact: true }).first().waitFor();
  await main.getByText('ready', { exact: true }).first().waitFor();
  await world.look(page, 'status');
}

/** A link would go without the proof of the session, so the page fetches the file itself. */
async function takenOut(world, page) {
  await page.goto(`${ADDRESS}/account`);
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  const saved = await saving;
  assert.equal(saved.suggestedFilename(), 'aurora-conversations.jsonl');
  const lines = readFileSync(await saved.path(), 'utf8');
  assert.ok(lines.includes(QUESTION) && lines.endsWith('}\n'), `the file has the conversation: ${lines.slice(0, 200)}`);
  await until(async () => (await focused(page)) === 'export', 'the button has the focus again');
  world.ok('an export is saved as a file');
}

async function outAndIn(world, page) {
  await page.goto(ADDRESS);
  await field(page).waitFor();
  await page.getByRole('button', { name: new RegExp(NAME) }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByText('Welcome back').waitFor();
  await page.reload();
  await page.getByText('Welcome back').waitFor();
  world.ok('sign-out, and a reload does not bring the person back');
  await until(async () => (await focused(page)) === 'name', 'the name has the focus');
  await page.keyboard.type(NAME);
  await page.keyboard.press('Tab');
  await page.keyboard.type('not the pass phrase');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').waitFor();
  await world.look(page, 'sign-in-wrong');
  await page.getByRole('textbox', { name: 'Password' }).focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await field(page).waitFor();
  await page.getByRole('link', { name: new RegExp(QUESTION.slice(0, 12)) }).first().click();
  await page.locator('.bubble').first().waitFor();
  world.ok('sign-in, and the conversation is still there');
}
