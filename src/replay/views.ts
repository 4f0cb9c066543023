/**
 * What the page is told of a run unasked: frames at the playhead and the run's status, as plain data. These shapes cross
 * the thread boundary, so they hold ids and numbers only and never carry actors' state. What is asked for is a look.
 */
import type { ConductKind, MarkKind, Outcome } from '../plan/index.ts';
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
  /** The resource for units of which the chain waited, where that was the reason, by its id. */
  readonly resource?: string;
}

export interface RunMetrics {
  readonly makespanMs: number;
  readonly criticalPathMs: number;
  readonly workMs: number;
  readonly messages: number;
  /** Seconds of work times what a second of the agent costs. */
  readonly cost: number;
  /** Null when the deciding chain waited for no agent and no resource. */
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
