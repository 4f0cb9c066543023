/** The journal in memory keeps the journal's contract; tampering reaches into its maps. */
import { rounds } from '../support/prove.ts';
import { journalContract } from '../contracts/journal.ts';
import { createMemoryJournal } from '../../src/storage/journal/memory.ts';
import type { MemoryStore } from '../../src/storage/tables/memory.ts';

journalContract(
  'memory',
  () => {
    const store: MemoryStore = new Map();
    return Promise.resolve({
      open: () => Promise.resolve(createMemoryJournal(store)),
      tamper: (table, edit) => {
        const rows = [...(store.get(table)?.values() ?? [])];
        store.set(table, new Map(edit(rows).map((row) => [JSON.stringify(row.key), row])));
        return Promise.resolve();
      },
    });
  },
  rounds,
);
