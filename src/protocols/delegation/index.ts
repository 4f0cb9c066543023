/** The door of delegation: tasks go down a hierarchy of managers, and reports come up. */
import { falseBids, leaseOf } from '../../agents/index.ts';
import type { ResolvedDocument } from '../../document/index.ts';
import { protocolRoom } from '../room.ts';
import { bandOf } from './bands.ts';
import { invariants } from './invariants.ts';
import { card } from './card.ts';
import { coordinator } from './machine.ts';
import { delegateRole } from './manager.ts';
import { words } from './messages.ts';

/** Over every manager above whoever does it. */
function depthOf({ agents }: ResolvedDocument): number {
  const above = new Map(agents.map(({ id, reportsTo }) => [id, reportsTo]));
  return agents.reduce((deepest, { id }) => {
    let depth = 0;
    for (let at: string | null | undefined = id; typeof at === 'string'; at = above.get(at)) depth += 1;
    return Math.max(deepest, depth);
  }, 1);
}

export const delegation = protocolRoom({
  ...card,
  coordinator,
  roles: (plan, settings) => [delegateRole(plan, { lease: leaseOf(settings.leaseMs, plan), inside: settings.inside })],
  invariants,
  hops: depthOf,
  corruption: falseBids(words),
  bandOf,
});
