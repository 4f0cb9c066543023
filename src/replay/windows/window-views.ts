/** What the page sees of timeline, course and data of a run: plain data that crosses a thread, a window at a time. */
import * as v from 'valibot';
import { whole } from '../looks/parts.ts';
import type { Seen } from '../looks/seen.ts';

/**
 * `kept` is work of the run before whose end was taken over; `deciding` is taking part in a decision, which takes no slot; `halted` lies on
 * work that is under way and whose clock stands; `fault` is what is wrong with the agent on purpose. On the lane of a memory `operation` is
 * a read or a write from call to return, and `apart` a time in which its copies differed. On that of a resource its units are `held` by a
 * task, `awaited` by one, and `raised` lies on what a task holds while its priority is higher than its own.
 */
const barKind = v.picklist([
  'running',
  'queued',
  'transfer',
  'crashed',
  'kept',
  'deciding',
  'halted',
  'fault',
  'operation',
  'apart',
  'held',
  'awaited',
  'raised',
]);
/** `turn` is the end of a slice of work that goes on later. */
const barEnd = v.picklist(['open', 'succeeded', 'failed', 'cancelled', 'turn']);

/** Why the clock of work stands: it needs more of a service, it was suspended, or it gives what it made. */
const halt = v.picklist(['blocked', 'suspended', 'giving']);

/** What is done to a key of a memory. */
const does = v.picklist(['read', 'write', 'cas', 'add', 'append', 'insert', 'move', 'remove']);

const bar = v.strictObject({
  task: v.string(),
  kind: barKind,
  /** The kind of fault, as a document names it, with `fault`; absent otherwise. */
  fault: v.exactOptional(v.string()),
  /** Why it stands, with `halted`; absent otherwise. */
  halt: v.exactOptional(halt),
  /** With `operation`: what was done to which key by which client, and whether a read missed an earlier write; absent otherwise. */
  does: v.exactOptional(does),
  key: v.exactOptional(v.string()),
  client: v.exactOptional(v.string()),
  stale: v.exactOptional(v.literal(true)),
  /** On the lane of a resource: how many units, and how many rows of it they take; the priority, with `raised`; absent otherwise. */
  units: v.exactOptional(whole),
  rows: v.exactOptional(whole),
  priority: v.exactOptional(v.number()),
  end: barEnd,
  attempt: whole,
  startMs: whole,
  /** Equal to the run's known end while open. */
  endMs: whole,
  /** Row within the lane, 0-based: an agent with two slots has two rows. Faults stand above them, at -1. */
  row: whole,
  startStep: whole,
  critical: v.boolean(),
  /** More than one when bars too narrow to tell apart were drawn as one. */
  count: whole,
});

const lane = v.strictObject({
  agent: v.string(),
  slots: whole,
  /** How many rows it has, where that is not as many as slots: an agent that works in slices has one for each task. */
  rows: v.exactOptional(whole),
  utilization: v.number(),
  bars: v.array(bar),
});

/** The lane of a memory, which stands for the agent's name; `clients` says whose each row is. */
const memoryLane = v.strictObject({ ...lane.entries, clients: v.array(v.string()), operations: whole });

/**
 * The lane of a resource, likewise: how many units there are, how often somebody waited. Of one that renews, or has very many, `levels` are
 * the corners of how many were left, or were held, of `most`.
 */
const resourceLane = v.strictObject({
  ...lane.entries,
  units: whole,
  waited: whole,
  renews: v.boolean(),
  levels: v.exactOptional(v.array(v.strictObject({ timeMs: v.number(), level: v.number() }))),
  most: v.exactOptional(whole),
});

/** A stretch of time in which no agent works at anything. */
const idle = v.strictObject({ fromMs: whole, toMs: whole });

export const timelineWindow = v.strictObject({
  endMs: whole,
  /** The longest idle stretches of the whole run, in order of time. */
  idle: v.array(idle),
  lanes: v.array(lane),
  /** Absent where no agent holds a memory. */
  memories: v.exactOptional(v.array(memoryLane)),
  /** Absent where there is no resource. */
  resources: v.exactOptional(v.array(resourceLane)),
});

export type BarKind = v.InferOutput<typeof barKind>;
export type Does = v.InferOutput<typeof does>;
export type Halt = v.InferOutput<typeof halt>;
export type BarEnd = v.InferOutput<typeof barEnd>;
export type Bar = Seen<typeof bar>;
export type Lane = Seen<typeof lane>;
export type MemoryLane = Seen<typeof memoryLane>;
export type ResourceLane = Seen<typeof resourceLane>;
export type Idle = Seen<typeof idle>;
export type TimelineWindow = Seen<typeof timelineWindow>;

/** How a run went between two times, in equal steps: lists of one length. */
export const courseWindow = v.strictObject({
  /** End of each step, ms; the first is the beginning of the window. */
  times: v.array(v.number()),
  /** Tasks that are ready or handed out and not begun, those under way, and those that are over. */
  waiting: v.array(whole),
  running: v.array(whole),
  succeeded: v.array(whole),
  failed: v.array(whole),
  /** The most that waited at agents within the step. */
  queued: v.array(whole),
  /** Slots that were busy, on average over the step. */
  busy: v.array(v.number()),
  /** The busiest agents, each with the share of its slots that was busy. */
  agents: v.array(v.strictObject({ agent: v.string(), utilization: v.array(v.number()) })),
  /** The agents at which most waited at once, each with the most that waited there within the step. */
  queues: v.array(v.strictObject({ agent: v.string(), queued: v.array(whole) })),
});
export type CourseWindow = Seen<typeof courseWindow>;

/** One value that went into a task or came out of it. */
const dataValue = v.strictObject({
  /** As JSON, spread over lines. */
  text: v.string(),
  /** False when the value is longer than what is shown of it. */
  whole: v.boolean(),
  /** Whether a person fixed it. */
  pinned: v.boolean(),
});

/** What went into a task and came out of it, at the playhead. What is not there yet reads as null. */
export const taskData = v.strictObject({
  task: v.string(),
  /** What each dependency gave, in the order of the dependencies. */
  came: v.array(v.strictObject({ ...dataValue.entries, task: v.string(), when: v.nullable(v.string()) })),
  went: dataValue,
  /** Whether anything follows from the task. */
  followed: v.boolean(),
});
export type DataValue = Seen<typeof dataValue>;
export type TaskData = Seen<typeof taskData>;
