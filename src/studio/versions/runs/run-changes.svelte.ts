/**
 * What tells the runs of a list apart: each is read from the journal once, and held against the one that was made before it. What cannot
 * be read is left out, in silence: the list names it by its time and seed all the same.
 */
import type { RecordedInputs } from '../../../bridge/index.ts';
import type { RunSummary } from '../../../storage/index.ts';
import type { RunSession } from '../../state/index.ts';
import { runChange, type RunChange } from './run-change.ts';

/** Older runs of a list are not read. */
const readMax = 40;

export class RunChanges {
  /** By the id of the run. */
  known = $state.raw<ReadonlyMap<string, RunChange>>(new Map());
  readonly #run: RunSession;
  /** What was read last, so that each is read once. */
  #last: { readonly runId: string; readonly source: RecordedInputs | null } | null = null;

  constructor(run: RunSession) {
    this.#run = run;
  }

  /** Reads what is not known yet of a list, newest first. */
  async read(runs: readonly RunSummary[]): Promise<void> {
    const oldestFirst = runs.slice(0, readMax).reverse();
    const [older] = runs.slice(readMax);
    let before = older?.runId ?? null;
    for (const { runId } of oldestFirst) {
      const mark = before;
      before = runId;
      if (this.known.has(runId)) continue;
      const earlier = mark === null ? null : await this.#source(mark);
      const source = await this.#source(runId);
      this.#last = { runId, source };
      if (source === null || (mark !== null && earlier === null)) continue;
      this.known = new Map(this.known).set(runId, runChange(earlier, source));
    }
  }

  #source(runId: string): Promise<RecordedInputs | null> {
    return this.#last?.runId === runId ? Promise.resolve(this.#last.source) : this.#run.recorded(runId, null);
  }
}
