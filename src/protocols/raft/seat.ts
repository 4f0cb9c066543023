/**
 * A member's seat in one group: its term, its vote, its log, and what it leads or waits for. Term, vote, log and what was
 * executed are on stable storage and survive a crash; the rest does not.
 */
import { digestJson, type Json } from '../../base/index.ts';
import type { Context, Message } from '../../kernel/index.ts';
import { actorOfAgent, groupAt, type DecisionGroup, type Plan } from '../../plan/index.ts';
import type { StoredFact, Entry, TruncatedFact } from './messages.ts';

export interface Seat {
  term: number;
  /** Who has this member's vote in this term; -1 for nobody. */
  votedFor: number;
  /** The entry of slot s stands at s - 1. */
  log: Entry[];
  /** The slot of each request in the log, by task and attempt. */
  slotOf: Record<string, number>;
  commit: number;
  executed: number;
  role: 'follower' | 'asking' | 'candidate' | 'leader';
  /** When its leader was heard of last, ms; -1 for never. */
  heardMs: number;
  /** Who leads in this term, as far as is known; -1 for nobody. */
  leader: number;
  votes: number[];
  /** Requests of the client that no leader is known to have in hand. */
  pending: Pending[];
  /** The timer that runs: of a leader its heartbeat, else the wait for one; 0 for none. */
  timer: number;
  /** A leader's, by member: the next slot to send, the last that is stored there, the last that was sent. */
  next: Record<number, number>;
  match: Record<number, number>;
  sent: Record<number, number>;
  /** A leader's: when each member answered last, and since when it has been asking them without a pause, ms. */
  answered: Record<number, number>;
  askingSinceMs: number;
  /** Until when a leader repeats what is not committed, ms: the client may have given up by then. */
  busyUntilMs: number;
}

export interface Pending {
  readonly task: number;
  readonly attempt: number;
  readonly value: Json;
  readonly untilMs: number;
}

export function emptySeat(): Seat {
  return {
    ...{ term: 0, votedFor: -1, log: [], slotOf: {}, commit: 0, executed: 0 },
    ...idleSeat(),
  };
}

/** What a member knows when it comes back from a crash, beside what it has stored. */
export function idleSeat(): Pick<
  Seat,
  | 'role'
  | 'leader'
  | 'heardMs'
  | 'votes'
  | 'pending'
  | 'timer'
  | 'next'
  | 'match'
  | 'sent'
  | 'answered'
  | 'askingSinceMs'
  | 'busyUntilMs'
> {
  return {
    ...{ role: 'follower', leader: -1, heardMs: -1, votes: [], pending: [], timer: 0 },
    ...{ next: {}, match: {}, sent: {}, answered: {}, askingSinceMs: 0, busyUntilMs: 0 },
  };
}

/** Names a request in a log. */
export function keyOf({ task, attempt }: { readonly task: number; readonly attempt: number }): string {
  return `${task}/${attempt}`;
}

export function termAt(seat: Seat, slot: number): number {
  return slot === 0 ? 0 : (seat.log[slot - 1]?.term ?? -1);
}

/** What one member has at hand while it handles a message of one group. */
export class Hand {
  readonly plan: Plan;
  readonly number: number;
  readonly group: DecisionGroup;
  readonly agent: number;
  readonly seat: Seat;
  readonly context: Context;

  constructor(plan: Plan, number: number, seat: Seat, agent: number, context: Context) {
    this.plan = plan;
    this.number = number;
    this.group = groupAt(plan, number);
    this.agent = agent;
    this.seat = seat;
    this.context = context;
  }

  /** All members but this one. */
  get others(): readonly number[] {
    return this.group.members.filter((member) => member !== this.agent);
  }

  tell<M extends Message>(agent: number, message: M): void {
    this.context.send(actorOfAgent(agent), message);
  }

  stopTimer(): void {
    if (this.seat.timer !== 0) this.context.cancel(this.seat.timer);
    this.seat.timer = 0;
  }

  /** Puts an entry behind the last. */
  store(entry: Entry): void {
    const { seat, number: group, agent } = this;
    seat.log.push(entry);
    const slot = seat.log.length;
    if (entry.task !== -1) seat.slotOf[keyOf(entry)] = slot;
    const { term, task } = entry;
    const digest = digestOf(entry);
    this.context.record({ type: 'raft.stored', group, agent, slot, term, task, digest } satisfies StoredFact);
  }

  /** Drops what stands from this slot on. */
  truncate(slot: number): void {
    for (const entry of this.seat.log.slice(slot - 1)) delete this.seat.slotOf[keyOf(entry)];
    this.seat.log.length = slot - 1;
    const { number: group, agent } = this;
    this.context.record({ type: 'raft.truncated', group, agent, slot } satisfies TruncatedFact);
  }
}

/** What an entry asks for, as a digest. */
export function digestOf({ task, attempt, value }: Omit<Entry, 'term'>): string {
  return digestJson([task, attempt, value]);
}

/** The longest that a member waits for a leader is twice this, ms. */
export function patienceOf(group: DecisionGroup): number {
  return Math.max(2, group.viewTimeoutMs);
}

/** How often a leader says that it is there while something waits, ms. */
export function beatOf(group: DecisionGroup): number {
  return Math.max(1, Math.floor(patienceOf(group) / 3));
}

/** So many times its patience a member keeps a request in mind that the client has not sent again. */
export const patiencesKept = 6;
