/** Panels that open over the page, and how many are open. */

const open = new Set<HTMLElement>();

/** Whether something is open that Escape closes first. */
export function overlaid(): boolean {
  return open.size > 0;
}

export function overlay(element: HTMLElement, isOpen: boolean): void {
  if (isOpen) open.add(element);
  else open.delete(element);
}

const GAP = 6;
const EDGE = 8;

/** Opens a popover beside its anchor, where there is room; on narrow screens its own style lays it at the bottom. */
export function showAt(panel: HTMLElement, anchor: Element): void {
  panel.showPopover();
  const from = anchor.getBoundingClientRect();
  if (matchMedia('(max-width: 640px)').matches && panel.hasAttribute('data-sheet')) {
    panel.style.removeProperty('left');
    panel.style.removeProperty('top');
    return;
  }
  const { offsetWidth: width, offsetHeight: height } = panel;
  const left = Math.max(EDGE, Math.min(from.left, innerWidth - width - EDGE));
  const below = from.bottom + GAP;
  const above = from.top - GAP - height;
  const top = below + height <= innerHeight - EDGE || above < EDGE ? Math.max(EDGE, Math.min(below, innerHeight - height - EDGE)) : above;
  panel.style.left = `${left}px`;
  panel.style.top = `${top}px`;
}
