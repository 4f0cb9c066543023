/** Which two runs are looked at when nobody chose, and what they are called. */
import { describe, expect, it } from 'vitest';
import type { Document } from '../../../../src/document/index.ts';
import { comparedMetrics, type Cell } from '../../../../src/experiments/index.ts';
import type { Figures } from '../../../../src/studio/experiments/gathered.ts';
import { labelsOf, labelsOfRuns, usualPair } from '../../../../src/studio/experiments/pair/chosen.ts';

const cell = (pattern: string, ...spans: number[]): Cell => ({
  setting: [{ path: 'coordination.pattern', value: pattern }],
  problem: null,
  rows: spans.map((ms) => [ms, 1, 1, 0.5, 1, 0, 1, 9]),
});
const of = (...cells: Cell[]): Figures => ({
  document: { format: 'conclave', version: 1 },
  factors: [],
  seeds: [4, 5, 6],
  cells,
  drawn: null,
  engine: null,
  keptAtMs: null,
});

describe('the usual pair', () => {
  it('is the best beside one that is clearly worse, under the seed whose difference is the median one', () => {
    const figures = of(
      cell('delegation', 900, 500, 700, 690, 710, 800),
      cell('contract-net', 100, 100, 100, 100, 100, 100),
    );
    expect(usualPair(figures, comparedMetrics)).toEqual([
      { cell: 1, seed: 4 },
      { cell: 0, seed: 4 },
    ]);
  });
  it('where all are equally fast, goes by the next metric in which they differ', () => {
    // Nothing is left to chance in them, so that three runs tell.
    const alike = (pattern: string, messages: number): Cell => ({
      ...cell(pattern),
      rows: [1, 2, 3].map(() => [100, messages, 1, 0.5, 1, 0, 1, 9, -1, -1, 0, 0, 0, 0]),
    });
    expect(usualPair(of(alike('contract-net', 31), alike('centralized', 1)), comparedMetrics)).toEqual([
      { cell: 1, seed: 1 },
      { cell: 0, seed: 1 },
    ]);
  });
  it('with one setting is two seeds of it, and with nothing at all the first', () => {
    expect(usualPair(of(cell('delegation', 1, 2, 3)), comparedMetrics)).toEqual([
      { cell: 0, seed: 0 },
      { cell: 0, seed: 1 },
    ]);
    expect(usualPair({ ...of(), seeds: [1] }, comparedMetrics)).toEqual([
      { cell: 0, seed: 0 },
      { cell: 0, seed: 0 },
    ]);
  });
});

describe('what they are called', () => {
  const figures = of(cell('delegation', 1, 2, 3), cell('contract-net', 1, 2, 3));
  it('by what tells them apart', () => {
    const run = (at: number, seed: number) => ({ cell: at, seed });
    expect(labelsOf(figures, [run(0, 1), run(1, 1)])).toEqual(['Delegation', 'Contract net']);
    expect(labelsOf(figures, [run(0, 0), run(0, 1)])).toEqual(['seed 4', 'seed 5']);
    expect(labelsOf(figures, [run(0, 0), run(1, 1)])).toEqual(['Delegation with seed 4', 'Contract net with seed 5']);
  });
  it('stored runs too, and where nothing does, by which came first', () => {
    const drawn = (pattern: string, seed: number): Document => ({
      format: 'conclave',
      version: 1,
      seed,
      coordination: { pattern },
    });
    expect(labelsOfRuns([drawn('delegation', 1), drawn('delegation', 1)])).toEqual([
      'the earlier run',
      'the later run',
    ]);
    expect(labelsOfRuns([drawn('delegation', 1), drawn('delegation', 2)])).toEqual(['seed 1', 'seed 2']);
    expect(labelsOfRuns([drawn('delegation', 1), drawn('centralized', 1)])).toEqual(['Delegation', 'Centralized']);
  });
});
