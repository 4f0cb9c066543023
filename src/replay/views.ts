/**
 * What may be seen of a run: frames at the playhead and windows of timeline and log, as plain data. These shapes
 * cross the thread boundary, so they hold ids and numbers only; they never carry actors' state, and the page never
 * needs anything else of a run to draw it.
 */
import type { ConductKind, Outcome } from '../plan/index.ts';
import type { Travelling } from './messages/message-views.ts';

/** State of a task as a person sees it (FORMATS.md, "Task states"). */
export type TaskState =
  | 'pending'
  | 'ready'
  | 'assigned'
  | 'running'
  | 'succeeded'
  | 'failed'
  | 'skipped'
  | 'cancelled'
  | 'unassignable'
  | 'compensated';

export interface TaskView {
  readonly id: string;
  readonly state: TaskState;
  /** The agent that holds or held it last. */
  readonly agent: string | null;
  /** Attempts begun so far; 0 before the first. */
  readonly attempts: number;
  /** Virtual time at which this state was entered, ms. */
  readonly sinceMs: number;
  readonly startMs: number | null;
  readonly endMs: number | null;
  /** Expected end of a running attempt, ms of virtual time. */
  readonly dueMs: number | null;
  /** Why it failed, waits, was skipped …: one short clause. */
  readonly reason: string | null;
}

export interface AgentView {
  readonly id: string;
  readonly state: 'idle' | 'working' | 'crashed';
  /** Ways in which it misbehaves now. */
  readonly conducts: readonly ConductKind[];
  /** Its work takes so many times as long now. */
  readonly slowness: number;
  /** Whether a split network keeps it from somebody, or all that it sends or is sent is lost. */
  readonly cutOff: boolean;
  readonly slots: number;
  readonly running: readonly string[];
  readonly queued: number;
  readonly done: number;
  /** Slot-milliseconds worked up to the playhead. */
  readonly busyMs: number;
}

/** Something that befalls the network for a while. Names are those that documents use. */
export type RuleView =
  | {
      readonly id: string;
      readonly kind: 'link';
      /** Who sends what it falls on, and who is sent it; empty for everybody. */
      readonly from: readonly string[];
      readonly to: readonly string[];
      /** Whether it falls on the way back too. */
      readonly both: boolean;
      readonly loss: number;
      readonly delayMs: number;
      readonly duplicate: number;
      readonly reorder: number;
    }
  /** These groups cannot reach each other. */
  | { readonly id: string; readonly kind: 'partition'; readonly groups: readonly (readonly string[])[] };

/** Somebody who is no agent is down. */
export interface DownView {
  /** As a document calls it: the coordinator, whoever asks groups to decide, a service. */
  readonly who: string;
  readonly sinceMs: number;
}

/** What changed at the playhead since the frame sent before; `full` says that everything is in it. */
export interface Frame {
  readonly runId: string;
  readonly step: number;
  readonly timeMs: number;
  readonly full: boolean;
  readonly tasks: readonly TaskView[];
  readonly agents: readonly AgentView[];
  /** Ids of tasks and agents that the step under the playhead touched. */
  readonly touched: readonly string[];
  /** What befalls the network now, besides what its drawing says always holds. */
  readonly rules: readonly RuleView[];
  /** Who is down now that is no agent. */
  readonly down: readonly DownView[];
  /** The messages that are sent, delivered or lost in the step under the playhead, as far as a drawing can show them. */
  readonly messages: readonly Travelling[];
  /** The sentence of the step under the playhead. */
  readonly caption: string;
}

export type MarkKind =
  | 'checkpoint'
  | 'fault'
  | 'failure'
  | 'retry'
  | 'invariant'
  | 'input'
  | 'lie'
  | 'view-change'
  | 'decision'
  | 'conflict'
  | 'vote'
  | 'end';
export interface Mark {
  readonly step: number;
  readonly timeMs: number;
  readonly kind: MarkKind;
  readonly label: string;
}

export interface InvariantView {
  readonly rule: string;
  readonly title: string;
  readonly room: string;
  readonly holds: boolean;
  readonly step: number | null;
  readonly message: string | null;
}

/** For whom the tasks that decided the length of a run waited most. */
export interface Bottleneck {
  /** The capabilities that were short; empty when any agent would have done. */
  readonly requires: readonly string[];
  /** Ids of the agents that have them. */
  readonly agents: readonly string[];
  /** How long the deciding chain stood still for them, ms; at most the makespan. */
  readonly heldMs: number;
  /** How many tasks of the chain waited for them. */
  readonly tasks: number;
  /** Ids of those among them that had a slot free for most of that time: who gets what is the cause then. Absent where all were busy. */
  readonly idle?: readonly string[];
  /** Who was down while the chain waited, where that was the reason; nobody could get work meanwhile. */
  readonly down?: 'coordinator';
}

export interface RunMetrics {
  readonly makespanMs: number;
  readonly criticalPathMs: number;
  readonly workMs: number;
  readonly messages: number;
  /** Seconds of work times what a second of the agent costs. */
  readonly cost: number;
  /** Null when the deciding chain waited for no agent. */
  readonly bottleneck: Bottleneck | null;
  readonly deadlines: Deadlines;
}

