/** What is said of the checkpoints of an agent, or of the coordinator: in a list, of what is in one, and of what changed. */
import type {
  CheckpointChange,
  CheckpointRow,
  CheckpointsOf,
  CheckpointWork,
  MindView,
} from '../../../bridge/index.ts';
import { formatCount, formatTime, plural } from '../../design/index.ts';

/** `3 checkpoints, the last at 4.20 s`. */
export function writtenLine({ written, last }: NonNullable<MindView['checkpoints']>): string {
  if (last === null) return 'No checkpoint yet';
  return `${plural(written, 'checkpoint')}, the last at ${formatTime(last.timeMs)}`;
}

/** How it comes back from a crash, and how many it has written. */
export function aboutLine({ everyMs, written }: CheckpointsOf, who: string): string {
  if (everyMs === null)
    return who === ''
      ? 'The coordinator writes none: it has all that it knows on stable storage. Let it recover with its last checkpoint in the settings of coordination.'
      : `${who} writes none: after a crash it comes back with empty hands. Let it recover with its last checkpoint in its settings. What you keep by hand stands here too.`;
  const many = written > 5 ? ` The last five of ${formatCount(written)} and those that you keep are told.` : '';
  return `One is begun ${formatTime(everyMs)} after there is work to lose.${many} After a crash the last one counts.`;
}

/** What is in it, in numbers: `2 in hand, 1 queued`. */
export function heldLine({ running, queued, given, written }: CheckpointRow, ofCoordinator: boolean): string {
  const seen = written ? '' : ' · kept by hand';
  if (ofCoordinator) return `${formatCount(given)} given away${seen}`;
  return `${formatCount(running)} in hand, ${formatCount(queued)} queued${seen}`;
}

/** `running, 1.20 s of 3.00 s done`. */
export function workLine(
  { how, agent, doneMs, leftMs, attempt }: CheckpointWork,
  nameOf: (id: string) => string,
): string {
  const to = agent === null ? '' : ` to ${nameOf(agent)}`;
  const done =
    doneMs === null || leftMs === null ? '' : `, ${formatTime(doneMs)} of ${formatTime(doneMs + leftMs)} done`;
  return `${how}${to}${done}${attempt > 1 ? `, attempt ${formatCount(attempt)}` : ''}`;
}

/** `Task Forecast`, `Memory plan`. */
export function changeTitle({ of, name }: CheckpointChange, nameOf: (id: string) => string): string {
  return of === 'work' ? nameOf(name) : `${kinds[of]} ${name}`;
}
const kinds = { memory: 'In mind:', belief: 'Belief', goal: 'Goal' } as const;
