// Answers that take their time: a reload and a second browser in the middle of one, and one asked and stopped by keys alone.
import assert from 'node:assert/strict';
import { ask, choose, ended, field, focused, running, scenario, signIn, stopButton, until, walkTo, words, written } from './page.mjs';

const { ADDRESS, NAME, PASSWORD, SLOW, ENDLESS, TWIN } = process.env;
const TOKENS = Number(process.env.TOKENS);
const QUESTION = 'Count slowly, please';

await scenario('answers', async world => {
  const page = await world.page();
  await signIn(page, ADDRESS);
  const other = await world.page();
  await signIn(other, ADDRESS);
  await watched(world, page, other);
  await byKeys(world);
  await moved(world, page);
});

/** The words are the numbered tokens from the first on, none lost and none doubled. */
function inOrder(all, what) {
  all.forEach((word, at) => assert.equal(word, `t${at}`, `${what}: word ${at} of ${all.length}: ${all.slice(Math.max(0, at - 3), at + 3)}`));
  return all.length;
}

async function watched(world, page, other) {
  await choose(page, SLOW);
  await ask(page, QUESTION);
  await until(async () => (await words(page)).length > 10, 'words arrive');
  const before = inOrder(await words(page), 'before the reload');
  await page.reload();
  await other.getByRole('link', { name: new RegExp(QUESTION) }).first().click();
  await running(page);
  await until(async () => (await words(page)).length >= before, 'the reloaded page shows what was there');
  const first = inOrder(await words(page), 'after the reload');
  const joined = await until(async () => (await words(other)).length, 'the second browser shows what was there');
  assert.ok(await stopButton(other).isVisible(), `the second browser joined while it runs, at word ${joined} of ${TOKENS}`);
  inOrder(await words(other), 'in the second browser');
  await until(async () => (await words(page)).length > first + 5, 'the answer goes on after the reload');
  await until(async () => (await words(other)).length > joined + 5, 'the second browser sees it grow');
  assert.ok(inOrder(await words(page), 'after the reload') < TOKENS, 'it goes on word by word, not only with the end');
  world.ok('a reload in the middle of an answer');
  assert.ok(inOrder(await words(other), 'in the second browser') < TOKENS, 'it sees it live, not only the end');
  world.ok('a second browser sees the same run live');
  for (const [name, one] of [['the reloaded page', page], ['the second browser', other]]) {
    await ended(one);
    await written(one);
    assert.equal(inOrder(await words(one), name), TOKENS, `${name} has the whole answer`);
  }
  await page.reload();
  await written(page);
  assert.equal(inOrder(await words(page), 'what is stored'), TOKENS);
  world.ok('both end complete, each token once');
  await world.look(other, 'complete');
}

/** One of two engines breaks off in mid-answer, and the other goes on. */
async function moved(world, page) {
  await page.goto(ADDRESS);
  await field(page).waitFor();
  await choose(page, TWIN);
  await ask(page, 'Count although one of you breaks off');
  const chip = await written(page);
  assert.match(await chip.innerText(), /twin-\w → twin-\w/, 'the chip tells who began and who went on');
  const seam = page.getByRole('button', { name: /went on from here/ });
  assert.equal(await seam.count(), 1, 'one mark where the text changes hands');
  const all = inOrder(await words(page), 'the answer of two engines');
  const before = await seam.evaluate(mark => mark.previousSibling.textContent.trim().split(/\s+/).length);
  assert.ok(before > 10 && before < all, `the mark stands in the middle: after ${before} of ${all} words`);
  await world.look(page, 'moved');
  await page.reload();
  await seam.click();
  const why = page.getByRole('dialog', { name: 'Why here' });
  await why.getByRole('heading', { name: 'Who wrote it' }).waitFor();
  assert.equal(await why.getByRole('listitem').count(), 2, 'both writers are named');
  await page.keyboard.press('Escape');
  world.ok('an answer that another engine carried on says where, and who wrote what');
}

async function byKeys(world) {
  const page = await world.page();
  await page.goto(ADDRESS);
  await until(async () => (await focused(page)) === 'name', 'the name has the focus');
  await page.keyboard.type(NAME);
  await page.keyboard.press('Tab');
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await until(async () => (await focused(page)) === 'Message', 'the field has the focus after sign-in');
  await walkTo(page, 'Shift+Tab', /^Model:/);
  await page.keyboard.press('Enter');
  const item = page.getByRole('menuitemradio', { name: new RegExp(`^${ENDLESS}`) });
  await item.waitFor();
  for (let at = 0; !(await item.evaluate(one => one.getRootNode().activeElement === one)); at++) {
    assert.ok(at < 20, 'the arrow keys reach the model');
    await page.keyboard.press('ArrowDown');
  }
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: new RegExp(`^Model: ${ENDLESS}`) }).waitFor();
  await walkTo(page, 'Tab', /^Message$/);
  await page.keyboard.type('Count without an end');
  await page.keyboard.press('Enter');
  await until(async () => (await words(page)).length > 10, 'words arrive');
  await world.look(page, 'streaming');
  assert.equal(await focused(page), 'Message', 'the field keeps the focus');
  await page.keyboard.press('Escape');
  await page.getByText('stopped', { exact: true }).waitFor();
  await ended(page);
  const stopped = inOrder(await words(page), 'the stopped answer');
  assert.ok(stopped > 10, 'what had arrived stays');
  await page.reload();
  await page.getByText('stopped', { exact: true }).waitFor();
  assert.ok(inOrder(await words(page), 'the stopped answer after a reload') >= stopped, 'what was seen is stored');
  world.ok('asked and stopped with keys alone');
  await world.look(page, 'stopped');
}
