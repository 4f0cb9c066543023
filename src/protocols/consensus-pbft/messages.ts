/**
 * What travels in PBFT, and what replicas say happened. Members are numbered by their places in the group; agents by
 * index stand only in facts. A certificate lists who signed: a liar can hand one on, and none can make one up.
 */
import { digest, digestJson, equalJson, type Json } from '../../base/index.ts';
import type { Fact, Message } from '../../kernel/index.ts';
import { otherValue, type Decision, type Plan } from '../../plan/index.ts';

export const room = 'consensus-pbft';

/** A request of a client: what it wants decided of a task. The attempt is its timestamp; the digest stands for all of it. */
export interface Order {
  readonly task: number;
  readonly attempt: number;
  readonly value: Json;
  readonly digest: string;
}

interface OfGroup extends Message {
  readonly group: number;
}
export interface Request extends OfGroup, Order {
  readonly type: 'consensus-pbft.request';
}
/** From the primary of a view: the order at a place of the log. */
export interface PrePrepare extends OfGroup, Order {
  readonly type: 'consensus-pbft.pre-prepare';
  readonly view: number;
  readonly slot: number;
}
/** A vote for a digest at a place of the log; what it is the digest of is said along, and never counted. */
export interface Vote extends OfGroup, Order {
  readonly type: 'consensus-pbft.prepare' | 'consensus-pbft.commit';
  readonly view: number;
  readonly slot: number;
}
export interface Reply extends OfGroup, Order {
  readonly type: 'consensus-pbft.reply';
  readonly view: number;
  readonly slot: number;
}
export interface CheckpointVote extends OfGroup {
  readonly type: 'consensus-pbft.checkpoint';
  readonly slot: number;
  readonly digest: string;
}
/** A stable checkpoint and who signed it; at slot 0, the beginning, nobody has to. */
export interface Certified {
  readonly slot: number;
  readonly digest: string;
  readonly certificate: readonly number[];
}
/** An order that was prepared or committed in a view, and who signed that. */
export interface Proof {
  readonly slot: number;
  readonly view: number;
  readonly order: Order;
  readonly certificate: readonly number[];
}
export interface ViewChange extends OfGroup {
  readonly type: 'consensus-pbft.view-change';
  /** The view that is asked for. */
  readonly view: number;
  /** Last slot executed, so that who knows more can help. */
  readonly executed: number;
  /** Whether it was said before and nothing came of it. */
  readonly again: boolean;
  readonly stable: Certified;
  readonly prepared: readonly Proof[];
}
export interface Slotted {
  readonly slot: number;
  readonly order: Order;
}
export interface NewView extends OfGroup {
  readonly type: 'consensus-pbft.new-view';
  readonly view: number;
  readonly changes: readonly { readonly place: number; readonly change: ViewChange }[];
  readonly orders: readonly Slotted[];
}
export interface Fetch extends OfGroup {
  readonly type: 'consensus-pbft.fetch';
  readonly view: number;
  /** Last slot executed. */
  readonly slot: number;
}
/** What was decided last on each task, by task: the state that the log makes. */
export type Answers = Readonly<Record<number, Answer>>;
export interface Answer {
  readonly slot: number;
  readonly order: Order;
}
/** The state after a slot. */
export interface Taken {
  readonly slot: number;
  /** Digest of the whole log up to here. */
  readonly chain: string;
  readonly answers: Answers;
}
export interface StateTold extends OfGroup {
  readonly type: 'consensus-pbft.state';
  readonly checkpoint: { readonly taken: Taken; readonly certified: Certified } | null;
  /** What was committed behind it, in order. */
  readonly entries: readonly Proof[];
  readonly newView: NewView | null;
}
/** The timers of a replica and of the client. */
export interface Timeout extends Message {
  readonly type: 'consensus-pbft.timeout' | 'consensus-pbft.behind';
  readonly group: number;
}
export type ReplicaMessage =
  Request | PrePrepare | Vote | CheckpointVote | ViewChange | NewView | Fetch | StateTold | Timeout;

