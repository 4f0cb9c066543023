/**
 * Takes the steps of a run file again and compares every digest on the way.
 */
import { writeRun } from '../interchange/index.ts';
import {
  CheckpointBook,
  checkpointSteps,
  inputsBefore,
  outcomeOfRun,
  Run,
  tasksAt,
  type CheckpointChanges,
  type CheckpointContents,
  type CheckpointsOf,
} from '../replay/index.ts';
import { load, runnable } from './load.ts';
import { Refusal } from './refusal.ts';
import type { Source } from './source.ts';

export interface Replayed {
  /** Whether every digest, the length and the outcome are what the file says. */
  readonly same: boolean;
  readonly steps: number;
  /** Of the state at the end of the replay. */
  readonly digest: string;
  /** Digests that were compared. */
  readonly compared: number;
  readonly outcome: string | null;
  /** Where the run keeps a checkpoint by itself; only where they are asked for. */
  readonly checkpoints?: readonly ReplayedCheckpoint[];
  /** Checkpoints of one agent, or of the coordinator; only where somebody is named. */
  readonly own?: OwnCheckpoints;
  readonly differences: readonly { readonly step: number; readonly recorded: string; readonly replayed: string }[];
}

export interface ReplayedCheckpoint {
  readonly step: number;
  readonly timeMs: number;
  /** Of the state there. */
  readonly digest: string;
  /** How many tasks are in each state. */
  readonly tasks: Readonly<Record<string, number>>;
}

/** What an agent, or the coordinator, wrote down by the end of a run: the list, and what is in one or changed between two. */
export interface OwnCheckpoints extends CheckpointsOf {
  readonly contents?: CheckpointContents;
  readonly changed?: CheckpointChanges;
}

export interface ReplayOptions {
  readonly name?: string;
  /** Tells its checkpoints too. */
  readonly checkpoints?: boolean;
  /** Tells those of this agent too; of the coordinator for `coordinator`, where no agent is called so. */
  readonly agent?: string | null;
  /** Steps of its checkpoints: what is in one, or what changed between two. */
  readonly at?: readonly number[];
}

/** Throws a `Refusal` where this is no run file of this engine. */
export function replay(source: Source, options: ReplayOptions = {}): Replayed {
  const { name = 'run file', agent = null, checkpoints = false } = options;
  const { run: file, document, checked } = load(source, name);
  if (file === null)
    throw new Refusal(`${name}: this is a document, not a run file; make one with conclave simulate --out.`);
  const { live, inputs } = file;
  const run = new Run(runnable(name, document, inputs, { live, checked }), {
    inputs,
    seekable: checkpoints || agent !== null,
  });
  const differences: { step: number; recorded: string; replayed: string }[] = [];
  let compared = 0;
  for (const { step, trace } of file.digests) {
    run.advance(step - run.steps);
    compared += 1;
    const replayed = run.steps === step ? run.trace() : `ended at step ${String(run.steps)}`;
    if (replayed !== trace) differences.push({ step, recorded: trace, replayed });
  }
  if (file.end.outcome !== null) run.finish();
  else run.advance(file.end.steps - run.steps);
  compared += 1;
  const digest = run.digest();
  if (run.steps !== file.end.steps || digest !== file.end.digest)
    differences.push({ step: run.steps, recorded: file.end.digest, replayed: digest });
  const outcome = run.complete ? outcomeOfRun(run).outcome : null;
  if (outcome !== file.end.outcome)
    differences.push({ step: run.steps, recorded: String(file.end.outcome), replayed: String(outcome) });
  const kept = checkpoints ? { checkpoints: checkpointSteps(run).map((step) => checkpointAt(run, step)) } : {};
  const own = agent === null ? {} : { own: ownCheckpoints(run, name, agent, options.at ?? []) };
  return { same: differences.length === 0, steps: run.steps, digest, compared, outcome, ...kept, ...own, differences };
}

function ownCheckpoints(run: Run, name: string, whose: string, at: readonly number[]): OwnCheckpoints {
  const agent = whose === 'coordinator' && !run.compiled.plan.agents.some(({ id }) => id === whose) ? null : whose;
  const book = new CheckpointBook(run);
  while (!book.advance(10_000));
  const beyond = at.find((step) => step > run.steps);
  if (beyond !== undefined)
    throw new Refusal(`${name}: this run has ${String(run.steps)} steps, so there is none at step ${String(beyond)}.`);
  const list = book.list({ agent, step: run.steps, kept: at });
  if (list === null) throw new Refusal(`${name}: there is no agent "${whose}" in this run.`);
  const [from, to] = at;
  if (from === undefined) return list;
  const contents = to === undefined ? book.view({ agent, step: from }) : null;
  const changed = to === undefined ? null : book.changes({ agent, from, to });
  return { ...list, ...(contents === null ? {} : { contents }), ...(changed === null ? {} : { changed }) };
}

function checkpointAt(run: Run, step: number): ReplayedCheckpoint {
  const world = run.worldAt(step);
  return { step, timeMs: world.now, digest: world.digest(), tasks: tasksAt(run, step) };
}

/** A run file of the new run that begins from a step of one: with what had been put in before it, and nothing after. */
export function runFrom(source: Source, step: number, { name = 'run file' }: { readonly name?: string } = {}): string {
  const { run: file, document, checked } = load(source, name);
  if (file === null)
    throw new Refusal(`${name}: this is a document, not a run file; make one with conclave simulate --out.`);
  const compiled = runnable(name, document, file.inputs, { checked });
  const run = new Run(compiled, { inputs: file.inputs }).finish();
  if (step > run.steps)
    throw new Refusal(`${name}: this run has ${String(run.steps)} steps, so none begins from step ${String(step)}.`);
  return writeRun(new Run(compiled, { inputs: inputsBefore(run, step) }).finish());
}
