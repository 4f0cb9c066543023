/** What is told of why an agent has in mind what it has: a card for each thing that happened, with what was compared. Data only. */
import * as v from 'valibot';
import { time, whole } from '../looks/parts.ts';
import type { Seen } from '../looks/seen.ts';

const card = v.strictObject({
  step: whole,
  timeMs: time,
  kind: v.picklist(['found', 'missed', 'promoted', 'evicted', 'forgotten', 'refused']),
  /** Task that recalled or remembered; null where room was made. */
  task: v.nullable(v.string()),
  /** Why, in a sentence or two. */
  text: v.string(),
  /** What was compared, by score; the last of an eviction is what would have gone next. */
  weighed: v.array(v.strictObject({ key: v.string(), score: v.number(), stays: v.boolean() })),
});

export const whyMemory = v.strictObject({
  score: v.picklist(['source', 'act-r', 'generative']),
  /** The latest first. */
  cards: v.array(card),
  more: whole,
});
export type WhyMemory = Seen<typeof whyMemory>;
export type MemoryCard = WhyMemory['cards'][number];
