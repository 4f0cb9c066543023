/**
 * The driver of a simulated run: it computes ahead as fast as it may, in slices, because nothing outside is waited for.
 */
import type { Run } from '../../replay/index.ts';

/** Steps between two looks at the clock. */
const stepsAtOnce = 50;

/** Takes steps until `clock` passes `untilMs`, or there are none to take. */
export function computeAhead(run: Run, clock: () => number, untilMs: number): void {
  while (run.state === 'running' && clock() < untilMs) run.advance(stepsAtOnce);
}

/** Takes steps until one is at a virtual time, or there are none to take. */
export function computeTo(run: Run, timeMs: number): void {
  while (run.state === 'running' && run.now < timeMs) run.advance(1);
}
