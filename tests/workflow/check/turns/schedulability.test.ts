/**
 * The tests of admission against sets out of textbooks: Liu and Layland, _Scheduling algorithms for multiprogramming in a hard-real-time
 * environment_ (1973); Sha, Klein and Goodenough, _Rate monotonic analysis for real-time systems_ (1991); Burns and Wellings,
 * _Real-Time Systems and Programming Languages_; Buttazzo, _Hard Real-Time Computing Systems_; and against simulation by hand.
 */
import { describe, expect, it } from 'vitest';
import {
  demandMs,
  isWithinHyperbolic,
  liuLaylandBound,
  overloadedMs,
  responseMs,
  utilizationOf,
  type Periodic,
} from '../../../../src/workflow/check/turns/schedulability.ts';
import { Dice } from '../../../support/documents.ts';

/** Cost, period, and deadline if it is not the period. */
const set = (...rows: readonly (readonly [number, number, number?])[]): Periodic[] =>
  rows.map(([costMs, everyMs, deadlineMs = everyMs]) => ({ costMs, everyMs, deadlineMs }));
const responses = (all: readonly Periodic[]) => all.map((task, at) => responseMs(task, all.slice(0, at)));

it('[SL9] the bound of Liu and Layland', () => {
  const table = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((count) => Number(liuLaylandBound(count).toFixed(3)));
  expect(table).toEqual([1, 0.828, 0.78, 0.757, 0.743, 0.735, 0.729, 0.724, 0.721, 0.718]);
  expect(liuLaylandBound(1000)).toBeCloseTo(Math.LN2, 3);
});

describe('[SL10] response times', () => {
  // The highest priority first.
  it.each([
    ['Sha, Klein and Goodenough: over the bound, and met', set([40, 100], [40, 150], [100, 350]), 0.952, [40, 80, 300]],
    ['Burns and Wellings, task set A: not met', set([10, 30], [10, 40], [12, 50]), 0.823, [10, 20, 52]],
    ['Burns and Wellings, task set B', set([4, 16], [5, 40], [32, 80]), 0.775, [4, 9, 58]],
    ['Burns and Wellings, task set C: all of the time, and met', set([5, 20], [10, 40], [40, 80]), 1, [5, 15, 80]],
    ['Burns and Wellings, task set D', set([3, 7], [3, 12], [5, 20]), 0.929, [3, 6, 20]],
    ['Buttazzo: not met by rate monotonic priorities', set([2, 5], [4, 7]), 0.971, [2, 8]],
  ])('%s', (_, all, load, expected) => {
    expect(Number(utilizationOf(all).toFixed(3))).toBe(load);
    expect(responses(all)).toEqual(expected);
  });

  it('with what it is blocked for (Burns and Wellings, with a section of 4)', () => {
    expect(responseMs(set([3, 12])[0]!, set([3, 7]), 4)).toBe(13);
  });
});

it('[SL9] the hyperbolic bound accepts what the bound of Liu and Layland does not', () => {
  const all = set([1, 2], [1, 3]);
  expect(utilizationOf(all)).toBeGreaterThan(liuLaylandBound(2));
  expect(isWithinHyperbolic(all)).toBe(true);
  expect(isWithinHyperbolic(set([1, 2], [2, 5]))).toBe(false);
});

describe('[SL11] earliest deadline first', () => {
  it('Buttazzo: U of 1 at most is met where deadlines are periods', () => {
    expect(overloadedMs(set([2, 5], [4, 7]))).toBeNull();
    expect(overloadedMs(set([3, 5], [3, 7]))).toBe(0);
  });

  it('Buttazzo: processor demand of constrained deadlines', () => {
    const all = set([2, 6, 4], [2, 8, 5], [3, 9, 7]);
    expect([4, 5, 7, 10, 13, 16, 21, 22].map((at) => demandMs(all, at))).toEqual([2, 4, 7, 9, 11, 16, 18, 20]);
    expect(overloadedMs(all)).toBeNull();
    expect(overloadedMs(set([2, 6, 2], [2, 8, 3], [3, 9, 7]))).toBe(3);
  });

  it('agrees with what a millisecond at a time comes to, on 400 random sets', () => {
    for (let seed = 1; seed <= 400; seed += 1) {
      const dice = new Dice(seed);
      const all = Array.from({ length: dice.integer(1, 4) }, () => {
        const everyMs = dice.one([4, 5, 6, 8, 10, 12]);
        return { everyMs, costMs: dice.integer(1, Math.ceil(everyMs / 2)), deadlineMs: dice.integer(2, everyMs) };
      });
      expect([seed, overloadedMs(all) === null]).toEqual([seed, misses(all, (a, b) => a.due - b.due) === null]);
      const first = misses(all, (a, b) => a.of - b.of);
      expect([seed, all.every((task, at) => responseMs(task, all.slice(0, at)) <= task.deadlineMs)]).toEqual([
        seed,
        first === null,
      ]);
    }
  });
});

interface Job {
  readonly of: number;
  readonly due: number;
  left: number;
}

/** When a deadline is missed first, with all released at 0 and the first of an order worked at each millisecond; null for never. */
function misses(all: readonly Periodic[], order: (a: Job, b: Job) => number): number | null {
  const jobs: Job[] = [];
  for (let now = 0; now <= 240; now += 1) {
    if (jobs.some(({ due, left }) => left > 0 && due <= now)) return now;
    all.forEach(({ everyMs, costMs, deadlineMs }, of) => {
      if (now % everyMs === 0) jobs.push({ of, due: now + deadlineMs, left: costMs });
    });
    const open = jobs.filter(({ left }) => left > 0).sort((a, b) => order(a, b) || a.due - b.due);
    if (open[0] !== undefined) open[0].left -= 1;
  }
  return null;
}
