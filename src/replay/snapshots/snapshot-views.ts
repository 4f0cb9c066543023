/** What is told of snapshots of a whole run: those that were begun, how far each has come, and the cut of one. Data only. */
import * as v from 'valibot';
import { time, whole } from '../looks/parts.ts';
import type { Seen } from '../looks/seen.ts';

/** An agent, by id; null for the coordinator. */
const who = v.nullable(v.string());

const row = v.strictObject({
  by: who,
  number: whole,
  step: whole,
  timeMs: time,
  /** How many have recorded their state, of how many that take part. */
  recorded: whole,
  parts: whole,
  /** Where it was complete, and what it holds in numbers; null while it is not. */
  complete: v.nullable(
    v.strictObject({ step: whole, timeMs: time, held: whole, given: whole, carried: whole, markers: whole }),
  ),
  /** Whether a crash took a part of it, so that it never will be. */
  broken: v.boolean(),
});
export type SnapshotRow = Seen<typeof row>;

const task = v.strictObject({ task: v.string(), lease: whole });

const part = v.strictObject({
  who,
  step: whole,
  timeMs: time,
  /** Tasks in its hands, and those that it had given away. */
  held: v.array(task),
  given: v.array(v.strictObject({ ...task.entries, agent: v.string() })),
  /** Whether the markers of all the others have come. */
  closed: v.boolean(),
});

/** Messages that were on their way when the cut went through; `task` is null where one carries no work. */
const channel = v.strictObject({
  from: who,
  to: who,
  carries: v.array(v.strictObject({ what: v.string(), task: v.nullable(v.string()) })),
});

export const snapshotsView = v.strictObject({
  /** Whether this run can take any: its channels are first in, first out. */
  able: v.boolean(),
  /** The latest first, and how many there were before these. */
  rows: v.array(row),
  more: whole,
  /** The cut of the one that was asked for; null where none was, or there is none such by then. */
  cut: v.nullable(v.strictObject({ by: who, number: whole, parts: v.array(part), channels: v.array(channel) })),
});
export type SnapshotsView = Seen<typeof snapshotsView>;
export type SnapshotCut = NonNullable<SnapshotsView['cut']>;
