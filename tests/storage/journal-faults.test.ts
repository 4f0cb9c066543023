/** The journal against a browser that refuses, fills up, forgets and hangs: work goes on, and one sentence says so. */
import { openDB } from 'idb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { header } from '../contracts/journal.ts';
import { cut, evict, freshBrowser, type Faults } from './faults.ts';
import type { StorageError } from '../../src/storage/errors.ts';
import { openIdbJournal } from '../../src/storage/journal/idb.ts';
import { openJournal, type OpenedJournal } from '../../src/storage/journal/open.ts';

let faults: Faults;
let warnings: string[];
let recovered: number;
const open = (): Promise<OpenedJournal> =>
  openJournal({ name: 'test', onWarning: (error) => warnings.push(error.code), onRecovered: () => (recovered += 1) });
/** What is on disk, seen by another tab. */
const stored = async (runId: string): Promise<unknown> => {
  const other = await openIdbJournal('test', () => undefined);
  try {
    return (await other.read(runId)).entries;
  } finally {
    other.close();
  }
};
/** Lets events and the work that they start run their course. */
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 30));

beforeEach(() => {
  faults = freshBrowser();
  warnings = [];
  recovered = 0;
});
afterEach(() => vi.useRealTimers());

describe('no room', () => {
  it('[row 32] the database alone: the whole batch aborts and the handle survives', async () => {
    const journal = await openIdbJournal('test', () => undefined);
    await journal.create(header('r'));
    await journal.append('r', ['kept']);
    faults.quotaFailures = 1;
    const large = [...Array(1_000).keys()].map((at) => `${String(at)} ${'x'.repeat(200)}`);
    await expect(journal.append('r', large)).rejects.toMatchObject({ code: 'storage/quota-exceeded', definite: true });
    expect(await journal.read('r')).toMatchObject({ entries: ['kept'], damage: null });
    await journal.append('r', ['after']);
    expect((await journal.read('r')).entries).toEqual(['kept', 'after']);
  });

  it('[row 32] the engine goes on in memory, is told once, and all is stored when there is room again', async () => {
    const { journal } = await open();
    await journal.create(header('r'));
    expect(await journal.append('r', [1])).toMatchObject({ seq: 1, durable: true });
    faults.quotaFailures = Infinity;
    expect(await journal.append('r', [2])).toMatchObject({ seq: 2, durable: false });
    expect(await journal.append('r', [3])).toMatchObject({ seq: 3, durable: false });
    expect(warnings).toEqual(['storage/quota-exceeded']);
    expect(await stored('r')).toEqual([1]);
    expect((await journal.read('r')).entries).toEqual([1, 2, 3]);
    faults.quotaFailures = 0;
    expect(await journal.append('r', [4])).toMatchObject({ seq: 4, durable: true });
    expect(recovered).toBe(1);
    expect(await stored('r')).toEqual([1, 2, 3, 4]);
  });

  it('[row 32] a run that could not even be begun is kept in memory and listed', async () => {
    faults.quotaFailures = Infinity;
    const { journal } = await open();
    expect(await journal.create(header('r'))).toMatchObject({ durable: false });
    await journal.append('r', [1]);
    journal.leave('r');
    expect(await journal.list()).toHaveLength(1);
    expect((await journal.open('r')).entries).toEqual([1]);
    faults.quotaFailures = 0;
    expect(await journal.append('r', [2])).toMatchObject({ durable: true });
    expect(await stored('r')).toEqual([1, 2]);
  });

  it('[row 32] a checkpoint without room is given up with a warning; the run goes on', async () => {
    const { journal } = await open();
    await journal.create(header('r'));
    faults.quotaFailures = 1;
    await journal.checkpoint('r', { step: 1, digest: 'x', engine: '1', about: null, data: 1 });
    expect(warnings).toEqual(['storage/quota-exceeded']);
    expect(await journal.append('r', [1])).toMatchObject({ durable: true });
  });
});

describe('lost storage', () => {
  it('[row 33] evicted in mid-session: the open run is written again, with a warning', async () => {
    const { journal } = await open();
    await journal.create(header('r'));
    await journal.append('r', [1, 2]);
    await journal.append('r', [3]);
    await journal.setPlayhead('r', { step: 9 });
    evict();
    await settle();
    expect(warnings).toEqual(['storage/lost']);
    expect(await stored('r')).toEqual([1, 2, 3]);
    expect(await journal.append('r', [4])).toMatchObject({ seq: 4, durable: true });
    expect(await stored('r')).toEqual([1, 2, 3, 4]);
    const again = await open();
    expect(await again.journal.read('r')).toMatchObject({ damage: null, playhead: { step: 9 }, head: { epoch: 1 } });
  });

  it('[row 33] an append at the very moment of the eviction is not lost', async () => {
    const { journal } = await open();
    await journal.create(header('r'));
    await journal.append('r', [1]);
    const append = journal.append('r', [2]);
    evict();
    expect(await append).toMatchObject({ seq: 2, durable: true });
    await settle();
    expect(await stored('r')).toEqual([1, 2]);
  });

  it('[row 33] a connection cut with its data intact is replaced silently', async () => {
    const { journal } = await open();
    await journal.create(header('r'));
    await journal.append('r', [1]);
    cut();
    expect(await journal.append('r', [2])).toMatchObject({ durable: true });
    await settle();
    expect(warnings).toEqual([]);
    expect(await stored('r')).toEqual([1, 2]);
  });

  it('[row 33] a run taken over while the connection was cut is not written again', async () => {
    const { journal } = await open();
    await journal.create(header('r'));
    const other = await openIdbJournal('test', () => undefined);
    await other.open('r');
    cut();
    await expect(journal.append('r', ['stale'])).rejects.toMatchObject({ code: 'storage/fenced' });
    expect(await stored('r')).toEqual([]);
  });
});

