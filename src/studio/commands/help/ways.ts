/** Going a way that help offers: whether it can be gone now, and what of the page it leads to. It looks at the page as it stands. */
import type { Shortcuts } from '../../state/index.ts';
import type { Way } from './answers.ts';

type Commands = Pick<Shortcuts, 'possible'>;

/** Whether it leads anywhere now. What stands on another page is believed to be there. */
export function canGo({ command, place, href }: Way, commands: Commands): boolean {
  if (command !== undefined) return commands.possible().some(({ id }) => id === command);
  if (href !== undefined) return location.hash !== href && location.hash !== '';
  return place !== undefined && placeOf(place) !== null;
}

/** The first of what a selector finds that shows. */
export function placeOf(place: string): HTMLElement | null {
  for (const found of document.querySelectorAll<HTMLElement>(place)) if (shows(found)) return found;
  return null;
}

/** Gives the focus to a place, or to what in or around it takes it, and brings it into sight. */
export function goTo(found: HTMLElement): void {
  found.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  const stop = found.matches(stops)
    ? found
    : (found.querySelector<HTMLElement>(stops) ??
      found.closest<HTMLElement>(stops) ??
      found.parentElement?.querySelector<HTMLElement>(stops));
  stop?.focus({ preventScroll: true });
}

const stops = 'a[href], button:not(:disabled), input:not(:disabled), [tabindex]:not([tabindex="-1"])';

function shows(element: HTMLElement): boolean {
  return typeof element.checkVisibility !== 'function' || element.checkVisibility({ visibilityProperty: true });
}
