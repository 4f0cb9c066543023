/**
 * When a run's world is written down beside its journal: at its beginning, every some thousand steps, and at its end.
 * Checkpoints are caches; they also show later that a replay takes the same steps. One that was written before the run
 * was sent another way says nothing about the run as it is, so each carries which inputs it stands behind. What was
 * recorded of a run's end is compared here too; only digests are, and what is shown is always the replay.
 */
import { digestJson, type Json } from '../../base/index.ts';
import { digestOf } from '../../kernel/index.ts';
import type { Run } from '../../replay/index.ts';
import type { Checkpoint, Journal } from '../../storage/index.ts';

/** Worlds of more tasks than this are not written down: replaying them is quicker than storing them. */
const tasksMax = 20_000;
/** Least number of steps between two checkpoints. */
const distance = 5000;

export class Checkpoints {
  readonly #journal: Journal;
  readonly #runId: string;
  #lastStep = -1;

  constructor(journal: Journal, runId: string) {
    this.#journal = journal;
    this.#runId = runId;
  }

  /** Writes what is due; `force` at the end of a run. */
  async keep(run: Run, force = false): Promise<void> {
    if (run.compiled.plan.tasks.length > tasksMax) return;
    const snapshot = run.snapshots().at(-1);
    if (snapshot === undefined || snapshot.at <= this.#lastStep) return;
    if (!force && this.#lastStep !== -1 && snapshot.at < this.#lastStep + distance) return;
    this.#lastStep = snapshot.at;
    const { value } = snapshot;
    await this.#journal.checkpoint(this.#runId, {
      step: value.step,
      digest: digestOf(value),
      engine: value.engine,
      data: { behind: inputsBehind(run, value.step), world: value as unknown as Json },
    });
  }

  /** The run goes another way from a step on: what lies beyond is written again. */
  cut(step: number): void {
    this.#lastStep = Math.min(this.#lastStep, step);
  }
}

/** The newest checkpoint that lies on the way of this run as its inputs are now, or null. */
export async function checkpointOf(journal: Journal, runId: string, run: Run): Promise<Checkpoint | null> {
  for (let stepMax = Infinity; stepMax >= 0;) {
    const { checkpoint } = await journal.loadCheckpoint(runId, stepMax);
    if (checkpoint === null) return null;
    const { data, step } = checkpoint;
    const behind = typeof data === 'object' && data !== null && 'behind' in data ? data['behind'] : null;
    if (behind === inputsBehind(run, step)) return checkpoint;
    stepMax = step - 1;
  }
  return null;
}

/** Whether a replayed run passes through a checkpoint; null when it does, else a sentence. */
export function disagreement(run: Run, checkpoint: Checkpoint): string | null {
  if (checkpoint.step > run.steps)
    return `This replay ended before step ${checkpoint.step}, which was recorded; what you see is the replay, not what was recorded.`;
  const digest = digestOf(run.worldAt(checkpoint.step).snapshot());
  if (digest === checkpoint.digest) return null;
  return `This replay differs from what was recorded at step ${checkpoint.step}; what you see is the replay, not what was recorded.`;
}

/** Digest of the inputs that were applied before a step was taken. */
function inputsBehind(run: Run, step: number): string {
  return digestJson(run.inputs.filter((input) => input.step < step));
}

/** What a journal or a run file says of where a run stood. */
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
