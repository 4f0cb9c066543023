/**
 * What is fetched late and is not to be had, as after a deploy: one banner says so, with a reload that keeps the work. What was
 * typed is let go of first, and what was edited has the time that the autosave takes.
 */
import { unfetched } from '../bridge/index.ts';
import type { Notices } from '../studio/state/index.ts';

/** Longer than edits wait before they are written, ms. */
const savingMs = 800;

/** Whether an error says that a part of the page was not to be had. */
export function isLate(error: unknown): boolean {
  return error instanceof Error && /dynamically imported module|module script|preload CSS/i.test(error.message);
}

/** Reloads once what is open is stored. */
export function reloadKeeping(): void {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  setTimeout(() => {
    location.reload();
  }, savingMs);
}

/** Says it whenever a part of the page fails to come. */
export function tellOfLateParts(notices: Notices): void {
  notices.reload = reloadKeeping;
  window.addEventListener('vite:preloadError', () => {
    notices.unfetched(unfetched);
  });
}
