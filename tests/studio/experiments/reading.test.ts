/** What figures say in words: never more than they show. */
import { describe, expect, it } from 'vitest';
import { comparedMetrics, metrics } from '../../../src/experiments/index.ts';
import { factorsOf, usual } from '../../../src/studio/experiments/choices.ts';
import type { Cell } from '../../../src/studio/experiments/experiment.svelte.ts';
import { bestOf, headline, titleOf } from '../../../src/studio/experiments/reading.ts';
import { nearestPoint, placeOf, pointsOf, scaleOf } from '../../../src/studio/experiments/figures/scale.ts';

/** A cell with a run for each pair of makespan and messages; a negative makespan is a run that failed. */
const cell = (pattern: string, ...runs: [number, number][]): Cell => ({
  setting: [{ path: 'coordination.pattern', value: pattern }],
  problem: null,
  rows: runs.map(([ms, messages]) => [Math.abs(ms), messages, 1, 0.5, 1, 0, ms < 0 ? 0 : 1, 9]),
});
const refused: Cell = { setting: [{ path: 'coordination.pattern', value: 'x' }], problem: 'No.', rows: [] };
const words = (...cells: Cell[]): string => headline(cells, [metrics[0], metrics[1]]);

describe('the sentence above the figures', () => {
  it('nothing measured is said as such', () => {
    expect(words(refused)).toBe('Nothing could be measured.');
  });
  it('a tie is a tie', () => {
    expect(words(cell('centralized', [1000, 8]), cell('delegation', [1000, 8]))).toBe(
      'All are equally fast. All send as many messages.',
    );
  });
  it('the fastest, by how much, in how many of the same seeds; then who sends the fewest messages', () => {
    const fast = cell('contract-net', [500, 31], [2000, 31], [500, 31]);
    const slow = cell('centralized', [1000, 4], [1000, 4], [1000, 4]);
    expect(words(fast, slow)).toBe(
      'Contract net is the fastest: 500 ms in the median, 50 % less than Centralized, and faster in 2 of 3 seeds. ' +
        'Centralized sends the fewest messages: 4; Contract net needs 31.',
    );
  });
  it('a setting that fails more often is not called the fastest, and its failures are said', () => {
    const failing = cell('delegation', [-10, 1], [-10, 1]);
    const sure = cell('centralized', [1000, 4], [1000, 4]);
    expect(words(failing, sure)).toMatch(
      /^Centralized succeeds most often, with 1.00 s and 4 messages in the median\./u,
    );
    expect(words(failing, sure)).toMatch(/Not all was done by Delegation in 2 of 2 runs\.$/u);
    expect(bestOf([failing, sure, refused], metrics[0])).toEqual([sure]);
  });
  it('where nothing ever succeeded, that is said once', () => {
    expect(words(cell('delegation', [-10, 1]), cell('centralized', [-10, 1]))).toMatch(
      /With none of them was all the work done, in any run\.$/u,
    );
  });
  it('more is better where it is: the best utilization is the highest', () => {
    const busy = { ...cell('a', [1, 1]), rows: [[1, 1, 1, 0.9, 1, 0, 1, 1]] };
    expect(bestOf([cell('b', [1, 1]), busy], comparedMetrics[3]!)).toEqual([busy]);
  });
});

describe('titles', () => {
  it('patterns go by their own names, alone and beside other factors', () => {
    expect(titleOf([{ path: 'coordination.pattern', value: 'load-balancing' }])).toBe('Load balancing');
    expect(
      titleOf([
        { path: 'coordination.pattern', value: 'delegation' },
        { path: 'agents', value: 4 },
      ]),
    ).toBe('pattern Delegation, agents 4');
  });
});

describe('the form', () => {
  it('a factor without a path or without values is refused in a sentence', () => {
    expect(factorsOf({ ...usual, others: [{ path: ' ', values: '1' }] })).toMatchObject({ ok: false });
    expect(factorsOf({ ...usual, others: [{ path: 'network.loss', values: ', ' }] })).toMatchObject({ ok: false });
  });
  it('patterns are the first factor, where any is chosen', () => {
    const others = [{ path: 'agents', values: '2, 4' }];
    expect(factorsOf({ ...usual, patterns: ['delegation'], others })).toEqual({
      ok: true,
      value: [
        { path: 'coordination.pattern', values: ['delegation'] },
        { path: 'agents', values: [2, 4] },
      ],
    });
    expect(factorsOf({ ...usual, patterns: [] })).toEqual({ ok: true, value: [] });
  });
});

describe('the axis', () => {
  it('holds nothing, one value in its middle, and many with round ticks', () => {
    expect(scaleOf([]).ticks).toEqual([]);
    expect(placeOf(scaleOf([7]), 7)).toBe(50);
    expect(scaleOf([0, 100]).ticks).toEqual([0, 50, 100]);
  });
  it('the nearest point to a value, in the order of values', () => {
    const points = pointsOf(cell('a', [300, 1], [100, 1], [200, 1]), [4, 5, 6], metrics[0]);
    expect(points.map(({ seed }) => seed)).toEqual([5, 6, 4]);
    expect([nearestPoint(points, 190), nearestPoint([], 1)]).toEqual([1, -1]);
  });
});
