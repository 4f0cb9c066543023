/** How figures, differences and verdicts are written on the page, what its form holds, and the axis of its plots. */
import { describe, expect, it } from 'vitest';
import { comparedMetrics, metrics } from '../../../src/experiments/index.ts';
import { choicesOf, factorsOf, usual } from '../../../src/studio/experiments/choices.ts';
import { earlierWords, olderEngine } from '../../../src/studio/experiments/earlier.ts';
import { comparisonTitle, difference, titleOf, verdictWords } from '../../../src/studio/experiments/reading.ts';
import { nearestPoint, placeOf, pointsOf, scaleOf, spreadOf } from '../../../src/studio/experiments/figures/scale.ts';

describe('differences', () => {
  it('times with their sign, shares in points', () => {
    expect(difference(metrics[0], 1500)).toBe('+1.50 s');
    expect(difference(comparedMetrics[3]!, -0.051)).toBe('−5.1 points');
  });
  it('where neither way is good, nothing is called better', () => {
    expect(verdictWords('better', comparedMetrics[3]!).word).toBe('Higher');
    expect(verdictWords('better', metrics[0]).word).toBe('Better');
  });
});

describe('earlier comparisons', () => {
  it('name what was varied', () => {
    const record = {
      id: 'x',
      documentId: 'd',
      createdAtMs: 0,
      document: {},
      seeds: [1, 2],
      cells: [{ problem: null, rows: [] }],
      factors: [
        { path: 'coordination.pattern', values: ['centralized'] },
        { path: 'network.loss', values: [0.1] },
      ],
    };
    expect(earlierWords(record, '3 min ago')).toBe('3 min ago: pattern, loss; 1 setting × 2 seeds');
  });
  it('say which engine measured them, where it is not that of today', () => {
    expect(olderEngine('2', '2')).toBeNull();
    expect(olderEngine('1', '2')).toMatch(/^These figures were measured by engine 1; this is engine 2/u);
    expect(olderEngine(null, '2')).toMatch(/by an earlier engine/u);
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
    ).toBe('Delegation, 4 agents');
  });
});

it('a comparison is called by what is varied in it', () => {
  const of = (...paths: string[]) => comparisonTitle(paths.map((path) => ({ path, values: [1, 2] })));
  expect(of()).toBe('Measure this drawing');
  expect(of('coordination.pattern')).toBe('Compare coordination patterns');
  expect(of('liars:silent')).toBe('Compare numbers of liars');
  expect(of('scheduling.balancing')).toBe('Compare by balancing');
  expect(of('coordination.pattern', 'agents', 'network.delayMs')).toBe('Compare by pattern, agents and delay');
});

describe('the form', () => {
  it('of recalled figures measures the same again', () => {
    const factors = [
      { path: 'coordination.pattern', values: ['delegation'] },
      { path: 'network.loss', values: [0, 0.1] },
      { path: 'liars', values: [0, 1] },
    ];
    expect(factorsOf(choicesOf(factors, 30))).toEqual({ ok: true, value: factors });
    expect(choicesOf(factors, 30).seeds).toBe(30);
  });
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
  it('so many values are drawn at most, spread over all by their order', () => {
    const sample = Array.from({ length: 1000 }, (_, at) => (at % 10 === 0 ? null : (at * 7919) % 1000));
    const spread = spreadOf(sample, 240);
    expect(spread.length).toBeLessThanOrEqual(240);
    expect(spread.length).toBeGreaterThan(200);
    expect(spread).toEqual([...spread].sort((a, b) => a - b));
    expect([spreadOf([3, null, 1], 5), spreadOf([null], 5), spreadOf([], 5)]).toEqual([[1, 3], [], []]);
  });
  it('the nearest point to a value, in the order of values', () => {
    const points = pointsOf([300, null, 100, 200, 100], [4, 5, 6, 7, 8]);
    expect(points.map(({ seed, value }) => [seed, value])).toEqual([
      [6, 100],
      [8, 100],
      [7, 200],
      [4, 300],
    ]);
    expect([nearestPoint(points, 190), nearestPoint([], 1)]).toEqual([2, -1]);
  });
});
