/**
 * Virtual time: integer milliseconds from 0 that only move forward. This file knows how a duration is brought to
 * the grid; it never reads a real clock.
 */

/** The nearest millisecond, never below 0; half goes up. Throws on what is not a finite number: that is our bug. */
export function toMs(value: number): number {
  if (!Number.isFinite(value)) throw new Error(`a duration must be finite, not ${value}`);
  return value <= 0 ? 0 : Math.floor(value + 0.5);
}
