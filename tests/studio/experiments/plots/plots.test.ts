/** The charts of a comparison: where marks stand, what points lead to, and that their numbers are those that are read. */
import { describe, expect, it } from 'vitest';
import {
  column,
  frontMetrics,
  metrics,
  Reading,
  settingsOf,
  type Cell,
  type Factor,
  type Row,
} from '../../../../src/experiments/index.ts';
import { boxScene } from '../../../../src/studio/experiments/plots/boxes.ts';
import { legendOf, linesMax, nearestSpot, type Chart } from '../../../../src/studio/experiments/plots/chart.ts';
import { ecdfChart } from '../../../../src/studio/experiments/plots/ecdf.ts';
import { frontChart } from '../../../../src/studio/experiments/plots/front.ts';
import { linesOf } from '../../../../src/studio/experiments/plots/keeping.ts';
import { pairedChart } from '../../../../src/studio/experiments/plots/paired.ts';
import { responseChart } from '../../../../src/studio/experiments/plots/response.ts';

const [makespan, messages] = metrics;
const width = 800;

function row(time: number, sent = 10, succeeded = 1): Row {
  const made: number[] = metrics.map(() => 0);
  made[column.makespanMs] = time;
  made[column.messages] = sent;
  made[column.succeeded] = succeeded;
  made[column.chance] = 1;
  return made;
}

function readingOf(
  factors: readonly Factor[],
  of: (values: readonly unknown[], seed: number) => Row,
  seeds: number,
): Reading {
  return new Reading(
    settingsOf(factors).map((setting): Cell => ({
      setting,
      problem: null,
      rows: Array.from({ length: seeds }, (_, seed) =>
        of(
          setting.map(({ value }) => value),
          seed,
        ),
      ),
    })),
    0,
  );
}
const seeds = (count: number): number[] => Array.from({ length: count }, (_, at) => at + 5);
const order: Factor = { path: 'scheduling.order', values: ['fifo', 'priority'] };
const agents: Factor = { path: 'agents', values: [8, 2, 4] };
const paths = ({ scene }: Chart) => scene.marks.flatMap((mark) => (mark.kind === 'path' ? [mark] : []));

describe('cumulative shares', () => {
  const times = [300, 100, 200, 400];
  const reading = readingOf([order], ([value], seed) => row(times[seed]! + (value === 'fifo' ? 0 : 1000)), 4);
  const chart = ecdfChart(reading, makespan, seeds(4), width);
  it('each run is a step up by one of so many, the least first, and leads to its own run', () => {
    expect(chart.spots.slice(0, 4).map(({ leads }) => leads)).toEqual(
      [1, 2, 0, 3].map((seedAt) => ({ kind: 'run', cell: 0, seedAt })),
    );
    expect(chart.spots[0]?.words).toContain('seed 6: 100 ms; 25% of its runs are at or below');
    expect(chart.spots[3]?.words).toContain('100% of its runs');
    const heights = chart.spots.slice(0, 4).map(({ at }) => at[1]);
    const steps = heights.slice(1).map((y, at) => heights[at]! - y);
    for (const step of steps) expect(step).toBeCloseTo(steps[0]!, 6);
    expect(heights[3]).toBe(28);
  });
  it('the line of what is quicker stands further left, and ends at the right edge', () => {
    expect(chart.spots[0]!.at[0]).toBeLessThan(chart.spots[4]!.at[0]);
    const lines = paths(chart).filter((mark) => mark.width === 1.8);
    expect(lines).toHaveLength(2);
    for (const { points } of lines) expect(points.at(-1)).toEqual([width - 16, 28]);
  });
  it('tells its numbers, without percentiles that so few seeds do not carry', () => {
    expect(chart.table.rows[0]).toEqual([
      'order fifo',
      '4',
      '100 ms',
      '175 ms',
      '250 ms',
      '325 ms',
      '–',
      '–',
      '400 ms',
    ]);
  });
  it('of ten thousand runs some hundred are drawn, the last among them', () => {
    const many = ecdfChart(
      readingOf([], (_, seed) => row(1000 + ((seed * 7919) % 10_000)), 10_000),
      makespan,
      seeds(10_000),
      width,
    );
    expect(many.spots.length).toBeLessThanOrEqual(401);
    expect(many.spots.at(-1)?.words).toContain('100% of its runs');
  });
});

describe('differences by seed', () => {
  const reading = readingOf(
    [order],
    ([value], seed) => row(1000 + (value === 'fifo' ? 0 : [30, -20, 10, 0, -40, 50, 60][seed]!)),
    7,
  );
  const chart = pairedChart(reading, makespan, seeds(7), { base: 0, other: 1 }, width);
  it('are sorted, stand about the line of none, and lead to both runs of their seed', () => {
    expect(chart.spots.map(({ words }) => words)).toEqual([
      'seed 9: −40 ms',
      'seed 6: −20 ms',
      'seed 8: 0 ms',
      'seed 7: +10 ms',
      'seed 5: +30 ms',
      'seed 10: +50 ms',
      'seed 11: +60 ms',
    ]);
    expect(chart.spots[0]?.leads).toEqual({ kind: 'pair', cells: [0, 1], seedAt: 4 });
    const zero = paths(chart).find(({ tone, width: thick }) => tone === 'text' && thick === 1.5)!;
    expect(zero.points[0]![1]).toBeCloseTo(chart.spots[2]!.at[1], 9);
    const tones = chart.scene.marks.flatMap((mark) => (mark.kind === 'circle' ? [mark.tone] : []));
    expect(tones).toEqual(['succeeded', 'succeeded', 'muted', 'failed', 'failed', 'failed', 'failed']);
  });
  it('say median, interval and size', () => {
    expect(chart.note).toMatch(
      /^One dot a seed of 7; dashed: the median \+10 ms \(95% interval −40 ms to \+60 ms, sign test\)/u,
    );
    expect(chart.note).toMatch(/Cliff’s delta\): 0\.29, small/u);
  });
});

