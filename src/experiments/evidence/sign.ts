/**
 * The interval of a median by the sign test: it asks nothing of the shape of a sample but that its values are drawn alike (Conover 1999,
 * 3.2). Ranks are exact up to a thousand values and by the normal distribution above that, where both agree to the rank. Pure.
 */

export interface MedianInterval {
  /** Null where there are no values. */
  readonly median: number | null;
  /** Holds the true median with at least 95 %; null below six values, which cannot. */
  readonly low: number | null;
  readonly high: number | null;
}

const exactMax = 1000;
const tail = 0.025;
const z95 = 1.959963984540054;

/** Of values that are sorted, the least first. */
export function medianInterval(sorted: readonly number[]): MedianInterval {
  const { length: count } = sorted;
  if (count === 0) return { median: null, low: null, high: null };
  const below = Math.floor((count - 1) / 2);
  const median = (sorted[below]! + sorted[count - 1 - below]!) / 2;
  const rank = count <= exactMax ? exactRank(count) : Math.floor((count - 1 - z95 * Math.sqrt(count)) / 2);
  if (rank < 0) return { median, low: null, high: null };
  return { median, low: sorted[rank]!, high: sorted[count - 1 - rank]! };
}

/** The largest rank, counted from 0, below which the true median lies with no more than 2.5 %; -1 where there is none. */
function exactRank(count: number): number {
  // Of fair coins, the probability of so many heads: 2^-count, then each from the one before.
  let term = 1;
  for (let toss = 0; toss < count; toss += 1) term /= 2;
  let sum = 0;
  for (let heads = 0; heads <= count; heads += 1) {
    sum += term;
    if (sum > tail) return heads - 1;
    term *= (count - heads) / (heads + 1);
  }
  return -1;
}
