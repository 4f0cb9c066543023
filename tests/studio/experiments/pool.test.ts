/** The pool: every seed of every combination is measured once, in requests that begin small and stay bounded. */
import { describe, expect, it } from 'vitest';
import type { Document } from '../../../src/document/index.ts';
import { rowWidth, type MeasureRequest } from '../../../src/experiments/index.ts';
import { Pool } from '../../../src/studio/experiments/pool.ts';
import type { Measurer } from '../../../src/studio/state/index.ts';

const document: Document = { format: 'conclave', version: 1 };

async function measured(cells: number, count: number, workers: number) {
  const requests: MeasureRequest[] = [];
  const met = new Map<string, number>();
  const seeds = Array.from({ length: count }, (_, at) => at + 1);
  const start = (): Promise<Measurer> =>
    Promise.resolve({
      measure: (request: MeasureRequest) => {
        requests.push(request);
        const rows = new Float64Array(request.seeds.length * rowWidth);
        request.seeds.forEach((seed, at) => (rows[at * rowWidth] = seed));
        return Promise.resolve({ ok: true, rows } as const);
      },
      pair: () => Promise.reject(new Error('nobody compares here')),
      end: () => undefined,
    });
  const pool = new Pool({
    documents: Array.from({ length: cells }, () => document),
    seeds,
    workers,
    start,
    rows: (cell, from, rows) => {
      rows.forEach((row, at) => {
        const key = `${String(cell)}/${String(from + at)}/${String(row[0])}`;
        met.set(key, (met.get(key) ?? 0) + 1);
      });
    },
    refused: () => undefined,
  });
  expect(await pool.run()).toBe(true);
  return { requests, met };
}

describe('a pool of workers', () => {
  it.each([
    [1, 1, 4],
    [3, 7, 2],
    [2, 1000, 2],
    [5, 333, 3],
  ])('%i combinations under %i seeds on %i workers: each run once, at its place', async (cells, count, workers) => {
    const { met } = await measured(cells, count, workers);
    const expected = Array.from({ length: cells * count }, (_, at) => {
      const from = at % count;
      return `${String(Math.floor(at / count))}/${String(from)}/${String(from + 1)}`;
    });
    expect([...met.keys()].sort()).toEqual(expected.sort());
    expect([...met.values()].every((times) => times === 1)).toBe(true);
  });
  it('begins with few seeds, asks for more of what is quick, and never for too many', async () => {
    const { requests } = await measured(1, 1000, 1);
    const sizes = requests.map(({ seeds }) => seeds.length);
    expect(sizes.slice(0, 2)).toEqual([10, 10]);
    expect(Math.max(...sizes)).toBe(100);
    expect(requests.filter((request) => request.document !== null)).toHaveLength(1);
  });
});
