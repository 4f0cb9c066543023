/** What is told of minds, as schemas: of several agents at once, shortened, and of one as a whole. */
import * as v from 'valibot';
import type { Json, JsonObject } from '../../base/index.ts';
import type { Seen } from '../looks/seen.ts';
import { whole } from '../looks/parts.ts';
import type { GoalStatus } from '../../plan/index.ts';

/** Since which step, and by which task; null for a person, or for a goal that holds. */
const since = v.nullable(v.strictObject({ step: whole, task: v.nullable(v.string()) }));

const beliefView = v.strictObject({
  name: v.string(),
  /** As JSON on one line. */
  text: v.string(),
  /** False when the value is longer than what is shown of it. */
  whole: v.boolean(),
  /** Null from the start. */
  since,
});

const goalView = v.strictObject({
  id: v.string(),
  when: v.nullable(v.string()),
  status: v.picklist(['open', 'reached', 'dropped']),
  since,
});

/** One thing in a working memory. */
const thing = v.strictObject({
  key: v.string(),
  /** Its value, as JSON on one line; `whole` is false where that is longer. */
  text: v.string(),
  whole: v.boolean(),
  pinned: v.boolean(),
  importance: v.number(),
  uses: v.number(),
  /** How long ago it was used last. */
  unusedMs: v.number(),
  /** What it weighs against the rest, by the score of its agent. */
  score: v.number(),
  /** What happened to it in this step. */
  moved: v.nullable(v.picklist(['remembered', 'recalled', 'promoted', 'evicted'])),
});

const tiersView = v.strictObject({
  score: v.picklist(['source', 'act-r', 'generative']),
  /** Places in short-term and in long-term memory. */
  capacity: whole,
  places: whole,
  /** Recalls so far that found what they sought, and that did not. */
  hits: whole,
  misses: whole,
  /** The highest score first; of many only the first. */
  short: v.array(thing),
  shortKept: whole,
  long: v.array(thing),
  longKept: whole,
  /** What leaves short-term memory next, where that is full. */
  next: v.nullable(v.string()),
  /** Keys that were sought in vain in this step, and that were forgotten in it. */
  missed: v.array(v.string()),
  forgotten: v.array(v.string()),
});
export type TiersView = Seen<typeof tiersView>;

/** Checkpoints that it has written so far, and the last of them. */
const checkpoints = v.strictObject({
  written: whole,
  last: v.nullable(v.strictObject({ step: whole, timeMs: whole })),
});

const mindView = v.strictObject({
  agent: v.string(),
  beliefs: v.array(beliefView),
  moreBeliefs: whole,
  goals: v.array(goalView),
  moreGoals: whole,
  /** Its working memory; absent where nobody in the run remembers or recalls anything. */
  tiers: v.exactOptional(tiersView),
  /** Absent where it writes none. */
  checkpoints: v.exactOptional(checkpoints),
});

/** Agents in the order of the document, a window of them. */
export const mindsWindow = v.strictObject({
  from: whole,
  total: whole,
  minds: v.array(mindView),
  /** Those of the coordinator; absent where it writes none. */
  coordinator: v.exactOptional(checkpoints),
});
export type MindView = Seen<typeof mindView>;
export type MindsWindow = Seen<typeof mindsWindow>;

/** All that one agent has in mind. */
export const wholeMind: v.GenericSchema<unknown, WholeMind> = v.strictObject({
  agent: v.string(),
  beliefs: v.custom<JsonObject>((value) => typeof value === 'object' && value !== null && !Array.isArray(value)),
  goals: v.array(
    v.strictObject({
      id: v.string(),
      when: v.nullable(v.string()),
      status: v.picklist(['open', 'reached', 'dropped']),
    }),
  ),
  memory: v.nullable(v.record(v.string(), whole)),
});
export interface WholeMind {
  readonly agent: string;
  readonly beliefs: JsonObject;
  readonly goals: readonly { readonly id: string; readonly when: string | null; readonly status: GoalStatus }[];
  /** What its working memory came to; null where it has none. */
  readonly memory: Readonly<Record<string, number>> | null;
}

/** So many beliefs and goals of an agent are told, and so many characters of a value. */
export const eachMax = 60;
const textMax = 400;

/** A value as it is shown. */
export function shortened(value: Json): { readonly text: string; readonly whole: boolean } {
  const text = JSON.stringify(value);
  return text.length <= textMax ? { text, whole: true } : { text: text.slice(0, textMax), whole: false };
}
