/**
 * What a room exports that serves agents with what they do not do themselves: a shared memory, an arbiter of a resource. It
 * stands beside the pattern of a document: any pattern may hold tasks that use it. It brings an actor for each thing that it
 * serves, behind all others, or none where agents hold it themselves, and a role by which agents use them.
 */
import type { Corruption, Role } from '../agents/index.ts';
import type { Machine } from '../kernel/index.ts';
import type { Invariant, Plan, ServicePlan } from '../plan/index.ts';
import type { ServiceCard } from './card.ts';

export interface ServiceRoom extends ServiceCard {
  /** Answers for one of the things that it serves in this plan; absent where its card says that agents hold them. */
  service?(plan: Plan, service: ServicePlan): Machine;
  /** What agents play to use them: a role that obtains. */
  roles(plan: Plan): readonly Role[];
  invariants(plan: Plan): readonly Invariant[];
  /** How an agent that lies says its messages; absent where nobody would gain by it. */
  readonly corruption?: Corruption;
}
