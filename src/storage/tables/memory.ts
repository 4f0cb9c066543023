/**
 * Tables in memory: the body that serves when the browser refuses storage, and that tests tamper with.
 * It holds what it is given without copying, so values must be treated as frozen; a failed write leaves no trace.
 */
import type { Key, ObservableTables, Row, Transaction } from './tables.ts';
import { oneAtATime } from '../turns.ts';

/** What a memory body holds: table, then key as text, then the row. */
export type MemoryStore = Map<string, Map<string, { key: Key; value: unknown }>>;

const keyText = (key: Key): string => JSON.stringify(key);

function compareKeys(left: Key, right: Key): number {
  const [a, b] = typeof left === 'string' ? [left, 0] : left;
  const [c, d] = typeof right === 'string' ? [right, 0] : right;
  if (a !== c) return a < c ? -1 : 1;
  if (typeof b === 'number' && typeof d === 'number') return b - d;
  return b < d ? -1 : b > d ? 1 : 0;
}

function transactionOver(store: MemoryStore, undo: (() => void)[]): Transaction {
  const table = (name: string): Map<string, Row> => {
    let rows = store.get(name);
    if (rows === undefined) store.set(name, (rows = new Map<string, Row>()));
    return rows;
  };
  const set = (name: string, text: string, row: Row | undefined): void => {
    const rows = table(name);
    const before = rows.get(text);
    undo.push(() => (before === undefined ? rows.delete(text) : rows.set(text, before)));
    if (row === undefined) rows.delete(text);
    else rows.set(text, row);
  };
  const sorted = (name: string, first?: string): Row[] =>
    [...table(name).values()]
      .filter(({ key }) => first === undefined || key[0] === first)
      .sort((left, right) => compareKeys(left.key, right.key));
  return {
    get: (name, key) => Promise.resolve(table(name).get(keyText(key))?.value),
    put: (name, key, value) => {
      set(name, keyText(key), { key, value });
      return Promise.resolve();
    },
    delete: (name, key) => {
      set(name, keyText(key), undefined);
      return Promise.resolve();
    },
    under: (name, first) => Promise.resolve(sorted(name, first)),
    keysUnder: (name, first) => Promise.resolve(sorted(name, first).map(({ key }) => key[1] ?? '')),
    deleteUnder: (name, first) => {
      for (const { key } of sorted(name, first)) set(name, keyText(key), undefined);
      return Promise.resolve();
    },
    all: (name) => Promise.resolve(sorted(name)),
    keys: (name) => Promise.resolve(sorted(name).map(({ key }) => String(key))),
  };
}

/** The queue of each store: transactions over one store follow each other, whoever asks. */
const queues = new WeakMap<MemoryStore, ReturnType<typeof oneAtATime>>();

/** Opens tables over `store`; several may share one, as tabs share a database. */
export function memoryTables(store: MemoryStore = new Map()): ObservableTables {
  const inTurn = queues.get(store) ?? oneAtATime();
  queues.set(store, inTurn);
  const observers = new Set<() => void>();
  const run = <T>(work: (transaction: Transaction) => Promise<T>): Promise<T> =>
    inTurn(async () => {
      const undo: (() => void)[] = [];
      try {
        return await work(transactionOver(store, undo));
      } catch (error) {
        for (const step of undo.reverse()) step();
        throw error;
      }
    });
  return {
    mode: 'memory',
    read: (_tables, work) => run(work),
    write: async (_tables, work) => {
      const value = await run(work);
      for (const changed of observers) changed();
      return value;
    },
    salvage: (table, first) =>
      run((transaction) => (first === undefined ? transaction.all(table) : transaction.under(table, first))),
    observe: (query, next, failed) => {
      const changed = (): void => void query().then((value) => observers.has(changed) && next(value), failed);
      observers.add(changed);
      changed();
      return () => void observers.delete(changed);
    },
    close: () => observers.clear(),
  };
}
