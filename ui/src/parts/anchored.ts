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

let placed: { panel: HTMLElement; anchor: Element } | undefined;

// A window that changes its size would leave an open panel outside of it.
addEventListener('resize', () => {
  if (placed?.panel.matches(':popover-open') && placed.anchor.isConnected) place(placed.panel, placed.anchor);
});

/** Opens a popover beside its anchor, where there is room; on narrow screens its own style lays it at the bottom. */
export function showAt(panel: HTMLElement, anchor: Element): void {
  panel.showPopover();
  placed = { panel, anchor };
  place(panel, anchor);
}

function place(panel: HTMLElement, anchor: Element): void {
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
