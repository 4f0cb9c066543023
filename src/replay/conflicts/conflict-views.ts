/** What the page sees of conflicts: a window of all that a run had, and who waits for whom at the playhead. Data only. */
import * as v from 'valibot';
import { count, whole } from '../looks/parts.ts';
import type { Seen } from '../looks/seen.ts';
import { whyAgent } from '../why/why-views.ts';

/**
 * `wait`: somebody did not get at once what was asked for. `deadlock`, `died`, `wounded`: somebody had to fail, so that no cycle of waits
 * stays or comes about. The others are what became of units, of a priority, of a token, and negotiations.
 */
export const conflictKinds = [
  'wait',
  'deadlock',
  'died',
  'wounded',
  'preempted',
  'raised',
  'expired',
  'stale',
  'negotiation',
] as const;
const conflictKind = v.picklist(conflictKinds);
export type ConflictKind = v.InferOutput<typeof conflictKind>;

const conflictRow = v.strictObject({
  kind: conflictKind,
  step: whole,
  timeMs: whole,
  /** Where it was over; null while it goes on. */
  endStep: v.nullable(whole),
  endMs: v.nullable(whole),
  /** What it is about: a resource, or a task that is negotiated or raised. */
  what: whyAgent,
  /** Whom it befell: tasks, or the parties of a negotiation. */
  who: v.array(whyAgent),
  /** Who stood in the way: tasks that held it, or the other tasks of a cycle in turn. */
  against: v.array(whyAgent),
  /** How many of those there are. */
  others: whole,
  /** By which rule it was decided, and what came of it, each a short sentence; the outcome is known of what is over. */
  rule: v.string(),
  outcome: v.string(),
  /** Seen from the playhead. */
  moment: v.picklist(['over', 'now', 'ahead']),
});
export type ConflictRow = Seen<typeof conflictRow>;

export const conflictsView = v.strictObject({
  /** How many there are of each kind in the whole run, and of what goes on at the playhead. */
  kinds: v.array(v.strictObject({ kind: conflictKind, count })),
  now: count,
  /** Of those that were asked for: how many, and a window of them. */
  total: count,
  from: count,
  rows: v.array(conflictRow),
});
export type ConflictsView = Seen<typeof conflictsView>;

const link = v.strictObject({ task: v.string(), resource: v.string(), units: whole, sinceMs: whole });

export const waitsView = v.strictObject({
  holds: v.array(link),
  waits: v.array(link),
  /** Tasks that wait for each other in a circle, in turn; null for none. */
  cycle: v.nullable(v.array(whyAgent)),
  /** Since when and since which step. */
  sinceMs: whole,
  step: whole,
  /** The cycle in one sentence, and what became of it; '' for none. */
  sentence: v.string(),
  /** Tasks whose priority is raised, and to what. */
  raised: v.array(v.strictObject({ task: v.string(), priority: v.number() })),
});
export type WaitsView = Seen<typeof waitsView>;
