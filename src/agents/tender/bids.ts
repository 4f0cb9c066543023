/**
 * What bids are worth: the functions by which bidders price, and the order in which an initiator prefers what came in.
 * The order is total: score, then load, then a seeded hash of call and agent, so that no tie is settled by who stands
 * first in a list (PROTOCOLS section 2).
 */
import { digestWords } from '../../base/index.ts';
import { durationOn, type Plan } from '../../plan/index.ts';
import type { Terms } from './words.ts';

export const BID_FUNCTIONS = ['completion', 'source', 'marginal-cost', 'confidence', 'weighted'] as const;
export type BidFunction = (typeof BID_FUNCTIONS)[number];

/** What counts how much where the initiator weighs whole offers. */
export interface BidWeights {
  readonly finish: number;
  readonly cost: number;
  readonly confidence: number;
  readonly load: number;
}

export interface Bid {
  readonly agent: number;
  readonly terms: Terms;
  readonly validUntilMs: number;
}

/** A bid with what it was found to be worth; lower is better. */
export interface Ranked extends Bid {
  readonly score: number;
}

export function priceOf(
  bid: BidFunction,
  plan: Plan,
  task: number,
  agent: number,
  { finishMs, load, confidence, now }: { finishMs: number; load: number; confidence: number; now: number },
): number {
  const duration = durationOn(plan, task, agent);
  switch (bid) {
    case 'completion':
    case 'weighted':
      return finishMs;
    case 'source':
      return 10 * plan.tasks[task]!.load + 5 * load;
    case 'marginal-cost':
      return (plan.agents[agent]!.cost * duration) / 1000;
    case 'confidence':
      return (finishMs - now) / confidence;
  }
}

/** Whether every number of an offer can be weighed. */
export function isUsable({ price, finishMs, load, cost, confidence }: Terms): boolean {
  return (
    Number.isFinite(price) &&
    Number.isFinite(finishMs) &&
    Number.isFinite(load) &&
    Number.isFinite(cost) &&
    Number.isFinite(confidence)
  );
}

/** What a call has brought in, and how it is weighed; among equals lots are drawn by seed and call. */
interface Poll {
  readonly seed: number;
  readonly call: number;
  readonly bids: readonly Bid[];
  readonly bid: BidFunction;
  readonly weights: BidWeights;
}

/** Bids in order of preference. Offers of several numbers are brought to 0..1 over those that came in, and weighed. */
export function ranked(plan: Plan, { seed, call, bids, bid, weights }: Poll): Ranked[] {
  const scores = bid === 'weighted' ? weighed(bids, weights) : bids.map(({ terms }) => terms.price);
  const lots: Lot[] = [];
  const drawn = `${seed}/${call}/`;
  const lot = (at: number): Lot => (lots[at] ??= digestWords(drawn + plan.agents[bids[at]!.agent]!.id));
  return bids
    .map((_, at) => at)
    .sort(
      (a, b) =>
        scores[a]! - scores[b]! ||
        bids[a]!.terms.load - bids[b]!.terms.load ||
        compareLots(lot(a), lot(b)) ||
        bids[a]!.agent - bids[b]!.agent,
    )
    .map((at): Ranked => {
      const { agent, terms, validUntilMs } = bids[at]!;
      return { agent, terms, validUntilMs, score: scores[at]! };
    });
}

type Lot = ReturnType<typeof digestWords>;

function compareLots(a: Lot, b: Lot): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2] || a[3] - b[3];
}

function weighed(bids: readonly Bid[], weights: BidWeights): number[] {
  const scores = bids.map(() => 0);
  const terms: [number, (terms: Terms) => number][] = [
    [weights.finish, ({ finishMs }) => finishMs],
    [weights.cost, ({ cost }) => cost],
    [weights.confidence, ({ confidence }) => -confidence],
    [weights.load, ({ load }) => load],
  ];
  for (const [weight, of] of terms) {
    if (weight === 0) continue;
    let low = Infinity;
    let high = -Infinity;
    for (const each of bids) {
      low = Math.min(low, of(each.terms));
      high = Math.max(high, of(each.terms));
    }
    if (high === low) continue;
    bids.forEach((each, at) => {
      scores[at]! += (weight * (of(each.terms) - low)) / (high - low);
    });
  }
  return scores;
}
