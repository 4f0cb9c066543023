/**
 * When a run's world is written down beside its journal: at its beginning, about every second of computing, and at
 * its end. Checkpoints are caches; they also show later that a replay takes the same steps.
 */
import type { Json } from '../base/index.ts';
import { digestOf } from '../kernel/index.ts';
import type { Run } from '../replay/index.ts';
import type { Checkpoint, Journal } from '../storage/index.ts';

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
      data: value as unknown as Json,
    });
  }
}

/** Whether a replayed run passes through a checkpoint; null when it does, else a sentence. */
export function disagreement(run: Run, checkpoint: Checkpoint): string | null {
  if (checkpoint.step > run.steps)
    return `the journal's checkpoint at step ${checkpoint.step} lies beyond the end of this replay`;
  const digest = digestOf(run.worldAt(checkpoint.step).snapshot());
  return digest === checkpoint.digest ? null : `this replay differs from what was recorded at step ${checkpoint.step}`;
}
