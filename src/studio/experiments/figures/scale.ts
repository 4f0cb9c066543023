/** The axis of the box plots: a span with some air, round ticks, and runs in order of their value. Pure. */
import type { Sample } from '../../../experiments/index.ts';

export interface Scale {
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly number[];
}

/** A scale over all values; one value alone stands in its middle. */
export function scaleOf(values: readonly number[]): Scale {
  let least = Infinity;
  let most = -Infinity;
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  if (values.length === 0) return { from: 0, to: 1, ticks: [] };
  const span = most > least ? most - least : Math.max(Math.abs(most), 1);
  const [from, to] = most > least ? [least - span * 0.04, most + span * 0.04] : [least - span / 2, most + span / 2];
  const step = roundStep((to - from) / 5);
  const ticks: number[] = [];
  for (let tick = Math.ceil(from / step); tick * step <= to; tick += 1) ticks.push(tick * step + 0);
  return { from, to, ticks };
}

/** Where a value stands, from 0 to 100. */
export function placeOf({ from, to }: Scale, value: number): number {
  return ((value - from) / (to - from)) * 100;
}

export interface Point {
  readonly seed: number;
  readonly value: number;
}

/** So many of a sample's values at most, spread evenly over all by their order, the least first: sorted as numbers, which is quick. */
export function spreadOf(sample: Sample, most: number): number[] {
  const sorted = Float64Array.from(sample.filter((value) => value !== null)).sort();
  const every = Math.max(1, Math.ceil(sorted.length / most));
  const spread: number[] = [];
  for (let at = 0; at < sorted.length; at += every) spread.push(sorted[at] ?? 0);
  return spread;
}

/** The runs that have a figure, the least first; of ten thousand it takes its time, and is asked for when one is looked at. */
export function pointsOf(sample: Sample, seeds: readonly number[]): Point[] {
  const order = new Uint32Array(sample.length);
  let count = 0;
  sample.forEach((value, at) => {
    if (value !== null) order[count++] = at;
  });
  const valueAt = (at: number): number => sample[at] ?? 0;
  const places = order.subarray(0, count).sort((left, right) => valueAt(left) - valueAt(right) || left - right);
  return Array.from(places, (at) => ({ seed: seeds[at] ?? 0, value: valueAt(at) }));
}

/** The place of the point that is nearest to a value; -1 where there is none. */
export function nearestPoint(points: readonly Point[], value: number): number {
  let found = -1;
  let least = Infinity;
  points.forEach((point, at) => {
    const distance = Math.abs(point.value - value);
    if (distance < least) [found, least] = [at, distance];
  });
  return found;
}

/** The place of the value that is nearest to another; 0 where there is none. */
export function nearestPlace(sample: Sample, value: number): number {
  let [found, least] = [0, Infinity];
  sample.forEach((each, at) => {
    const distance = each === null ? Infinity : Math.abs(each - value);
    if (distance < least) [found, least] = [at, distance];
  });
  return found;
}

/** 1, 2 or 5 times a power of ten, at least as large. */
function roundStep(wish: number): number {
  let power = 1;
  while (power > wish) power /= 10;
  while (power * 10 <= wish) power *= 10;
  return [1, 2, 5, 10].map((times) => times * power).find((step) => step >= wish) ?? power;
}
