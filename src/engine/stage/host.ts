/** What the engine is given: a journal, its clock and timers, and the way to the page. A worker and a test bring their own. */
import type { EngineEvent } from '../../bridge/index.ts';
import type { Journal } from '../../storage/index.ts';

export interface SessionHost {
  readonly journal: Journal;
  emit(event: EngineEvent): void;
  /** Real time, ms. */
  clock(): number;
  /** Date of the day, ms since 1970, for headers only. */
  date(): number;
  /** Calls back once after about so many ms. */
  later(ms: number, call: () => void): void;
}

/** How long a slice of computing may take: the page's messages wait that long at most. */
export const sliceMs = 20;
