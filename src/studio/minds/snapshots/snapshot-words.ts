/** What is said of snapshots: in a list, and of the cut of one. */
import type { SnapshotCut, SnapshotRow } from '../../../bridge/index.ts';
import { formatCount, formatTime, plural } from '../../design/index.ts';

type NameOf = (id: string) => string;

export function whoIs(id: string | null, nameOf: NameOf): string {
  return id === null ? 'Coordinator' : nameOf(id);
}

/** `Snapshot 2 of the coordinator`. */
export function rowTitle({ by, number }: SnapshotRow, nameOf: NameOf): string {
  return `Snapshot ${formatCount(number)} of ${by === null ? 'the coordinator' : nameOf(by)}`;
}

/** When it was begun and complete, and what it holds in numbers. */
export function rowLine({ timeMs, recorded, parts, complete }: SnapshotRow): string {
  const begun = `begun ${formatTime(timeMs)}`;
  if (complete === null) return `${begun} · ${formatCount(recorded)} of ${formatCount(parts)} have recorded`;
  const { held, given, carried, markers } = complete;
  return [
    begun,
    `complete ${formatTime(complete.timeMs)}`,
    `${plural(given, 'task')} given away, ${formatCount(held)} in hand`,
    `${plural(carried, 'message')} on the way`,
    plural(markers, 'marker'),
  ].join(' · ');
}

/** What one had recorded. */
export function partLine({ who, held, given }: SnapshotCut['parts'][number], nameOf: NameOf): string {
  const parts = [
    ...(held.length > 0 ? [`in hand: ${held.map(({ task }) => nameOf(task)).join(', ')}`] : []),
    ...(given.length > 0
      ? [`given away: ${given.map(({ task, agent }) => `${nameOf(task)} to ${nameOf(agent)}`).join(', ')}`]
      : []),
  ];
  return parts.length > 0 ? parts.join(' · ') : who === null ? 'nothing given away' : 'nothing in hand';
}

/** What was on its way on a channel, in order. */
export function carriesLine({ carries }: SnapshotCut['channels'][number], nameOf: NameOf): string {
  return carries.map(({ what, task }) => (task === null ? what : `${what}: ${nameOf(task)}`)).join(', then ');
}
