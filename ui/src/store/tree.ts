/** A conversation is a tree of messages; what is shown is one path through it. Pure functions. */
import type { Message } from '../api/types.ts';

export type Tree = ReadonlyMap<string, Message>;

/** The messages from the root to `leaf`. A parent that is missing or comes twice ends the path. */
export function pathTo(tree: Tree, leaf: string | undefined): Message[] {
  const path: Message[] = [];
  const seen = new Set<string>();
  let at = leaf === undefined ? undefined : tree.get(leaf);
  while (at && !seen.has(at.id)) {
    seen.add(at.id);
    path.push(at);
    at = at.parent === undefined ? undefined : tree.get(at.parent);
  }
  return path.reverse();
}

function byAge(a: Message, b: Message): number {
  return a.created < b.created ? -1 : a.created > b.created ? 1 : a.id < b.id ? -1 : 1;
}

/** The messages with this parent, oldest first; `undefined` asks for the roots. */
export function childrenOf(tree: Tree, parent: string | undefined): Message[] {
  return [...tree.values()].filter(m => m.parent === parent).sort(byAge);
}

/** A message and those that stand beside it, oldest first. */
export function siblings(tree: Tree, id: string): Message[] {
  const message = tree.get(id);
  return message ? childrenOf(tree, message.parent) : [];
}

/** The leaf of a path through `id`: of the one that is shown, if it leads there. */
export function leafThrough(tree: Tree, leaf: string | undefined, id: string): string {
  return leaf !== undefined && pathTo(tree, leaf).some(message => message.id === id) ? leaf : newestLeaf(tree, id);
}

/** The newest leaf below `id`, taking the newest child each time. */
export function newestLeaf(tree: Tree, id: string): string {
  const children = new Map<string, Message>();
  for (const message of tree.values()) {
    if (message.parent === undefined) continue;
    const other = children.get(message.parent);
    if (!other || byAge(other, message) < 0) children.set(message.parent, message);
  }
  const seen = new Set<string>();
  let at = id;
  for (let next = children.get(at); next && !seen.has(next.id); next = children.get(at)) {
    seen.add(next.id);
    at = next.id;
  }
  return at;
}

/** The leaf that is shown when nothing says which: the newest message's. */
export function usualLeaf(tree: Tree, leaf: string | undefined): string | undefined {
  if (leaf !== undefined && tree.has(leaf)) return newestLeaf(tree, leaf);
  let newest: Message | undefined;
  for (const message of tree.values()) if (!newest || byAge(newest, message) < 0) newest = message;
  return newest?.id;
}
