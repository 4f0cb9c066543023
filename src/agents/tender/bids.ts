/**
 * What bids are worth: the functions by which bidders price, and the order in which an initiator prefers what came in.
 * Score goes first, then load; equals are put in an order by lot, so that no tie is settled by who stands first in a list
 * (PROTOCOLS section 2), unless the document asks for just that.
 */
import { agentAt, durationOn, taskAt, type Plan } from '../../plan/index.ts';
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

/** What the source's own bid counts for the load of the task, and for each task in hand. */
export const loadPrice = 10;
export const inHandPrice = 5;

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
      return loadPrice * taskAt(plan, task).load + inHandPrice * load;
    case 'marginal-cost':
      return (agentAt(plan, agent).cost * duration) / 1000;
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

/** Bids in order of preference, equals as they are named. Offers of several numbers are brought to 0..1 over those that came in, and weighed. */
export function ranked(
  bids: readonly Bid[],
  { bid, weights }: { readonly bid: BidFunction; readonly weights: BidWeights },
): Ranked[] {
  const scores = bid === 'weighted' ? weighed(bids, weights) : bids.map(({ terms }) => terms.price);
  return bids
    .map((_, at) => at)
    .sort(
      (a, b) => scores[a]! - scores[b]! || bids[a]!.terms.load - bids[b]!.terms.load || bids[a]!.agent - bids[b]!.agent,
    )
    .map((at): Ranked => {
      const { agent, terms, validUntilMs } = bids[at]!;
      return { agent, terms, validUntilMs, score: scores[at]! };
    });
}

/** The bids that still stand. */
export function standing(bids: readonly Bid[], now: number): readonly Bid[] {
  return bids.every(({ validUntilMs }) => validUntilMs >= now)
    ? bids
    : bids.filter(({ validUntilMs }) => validUntilMs >= now);
}

/** How many bids, from a place in their order on, are as good as the one there. */
export function equalsFrom(order: readonly Ranked[], from: number): number {
  const first = order[from];
  let to = from;
  while (to < order.length && order[to]!.score === first!.score && order[to]!.terms.load === first!.terms.load) to += 1;
  return to - from;
}

/** Among how many equals the lot fell on the first; undefined where there was none to draw. */
export function tiedIn({ ties }: Plan, order: readonly Ranked[]): number | undefined {
  const equals = equalsFrom(order, 0);
  return ties === 'seeded' && equals > 1 ? equals : undefined;
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
