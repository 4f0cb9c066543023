/**
 * The words that workflow, coordinators and agents share: messages about tasks, and facts about them. Tasks and
 * agents are indexes into the plan. A protocol room has words of its own besides, under its own name.
 */
import type { Json, JsonObject } from '../base/index.ts';
import type { Fact, KernelFact, Message } from '../kernel/index.ts';
import type { MemoryFact } from './cast/recall.ts';
import type { RecoveryFact } from './cast/recovery.ts';
import type { SliceFact } from './cast/slicing.ts';
import type { UseKind } from './cast/services.ts';
import type { ConductFact } from './conduct.ts';

/** Where a result that a task needs lies, and when it could be elsewhere. */
export interface Arrival {
  /** -2 for a result that lies with nobody: that of a composite. */
  readonly agent: number;
  /** When it is at every other agent, ms; at its own it is already. */
  readonly atMs: number;
}

/** From the workflow to its coordinator. */
export interface TaskReady extends Message {
  readonly type: 'task.ready';
  readonly task: number;
  /** 1 for the first. */
  readonly attempt: number;
  /** Results on their way, where handing over takes time; empty otherwise. */
  readonly arrivals: readonly Arrival[];
  /** Results that what it writes is told of, by task; absent where it names none. */
  readonly results?: JsonObject;
  /** What members of the group that decides it believe now, by place; absent where that is what they believed at the start. */
  readonly ballots?: readonly Json[];
}
export interface TaskCancel extends Message {
  readonly type: 'task.cancel';
  readonly task: number;
  readonly attempt: number;
}
/** The task will not become ready any more: it was skipped or cancelled. */
export interface TaskVoid extends Message {
  readonly type: 'task.void';
  readonly task: number;
}
/** A composite has begun, or has ended: whoever answers for it may want to know. */
export interface CompositeTold extends Message {
  readonly type: 'task.opened' | 'task.closed';
  readonly task: number;
}
export type CoordinatorMessage = TaskReady | TaskCancel | TaskVoid | CompositeTold;

/** How one attempt ended. */
export type AttemptEnd =
  | {
      readonly kind: 'succeeded';
      readonly result: Json;
      /** What it read and wrote last of shared memories, by memory and key; absent where it used none. */
      readonly memory?: JsonObject;
      /** What it recalled, by key, where anybody sees it. */
      readonly recalled?: JsonObject;
    }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'cancelled'; readonly forced: boolean };

/** From the coordinator to the workflow, once for every `task.ready`. */
export interface TaskDone extends Message {
  readonly type: 'task.done';
  readonly task: number;
  readonly attempt: number;
  /** -1 when no agent had it. */
  readonly agent: number;
  readonly end: AttemptEnd;
}
/** From an agent, within one place: an attempt has begun. Only where a limit asks for it, and so that none stops what began in time. */
export interface TaskBegun extends Message {
  readonly type: 'task.begun';
  readonly task: number;
  readonly attempt: number;
}
export interface TaskUnassignable extends Message {
  readonly type: 'task.unassignable';
  readonly task: number;
  readonly attempt: number;
  readonly reason: string;
}
/** From an agent, within one place: what it holds of a service may differ from what others hold, or does not any more as far as it knows. */
export interface ServiceTold extends Message {
  readonly type: 'service.unsettled' | 'service.settled';
  readonly agent: number;
  readonly service: number;
}
export type WorkflowReport = TaskDone | TaskUnassignable;

/** Nothing is due any more: what still waits for somebody who has been given up waits for nobody. */
export interface TaskIdle extends Message {
  readonly type: 'task.idle';
}

/** The reason of a task that nobody was found for, although somebody could do it: who could has crashed, fell silent for good or refused. */
export function unallocated(why: string): string {
  return `unallocated: ${why}`;
}

/** From whoever asks one group to decide to whoever asks another: this value is to be put into the order of that group. */
export interface ConsensusOrder extends Message {
  readonly type: 'consensus.order';
  readonly group: number;
  readonly task: number;
  readonly attempt: number;
  readonly value: Json;
}
/** The answer to it, once: the value as the group has it, and where in which view or term. */
export interface ConsensusOrdered extends Message {
  readonly type: 'consensus.ordered';
  readonly group: number;
  readonly task: number;
  readonly attempt: number;
  readonly value: Json;
  readonly view: number;
  readonly slot: number;
}
/** Or that it came to nothing, and why. */
export interface ConsensusUnordered extends Message {
  readonly type: 'consensus.unordered';
  readonly task: number;
  readonly attempt: number;
  readonly reason: string;
}

