/** What the page sees of the history of a key: who read and wrote what, from when to when, and whether an order explains it. Data only. */
import * as v from 'valibot';
import { time, whole } from '../looks/parts.ts';
import type { Seen } from '../looks/seen.ts';
import { whyAgent } from '../why/why-views.ts';

const deedView = v.strictObject({
  /** Which of the clients. */
  lane: whole,
  action: v.picklist(['read', 'write', 'cas', 'add', 'append', 'insert', 'move', 'remove']),
  /** Title of the task that it was done for. */
  task: v.string(),
  /** What was written or read, as JSON; empty while that is not known. */
  text: v.string(),
  /** Of a compare-and-set what had to stand there, as JSON; absent for any other. */
  expect: v.exactOptional(v.string()),
  startStep: whole,
  startMs: time,
  /** Null while it is open. */
  end: v.nullable(
    v.strictObject({
      step: whole,
      timeMs: time,
      /** Whether it ended without an answer, and whether it was refused, so that it never took effect. */
      failed: v.boolean(),
      refused: v.boolean(),
    }),
  ),
  /** When it may have taken effect; null where that is not known. */
  effectMs: v.nullable(time),
  /** Whether it belongs to the shortest part that no order explains. */
  inPart: v.boolean(),
});
export type DeedView = Seen<typeof deedView>;

export const historyView = v.strictObject({
  /** Keys to which anything was done, the first by name, and how many more. */
  keys: v.array(v.string()),
  moreKeys: whole,
  key: v.string(),
  /** What stands under the keys. */
  type: v.string(),
  clients: v.array(whyAgent),
  /** How many reads and writes there are in all, of which some are told. */
  total: whole,
  deeds: v.array(deedView),
  /** Whether one order explains all of it; unchecked where nobody knows how. */
  verdict: v.picklist(['consistent', 'violated', 'undecided', 'unchecked']),
  /** What was tried for the verdict. */
  steps: whole,
  violation: v.nullable(
    v.strictObject({
      /** Which of the deeds is to blame, and what had ended before it began that convicts it. */
      culprit: whole,
      convicts: v.nullable(whole),
      /** What it could have read. */
      could: v.array(v.string()),
      /** Whether nothing more could be left out of the part. */
      shortest: v.boolean(),
    }),
  ),
});
export type HistoryView = Seen<typeof historyView>;
