/** Ever more liars as a person sees it: when it is offered, what is drawn and said, and which run each number opens. */
import { render, screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import type { Document } from '../../../../src/document/index.ts';
import { sweptMetrics, type Row } from '../../../../src/experiments/index.ts';
import { factorsOf, failings, sweeping, usual, usualFor } from '../../../../src/studio/experiments/choices.ts';
import type { Figures } from '../../../../src/studio/experiments/gathered.ts';
import { pointOf, sentenceOf, sweepOf, tellingSeed } from '../../../../src/studio/experiments/sweep/sweep.ts';
import Results from '../../../../src/studio/experiments/figures/Results.svelte';

const decide = { id: 'go', action: { kind: 'consensus' as const, protocol: 'pbft', value: true } };
const council: Document = { agents: ['ana', 'ben', 'cleo', 'dan'].map((id) => ({ id })), tasks: [decide] };

const row = (agreement: number, decisionMs: number, broken = 0): Row => [
  500,
  29,
  0,
  0,
  1,
  0,
  1,
  30,
  agreement,
  decisionMs,
  broken,
];
const figures = (path = 'liars'): Figures => ({
  document: council,
  factors: [{ path, values: [0, 1, 2] }],
  seeds: [4, 5],
  drawn: null,
  engine: null,
  keptAtMs: null,
  cells: [
    [row(1, 400), row(1, 420)],
    [row(1, 500), row(1, 520)],
    [row(1, 500), row(0, -1, 2)],
  ].map((rows, value) => ({ setting: [{ path, value }], problem: null, rows })),
});

describe('what is offered', () => {
  it('nothing where nobody decides together; beside other work patterns come first', () => {
    expect(sweeping(null)).toBeNull();
    expect(sweeping({ ...council, tasks: [{ id: 'work' }] })).toBeNull();
    expect(usualFor({ ...council, tasks: [decide, { id: 'work' }] })).toBe(usual);
    expect(usualFor({ agents: [], tasks: [] })).toBe(usual);
  });
  it('where all there is is to decide, liars one after the other, without patterns', () => {
    expect(factorsOf(usualFor(council))).toMatchObject({ value: [{ path: 'liars', values: [0, 1, 2] }] });
  });
  it('every way of failing has words of its own', () => {
    expect(new Set(failings.map(({ label }) => label)).size).toBe(failings.length);
  });
});

describe('what is read off', () => {
  it('other figures are no sweep, and have their own sentence', () => {
    const drawn = { ...figures(), factors: [] };
    expect(sweepOf(drawn)).toBeNull();
    expect(sweepOf({ ...figures(), document: { agents: [], tasks: [] } })).toBeNull();
    expect(sentenceOf(figures())).toContain(
      'With up to 1 of 4 lying, the agents agreed in all 2 runs. With 2, agreement broke in 50% of the runs.',
    );
  });
  it('agreement is drawn as a share of the runs, times as the middle of those that decided', () => {
    const cell = figures().cells[2]!;
    const [agreement, decision] = sweptMetrics;
    expect(pointOf(cell, 2, agreement!)).toMatchObject({ middle: 0.5 });
    expect(pointOf(cell, 2, decision!)).toEqual({ liars: 2, middle: 500, lower: 500, upper: 500 });
    expect(pointOf({ ...cell, rows: [row(0, -1)] }, 2, decision!)).toBeNull();
  });
  it('the run to look at is the first that failed, else the first', () => {
    const { cells, seeds } = figures();
    expect(cells.map((cell) => tellingSeed(cell, seeds))).toEqual([4, 4, 5]);
    expect(tellingSeed({ setting: [], problem: 'No.', rows: [] }, seeds)).toBeNull();
  });
});

describe('on the page', () => {
  it('three charts with the line of 3f + 1, and a table whose every line opens a run', async () => {
    const onopen = vi.fn();
    render(Results, { figures: figures(), onopen, onpair: vi.fn(), onkeep: vi.fn() });
    expect(screen.getByRole('img', { name: /they agreed by number of liars: 0: 100%, 1: 100%, 2: 50%/u })).toBeTruthy();
    expect(screen.getAllByText('f = 1')).toHaveLength(3);
    expect(screen.getByText('PBFT holds up to 1 of 4: n ≥ 3f + 1.')).toBeTruthy();
    const table = screen.getByRole('table', { name: 'What came of each number of liars' });
    expect(within(table).getByRole('row', { name: /^2 lying 1 of 2 1 0/u })).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'See it fail with 2 lying' }));
    expect(onopen).toHaveBeenCalledWith(expect.objectContaining({ problem: null }), 5);
  });
});
