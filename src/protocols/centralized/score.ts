/**
 * How a greedy coordinator compares agents: a weighted sum of proficiency, load, cost and expected finish, each
 * brought to 0..1 over the candidates (PROTOCOLS section 1). Lower is better.
 */
import type { Compared } from '../../plan/index.ts';
import type { CentralizedSettings } from './settings.ts';

export interface Candidate {
  readonly agent: number;
  /** 0..1, more is better. */
  readonly proficiency: number;
  /** Tasks already in hand. */
  readonly held: number;
  readonly cost: number;
  /** When it would be done, ms. */
  readonly finishMs: number;
}

/** The value of each candidate, in the order given; the lowest is the best. Never empty for candidates that are not. */
export function compare(candidates: readonly Candidate[], weights: CentralizedSettings['weights']): Compared[] {
  const terms: [number, (candidate: Candidate) => number][] = [
    [weights.proficiency, (candidate) => -candidate.proficiency],
    [weights.queue, (candidate) => candidate.held],
    [weights.cost, (candidate) => candidate.cost],
    [weights.finish, (candidate) => candidate.finishMs],
  ];
  const values = candidates.map(() => 0);
  for (const [weight, of] of terms) {
    if (weight === 0) continue;
    let low = Infinity;
    let high = -Infinity;
    for (const candidate of candidates) {
      low = Math.min(low, of(candidate));
      high = Math.max(high, of(candidate));
    }
    if (high === low) continue;
    candidates.forEach((candidate, at) => {
      values[at]! += (weight * (of(candidate) - low)) / (high - low);
    });
  }
  return candidates.map((candidate, at) => ({ agent: candidate.agent, value: values[at]! }));
}

/** Who has the lowest value, in order. */
export function bestOf(compared: readonly Compared[]): number[] {
  const best: number[] = [];
  let least = Infinity;
  for (const { agent, value } of compared) {
    if (value > least) continue;
    if (value < least) best.length = 0;
    least = value;
    best.push(agent);
  }
  return best;
}
