/**
 * What stretch of virtual time the timeline shows, and how it moves: zoom about a point, pan, fit. All of it is arithmetic on two
 * numbers; the run's end bounds it, so that a person cannot get lost beside the run.
 */
import { noFolds, type Folds } from './folding.ts';

/** In shown time: where idle stretches are folded that is less than real time. */
export interface TimeWindow {
  readonly fromMs: number;
  readonly toMs: number;
}

/** At the deepest zoom a millisecond is this wide. */
const pixelsPerMsMax = 40;
/** Share of a run's length that is left free behind its end, so that the end is seen to be the end. */
const tail = 0.02;

/** The whole run. */
export function fitted(endMs: number): TimeWindow {
  return { fromMs: 0, toMs: Math.max(1, endMs) * (1 + tail) };
}

export const spanOf = ({ fromMs, toMs }: TimeWindow): number => toMs - fromMs;

/** Horizontal place of a time. */
export function xOf(window: TimeWindow, width: number, timeMs: number, folds: Folds = noFolds): number {
  return ((folds.shown(timeMs) - window.fromMs) / spanOf(window)) * width;
}

/** Shown time at a horizontal place. */
export function timeAt(window: TimeWindow, width: number, x: number): number {
  return width <= 0 ? window.fromMs : window.fromMs + (x / width) * spanOf(window);
}

export interface Bounds {
  readonly endMs: number;
  /** Width of the drawing in pixels: it bounds the zoom. */
  readonly width: number;
}

/** Zooms by `factor` (above 1 goes nearer) so that `aboutMs` stays where it is on the screen. */
export function zoomed(window: TimeWindow, aboutMs: number, factor: number, bounds: Bounds): TimeWindow {
  const whole = spanOf(fitted(bounds.endMs));
  const least = Math.min(whole, Math.max(1, bounds.width / pixelsPerMsMax));
  const span = Math.min(whole, Math.max(least, spanOf(window) / factor));
  const share = (aboutMs - window.fromMs) / spanOf(window);
  return within({ fromMs: aboutMs - share * span, toMs: aboutMs + (1 - share) * span }, bounds);
}

/** Moves by a stretch of time, not beyond the run. */
export function panned(window: TimeWindow, byMs: number, bounds: Bounds): TimeWindow {
  return within({ fromMs: window.fromMs + byMs, toMs: window.toMs + byMs }, bounds);
}

/** The window pushed back inside the run; its span is kept where the run is long enough. */
export function within(window: TimeWindow, { endMs }: Bounds): TimeWindow {
  const whole = fitted(endMs);
  const span = Math.min(spanOf(window), spanOf(whole));
  const fromMs = Math.min(Math.max(0, window.fromMs), whole.toMs - span);
  return { fromMs, toMs: fromMs + span };
}

/** True when the window shows the whole run. */
export function isFitted(window: TimeWindow, endMs: number): boolean {
  return spanOf(window) >= spanOf(fitted(endMs)) * 0.999;
}

/** The window that follows a playhead: unchanged while it is inside, else turned like a page. */
export function following(window: TimeWindow, timeMs: number, bounds: Bounds): TimeWindow {
  if (timeMs >= window.fromMs && timeMs <= window.toMs) return window;
  const fromMs = timeMs - spanOf(window) * (timeMs > window.toMs ? 0.1 : 0.9);
  return within({ fromMs, toMs: fromMs + spanOf(window) }, bounds);
}
