/** Experiments in the library: kept with the document that they measured, in a table that older libraries get without a loss. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Document } from '../../src/document/index.ts';
import { Library } from '../../src/storage/library/library.ts';
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
    library.close();
  });

  it('come back newest first, the last twenty of a document, and go when it is purged', async () => {
    const library = await opened();
    const { id } = await library.createDocument(document);
    await library.keepExperiment(figures('other', 1));
    for (let seed = 1; seed <= 22; seed += 1) await library.keepExperiment(figures(id, seed));
    const seeds = (await library.listExperiments(id)).map((each) => each.seeds[0]);
    expect([seeds.length, seeds[0], seeds.at(-1)]).toEqual([20, 22, 3]);
    await library.purge(id);
    expect(await library.listExperiments(id)).toEqual([]);
    expect(await library.listExperiments('other')).toHaveLength(1);
    library.close();
  });
});
