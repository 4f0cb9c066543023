/**
 * A role is what an agent plays in one protocol: a slice of plain state and a pure step. An agent is made of roles and
 * hands each message to the one whose room it names; roles of one agent meet only through the agent's own interface.
 */
import type { Json, JsonObject } from '../base/index.ts';
import type { Context, Message } from '../kernel/index.ts';
import type { AttemptEnd, ConductKind, Use } from '../plan/index.ts';

/** One attempt at a task, as an agent holds it. Never changed after it was made. */
export interface Work {
  readonly task: number;
  readonly attempt: number;
  /** Fencing token of this handing-over. */
  readonly lease: number;
  /** Room whose role is told how it ended. */
  readonly room: string;
  /** Actor that gave it. */
  readonly giver: number;
  /** When all that it needs is here, ms. */
  readonly availableMs: number;
  /** The same for an agent that has nothing of it, should the work move on; `availableMs` where it cannot. */
  readonly elsewhereMs?: number;
  /** Place in an agent's queue: lower goes first, equals in order of coming. */
  readonly key: number;
  /** How often its giver wants to hear that the agent lives, where leases are held, ms; 0 for never. */
  readonly heartbeatMs: number;
  /** Results that what it writes is told of, by task; absent for none. */
  readonly results?: JsonObject;
}

/** A use without what works its value out: rooms keep what is asked of them in their states, which are plain data. */
export type PlainUse = Omit<Use, 'value' | 'at' | 'expect'>;

/** Something of a service that a piece of work uses, as it is asked for. */
export interface Asked {
  readonly work: Work;
  readonly use: PlainUse;
  /** Its place among all that the task uses. */
  readonly place: number;
  /** What the work gave, where it is written; null otherwise. */
  readonly value: Json;
  /** At which place of a list it is written; absent where nobody says. */
  readonly at?: number;
  /** What has to stand there for it to be written; absent for anything. */
  readonly expect?: Json;
  /** Set where it is let go because its work has ended: all else that the work had asked for goes, too. */
  readonly over?: true;
}

/** What an agent offers to its roles. */
export interface AgentHost {
  /** Index of the agent in the plan. */
  readonly agent: number;
  readonly freeSlots: number;
  /** Work that waits for a slot. */
  readonly queued: number;
  /** Starts it where a slot is free, else queues it. */
  take(work: Work): void;
  /** Takes work back that has not started; false when there is none such. */
  giveBack(task: number, lease: number): Work | null;
  /** The first of the waiting work that passes, without taking it out; null for none. */
  oldestQueued(passes: (work: Work) => boolean): Work | null;
  /** Stops an attempt: at once while it waits, cooperatively and then by force while it runs; the role is told when it ended. False when unknown. */
  cancel(task: number, lease: number): boolean;
  /** Whether the agent holds it, waiting or running. */
  holds(task: number, lease: number): boolean;
  /** What it holds of one task, under whatever leases. */
  holdsOf(task: number): readonly Work[];
  /** Everything held, waiting or running. */
  held(): readonly Work[];
  /** What was asked for is had: the work goes on. Of a memory, with what it read there or wrote. */
  obtained(asked: Asked, value?: Json): void;
  /** It cannot be had: the attempt has failed for this reason. */
  refused(asked: Asked, reason: string): void;
  /** What it had is lost to it: the attempt has failed for this reason. False where it is not in hand, or already gives what it made. */
  fail(task: number, lease: number, reason: string): boolean;
  /** Something that work needs was taken away: it stands until it has that again, or gives all back and begins anew. False where it only gives. */
  preempt(task: number, lease: number, how: 'resume' | 'restart'): boolean;
  regain(task: number, lease: number): void;
  /** Takes the clock of work away in its midst, until it is given back; false where that cannot be. Only of work that uses a service. */
  suspend(task: number, lease: number): boolean;
  resume(task: number, lease: number): boolean;
}

export interface Role<Slice = unknown, M extends Message = Message> {
  /** First part of the messages that it understands. */
  readonly room: string;
  init(agent: number): Slice;
  receive(slice: Slice, message: M, context: Context, host: AgentHost): void;
  /** An attempt ended, one way or the other; the slot is free again. */
  ended(slice: Slice, work: Work, end: AttemptEnd, context: Context, host: AgentHost): void;
  /** In the room of a service: gets what work uses, or brings what it gives, and answers by `obtained` or `refused`, now or later. */
  obtain?(slice: Slice, asked: Asked, context: Context, host: AgentHost): void;
  /** Work needs this no more, or has ended, whether it was had or not. */
  release?(slice: Slice, asked: Asked, context: Context, host: AgentHost): void;
  /** Whether it gave this work away, as it knows from stable storage: it is not taken up again after a crash. */
  disowns?(slice: Slice, work: Work): boolean;
  /** How many offers bind it: a crash takes them. */
  offers?(slice: Slice): number;
  /** The agent came back from a crash, with nothing in its hands but what its last checkpoint holds. */
  recovered(slice: Slice, context: Context, host: AgentHost): void;
  /** Something may be lost from here on that nobody foresaw: leases are held, and whoever holds something says that it lives, so often in a lease. */
  alerted?(slice: Slice, intervals: number, context: Context, host: AgentHost): void;
  /** The agent misbehaves in a way that is more than false words: it begins something without cause. */
  provoke?(slice: Slice, conduct: ConductKind, context: Context, host: AgentHost): void;
}