interface AtSlot extends Fact {
  readonly group: number;
  readonly agent: number;
  readonly slot: number;
  readonly digest: string;
}
/** A phase reached by a replica, with the agents whose word makes it so. */
export interface PhaseFact extends AtSlot {
  readonly type: 'consensus-pbft.accepted' | 'consensus-pbft.prepared' | 'consensus-pbft.committed';
  readonly view: number;
  readonly task: number;
  readonly value: Json;
  readonly certificate: readonly number[];
}
/** `task` is -1 where nothing was to be done: a gap, or a request that had been executed before. */
export interface ExecutedFact extends AtSlot {
  readonly type: 'consensus-pbft.executed';
  readonly view: number;
  readonly task: number;
  readonly attempt: number;
  readonly value: Json;
}
/** A checkpoint became stable, or the state of one was taken over by a replica that lagged behind it. */
export interface StableFact extends AtSlot {
  readonly type: 'consensus-pbft.stable' | 'consensus-pbft.installed';
  readonly certificate: readonly number[];
}
export interface SuspectedFact extends Fact {
  readonly type: 'consensus-pbft.suspected';
  readonly group: number;
  readonly agent: number;
  /** The view whose primary is given up. */
  readonly view: number;
  readonly why: 'timeout' | 'joined';
}
export interface EnteredFact extends Fact {
  readonly type: 'consensus-pbft.entered';
  readonly group: number;
  readonly agent: number;
  readonly view: number;
  readonly certificate: readonly number[];
}
export interface RefusedFact extends Fact {
  readonly type: 'consensus-pbft.refused';
  readonly group: number;
  readonly agent: number;
  /** An actor. */
  readonly from: number;
  readonly says: string;
  readonly reason: string;
}
/** The client asks everybody, since too few answered in time. */
export interface RepeatedFact extends Fact {
  readonly type: 'consensus-pbft.repeated';
  readonly group: number;
  readonly task: number;
  readonly round: number;
}
/** The client gives a task up: its group did not agree in all its rounds. */
export interface UnansweredFact extends Fact {
  readonly type: 'consensus-pbft.unanswered';
  readonly group: number;
  readonly task: number;
}

export type PbftFact =
  PhaseFact | ExecutedFact | StableFact | SuspectedFact | EnteredFact | RefusedFact | RepeatedFact | UnansweredFact;

/** A request as its client signs it. */
export function orderOf(task: number, attempt: number, value: Json): Order {
  return { task, attempt, value, digest: digestJson([task, attempt, value]) };
}

/** Whether the digest is that of the request. */
export function isSound({ task, attempt, value, digest: said }: Order): boolean {
  return digestJson([task, attempt, value]) === said;
}

/** The same request for another value: the one that was named, or one of a liar's own making. A gap stays a gap. */
export function alternative(order: Order, named: Json): Order {
  if (order.task === nullOrder.task) return order;
  const value = named === null || equalJson(named, order.value) ? otherValue(order.value) : named;
  return orderOf(order.task, order.attempt, value);
}

/** What fills a gap of the log: nothing is executed for it. */
export const nullOrder: Order = orderOf(-1, 0, null);

/** The digest of a log that goes on by one. */
export function chained(chain: string, { digest: next }: Order): string {
  return digest(chain + next);
}

/** The digest of a state: each answer stands in it with the digest of its request. */
export function stateDigest({ slot, chain, answers }: Taken): string {
  let text = `${slot} ${chain}`;
  for (const [task, answer] of Object.entries(answers)) text += ` ${task} ${answer.slot} ${answer.order.digest}`;
  return digest(text);
}

/** What a task asks of a group, unless another group asks it and only wants the order of this one. */
export function askedOf(plan: Plan, group: number, task: number): Decision | undefined {
  const decision = plan.decisions.get(task);
  return decision?.group === group ? decision : undefined;
}

export const messages: Readonly<Record<string, string>> = {
  'consensus-pbft.request': 'request',
  'consensus-pbft.pre-prepare': 'pre-prepare',
  'consensus-pbft.prepare': 'prepare',
  'consensus-pbft.commit': 'commit',
  'consensus-pbft.reply': 'reply: decided',
  'consensus-pbft.checkpoint': 'checkpoint',
  'consensus-pbft.view-change': 'view change',
  'consensus-pbft.new-view': 'new view',
  'consensus-pbft.fetch': 'state query',
  'consensus-pbft.state': 'state transfer',
};
