/**
 * The weight of an opinion: ln(p (m - 1) / (1 - p)) of how often its holder is right among m choices, which makes the best of
 * independent voters (Nitzan and Paroush 1982, where m is 2). The logarithm is made of + - * / alone, so that every engine has the same bits; weights are
 * whole millionths, so that sums are exact in any order.
 */

/** Nobody is always right or never: beyond these a weight would be without bound. */
export const surest = 0.999;
/** So many weights make 1. */
const parts = 1_000_000;
const half = 0.5;
const rootOfHalf = 0.7071067811865476;
const ln2 = 0.6931471805599453;

/**
 * The weight of who is right with this probability among so many choices, in millionths: 0 for who is right as often as by
 * chance, below 0 for who is wrong more often than that.
 */
export function weightOf(competence: number, choices = 2): number {
  const p = Math.min(surest, Math.max(1 - surest, competence));
  return Math.floor(logarithm((p * (Math.max(2, choices) - 1)) / (1 - p)) * parts + half);
}

/**
 * The natural logarithm of a positive finite number. It is brought to m * 2^k with m in [sqrt(1/2), sqrt(2)) by exact
 * halving, then ln m = 2 artanh((m - 1) / (m + 1)) with |s| < 0.1716: after 12 terms what is left out is below 1e-19,
 * and rounding keeps the whole within 4e-16 * (1 + |ln x|) of the truth, less than 1e-14 over all that is asked here.
 */
export function logarithm(x: number): number {
  let m = x;
  let k = 0;
  for (; m >= 2 * rootOfHalf; m *= half) k += 1;
  for (; m < rootOfHalf; m *= 2) k -= 1;
  const s = (m - 1) / (m + 1);
  const square = s * s;
  let sum = 0;
  for (let odd = 23; odd > 0; odd -= 2) sum = sum * square + 1 / odd;
  return k * ln2 + 2 * s * sum;
}
