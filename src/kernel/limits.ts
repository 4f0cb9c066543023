/**
 * Bounds of a world. Everything that can grow has one; reaching it is a fact and a clear end, never a hang.
 */
export interface Limits {
  /** Envelopes delivered in one run. */
  readonly stepsMax: number;
  /** Envelopes waiting at one time. */
  readonly queueMax: number;
  /** Virtual time, ms: a hundred years. */
  readonly timeMaxMs: number;
}

export const defaultLimits: Limits = {
  stepsMax: 20_000_000,
  queueMax: 5_000_000,
  timeMaxMs: 100 * 365 * 24 * 3600 * 1000,
};
