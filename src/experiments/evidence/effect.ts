/**
 * How large a difference is beside the spread of the runs: Cliff's delta (1993), which asks nothing of the shape of a sample. It says how
 * much more often a run of the one lies above a run of the other than below it, whatever their seeds. Pure.
 */

/** Sizes of |delta| in words, each with the value from which the next begins: Romano, Kromrey, Coraggio and Skowronek (2006). */
const sizes = [
  [0.147, 'negligible'],
  [0.33, 'small'],
  [0.474, 'medium'],
] as const;
export type EffectSize = (typeof sizes)[number][1] | 'large';

/** Of all pairs of a value of each, the share in which the other is more less the share in which it is less; 0 where one is empty. */
export function cliffsDelta(first: ArrayLike<number>, other: ArrayLike<number>): number {
  const [ones, others] = [Float64Array.from(first).sort(), Float64Array.from(other).sort()];
  if (ones.length === 0 || others.length === 0) return 0;
  let more = 0;
  let less = 0;
  // How many of the first lie below, and not above, the value that is looked at: both grow with it.
  let [below, upTo] = [0, 0];
  for (const value of others) {
    while (below < ones.length && ones[below]! < value) below += 1;
    while (upTo < ones.length && ones[upTo]! <= value) upTo += 1;
    more += below;
    less += ones.length - upTo;
  }
  return (more - less) / (ones.length * others.length);
}

/** How large that is, in a word. */
export function effectSize(delta: number): EffectSize {
  const size = Math.abs(delta);
  return sizes.find(([from]) => size < from)?.[1] ?? 'large';
}
