/**
 * What a room exports in which several agents decide on one value: its card, and with it the client that asks a group to decide a
 * task and reports to the workflow like a coordinator, the roles of the members, and what always holds.
 * Such rooms stand beside the pattern of a document: any pattern may hold tasks that are decided.
 */
import type { BandOf, Corruption, Role } from '../agents/index.ts';
import type { JsonObject } from '../base/index.ts';
import type { Machine } from '../kernel/index.ts';
import type { Invariant, KnownFact, Plan } from '../plan/index.ts';
import type { DecisionCard } from './card.ts';

/** A fold over facts, and what came of each deal by the id of its task. */
export interface DealFigures {
  fact(fact: KnownFact): void;
  told(): Readonly<Record<string, JsonObject>>;
}

export interface DecisionRoom extends DecisionCard {
  /** Asks its groups of this plan; hears `task.ready`, `task.cancel` and `task.void`, answers `task.done`. */
  client(plan: Plan): Machine;
  /** What an agent plays in its groups of this plan. */
  roles(plan: Plan): readonly Role[];
  invariants(plan: Plan): readonly Invariant[];
  /** How a member that lies says its messages. */
  readonly corruption: Corruption;
  /** The phases of what it does, between its messages; absent where there are none to tell. */
  readonly bandOf?: BandOf;
  /** What came of its deals; absent where what is decided is one value. */
  deals?(plan: Plan): DealFigures;
}

/** Whether the room serves a way to decide. */
export function serves({ ways }: DecisionCard, protocol: string): boolean {
  return Object.hasOwn(ways, protocol);
}
