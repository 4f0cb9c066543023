/**
 * What a worker is asked for two runs side by side, and what it answers. It computes both and keeps nothing.
 */
import { compareRuns, runOf, type Comparison, type RunSource } from './comparison.ts';

export interface PairRequest {
  readonly sources: readonly [RunSource, RunSource];
}

/** The comparison, or why there is none: which of the two cannot run, and why. */
export type PairReply =
  | { readonly ok: true; readonly comparison: Comparison }
  | { readonly ok: false; readonly side: 0 | 1; readonly problem: string };

/** Computes and compares the two runs of a request. */
export function answerPair({ sources: [one, two] }: PairRequest): PairReply {
  const first = runOf(one);
  if (!first.ok) return { ok: false, side: 0, problem: first.error };
  const other = runOf(two);
  if (!other.ok) return { ok: false, side: 1, problem: other.error };
  return { ok: true, comparison: compareRuns(first.value, other.value) };
}
