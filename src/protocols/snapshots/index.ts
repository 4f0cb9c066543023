/** The door of snapshots: machines that take part in them, and when they are begun. */
import type { Plan } from '../../plan/index.ts';
import type { ServiceRoom } from '../service-room.ts';
import { bandOf } from './bands.ts';
import { card } from './card.ts';
import { snapshotRules } from './invariants.ts';
import type { Take } from './messages.ts';

export { snapshotRules } from './invariants.ts';
export { takingPart, takingSnapshots } from './machine.ts';
export type { SnapshotFact, Take } from './messages.ts';

/** The inputs by which the snapshots of a plan are begun. */
export function snapshotOrders({ snapshots: planned = [] }: Plan): { atMs: number; to: number; message: Take }[] {
  return planned.map(({ atMs, by }) => ({ atMs, to: by, message: { type: 'snapshots.take' } }));
}

export const snapshots: ServiceRoom = {
  ...card,
  bandOf,
  // Nobody asks for it by a task, so that it is no role: machines take part around their own.
  roles: () => [],
  invariants: () => snapshotRules,
};
