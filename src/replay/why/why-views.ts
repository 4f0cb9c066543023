/**
 * What the account of a task tells: every handing-over as an attempt, every decision in it with who was weighed against
 * whom, and the facts and messages that carried it, each with its step. Data only; it crosses the bridge as it is.
 */
import * as v from 'valibot';
import { whole } from '../looks/parts.ts';
import type { Seen } from '../looks/seen.ts';

export const whyAgent = v.strictObject({ id: v.string(), name: v.string() });
export type WhyAgent = Seen<typeof whyAgent>;

/**
 * How somebody stood when a decision was taken: weighed and found worse; asked, and would not, too late or not at all (declined);
 * or could have done it and was not weighed, as the rule says (passed).
 */
const standing = v.picklist(['chosen', 'weighed', 'declined', 'busy', 'crashed', 'silent', 'passed']);
export type Standing = v.InferOutput<typeof standing>;

const whyCandidate = v.strictObject({
  ...whyAgent.entries,
  standing,
  /** What was compared, the lowest winning; null where it was not weighed. */
  value: v.nullable(v.number()),
  note: v.string(),
  /** Step of its own word on the matter; null where it said none. */
  step: v.nullable(whole),
});
export type WhyCandidate = Seen<typeof whyCandidate>;

/** One choice of somebody for the task. */
const whyDecision = v.strictObject({
  step: whole,
  timeMs: whole,
  /** The manager that decided; null for the coordinator. */
  by: v.nullable(whyAgent),
  /** Null where nobody was found, or nothing is decided yet. */
  agent: v.nullable(whyAgent),
  /** What became of it, in one sentence. */
  text: v.string(),
  /** Among whom a lot was drawn; empty where none was. */
  lot: v.string(),
  rule: v.string(),
  /** The rule in words. */
  says: v.string(),
  /** What the values are; null where none were compared. */
  measure: v.nullable(v.string()),
  /** The chosen first, then those that were weighed, the best first. */
  candidates: v.array(whyCandidate),
  /** How many more there were. */
  more: whole,
});
export type WhyDecision = Seen<typeof whyDecision>;

/** A fact or a message that bears on the task. */
const whyLine = v.strictObject({
  step: whole,
  timeMs: whole,
  text: v.string(),
  kind: v.picklist(['fact', 'message', 'lost']),
});
export type WhyLine = Seen<typeof whyLine>;

/** From the task's being ready, or lost again, to the end of that handing-over. */
const whyAttempt = v.strictObject({
  attempt: whole,
  /** Who had it in the end; null for nobody. */
  agent: v.nullable(whyAgent),
  /** The last that is known of it, as a sentence. */
  outcome: v.string(),
  decisions: v.array(whyDecision),
  lines: v.array(whyLine),
  /** How many lines were left out. */
  more: whole,
});
export type WhyAttempt = Seen<typeof whyAttempt>;

export const why = v.strictObject({
  task: v.string(),
  title: v.string(),
  /** Whether it is a composite, which nobody works at. */
  composite: v.boolean(),
  /** What it asks of an agent, who can do it, and who cannot and why. */
  requires: v.array(v.string()),
  capable: v.array(whyAgent),
  incapable: v.array(v.strictObject({ ...whyAgent.entries, note: v.string() })),
  /** How many more cannot. */
  incapableMore: whole,
  /** The answer in one or two sentences. */
  answer: v.string(),
  /** The last handings-over, in order. */
  attempts: v.array(whyAttempt),
  /** How many there were before these. */
  earlier: whole,
});
export type Why = Seen<typeof why>;

/** A task that an agent got, or was weighed for. */
const whyShare = v.strictObject({
  task: v.string(),
  title: v.string(),
  step: whole,
  timeMs: whole,
  got: v.boolean(),
  text: v.string(),
});
export type WhyShare = Seen<typeof whyShare>;

/** What came an agent's way, the latest first. */
export const whyOfAgent = v.strictObject({
  agent: v.string(),
  got: whole,
  shares: v.array(whyShare),
  more: whole,
});
export type WhyOfAgent = Seen<typeof whyOfAgent>;
