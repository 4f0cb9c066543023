/**
 * `conclave replay`: whether a run file tells the truth, as a sentence or as JSON; where asked, its checkpoints, and a new run from a step.
 */
import { replay, runFrom, type OwnCheckpoints } from '../api/index.ts';
import { exactTime } from '../document/index.ts';
import type { CommandLine } from './arguments/command-line.ts';
import { workWords } from '../replay/index.ts';
import type { Ended } from './ended.ts';

type Line = Extract<CommandLine, { command: 'replay' }>;

export function replayFile(bytes: Uint8Array, line: Line): Ended {
  const { from, out, file } = line;
  const replayed = replay(bytes, { ...line, name: file });
  const { same, steps, compared, checkpoints = [], own } = replayed;
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
    output: line.json
      ? { json: replayed }
      : { lines: [sentence, ...kept, ...(own === undefined ? [] : ownLines(own, line.agent ?? ''))] },
    status: same ? 0 : 1,
    ...(from === null || out === null ? {} : { files: [{ path: out, text: runFrom(bytes, from, { name: file }) }] }),
  };
}

/** Those of an agent, or of the coordinator: the list, and below it what is in one or what changed between two. */
function ownLines({ everyMs, written, rows, contents, changed }: OwnCheckpoints, who: string): string[] {
  const head =
    everyMs === null
      ? `${who} writes no checkpoints.`
      : `${who} writes one ${exactTime(everyMs)} after there is work to lose: ${String(written)} so far.`;
  return [
    head,
    ...rows.map((row) => {
      const held =
        row.given > 0
          ? `${String(row.given)} given away`
          : `${String(row.running)} in hand, ${String(row.queued)} queued`;
      const used = row.usedStep === null ? '' : `, came back to it at step ${String(row.usedStep)}`;
      const seen = row.written ? '' : ', none written here';
      return `step ${String(row.step).padEnd(8)} ${exactTime(row.timeMs).padEnd(10)} ${held}${used}${seen}`;
    }),
    ...(contents === undefined ? [] : contentLines(contents)),
    ...(changed === undefined
      ? []
      : changed.changes.length === 0
        ? ['Nothing stands otherwise.']
        : changed.changes.map(
            ({ of, name, was, is }) => `${of} ${name}: ${was ?? 'not there'} -> ${is ?? 'not there'}`,
          )),
  ];
}

function contentLines({ work, memory, beliefs, goals }: NonNullable<OwnCheckpoints['contents']>): string[] {
  return [
    ...work.map((each) => `work ${each.task}: ${workWords(each)}`),
    ...(memory ?? []).map(({ key, text }) => `memory ${key}: ${text}`),
    ...beliefs.map(({ name, text }) => `belief ${name}: ${text}`),
    ...goals.map(({ id, status }) => `goal ${id}: ${status}`),
  ];
}
