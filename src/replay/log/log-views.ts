/** What the page sees of the log of a run: the rows that pass a filter, a window at a time. */
import * as v from 'valibot';
import { whole } from '../looks/parts.ts';
import type { Seen } from '../looks/seen.ts';

export const logFilter = v.object({
  text: v.exactOptional(v.string()),
  types: v.exactOptional(v.array(v.string())),
  /** Only rows that touch this node. */
  node: v.exactOptional(v.string()),
});
export type LogFilter = Seen<typeof logFilter>;

const logRow = v.strictObject({
  index: whole,
  step: whole,
  timeMs: whole,
  type: v.string(),
  text: v.string(),
  nodes: v.array(v.string()),
});
export type LogRow = Seen<typeof logRow>;

export const logWindow = v.strictObject({
  from: whole,
  /** Rows that pass the filter in the whole run as known so far. */
  total: whole,
  /** Index of the last row at or before the playhead, -1 for none. */
  playhead: whole,
  rows: v.array(logRow),
});
export type LogWindow = Seen<typeof logWindow>;
