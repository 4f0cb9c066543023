/**
 * Whether a replay ended as it was recorded, in a journal or in a run file. It only compares digests; what is shown is
 * always the replay.
 */
import { digestOf } from '../kernel/index.ts';
import type { Run } from '../replay/index.ts';

interface RecordedEnd {
  readonly steps: number;
  readonly digest: string;
  /** Null where it had not ended when it was written. */
  readonly outcome: string | null;
}

/** Null when a run that is over agrees with what was recorded of its end, else a sentence. */
export function differsFromEnd(run: Run, end: RecordedEnd): string | null {
  const digest = end.steps > run.steps ? null : end.steps === run.steps ? run.digest() : digestAt(run, end.steps);
  if (digest === end.digest && (end.outcome === null || end.steps === run.steps)) return null;
  return `This replay differs from what was recorded at step ${end.steps}; what you see is the replay, not what was recorded.`;
}

function digestAt(run: Run, step: number): string {
  return digestOf(run.worldAt(step).snapshot());
}
