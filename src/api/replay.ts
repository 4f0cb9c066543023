/**
 * Takes the steps of a run file again and compares every digest on the way.
 */
import { writeRun } from '../interchange/index.ts';
import { checkpointSteps, inputsBefore, outcomeOfRun, Run, tasksAt } from '../replay/index.ts';
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

export interface ReplayOptions {
  readonly name?: string;
  /** Tells its checkpoints too. */
  readonly checkpoints?: boolean;
}

/** Throws a `Refusal` where this is no run file of this engine. */
export function replay(source: Source, { name = 'run file', checkpoints = false }: ReplayOptions = {}): Replayed {
  const { run: file, document, checked } = load(source, name);
  if (file === null)
    throw new Refusal(`${name}: this is a document, not a run file; make one with conclave simulate --out.`);
  const { live, inputs } = file;
  const run = new Run(runnable(name, document, inputs, { live, checked }), { inputs, seekable: checkpoints });
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
  return { same: differences.length === 0, steps: run.steps, digest, compared, outcome, ...kept, differences };
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
