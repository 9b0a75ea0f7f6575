import './dom.ts';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Message } from '../src/api/types.ts';
import { childrenOf, leafThrough, newestLeaf, pathTo, siblings, usualLeaf } from '../src/store/tree.ts';

let clock = 0;
function message(id: string, parent?: string): Message {
  const made: Message = {
    id,
    author: id.startsWith('p') ? 'person' : 'assistant',
    text: id,
    state: 'done',
    created: new Date(1_700_000_000_000 + clock++ * 1000).toISOString(),
  };
  if (parent !== undefined) made.parent = parent;
  return made;
}

/** p1 has answers a1 and a2; a1 goes on with p2 and a3; p3 is p1 edited. */
const tree = new Map(
  [message('p1'), message('a1', 'p1'), message('p2', 'a1'), message('a3', 'p2'), message('a2', 'p1'), message('p3'), message('a4', 'p3')].map(
    m => [m.id, m],
  ),
);
const ids = (messages: Message[]) => messages.map(m => m.id);

test('the path goes from the root to the leaf', () => {
  assert.deepEqual(ids(pathTo(tree, 'a3')), ['p1', 'a1', 'p2', 'a3']);
  assert.deepEqual(ids(pathTo(tree, 'a2')), ['p1', 'a2']);
  assert.deepEqual(pathTo(tree, undefined), []);
  assert.deepEqual(pathTo(tree, 'nowhere'), []);
});

test('siblings share a parent, roots too, oldest first', () => {
  assert.deepEqual(ids(siblings(tree, 'a2')), ['a1', 'a2']);
  assert.deepEqual(ids(siblings(tree, 'p3')), ['p1', 'p3']);
  assert.deepEqual(siblings(tree, 'nowhere'), []);
  assert.deepEqual(ids(childrenOf(tree, 'a1')), ['p2']);
});

test('a version is shown with the newest that follows it', () => {
  assert.equal(newestLeaf(tree, 'a1'), 'a3');
  assert.equal(newestLeaf(tree, 'p1'), 'a2');
  assert.equal(newestLeaf(tree, 'a3'), 'a3');
});

test('without a word about it the newest message is shown', () => {
  assert.equal(usualLeaf(tree, undefined), 'a4');
  assert.equal(usualLeaf(tree, 'a1'), 'a3');
  assert.equal(usualLeaf(tree, 'gone'), 'a4');
  assert.equal(usualLeaf(new Map(), undefined), undefined);
});

test('a ring of parents ends', () => {
  const ring = new Map([['x', { ...message('x'), parent: 'y' }], ['y', { ...message('y'), parent: 'x' }]]);
  assert.equal(pathTo(ring, 'x').length, 2);
  assert.ok(ring.has(newestLeaf(ring, 'x')));
});

test('the same moment is told apart by id', () => {
  const at = '2026-01-01T00:00:00Z';
  const pair = new Map(['b', 'a'].map(id => [id, { ...message(id), created: at }]));
  assert.deepEqual(ids(childrenOf(pair, undefined)), ['a', 'b']);
});

test('a path that is shown stays when it leads through the message', () => {
  assert.equal(leafThrough(tree, 'a3', 'p2'), 'a3');
  assert.equal(leafThrough(tree, 'a2', 'p1'), 'a2');
});

test('a message of another version brings the newest path through it', () => {
  assert.equal(leafThrough(tree, 'a4', 'a1'), 'a3');
  assert.equal(leafThrough(tree, 'a4', 'p2'), 'a3');
  assert.equal(leafThrough(tree, undefined, 'p3'), 'a4');
});
