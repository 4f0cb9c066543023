/**
 * What a room exports in which several agents decide on one value: the protocols that it serves, the client that asks a
 * group to decide a task and reports to the workflow like a coordinator, the roles of the members, and what always holds.
 * Such rooms stand beside the pattern of a document: any pattern may hold tasks that are decided.
 */
import type { Corruption, Role, Telling } from '../agents/index.ts';
import type { Machine } from '../kernel/index.ts';
import type { Invariant, Plan } from '../plan/index.ts';

export interface DecisionRoom {
  /** Before the dot in its messages and facts. */
  readonly name: string;
  readonly title: string;
  /** What it does, in one sentence for a person. */
  readonly summary: string;
  /** Values of a consensus action's `protocol` that it serves. */
  readonly protocols: readonly string[];
  /** By protocol: how it decides, and what it does not defend against. */
  readonly rules: Readonly<Record<string, string>>;
  /** Asks its groups of this plan; hears `task.ready`, `task.cancel` and `task.void`, answers `task.done`. */
  client(plan: Plan): Machine;
  /** What an agent plays in its groups of this plan. */
  roles(plan: Plan): readonly Role[];
  invariants(plan: Plan): readonly Invariant[];
  /** How a member that lies says its messages. */
  readonly corruption: Corruption;
  /** Its messages: type and what it says, in a few words. */
  readonly messages: Readonly<Record<string, string>>;
  /** Facts of its own: type and how each is told in a sentence. */
  readonly facts: Readonly<Record<string, Telling>>;
}
