/** The journal over a real IndexedDB keeps the journal's contract, and real Web Locks keep theirs. */
import { openDB } from 'idb';
import { describe, expect, it } from 'vitest';
import { header, journalContract } from '../contracts/journal.ts';
import { openIdbJournal } from '../../src/storage/journal/idb.ts';
import { openJournal } from '../../src/storage/journal/open.ts';
import type { Journal } from '../../src/storage/journal/journal.ts';
import { claim, takeOver } from '../../src/storage/lock.ts';
import type { Key } from '../../src/storage/tables/tables.ts';

let count = 0;
journalContract('idb in a browser', () => {
  const name = `contract-${String((count += 1))}-${String(performance.now())}`;
  return Promise.resolve({
    open: (): Promise<Journal> => openIdbJournal(name, () => undefined),
    tamper: async (table, edit) => {
      const database = await openDB(name);
      const [keys, values] = await Promise.all([
        database.getAllKeys(table),
        database.getAll(table) as Promise<unknown[]>,
      ]);
      const transaction = database.transaction(table, 'readwrite');
      await transaction.store.clear();
      const rows = edit(keys.map((key, at) => ({ key: key as Key, value: values[at] })));
      for (const row of rows) await transaction.store.put(row.value, row.key as IDBValidKey);
      await transaction.done;
      database.close();
    },
  });
});

describe('a real browser', () => {
  it('[row 36] a newer version gets the database at once, and the old journal goes on in memory', async () => {
    const name = `upgrade-${String(performance.now())}`;
    const warnings: string[] = [];
    const { journal } = await openJournal({ name, onWarning: (error) => warnings.push(error.code) });
    await journal.create(header('r'));
    await journal.append('r', [1]);
    (await openDB(name, 9)).close();
    expect(await journal.append('r', [2])).toMatchObject({ seq: 2, durable: false });
    expect(warnings).toEqual(['storage/newer-version']);
    expect(await openJournal({ name })).toMatchObject({ mode: 'memory', warning: { code: 'storage/newer-version' } });
  });

  it('[row 35] one tab has the lock; another may take it over, and the first is told', async () => {
    const stolen: string[] = [];
    const first = await claim('lock-test', () => stolen.push('first'));
    expect(first).not.toBeNull();
    expect(await claim('lock-test')).toBeNull();
    const second = await takeOver('lock-test', () => stolen.push('second'));
    await expect.poll(() => stolen).toEqual(['first']);
    second.release();
    await expect.poll(async () => (await claim('lock-test'))?.name).toBe('lock-test');
    expect(stolen).toEqual(['first']);
  });
});
