/** The attempts of a run as rows that can be read: data only, as they cross the thread. */
import * as v from 'valibot';
import { whole } from '../looks/parts.ts';
import type { Seen } from '../looks/seen.ts';

/** What an attempt waited for: a slot of its agent, units of a resource or a memory, or data on its way. */
const awaited = v.strictObject({
  of: v.picklist(['agent', 'service', 'data']),
  /** The agent, the resource or the memory; empty for data. */
  id: v.string(),
  /** Tasks that had it meanwhile, a few of them. */
  held: v.array(v.string()),
  /** How many more there were. */
  more: whole,
});
export type Awaited = Seen<typeof awaited>;

const attemptRow = v.strictObject({
  task: v.string(),
  attempt: whole,
  /** Who had it last; null while nobody had it, or where a group decides. */
  agent: v.nullable(v.string()),
  readyMs: whole,
  readyStep: whole,
  startMs: v.nullable(whole),
  startStep: v.nullable(whole),
  endMs: v.nullable(whole),
  /** `lost` where it was taken back once it had begun; `open` while it goes on. */
  end: v.picklist(['open', 'succeeded', 'failed', 'cancelled', 'lost']),
  /** From being ready to its begin, or to its end where it never began, or as far as is known. */
  waitedMs: whole,
  waited: v.array(awaited),
});
export type AttemptRow = Seen<typeof attemptRow>;

export const attemptWindow = v.strictObject({ total: whole, from: whole, rows: v.array(attemptRow) });
export type AttemptWindow = Seen<typeof attemptWindow>;
