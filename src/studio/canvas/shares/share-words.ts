/** What the card of a resource or a shared memory says in its one line. Pure. */
import type { Memory, Resource } from '../../../document/index.ts';
import { formatTime, plural } from '../../design/index.ts';

/** How many units, whether one task holds all, and for how long. */
export function resourceLine({ units = 1, mode = 'shared', leaseMs }: Resource): string {
  const lease = leaseMs === undefined ? [] : [`lease ${formatTime(leaseMs)}`];
  return [plural(units, 'unit'), mode, ...lease].join(' · ');
}

/** How its copies agree, and how many there are. */
export function memoryLine({ consistency = 'eventual', replicas = [] }: Memory): string {
  return [consistency, replicas.length === 0 ? 'held by all' : plural(replicas.length, 'copy', 'copies')].join(' · ');
}
