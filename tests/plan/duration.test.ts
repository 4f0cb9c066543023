/** Durations: whole milliseconds, within their model, drawn from the task's own stream. */
import { describe, expect, it } from 'vitest';
import { cutMean, durationOn, sampleDuration, type Plan } from '../../src/plan/index.ts';
import { Streams } from '../../src/kernel/random.ts';
import { compiled, crew, piece, task } from '../scenarios/stage.ts';

function planOf(durationMs: unknown, agents: object[] = crew(1)): Plan {
  return compiled(
    piece([task('a', [], { model: { durationMs } }), task('b', [], { model: { durationMs } })], {
      agents: agents as never,
    }),
  ).plan;
}
const drawn = (plan: Plan, streams: Streams, one = 0, count = 4000): number[] =>
  Array.from({ length: count }, () => sampleDuration(plan, one, 0, { random: (name) => streams.stream(name) }));

describe('durations', () => {
  it.each([
    [10, 1, 10],
    [10, 3, 3],
    [10, 4, 3],
    [0.4, 1, 0],
    [0.5, 1, 1],
    [7, 0.5, 14],
    [1, 1e-6, 1_000_000],
    [1e10, 1e-6, 100 * 365 * 24 * 3600 * 1000],
  ])('%d ms at speed %d take %d ms, half up', (ms, speed, due) => {
    const plan = planOf(ms, [{ id: 'one', speed }]);
    expect(durationOn(plan, 0, 0)).toBe(due);
    expect(
      sampleDuration(plan, 0, 0, {
        random: () => {
          throw new Error('nothing is drawn for a constant');
        },
      }),
    ).toBe(due);
  });
  it('a map by agent, with a default for those not in it', () => {
    const plan = planOf({ one: 5, two: 7 }, [{ id: 'one' }, { id: 'two', speed: 2 }, { id: 'three' }]);
    expect([0, 1, 2].map((agent) => durationOn(plan, 0, agent))).toEqual([5, 4, 1000]);
    expect(plan.tasks[0]!.expectedMs).toBeCloseTo((5 + 4 + 1000) / 3);
  });
  it('uniform: whole, within its ends, about its mean', () => {
    const plan = planOf({ min: 10, max: 30 });
    const all = drawn(plan, new Streams(1));
    expect(all.every((ms) => Number.isInteger(ms) && ms >= 10 && ms <= 30)).toBe(true);
    expect(all.reduce((sum, ms) => sum + ms, 0) / all.length).toBeCloseTo(20, 0);
    expect(durationOn(plan, 0, 0)).toBe(20);
  });
  it('bell-shaped: whole, never below 0, about its mean and deviation', () => {
    const all = drawn(planOf({ mean: 100, deviation: 10 }), new Streams(2));
    const mean = all.reduce((sum, ms) => sum + ms, 0) / all.length;
    const deviation = Math.sqrt(all.reduce((sum, ms) => sum + (ms - mean) ** 2, 0) / all.length);
    expect(mean).toBeCloseTo(100, -0.3);
    expect(Math.abs(deviation - 10)).toBeLessThan(0.6);
    expect(
      drawn(planOf({ mean: 5, deviation: 50 }), new Streams(3)).every((ms) => Number.isInteger(ms) && ms >= 0),
    ).toBe(true);
  });
  it.each([
    [100, 200, 1],
    [100, 200, 0.5],
    [100, 10, 1],
    [0, 100, 1],
    [100, 100, 2],
    [50, 1000, 1],
    [1000, 400, 1],
    [3, 0, 1],
    [0, 0, 1],
  ])(
    '[W34] mean %d, deviation %d at speed %d: plans count with the average of what is drawn',
    (mean, deviation, speed) => {
      const plan = planOf({ mean, deviation }, [{ id: 'one', speed }]);
      const count = 100_000;
      const all = drawn(plan, new Streams(4), 0, count);
      const average = all.reduce((sum, ms) => sum + ms, 0) / count;
      const spread = Math.sqrt(all.reduce((sum, ms) => sum + (ms - average) ** 2, 0) / count);
      // Four standard errors, and half a millisecond because what plans count with is whole too.
      const error = (4 * spread) / Math.sqrt(count) + 0.5;
      expect(Math.abs(durationOn(plan, 0, 0) - average)).toBeLessThanOrEqual(error);
      expect(Math.abs(plan.tasks[0]!.expectedMs - average)).toBeLessThanOrEqual(error);
    },
  );
  it('[W34] the average grows with the deviation and is never below the mean that is written', () => {
    const averages = [0, 1, 16, 30, 60, 100, 200, 1e9].map((deviation) => cutMean(100, deviation));
    expect(averages.slice(0, 3)).toEqual([100, 100, 100]);
    for (let at = 3; at < averages.length; at += 1) expect(averages[at]!).toBeGreaterThan(averages[at - 1]!);
    // Without a mean it is the mean of the positive half: half the mean distance of such a sum from its middle.
    expect(cutMean(0, 1)).toBeCloseTo(0.400632, 5);
  });
  it('each task draws from its own stream', () => {
    const plan = planOf({ min: 0, max: 1000 });
    const alone = drawn(plan, new Streams(1), 0, 30);
    const streams = new Streams(1);
    const mixed = Array.from({ length: 30 }, () => {
      drawn(plan, streams, 1, 3);
      return drawn(plan, streams, 0, 1)[0]!;
    });
    expect(mixed).toEqual(alone);
  });
});
