/**
 * What times around a mean are on average. They are the mean and a deviation times a sum of twelve uniforms less six, and
 * nothing takes less than no time: where the deviation is wide, what is cut off at 0 lifts the average over the mean that
 * is written. The sum's distribution is made of polynomials (Irwin 1927, Hall 1927), so the average is exact.
 */

/** The uniforms that are added up. */
const summands = 12;

/** The mean of `meanMs` + `deviationMs` times the sum, what is below 0 taken for 0. */
export function cutMean(meanMs: number, deviationMs: number): number {
  const reach = (deviationMs * summands) / 2;
  if (reach <= meanMs) return meanMs;
  // The mean of what lies below 0, as the integral of the distribution: over the piece from the least on, of degree 13.
  const from = summands / 2 - meanMs / deviationMs;
  let below = 0;
  let weight = 1;
  for (let k = 0; k < from; k += 1) {
    let term = weight;
    for (let power = 1; power <= summands + 1; power += 1) term *= (from - k) / power;
    below += term;
    weight *= -(summands - k) / (k + 1);
  }
  return meanMs + deviationMs * below;
}
