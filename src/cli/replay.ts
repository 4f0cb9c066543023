/**
 * `conclave replay`: whether a run file tells the truth, as a sentence or as JSON; where asked, its checkpoints, and a new run from a step.
 */
import { replay, runFrom } from '../api/index.ts';
import { exactTime } from '../document/index.ts';
import type { CommandLine } from './arguments/command-line.ts';
import type { Ended } from './ended.ts';

type Line = Extract<CommandLine, { command: 'replay' }>;

export function replayFile(bytes: Uint8Array, line: Line): Ended {
  const { from, out, file } = line;
  const replayed = replay(bytes, { name: file, checkpoints: line.checkpoints });
  const { same, steps, compared, checkpoints = [] } = replayed;
  const [first] = replayed.differences;
  const sentence = same
    ? `The same run: ${String(steps)} steps, ${String(compared)} digests agree.`
    : `Not the same run: at step ${String(first?.step ?? 0)} the file says ${first?.recorded ?? ''} and the replay ${first?.replayed ?? ''}.`;
  const kept = checkpoints.map(
    ({ step, timeMs, digest, tasks }) =>
      `step ${String(step).padEnd(8)} ${exactTime(timeMs).padEnd(10)} ${digest}   ${Object.entries(tasks)
        .map(([state, count]) => `${String(count)} ${state}`)
        .join(', ')}`,
  );
  return {
    output: line.json ? { json: replayed } : { lines: [sentence, ...kept] },
    status: same ? 0 : 1,
    ...(from === null || out === null ? {} : { files: [{ path: out, text: runFrom(bytes, from, { name: file }) }] }),
  };
}