/** What became of the deadlines of a run. */
export interface Deadlines {
  /** How many ordinary tasks have one. */
  readonly of: number;
  /** Ids of those that ended behind theirs, as they came. */
  readonly missed: readonly string[];
  /** The step at which the first was missed; null where none was. */
  readonly step: number | null;
}

/** Everything about a run that is not at the playhead. Sent when it changes, at most once a frame. */
export interface RunStatus {
  readonly runId: string;
  readonly documentId: string;
  /** Steps computed so far; the final number once `complete`. */
  readonly steps: number;
  readonly endMs: number;
  readonly complete: boolean;
  readonly playing: boolean;
  /** Virtual milliseconds per real millisecond; null means as fast as it can. */
  readonly speed: number | null;
  readonly outcome: Outcome | null;
  readonly reason: string | null;
  readonly seed: number;
  readonly digest: string | null;
  readonly metrics: RunMetrics | null;
  readonly marks: readonly Mark[];
  readonly invariants: readonly InvariantView[];
  /** 'memory' when nothing of this run can be stored; the sentence says why. */
  readonly storage: 'durable' | 'memory';
  /** True when another tab writes this run and this one only watches. */
  readonly watching: boolean;
  /** Said when a run was recorded by another engine version or its journal was damaged. */
  readonly notice: string | null;
  /** True once this replay was found to agree with what was recorded of the run; absent otherwise. */
  readonly verified?: true;
  /** How many entries of its journal were put aside; absent where none were. */
  readonly quarantined?: number;
}

/** `kept` is work of the run before whose end was taken over; `deciding` is taking part in a decision, which takes no slot; `fault` is what is wrong with the agent on purpose. */
export type BarKind = 'running' | 'queued' | 'transfer' | 'crashed' | 'kept' | 'deciding' | 'fault';
export type BarEnd = 'open' | 'succeeded' | 'failed' | 'cancelled';
export interface Bar {
  readonly task: string;
  readonly kind: BarKind;
  /** The kind of fault, as a document names it, with `fault`; absent otherwise. */
  readonly fault?: string;
  readonly end: BarEnd;
  readonly attempt: number;
  readonly startMs: number;
  /** Equal to the run's known end while open. */
  readonly endMs: number;
  /** Row within the lane, 0-based: an agent with two slots has two rows. */
  readonly row: number;
  readonly startStep: number;
  readonly critical: boolean;
  /** More than one when bars too narrow to tell apart were drawn as one. */
  readonly count: number;
}
export interface Lane {
  readonly agent: string;
  readonly slots: number;
  readonly utilization: number;
  readonly bars: readonly Bar[];
}
/** A stretch of time in which no agent works at anything. */
export interface Idle {
  readonly fromMs: number;
  readonly toMs: number;
}
export interface TimelineWindow {
  readonly endMs: number;
  /** The longest idle stretches of the whole run, in order of time. */
  readonly idle: readonly Idle[];
  readonly lanes: readonly Lane[];
}

/** How a run went between two times, in equal steps: lists of one length. */
export interface CourseWindow {
  /** End of each step, ms; the first is the beginning of the window. */
  readonly times: readonly number[];
  /** Tasks that are ready or handed out and not begun, those under way, and those that are over. */
  readonly waiting: readonly number[];
  readonly running: readonly number[];
  readonly succeeded: readonly number[];
  readonly failed: readonly number[];
  /** The most that waited at agents within the step. */
  readonly queued: readonly number[];
  /** Slots that were busy, on average over the step. */
  readonly busy: readonly number[];
  /** The busiest agents, each with the share of its slots that was busy. */
  readonly agents: readonly { readonly agent: string; readonly utilization: readonly number[] }[];
  /** The agents at which most waited at once, each with the most that waited there within the step. */
  readonly queues: readonly { readonly agent: string; readonly queued: readonly number[] }[];
}

/** One value that went into a task or came out of it. */
export interface DataValue {
  /** As JSON, spread over lines. */
  readonly text: string;
  /** False when the value is longer than what is shown of it. */
  readonly whole: boolean;
  /** Whether a person fixed it. */
  readonly pinned: boolean;
}
/** What went into a task and came out of it, at the playhead. What is not there yet reads as null. */
export interface TaskData {
  readonly task: string;
  /** What each dependency gave, in the order of the dependencies. */
  readonly came: readonly (DataValue & { readonly task: string; readonly when: string | null })[];
  readonly went: DataValue;
  /** Whether anything follows from the task. */
  readonly followed: boolean;
}

export interface LogFilter {
  readonly text?: string;
  readonly types?: readonly string[];
  /** Only rows that touch this node. */
  readonly node?: string;
}
export interface LogRow {
  readonly index: number;
  readonly step: number;
  readonly timeMs: number;
  readonly type: string;
  readonly text: string;
  readonly nodes: readonly string[];
}
export interface LogWindow {
  readonly from: number;
  /** Rows that pass the filter in the whole run as known so far. */
  readonly total: number;
  /** Index of the last row at or before the playhead, -1 for none. */
  readonly playhead: number;
  readonly rows: readonly LogRow[];
}