export type Outcome = 'succeeded' | 'failed' | 'cancelled' | 'compensated' | 'stalled';

/** What a fact says of an attempt in an agent's hands, under the lease by which it was handed over. */
interface OfAttempt {
  readonly task: number;
  readonly attempt: number;
  readonly agent: number;
  readonly lease: number;
}

/** Facts about tasks. `lease` is the fencing token of one handing-over of an attempt to an agent. */
export type TaskFact =
  | { readonly type: 'run.started'; readonly tasks: number; readonly agents: number }
  | { readonly type: 'run.cancelling'; readonly reason: string }
  /** The run is not over and has no more time. */
  | { readonly type: 'run.timeout'; readonly limitMs: number }
  | { readonly type: 'run.compensating'; readonly task: number }
  | { readonly type: 'run.finished'; readonly outcome: Outcome; readonly reason: string | null }
  | { readonly type: 'task.ready'; readonly task: number; readonly attempt: number }
  /** A composite begins: its parts may be ready from here on. */
  | { readonly type: 'task.opened'; readonly task: number }
  /** A group is asked to decide a task: it is under way from here on. */
  | { readonly type: 'task.deciding'; readonly task: number; readonly attempt: number; readonly group: number }
  /** A group has decided, as whoever asked it knows. `members` vouch for it, `note` says how: a view, a tally. */
  | {
      readonly type: 'decision.made';
      readonly task: number;
      readonly group: number;
      readonly value: Json;
      readonly members: readonly number[];
      readonly note: Readonly<Record<string, Json>>;
    }
  /** A composite is decided: what is left of its parts is stopped, and then it ends. */
  | { readonly type: 'task.closing'; readonly task: number; readonly reason: string }
  | ({
      readonly type: 'task.assigned';
      readonly rule: string;
      readonly compared: readonly Compared[];
      /** How many were compared in all, where not all of them are listed. */
      readonly comparedOf?: number;
      /** How many were equally good, where a lot fell on one of these. */
      readonly tied?: number;
    } & OfAttempt)
  | ({
      readonly type: 'task.withdrawn';
      readonly reason: string;
      /** It was given before a crash of its giver, which has forgotten that: nobody fell silent. */
      readonly forgotten?: true;
    } & OfAttempt)
  | ({ readonly type: 'task.queued' } & OfAttempt)
  | ({ readonly type: 'task.unqueued' } & OfAttempt)
  | ({
      readonly type: 'task.waiting';
      readonly untilMs: number;
    } & OfAttempt)
  /** It has a slot, and what it recalls takes time until then. */
  | ({
      readonly type: 'task.recalling';
      readonly untilMs: number;
    } & OfAttempt)
  /** It has a slot, and waits for what it uses of a service. */
  | ({
      readonly type: 'task.obtaining';
      readonly use: UseKind;
      readonly service: number;
    } & OfAttempt)
  | ({
      readonly type: 'task.started';
      readonly dueMs: number;
    } & OfAttempt)
  /** Its clock stands: in its midst it waits for what it uses; or its work is done, and it waits until what it gives is written. */
  | ({
      readonly type: 'task.blocked' | 'task.giving';
      readonly use: UseKind;
      readonly service: number;
    } & OfAttempt)
  /** Its clock was taken away. */
  | ({ readonly type: 'task.suspended' } & OfAttempt)
  /** Its clock runs again. */
  | ({
      readonly type: 'task.resumed';
      readonly dueMs: number;
    } & OfAttempt)
  /** It is in hand again after a crash, as a checkpoint has it: so much of it is done. It is queued or begun next. */
  | ({
      readonly type: 'task.restored';
      readonly doneMs: number;
    } & OfAttempt)
  | ({
      readonly type: 'task.ended';
      readonly end: AttemptEnd['kind'];
      readonly reason: string | null;
    } & OfAttempt)
  | { readonly type: 'task.fenced'; readonly task: number; readonly agent: number; readonly lease: number }
  | {
      readonly type: 'task.retrying';
      readonly task: number;
      readonly attempt: number;
      readonly dueMs: number;
      readonly reason: string;
    }
  /** What a task gave, where it is more than null; recorded before its success. */
  | { readonly type: 'task.result'; readonly task: number; readonly value: Json }
  /** `agent` is -1 for a composite, here and where it failed. */
  | { readonly type: 'task.succeeded'; readonly task: number; readonly attempt: number; readonly agent: number }
  /** An end that was taken over from an earlier run: nothing was done for it in this one. */
  | {
      readonly type: 'task.kept';
      readonly task: number;
      readonly attempt: number;
      /** Who had done it; -1 for nobody. */
      readonly agent: number;
      /** When that began first, and when the attempt that counted did; -1 when none ever did. */
      readonly startMs: number;
      readonly ranMs: number;
      readonly end: 'succeeded' | 'failed';
      /** Whether a person fixed what it gives. */
      readonly pinned: boolean;
    }
  | {
      readonly type: 'task.failed';
      readonly task: number;
      readonly attempt: number;
      readonly agent: number;
      readonly reason: string;
    }
  /** It was told to stop and nobody said in time that it had: whoever holds it is asked no more. */
  | { readonly type: 'task.abandoned'; readonly task: number; readonly attempt: number }
  /** It is switched off: its trigger is met, so that what waits for it goes on, or never will be. */
  | { readonly type: 'task.passed'; readonly task: number; readonly met: boolean }
  /** What came before it succeeded and does not count for it all the same: why its condition says so. */
  | { readonly type: 'task.untaken'; readonly task: number; readonly before: number; readonly reason: string }
  /** What agents believed when the condition of a dependency was told: those beliefs that it names. */
  | {
      readonly type: 'task.saw';
      readonly task: number;
      readonly before: number;
      readonly beliefs: readonly SeenBelief[];
    }
  | { readonly type: 'task.skipped'; readonly task: number; readonly reason: string }
  | { readonly type: 'task.cancelled'; readonly task: number; readonly reason: string }
  | { readonly type: 'task.unassignable'; readonly task: number; readonly reason: string }
  | { readonly type: 'task.compensated'; readonly task: number }
  /** What a task that has ended makes an agent believe. */
  | {
      readonly type: 'agent.believed';
      readonly agent: number;
      readonly name: string;
      readonly value: Json;
      readonly task: number;
    }
  /** It cannot be told what the agent is to believe: it believes what it did. */
  | {
      readonly type: 'agent.unsure';
      readonly agent: number;
      readonly name: string;
      readonly task: number;
      readonly reason: string;
    }
  /** A person changes what an agent has in mind: what it believes, believes no more, and how goals stand, by their ids. */
  | {
      readonly type: 'agent.minded';
      readonly agent: number;
      readonly beliefs: JsonObject;
      readonly forget: readonly string[];
      readonly goals: Readonly<Record<string, GoalStatus>>;
    }
  /** The condition of a goal holds for the first time; `goal` is its id. */
  | { readonly type: 'agent.reached'; readonly agent: number; readonly goal: string }
  | { readonly type: 'task.late'; readonly task: number; readonly deadlineMs: number };

/** The commonest facts: a few numbers each, and recorded as such. Of the rare ends that say why, the words are not counted. */
export const lightFacts: ReadonlySet<string> = new Set<TaskFact['type']>([
  'task.ready',
  'task.queued',
  'task.started',
  'task.ended',
  'task.succeeded',
]);

/** How a goal stands; a person may give one up, and take it up again. */
export type GoalStatus = 'open' | 'reached' | 'dropped';

/** A belief as a condition saw it; without a value where the agent had none of that name. */
export interface SeenBelief {
  readonly agent: number;
  readonly name: string;
  readonly value?: Json;
}

/** One of those that were weighed when a task was given away; the lowest `value` won. */
export interface Compared {
  readonly agent: number;
  readonly value: number;
}

/** What a fact of a room's own says of its task: that it went over to another agent, or that its holder gave it up. */
export type HoldingWord = 'moved' | 'dropped';

export type KnownFact = KernelFact | TaskFact | SliceFact | ConductFact | MemoryFact | RecoveryFact;

/** A fact as one of those that this program knows; facts of other rooms have other types and fall through a switch. */
export function known(fact: Fact): KnownFact {
  return fact as KnownFact;
}
