/**
 * Takes the steps of a run file again and compares every digest on the way.
 */
import { outcomeOfRun, Run } from '../replay/index.ts';
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
  readonly differences: readonly { readonly step: number; readonly recorded: string; readonly replayed: string }[];
}

/** Throws a `Refusal` where this is no run file of this engine. */
export function replay(source: Source, { name = 'run file' }: { readonly name?: string } = {}): Replayed {
  const { run: file, document, checked } = load(source, name);
  if (file === null)
    throw new Refusal(`${name}: this is a document, not a run file; make one with conclave simulate --out.`);
  const run = new Run(runnable(name, document, file.inputs, { checked }), { inputs: file.inputs });
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
  return { same: differences.length === 0, steps: run.steps, digest, compared, outcome, differences };
}