describe('a browser that does not open', () => {
  it('[row 34] two unknown errors are survived', async () => {
    faults.openFailures = 2;
    const { mode, warning } = await open();
    expect([mode, warning, faults.opens]).toEqual(['durable', null, 3]);
  });

  it('[row 34] after three it goes on in memory and says so', async () => {
    faults.openFailures = Infinity;
    const { journal, mode, warning } = await open();
    expect([mode, warning?.code, faults.opens]).toEqual(['memory', 'storage/failed', 3]);
    expect(warning?.message).toMatch(/in memory.*export/);
    await journal.create(header('r'));
    expect(await journal.append('r', [1])).toMatchObject({ durable: false });
    expect((await journal.read('r')).entries).toEqual([1]);
  });

  it('[row 34] a connection lost for good in mid-session: memory mode, one warning, nothing of the run lost', async () => {
    const { journal } = await open();
    await journal.create(header('r'));
    await journal.append('r', [1]);
    faults.openFailures = Infinity;
    cut();
    expect(await journal.append('r', [2])).toMatchObject({ durable: false });
    expect([journal.mode, warnings]).toEqual(['memory', ['storage/failed']]);
    expect((await journal.open('r')).entries).toEqual([1, 2]);
    faults.openFailures = 0;
    expect(await stored('r')).toEqual([1]);
  });

  it('[row 36] an open that is never answered ends in memory within five seconds', async () => {
    vi.useFakeTimers();
    faults.hang = true;
    const opening = open();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await opening).toMatchObject({ mode: 'memory', warning: { code: 'storage/failed' } });
  });

  it('[row 36] a tab that holds an old version back: a message within five seconds', async () => {
    const old = await new Promise<IDBDatabase>((resolve) => {
      const request = indexedDB.open('test-old', 1);
      request.onsuccess = (): void => resolve(request.result);
    });
    const { openIdbTables } = await import('../../src/storage/tables/idb.ts');
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const opening = openIdbTables({ name: 'test-old', version: 2, tables: ['a'], onClosed: () => undefined });
    const outcome = opening.then(
      () => null,
      (error: unknown) => (error as StorageError).code,
    );
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await outcome).toBe('storage/blocked');
    old.close();
  });

  it('[row 36] old code on a newer database: memory mode, the stored data untouched', async () => {
    const { journal } = await open();
    await journal.create(header('r'));
    journal.close();
    (await openDB('test', 7)).close();
    const { mode, warning } = await open();
    expect([mode, warning?.code]).toEqual(['memory', 'storage/newer-version']);
    const newer = await openDB('test', 7);
    expect(await newer.count('runs')).toBe(1);
    newer.close();
  });

  it('[row 36] a newer tab that upgrades gets the database at once; this one says so and goes on in memory', async () => {
    const { journal } = await open();
    await journal.create(header('r'));
    (await openDB('test', 7)).close();
    expect([journal.mode, warnings]).toEqual(['memory', ['storage/newer-version']]);
    expect(await journal.append('r', [1])).toMatchObject({ durable: false });
    expect((await journal.read('r')).entries).toEqual([1]);
  });

  it('[row 39] storage refused outright: memory mode, stated before work starts', async () => {
    faults.openThrows = true;
    faults.openError = 'SecurityError';
    expect(await open()).toMatchObject({ mode: 'memory', warning: { code: 'storage/unavailable' } });
    faults.openError = 'InvalidStateError';
    expect(await open()).toMatchObject({ mode: 'memory', warning: { code: 'storage/unavailable' } });
  });

  it('[row 39] no IndexedDB at all: memory mode, stated before work starts', async () => {
    Object.defineProperty(globalThis, 'indexedDB', { value: undefined, configurable: true });
    expect(await open()).toMatchObject({ mode: 'memory', warning: { code: 'storage/unavailable' } });
  });
});

describe('two tabs', () => {
  it('[row 35] the second becomes the writer, the first is told at its next append and stores nothing more', async () => {
    const { journal } = await open();
    await journal.create(header('r'));
    await journal.append('r', [1]);
    const other = (await open()).journal;
    expect((await other.open('r')).head.epoch).toBe(2);
    await expect(journal.append('r', ['stale'])).rejects.toMatchObject({ code: 'storage/fenced' });
    await expect(journal.append('r', ['stale'])).rejects.toMatchObject({ code: 'storage/fenced' });
    expect(await other.append('r', [2])).toMatchObject({ seq: 2, durable: true });
    expect(await stored('r')).toEqual([1, 2]);
    expect((await journal.read('r')).entries).toEqual([1, 2]);
  });
});
