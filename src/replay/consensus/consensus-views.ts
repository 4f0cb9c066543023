/**
 * What the page sees of a task that several agents decide: how far each of them has come, who vouches for that, and what was
 * decided. Data only; it crosses the bridge as it is.
 */
import * as v from 'valibot';
import { whole } from '../looks/parts.ts';
import type { Seen } from '../looks/seen.ts';
import { whyAgent } from '../why/why-views.ts';

/** Somebody whose word makes a phase so. */
const voucher = v.strictObject({
  ...whyAgent.entries,
  /** Where it came to what it vouches for; null where it never did, or that is not told. */
  step: v.nullable(whole),
  /** Whether it lied to this member about that. */
  lied: v.boolean(),
});
export type Voucher = Seen<typeof voucher>;

/** A phase that a member has reached. */
const phaseMark = v.strictObject({
  step: whole,
  timeMs: whole,
  /** The value, as short JSON; empty where it is not told. */
  value: v.string(),
  /** View or term in which it was reached; null where there are none. */
  view: v.nullable(whole),
  slot: v.nullable(whole),
  by: v.array(voucher),
});
export type PhaseMark = Seen<typeof phaseMark>;

const consensusMember = v.strictObject({
  ...whyAgent.entries,
  /** Whether it has ever misbehaved. */
  turned: v.boolean(),
  /** The view that it is in; null where there are none. */
  view: v.nullable(whole),
  /** One for each phase of the protocol; null where it has not come so far. */
  phases: v.array(v.nullable(phaseMark)),
  /** Why its ballot did not count; null where it did, or none came. */
  refused: v.nullable(v.string()),
});
export type ConsensusMember = Seen<typeof consensusMember>;

/** What one value got in a vote. */
const tallyRow = v.strictObject({ value: v.string(), score: v.number(), voters: v.array(whyAgent) });
export type TallyRow = Seen<typeof tallyRow>;

export const consensusView = v.strictObject({
  task: v.string(),
  title: v.string(),
  protocol: v.string(),
  faulty: whole,
  quorum: whole,
  /** What a member goes through, in order, each in one word. */
  phases: v.array(v.string()),
  /** The newest view or term that a member is in; null where there are none. */
  view: v.nullable(whole),
  leader: v.nullable(whyAgent),
  /** When the group was asked; null while it has not been. */
  begun: v.nullable(v.strictObject({ step: whole, timeMs: whole })),
  members: v.array(consensusMember),
  /** The ballots that count, by what they name, the most first; empty where nothing is counted. */
  tally: v.array(tallyRow),
  decided: v.nullable(
    v.strictObject({
      step: whole,
      timeMs: whole,
      value: v.string(),
      /** Who vouches for it. */
      by: v.array(voucher),
    }),
  ),
  /** Why it came to nothing; null where it did not. */
  failed: v.nullable(v.string()),
  /** Values that members which never misbehaved hold for decided: more than one is a split. */
  outcomes: v.array(v.strictObject({ value: v.string(), members: v.array(whyAgent) })),
});
export type ConsensusView = Seen<typeof consensusView>;