describe('means over a factor', () => {
  const reading = readingOf(
    [order, agents],
    ([value, count], seed) => row(Number(count) * 100 + (value === 'fifo' ? 0 : 50) + (seed % 2)),
    6,
  );
  it('stand at their true distances where values are numbers, with a band, a line for each of the others', () => {
    const chart = responseChart(reading, makespan, seeds(6), 1, width);
    expect(chart.scene.legend.map(({ name }) => name)).toEqual(['order fifo', 'order priority']);
    const [two, four, eight] = chart.spots.slice(0, 3).map(({ at }) => at[0]);
    expect((eight! - four!) / (four! - two!)).toBeCloseTo(2, 6);
    expect(chart.scene.marks.filter(({ kind }) => kind === 'area')).toHaveLength(2);
    expect(chart.table.rows[0]).toEqual(['order fifo', '2 agents', '6', '201 ms', '200 ms', '201 ms']);
    expect(chart.title).toBe('Total time over agents');
  });
  it('stand side by side where they are words, with bars', () => {
    const chart = responseChart(reading, makespan, seeds(6), 0, width);
    expect(chart.scene.legend.map(({ name }) => name)).toEqual(['8 agents', '2 agents', '4 agents']);
    expect(chart.scene.marks.some(({ kind }) => kind === 'area')).toBe(false);
    expect(chart.spots).toHaveLength(6);
  });
});

describe('the frontier', () => {
  const figures: Record<number, [number, number]> = { 8: [100, 50], 2: [300, 10], 4: [320, 60] };
  const reading = readingOf(
    [agents],
    ([count], seed) => row(figures[Number(count)]![0] + (seed % 3), figures[Number(count)]![1]),
    6,
  );
  const chart = frontChart(reading, [makespan, messages], frontMetrics, width);
  it('holds who is not beaten in everything, and says who beats the others', () => {
    expect(chart.table.rows.map((cells) => [cells[0], cells.at(-1)])).toEqual([
      ['8 agents', 'on it'],
      ['2 agents', 'on it'],
      ['4 agents', 'dominated by 8 agents, 2 agents'],
    ]);
    const circles = chart.scene.marks.flatMap((mark) => (mark.kind === 'circle' ? [mark] : []));
    expect(circles.map(({ hollow = false, tone }) => [hollow, tone])).toEqual([
      [false, 'accent'],
      [false, 'accent'],
      [true, 'edge'],
    ]);
  });
  it('its line goes down by steps through those on it, and by nobody else', () => {
    const stairs = paths(chart).find(({ dash }) => dash === '5 4')!;
    const [quick, slow] = chart.spots.map(({ at }) => at);
    expect(stairs.points.slice(1, 4)).toEqual([quick, [slow![0], quick![1]], slow]);
  });
  it('less often done is left out, and said', () => {
    const failing = readingOf([agents], ([count], seed) => row(100 + seed, 5, count === 2 && seed > 1 ? 0 : 1), 30);
    const { table, note } = frontChart(failing, [makespan, messages], frontMetrics, width);
    expect(table.rows.map(([name]) => name)).toEqual(['8 agents', '4 agents']);
    expect(note).toContain('Left out: 1 that succeed less often');
  });
});

it('box plots as a picture name each setting and the ends of the whiskers', () => {
  const reading = readingOf([order], ([value], seed) => row(1000 + seed * 100 + (value === 'fifo' ? 0 : 7)), 9);
  const texts = boxScene(reading, makespan, width).marks.flatMap((mark) => (mark.kind === 'text' ? [mark.text] : []));
  for (const text of ['order fifo', 'order priority', 'least', 'most', 'Total time']) expect(texts).toContain(text);
});

it('so many lines have a look of their own, and the others are counted', () => {
  const names = Array.from({ length: 11 }, (_, at) => `line ${String(at)}`);
  const legend = legendOf(names);
  expect(legend.at(-1)?.name).toBe('3 more, pale');
  expect(new Set(legend.map(({ tone, dash = '' }) => `${tone} ${dash}`)).size).toBe(linesMax + 1);
});

it('the nearest point to the pointer', () => {
  const leads = { kind: 'run', cell: 0, seedAt: 0 } as const;
  const spots = [
    [0, 0],
    [10, 0],
    [10, 10],
  ].map(([x = 0, y = 0]) => ({ at: [x, y] as const, words: '', leads }));
  expect([nearestSpot(spots, [9, 2]), nearestSpot(spots, [9, 8]), nearestSpot([], [0, 0])]).toEqual([1, 2, -1]);
});

it('a picture says of what it is, of how many runs, and by which engine', () => {
  const origin = { name: 'The herd', seeds: [7, 8, 9], engine: '2' };
  const [first, ...note] = linesOf(origin, 'word '.repeat(60).trim());
  expect(first).toBe('The herd; 3 seeds a setting: 7 to 9; Conclave, engine 2');
  expect(note.length).toBeGreaterThan(1);
  expect(Math.max(...note.map((line) => line.length))).toBeLessThanOrEqual(120);
});
