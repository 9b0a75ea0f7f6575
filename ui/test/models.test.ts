import './dom.ts';
import assert from 'node:assert/strict';
import { test } from 'node:test';

const later = setTimeout;
Object.assign(globalThis, { setTimeout: (run: () => void, millis: number) => later(run, millis).unref() });
const { AUTO, models } = await import('../src/store/models.ts');

const guide = { id: 'aurora-guide', purpose: 'guide', loaded: true, contextMax: 1024, engines: ['embedded'] };
const big = { id: 'big', purpose: 'general', loaded: true, contextMax: 8192, engines: ['box'] };

test('what can be asked is told anew when an engine comes or goes, and only then', async () => {
  let offers: unknown[] = [guide];
  globalThis.fetch = () => Promise.resolve(new Response(JSON.stringify({ models: offers })));
  let told = 0;
  models.subscribe(() => told++);
  assert.equal(models.isGuide(AUTO), false, 'nothing is claimed before it is known');
  await models.load();
  assert.ok(models.isGuide(AUTO) && models.isGuide('aurora-guide'));
  await models.load();
  assert.equal(told, 1);
  offers = [guide, big];
  await models.load();
  assert.deepEqual([models.isGuide(AUTO), models.isGuide('aurora-guide'), models.isGuide('big')], [false, true, false]);
  offers = [guide];
  await models.load();
  assert.ok(models.isGuide(AUTO));
  assert.equal(told, 3);
});
