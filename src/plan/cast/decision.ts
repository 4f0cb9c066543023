/**
 * Tasks that are decided by several agents instead of done by one: the groups that decide, and what each task asks of
 * its group. Tasks with the same participants, protocol and settings share one group, so that their decisions stand in
 * one log. How a group comes to a decision is its room's business.
 */
import type { Json } from '../../base/index.ts';
import type { Bargain } from './bargain.ts';

/** Agents that decide together. A member's place in `members` is its number in the protocol. */
export interface DecisionGroup {
  /** As the document names it: pbft, raft, majority … */
  readonly protocol: string;
  /** Agents by index, without doubles, in the order in which they are named. */
  readonly members: readonly number[];
  /** Faulty members that the group is to survive. */
  readonly faulty: number;
  /** How many must agree; what the protocol asks for, unless the laboratory sets another. */
  readonly quorum: number;
  /** Whether settings that are known to break agreement were let through. */
  readonly laboratory: boolean;
  readonly checkpointEvery: number;
  readonly viewTimeoutMs: number;
  readonly replyByMs: number;
  /** The group that puts its ballots into one order, of the same members; -1 where they are counted as they come. */
  readonly orderedBy: number;
  /** The actor that asks the group to decide and hears of it. */
  readonly client: number;
}

/** What one task asks of its group. */
export interface Decision {
  /** Index into `Plan.groups`. */
  readonly group: number;
  /** What the task puts forward; where members have values from models, what is right. */
  readonly value: Json;
  /** What each member would put forward, by its place; null where a model draws it during the run. */
  readonly ballots: readonly Json[] | null;
  /** The belief that each member puts forward as it is when its group is asked, by its place; null for a ballot that is written, and where none comes from beliefs. */
  readonly believed: readonly (string | null)[] | null;
  readonly options: readonly Json[];
  /** How often each member is right, 0..1, by its place: how well it can do the task. */
  readonly competence: readonly number[];
  /** Whether a value may be decided at all. */
  valid(value: Json): boolean;
  /** What its members negotiate about; absent where they decide on one value. */
  readonly bargain?: Bargain;
}

/** Members that can be faulty while PBFT holds: n >= 3f + 1 (Castro and Liskov 1999). */
export function byzantineBound(members: number): number {
  return Math.max(0, Math.floor((members - 1) / 3));
}

/** Members that can crash while Raft holds: n >= 2f + 1. */
export function crashBound(members: number): number {
  return Math.max(0, Math.floor((members - 1) / 2));
}

/** So many that two of them share a member. */
export function majorityOf(members: number): number {
  return Math.floor(members / 2) + 1;
}

/** So many that two of them share an honest member, for any n: ceil((n + f + 1) / 2). */
export function byzantineQuorum(members: number, faulty: number): number {
  return Math.ceil((members + faulty + 1) / 2);
}

/** What is said instead of a value by somebody who lies about it and has nothing else in mind. */
export function otherValue(value: Json): Json {
  if (value === null) return true;
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'string') return `not ${value}`;
  return { instead: value };
}

/**
 * Whether these liars tell this agent the other thing: those that they have chosen, or, of the members that are none of them, by
 * index, all behind the first half.
 */
export function toldOtherwise(
  members: readonly number[],
  { liars, deceived = [] }: { readonly liars: readonly number[]; readonly deceived?: readonly number[] },
  agent: number,
): boolean {
  if (deceived.length > 0) return deceived.includes(agent);
  const honest = members.filter((member) => !liars.includes(member)).sort((a, b) => a - b);
  return honest.indexOf(agent) >= Math.ceil(honest.length / 2);
}
