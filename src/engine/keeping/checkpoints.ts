/**
 * Checkpoints of a run: its world at a step with the inputs that lead there, written down beside its journal. By itself a run keeps
 * five: where the stretch after what was put in last begins, and at the end of each of its quarters. A person names others. A
 * checkpoint is verified twice, its bytes by the journal and its world by the replay; what is shown is always the replay.
 */
import { digestJson, type Json } from '../../base/index.ts';
import { digestOf } from '../../kernel/index.ts';
import { checkpointSteps, inputsBefore, tasksAt, type Run, type RunInput } from '../../replay/index.ts';
import type { Checkpoint, Journal, ListedCheckpoint } from '../../storage/index.ts';
import { engineVersion } from '../../workflow/index.ts';
import { Turns } from '../stage/turns.ts';
import type { CheckpointAbout, CheckpointView } from '../../bridge/index.ts';

/** Worlds of more tasks than this are only written down when a person asks: replaying them is quicker than storing them. */
const tasksMax = 20_000;

/** What lies in a checkpoint. */
export interface CheckpointData {
  readonly schema: 1;
  /** What was put in before the step was taken. */
  readonly inputs: readonly RunInput[];
  readonly world: Json;
}

export class Checkpoints {
  readonly #journal: Journal;
  readonly #runId: string;
  /** The steps still to be written down; null before the run was seen to its end. */
  #due: number[] | null = null;
  readonly #turns = new Turns();

  constructor(journal: Journal, runId: string) {
    this.#journal = journal;
    this.#runId = runId;
  }

  /** Writes the next that a run keeps by itself, once it is `settled`; false when there is none. One with a name is left as it is. */
  keep(run: Run, settled: () => boolean): Promise<boolean> {
    return this.#turns.take(async () => {
      if (!settled() || run.compiled.plan.tasks.length > tasksMax) return false;
      if (this.#due === null) {
        const due = checkpointSteps(run);
        this.#due = due;
        const known = new Map((await this.#journal.checkpoints(this.#runId)).map((each) => [each.step, each]));
        // Meanwhile the run may have gone another way.
        if (this.#due !== due) return settled();
        this.#due = due.filter((step) => {
          const kept = known.get(step);
          return kept === undefined || (kept.name === null && !liesOnWay(run, kept));
        });
      }
      const step = this.#due.shift();
      if (step === undefined) return false;
      await this.#journal.checkpoint(this.#runId, checkpointAt(run, step));
      return true;
    });
  }

  /** The run goes another way from a step on: what it kept beyond is taken away, and it keeps others once it is computed. */
  cut(step: number): Promise<void> {
    this.#due = null;
    return this.#turns.take(async () => {
      for (const each of await this.#journal.checkpoints(this.#runId))
        if (each.step > step && each.name === null) await this.#journal.deleteCheckpoint(this.#runId, each.step);
    });
  }
}

/** The run at a step, to be written down. */
export function checkpointAt(run: Run, step: number, name: string | null = null): Checkpoint {
  const world = run.worldAt(step).snapshot();
  const inputs = inputsBefore(run, step);
  const data: CheckpointData = { schema: 1, inputs, world: world as unknown as Json };
  const about: CheckpointAbout = { timeMs: world.time, behind: digestJson(inputs), tasks: tasksAt(run, step) };
  return {
    ...{ step, name, digest: digestOf(world), engine: engineVersion },
    about: about as unknown as Json,
    data: data as unknown as Json,
  };
}

function behind(run: Run, step: number): string {
  return digestJson(inputsBefore(run, step));
}

function aboutOf(checkpoint: ListedCheckpoint | undefined): CheckpointAbout | null {
  return (checkpoint?.about ?? null) as unknown as CheckpointAbout | null;
}

/** A kept checkpoint as a person sees it, beside a run. */
export function viewOf(run: Run, kept: ListedCheckpoint): CheckpointView {
  const { step, name, digest, size, damaged = false } = kept;
  const { timeMs = 0, tasks = {} } = aboutOf(kept) ?? {};
  return { step, name, digest, size, damaged, timeMs, tasks, onWay: !damaged && liesOnWay(run, kept) };
}

/** Whether a run as its inputs are now passes through a checkpoint. */
export function liesOnWay(run: Run, kept: ListedCheckpoint): boolean {
  return kept.engine === engineVersion && aboutOf(kept)?.behind === behind(run, kept.step);
}

/** The newest checkpoint at or before a step that is sound and lies on the way of this run as its inputs are now. */
export async function checkpointOf(
  journal: Journal,
  runId: string,
  run: Run,
  stepMax = Infinity,
): Promise<{ readonly checkpoint: (ListedCheckpoint & { readonly data: Json }) | null; readonly damaged: boolean }> {
  let damaged = false;
  for (let at = stepMax; at >= 0;) {
    const { checkpoint, dropped } = await journal.loadCheckpoint(runId, at);
    damaged ||= dropped.length > 0;
    if (checkpoint === null) return { checkpoint: null, damaged };
    if (liesOnWay(run, checkpoint)) return { checkpoint, damaged };
    at = checkpoint.step - 1;
  }
  return { checkpoint: null, damaged };
}

/** Whether a replayed run passes through a checkpoint; null when it does, else a sentence. */
export function disagreement(run: Run, checkpoint: Pick<Checkpoint, 'step' | 'digest'>): string | null {
  if (checkpoint.step > run.steps)
    return `This replay ended before step ${checkpoint.step}, which was recorded; what you see is the replay, not what was recorded.`;
  return digestAt(run, checkpoint.step) === checkpoint.digest ? null : differsAt(checkpoint.step);
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
  return differsAt(end.steps);
}

const differsAt = (step: number): string =>
  `This replay differs from what was recorded at step ${step}; what you see is the replay, not what was recorded.`;

function digestAt(run: Run, step: number): string {
  return digestOf(run.worldAt(step).snapshot());
}
