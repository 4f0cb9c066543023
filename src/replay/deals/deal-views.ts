/** What the page sees of a negotiation: where outcomes lie by what they are worth to two of the parties, and every word said. Data only. */
import * as v from 'valibot';
import { time, whole } from '../looks/parts.ts';
import type { Seen } from '../looks/seen.ts';
import { whyAgent } from '../why/why-views.ts';

const spot = v.strictTuple([time, time]);

const partyView = v.strictObject({
  ...whyAgent.entries,
  /** What no deal is worth to it. */
  reservation: time,
  /** Whether it said that it wants something else than it does. */
  lied: v.boolean(),
  /** Where it concedes by the rounds that are left: how, below 1 late and above 1 early; null where it does not. */
  pace: v.nullable(time),
});
export type PartyView = Seen<typeof partyView>;

const namedPointView = v.strictObject({
  kinds: v.array(v.picklist(['nash', 'kalai-smorodinsky', 'egalitarian', 'utilitarian'])),
  spot,
  outcome: v.string(),
  /** By party. */
  worths: v.array(time),
  tied: whole,
});
export type NamedPointView = Seen<typeof namedPointView>;

const wordView = v.strictObject({
  step: whole,
  timeMs: time,
  word: v.picklist(['offered', 'accepted', 'proposed']),
  /** Place of the party; -1 for a mediator. */
  party: whole,
  round: whole,
  spot,
  outcome: v.string(),
  worths: v.array(time),
  /** What each risked, where one of two had to concede. */
  risks: v.nullable(v.array(time)),
});
export type WordView = Seen<typeof wordView>;

export const dealView = v.strictObject({
  /** All that are negotiated in this run. */
  tasks: v.array(v.strictObject({ id: v.string(), title: v.string() })),
  task: v.string(),
  protocol: v.string(),
  parties: v.array(partyView),
  /** Places of the parties whose worth goes to the right, and up. */
  axes: v.strictTuple([whole, whole]),
  outcomes: whole,
  /** How many of them nobody would refuse. */
  rational: whole,
  spots: v.array(spot),
  /** What nothing betters, by falling worth to the first; null where there are too many outcomes to say. */
  front: v.nullable(v.array(spot)),
  points: v.array(namedPointView),
  /** When each attempt began. */
  attempts: v.array(v.strictObject({ attempt: whole, step: whole })),
  /** The attempt that is told; 0 before the first. */
  attempt: whole,
  words: v.array(wordView),
  /** How many words there are in all, of which some are told. */
  total: whole,
  ended: v.nullable(
    v.strictObject({
      step: whole,
      timeMs: time,
      agreed: v.boolean(),
      spot,
      outcome: v.string(),
      reason: v.string(),
      rounds: whole,
      /** By party. */
      worths: v.array(time),
      /** What liars have, and what their truth would have brought. */
      lies: v.array(v.strictObject({ party: whole, honest: time, gained: time })),
    }),
  ),
});
export type DealView = Seen<typeof dealView>;
