/** What the page sees of a shared memory at the playhead: its replicas side by side, a window of its keys. Data only. */
import * as v from 'valibot';
import { time, whole } from '../looks/parts.ts';
import type { Seen } from '../looks/seen.ts';
import { whyAgent } from '../why/why-views.ts';

/** What a replica keeps under a key. */
const memoryCell = v.strictObject({
  /** As JSON. */
  text: v.string(),
  /** False when the value is longer than what is shown of it. */
  whole: v.boolean(),
  /** Who wrote it, null where nobody has, and the tag by which writes are put in order. */
  writer: v.nullable(v.string()),
  tag: v.string(),
  /** Where the replica came to keep it. */
  step: whole,
  timeMs: whole,
  /** Which of the values of the key it is: 0 for that of most replicas. */
  side: whole,
});
export type MemoryCell = Seen<typeof memoryCell>;

const memoryRow = v.strictObject({
  key: v.string(),
  differs: v.boolean(),
  /** One for each replica that is shown; null where nothing stands there. */
  cells: v.array(v.nullable(memoryCell)),
  /** What all copies come to if nobody writes any more; '' for nothing, null where that cannot be told. */
  healed: v.nullable(v.string()),
});
export type MemoryRow = Seen<typeof memoryRow>;

export const memoryView = v.strictObject({
  /** All memories that have replicas, to choose from. */
  memories: v.array(v.strictObject({ id: v.string(), name: v.string() })),
  id: v.string(),
  name: v.string(),
  /** Its consistency. */
  way: v.string(),
  /** Those that are shown. Of many, those that differ come first. */
  replicas: v.array(whyAgent),
  /** How many replicas there are. */
  copies: whole,
  /** Keys under which anything stands. */
  keys: whole,
  /** Of these those that are asked for, of which some are told. */
  total: whole,
  from: whole,
  rows: v.array(memoryRow),
  /** Whether it can be told what copies come to. */
  heals: v.boolean(),
  /**
   * What the last partition between its replicas left; null where there was none. While it stands `healedMs` is null; `tookMs` is how long
   * after its healing all copies were alike again, null while they are not; `copies` are those that differ from most.
   */
  healing: v.nullable(
    v.strictObject({ cutMs: time, healedMs: v.nullable(time), tookMs: v.nullable(time), copies: whole }),
  ),
  /** Whether the last read or write of it found too few replicas. */
  unavailable: v.boolean(),
  /** How many keys differ, and since when that is so; null before anything was written. */
  standing: v.nullable(v.strictObject({ differing: whole, step: whole, timeMs: whole })),
});
export type MemoryView = Seen<typeof memoryView>;
