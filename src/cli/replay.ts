/**
 * `conclave replay`: whether a run file tells the truth, as a sentence or as JSON.
 */
import { replay } from '../api/index.ts';
import type { CommandLine } from './arguments.ts';
import type { Ended } from './ended.ts';

export function replayFile(bytes: Uint8Array, line: Extract<CommandLine, { command: 'replay' }>): Ended {
  const replayed = replay(bytes, { name: line.file });
  const { same, steps, compared } = replayed;
  const [first] = replayed.differences;
  const sentence = same
    ? `The same run: ${String(steps)} steps, ${String(compared)} digests agree.`
    : `Not the same run: at step ${String(first?.step ?? 0)} the file says ${first?.recorded ?? ''} and the replay ${first?.replayed ?? ''}.`;
  return { output: line.json ? { json: replayed } : { lines: [sentence] }, status: same ? 0 : 1 };
}
