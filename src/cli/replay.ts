/**
 * `conclave replay`: takes the steps of a run file again and compares every digest on the way.
 */
import { outcomeOfRun, Run } from '../replay/index.ts';
import { Refusal, type CommandLine } from './arguments.ts';
import { load, runnable } from './load.ts';
import type { Ended } from './ended.ts';

export function replay(bytes: Uint8Array, line: Extract<CommandLine, { command: 'replay' }>): Ended {
  const { run: file, document } = load(bytes, line.file);
  if (file === null)
    throw new Refusal(`${line.file}: this is a document, not a run file; make one with conclave simulate --out.`);
  const run = new Run(runnable(line.file, document, file.inputs), { inputs: file.inputs });
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
  const same = differences.length === 0;
  const [first] = differences;
  const sentence = same
    ? `The same run: ${String(run.steps)} steps, ${String(compared)} digests agree.`
    : `Not the same run: at step ${String(first?.step ?? 0)} the file says ${first?.recorded ?? ''} and the replay ${first?.replayed ?? ''}.`;
  return {
    output: line.json
      ? { json: { same, steps: run.steps, digest, compared, outcome, differences } }
      : { lines: [sentence] },
    status: same ? 0 : 1,
  };
}
