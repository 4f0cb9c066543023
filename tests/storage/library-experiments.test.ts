/** Experiments in the library: kept with the document that they measured, in a table that older libraries get without a loss. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Document } from '../../src/document/index.ts';
import { writeCsv } from '../../src/experiments/index.ts';
import { Library } from '../../src/storage/library/library.ts';
import { sealOf } from '../../src/storage/library/seal.ts';
import { freshBrowser } from './faults.ts';

const document = { format: 'conclave', version: 1, name: 'Field report' } as Document;
const figures = (documentId: string, seed: number) => ({
  documentId,
  document,
  factors: [{ path: 'coordination.pattern', values: ['centralized', 'delegation'] }],
  seeds: [seed],
  cells: [
    { problem: null, rows: [[1, 2, 3, 4, 5, 6, 1, 8]] },
    { problem: 'No manager.', rows: [] },
  ],
});

beforeEach(freshBrowser);

async function opened(): Promise<Library> {
  let now = 0;
  const library = new Library({ name: 'test', nowMs: () => (now += 1) });
  expect(await library.open()).toBeNull();
  return library;
}

describe('experiments', () => {
  it('a library of the version before keeps all it has, and gets the table', async () => {
    const { Dexie } = await import('dexie');
    const before = new Dexie('test');
    const tables = ['documents', 'snapshots', 'edits', 'versions', 'runs', 'settings', 'quarantine'];
    before.version(1).stores(Object.fromEntries(tables.map((table) => [table, ''])));
    await before.open();
    const row = { name: 'Old', createdAtMs: 1, updatedAtMs: 2, trashedAtMs: null, epoch: 1, seq: 0, baseSeq: 0 };
    await before.table('documents').put({ ...row, id: 'old' }, 'old');
    await before.table('snapshots').put({ document, baseSeq: 0 }, 'old');
    await before.table('settings').put('dark', 'theme');
    before.close();

    const library = await opened();
    expect(library.mode).toBe('durable');
    expect((await library.loadDocument('old')).document).toEqual(document);
    expect(await library.getSetting('theme')).toBe('dark');
    expect(await library.listExperiments('old')).toEqual([]);
    const kept = await library.keepExperiment(figures('old', 1));
    expect(await library.listExperiments('old')).toEqual([kept]);
    expect((await library.loadExperiment(kept)).cells).toEqual(figures('old', 1).cells);
    library.close();
  });

  it('come back newest first, the last twenty of a document, and go when it is purged', async () => {
    const library = await opened();
    const { id } = await library.createDocument(document);
    await library.keepExperiment(figures('other', 1));
    for (let seed = 1; seed <= 22; seed += 1) await library.keepExperiment(figures(id, seed));
    const seeds = (await library.listExperiments(id)).map((each) => each.seeds[0]);
    expect([seeds.length, seeds[0], seeds.at(-1)]).toEqual([20, 22, 3]);
    expect((await library.loadExperiment((await library.listExperiments(id))[0]!)).seeds).toEqual([22]);
    await library.purge(id);
    expect(await library.listExperiments(id)).toEqual([]);
    expect(await library.listExperiments('other')).toHaveLength(1);
    library.close();
  });

  it('the newest of some documents, newest first, and never a damaged one in place of a sound one', async () => {
    const library = await opened();
    const kept = [];
    for (const [at, id] of ['a', 'b', 'a', 'gone', 'b'].entries())
      kept.push(await library.keepExperiment(figures(id, at)));
    const newest = async (most: number) =>
      (await library.recentExperiments(most, new Set(['a', 'b', 'none']))).map(({ seeds }) => seeds[0]);
    expect(await newest(9)).toEqual([4, 2, 1, 0]);
    expect(await newest(2)).toEqual([4, 2]);
    const { Dexie } = await import('dexie');
    const raw = await new Dexie('test').open();
    const row = (await raw.table('experiments').get(['b', kept[4]!.id])) as object;
    await raw.table('experiments').put({ ...row, factors: 'many' }, ['b', kept[4]!.id]);
    raw.close();
    expect(await newest(2)).toEqual([2, 1]);
    library.close();
  });

  it('keep which engine measured, over a reload, and know it when it was changed', async () => {
    const library = await opened();
    const kept = await library.keepExperiment({ ...figures('d', 1), engine: '2' });
    library.close();
    const again = await opened();
    expect(await again.listExperiments('d')).toEqual([kept]);
    expect(kept).toMatchObject({ engine: '2' });
    await again.putExperiment({ ...kept, id: 'none', cells: [] });
    expect((await again.loadExperiment({ ...kept, id: 'none' })).cells).toEqual([]);
    await expect(again.loadExperiment({ ...kept, id: 'gone' })).rejects.toMatchObject({ code: 'storage/missing' });
    again.close();
  });

  it('keep the digest of every run to its last digit; rows of before there was one are read without', async () => {
    const library = await opened();
    const row = [1, 2, 3, 4, 5, 6, 1, 8, 0, -1, 0, 0, 1, 2];
    const csvOf = async (rows: number[][]): Promise<string[]> => {
      const kept = await library.keepExperiment({ ...figures('d', 1), cells: [{ problem: null, rows }] });
      const { seeds, cells } = await library.loadExperiment(kept);
      const told = cells.map((cell) => ({
        setting: [],
        rows: cell.rows.map((each) => ({ seed: seeds[0]!, row: each })),
      }));
      return writeCsv(told).split('\r\n').slice(1, -1);
    };
    expect(await csvOf([[...row, Number.parseInt('fedcba9876543', 16)]])).toEqual([
      '1,1,2,3,4,5,6,1,8,0,,0,2,succeeded,fedcba9876543,,',
    ]);
    expect(await csvOf([row])).toEqual(['1,1,2,3,4,5,6,1,8,0,,0,2,succeeded,,,']);
    library.close();
  });

  it('keep every number as it is, and refuse what is no table of numbers', async () => {
    const library = await opened();
    const rows = [
      [0.1 + 0.2, -0, 2 ** 53, 1e-300],
      [1, 2, 3, 4],
    ];
    const kept = await library.keepExperiment({ ...figures('d', 1), cells: [{ problem: null, rows }] });
    const [cell] = (await library.loadExperiment(kept)).cells;
    expect(cell?.rows.map((row) => row.map((value) => Object.is(value, -0) || value))).toEqual(
      rows.map((row) => row.map((value) => Object.is(value, -0) || value)),
    );
    const cells: unknown[] = [
      [{ problem: null, rows: [[1, 2], [3]] }],
      [{ problem: null, rows: [['1']] }],
      [{ problem: null, rows: [[]] }],
      [{ problem: 3, rows: [] }],
      [null],
      undefined,
    ];
    for (const wrong of cells) {
      const given = { ...figures('d', 1), cells: wrong } as ReturnType<typeof figures>;
      await expect(library.keepExperiment(given)).rejects.toMatchObject({ code: 'storage/unstorable' });
    }
    const nameless = { ...figures('d', 1), seeds: 'all' } as unknown as ReturnType<typeof figures>;
    await expect(library.keepExperiment(nameless)).rejects.toMatchObject({ code: 'storage/unstorable' });
    expect(await library.listExperiments('d')).toHaveLength(1);
    library.close();
  });

  it('of before, with their figures in the head, are listed and read as they are', async () => {
    const library = await opened();
    const { cells, ...rest } = figures('d', 1);
    const kept = { ...rest, id: 'e', createdAtMs: 9 };
    const { Dexie } = await import('dexie');
    const direct = await new Dexie('test').open();
    const seal = sealOf(['experiment', 'd', 'e', 9], [document, kept.factors, kept.seeds, cells]);
    await direct.table('experiments').put({ ...kept, cells, seal }, ['d', 'e']);
    expect(await library.listExperiments('d')).toEqual([kept]);
    expect(await library.loadExperiment(kept)).toEqual({ ...kept, cells });
    await direct.table('experiments').put({ ...kept, cells: [], seal }, ['d', 'e']);
    expect(await library.listExperiments('d')).toEqual([]);
    direct.close();
    library.close();
  });
});
