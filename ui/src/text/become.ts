/** Turns nodes into others; what is the same in both stays, with what the reader has selected, focused or scrolled in it. */

/** Makes `old`, which stand in `parent` one after the other, the same as `next`; returns the nodes that stand there then. */
export function become(parent: Node, old: ChildNode[], next: ChildNode[]): ChildNode[] {
  const after = old.at(-1)?.nextSibling ?? null;
  const now = next.map((node, index) => {
    const before = old[index];
    if (!before) return parent.insertBefore(node, after);
    return alike(before, node) ? before : (before.replaceWith(node), node);
  });
  for (const node of old.slice(next.length)) node.remove();
  return now;
}

/** Whether `old` is the same as `next`, or could be made so. */
function alike(old: ChildNode, next: ChildNode): boolean {
  if (old.isEqualNode(next)) return true;
  if (old.nodeType === Node.TEXT_NODE && next.nodeType === Node.TEXT_NODE) {
    retype(old as Text, (next as Text).data);
    return true;
  }
  if (!(old.cloneNode(false) as ChildNode).isEqualNode(next.cloneNode(false))) return false;
  become(old, [...old.childNodes], [...next.childNodes]);
  return true;
}

/** Changes only the end of a text where that is enough: a selection in what stays is kept. */
function retype(old: Text, next: string): void {
  let same = 0;
  while (same < next.length && old.data[same] === next[same]) same++;
  old.replaceData(same, old.data.length - same, next.slice(same));
}
