/**
 * How much a thing in memory weighs at an instant: three ways. Only + - * / sqrt, so that every machine agrees. Of ACT-R's base
 * level, the logarithm of a sum of 1/sqrt(age), the sum is taken: it orders alike.
 */
import type { MemoryScore } from '../../plan/index.ts';

/** What is known of the use of one thing. */
export interface Usage {
  readonly importance: number;
  readonly createdMs: number;
  /** How often it was used, its creation included, less what ageing took. */
  readonly count: number;
  /** When it was used last, the earliest first: at most `timesKept` of them. */
  readonly timesMs: readonly number[];
}

/** So many uses are known by their times; those before are spread evenly over their span. */
export const timesKept = 10;

const hourMs = 3_600_000;
/** What one hour leaves of recency. */
const hourly = 0.995;

/** The score of each, in their order. */
export function scoresOf(score: MemoryScore, all: readonly Usage[], now: number): readonly number[] {
  switch (score) {
    case 'source':
      return all.map(({ importance, count, createdMs }) => (importance * count) / ((now - createdMs) / 1000 + 1));
    case 'act-r':
      return all.map((usage) => activationSum(usage, now));
    case 'generative': {
      const recency = normalised(all.map((usage) => recencyAfter(now - lastUse(usage))));
      const importance = normalised(all.map((usage) => usage.importance));
      return recency.map((each, at) => each + importance[at]!);
    }
  }
}

export function lastUse({ timesMs }: Usage): number {
  return timesMs.at(-1)!;
}

/**
 * Sum of 1/sqrt(age) over all uses, ages in ms and never below 1. Petrov's hybrid: what is older than the times kept counts as spread
 * evenly between creation and the first of those.
 */
export function activationSum({ createdMs, count, timesMs }: Usage, now: number): number {
  const root = (time: number): number => Math.sqrt(Math.max(1, now - time));
  let sum = 0;
  for (const time of timesMs) sum += 1 / root(time);
  const older = count - timesMs.length;
  return older <= 0 ? sum : sum + (2 * older) / (root(createdMs) + root(timesMs[0]!));
}

/** What is left of recency after so many ms: 0.995 to the power of the hours, by squares and square roots. */
export function recencyAfter(ms: number): number {
  const hours = ms / hourMs;
  let left = 1;
  let whole = Math.floor(hours);
  let fraction = hours - whole;
  for (let power = hourly; whole > 0; whole = Math.floor(whole / 2), power *= power) if (whole % 2 === 1) left *= power;
  let root = hourly;
  // 30 halvings of an hour are far less than a millisecond.
  for (let bit = 0; bit < 30 && fraction > 0; bit += 1) {
    root = Math.sqrt(root);
    fraction *= 2;
    if (fraction < 1) continue;
    fraction -= 1;
    left *= root;
  }
  return left;
}

/** Between 0 for the least and 1 for the most; 0 for all where they are alike. */
export function normalised(values: readonly number[]): readonly number[] {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return values.map((value) => (most === least ? 0 : (value - least) / (most - least)));
}
