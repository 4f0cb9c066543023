/**
 * What a room exports that serves agents with what they do not do themselves: a shared memory, an arbiter of a resource. It
 * stands beside the pattern of a document: any pattern may hold tasks that use it. It brings an actor for each thing that it
 * serves, behind all others, and a role by which agents use them.
 */
import type { Corruption, Role, Telling } from '../agents/index.ts';
import type { Machine } from '../kernel/index.ts';
import type { Invariant, Plan, ServicePlan } from '../plan/index.ts';

export interface ServiceRoom {
  /** Before the dot in its messages and facts. */
  readonly name: string;
  readonly title: string;
  /** What it does, in one sentence for a person. */
  readonly summary: string;
  /** What of a document it serves: shared memories of these consistencies, and resources of these modes. */
  readonly serves: { readonly memories?: readonly string[]; readonly resources?: readonly string[] };
  /** Answers for one of the things that it serves in this plan. */
  service(plan: Plan, service: ServicePlan): Machine;
  /** What agents play to use them: a role that obtains. */
  roles(plan: Plan): readonly Role[];
  invariants(plan: Plan): readonly Invariant[];
  /** How an agent that lies says its messages; absent where nobody would gain by it. */
  readonly corruption?: Corruption;
  /** Its messages: type and what it says, in a few words. */
  readonly messages: Readonly<Record<string, string>>;
  /** Facts of its own: type and how each is told in a sentence. */
  readonly facts: Readonly<Record<string, Telling>>;
}
