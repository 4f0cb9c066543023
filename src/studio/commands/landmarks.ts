/**
 * From one part of the page to the next by one key, and back: bar, left side, drawing, inspector, player. A part that was left is entered
 * again where it was left. It never goes behind a dialog, and reads only what stands in the page.
 */
const parts = 'header, main, nav[aria-label], aside[aria-label], section[aria-label]';
const stops =
  'a[href], button, input, select, textarea, summary, [contenteditable=true], [tabindex]:not([tabindex="-1"]), .svelte-flow[tabindex]';

/** Where each part had the focus last. */
const left = new WeakMap<Element, HTMLElement>();

/** Puts the focus into the next part of the page, or the one before; false where there is no other. */
export function toPart(page: Document, direction: 1 | -1): boolean {
  const all = partsOf(page);
  const { activeElement } = page;
  const here = all.findIndex((part) => part.contains(activeElement));
  const from = all[here];
  if (from !== undefined && activeElement instanceof HTMLElement) left.set(from, activeElement);
  for (let turn = 1; turn <= all.length; turn += 1) {
    const start = here === -1 ? (direction === 1 ? -1 : 0) : here;
    const part = all[(start + direction * turn + all.length * turn) % all.length];
    const stop = part === undefined || part === from ? null : stopIn(part);
    if (stop === null) continue;
    stop.focus();
    return true;
  }
  return false;
}

/** The parts that show, in the order of the page; what stands inside of one is no part of its own. */
function partsOf(page: Document): readonly HTMLElement[] {
  const found: HTMLElement[] = [];
  for (const part of page.querySelectorAll<HTMLElement>(parts))
    if (shows(part) && part.closest('dialog') === null && !found.some((other) => other.contains(part)))
      found.push(part);
  return found;
}

/** Where a part is entered: where it was left, else at the drawing, else at its first stop that does something. */
function stopIn(part: HTMLElement): HTMLElement | null {
  const last = left.get(part);
  if (last !== undefined && part.contains(last) && shows(last) && !last.matches(':disabled')) return last;
  const drawing = part.querySelector<HTMLElement>('.svelte-flow[tabindex]');
  if (drawing !== null) return drawing;
  for (const stop of part.querySelectorAll<HTMLElement>(stops))
    if (stop.tabIndex >= 0 && shows(stop) && !stop.matches(':disabled, [role=separator]')) return stop;
  return null;
}

function shows(element: HTMLElement): boolean {
  if (element.closest('[hidden], [inert]') !== null) return false;
  return typeof element.checkVisibility !== 'function' || element.checkVisibility({ visibilityProperty: true });
}
