/**
 * Set-up of the component tests: the DOM matchers, and quiet stand-ins for the few browser features that
 * jsdom lacks and that the studio touches. They answer, and never simulate: what depends on real layout
 * belongs to tests/browser.
 */
import '@testing-library/jest-dom/vitest';
import { afterEach } from 'vitest';

/** The page is one for all files: whatever a test put into it by hand is gone before the next, which would find its buttons. */
afterEach(() => {
  document.body.replaceChildren();
});

class StillResizeObserver implements ResizeObserver {
  observe(): void {
    // jsdom lays nothing out, so there is never a size to report.
  }
  unobserve(): void {
    // Nothing is observed.
  }
  disconnect(): void {
    // Nothing is observed.
  }
}

globalThis.ResizeObserver ??= StillResizeObserver;

globalThis.matchMedia ??= (query: string): MediaQueryList =>
  Object.assign(new EventTarget(), {
    matches: false,
    media: query,
    onchange: null,
    addListener: () => undefined,
    removeListener: () => undefined,
  });

Element.prototype.scrollIntoView ??= () => undefined;

/** The page is as wide as a desk's: on a narrow one the panels of the studio fold by themselves. */
Object.assign(globalThis, { innerWidth: 1440 });

/** Svelte keeps the whole stack of every change that comes often, for a warning that nobody reads here: a few frames do. */
let frames = Error.stackTraceLimit;
Object.defineProperty(Error, 'stackTraceLimit', {
  configurable: true,
  get: () => frames,
  set: (wanted: number) => {
    frames = Number.isFinite(wanted) ? wanted : 5;
  },
});
