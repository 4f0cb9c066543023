/**
 * Tables over IndexedDB through idb: the journal's body. Every write is a strict transaction and counts only when the
 * browser reports it complete. Nothing but IndexedDB is awaited inside a transaction, and a database is never deleted.
 */
import { openDB, type IDBPDatabase, type IDBPTransaction } from 'idb';
import { StorageError, toStorageError } from '../errors.ts';
import { openPatiently } from '../opening.ts';
import { oneByOne, type Key, type Row, type Tables, type Transaction } from './tables.ts';

/** Which database, and what to do when the browser takes the connection away. */
export interface IdbOptions {
  readonly name: string;
  readonly version: number;
  /** Every table; tables are only ever added. */
  readonly tables: readonly string[];
  /** Called once when the connection ends from outside: cleared storage, or a newer version in another tab. */
  readonly onClosed: (error: StorageError) => void;
}

type Mode = 'readonly' | 'readwrite';
type Native = IDBPTransaction<unknown, string[], Mode>;
/** Rows fetched at once: bounds the memory held by one request. */
const PAGE_ROWS = 256;

const keyOf = (key: Key): IDBValidKey => (typeof key === 'string' ? key : [...key]);
const rangeUnder = (first: string, after?: IDBValidKey): IDBKeyRange =>
  IDBKeyRange.bound(after ?? [first], [first, []], after !== undefined, true);

async function* pages(native: Native, table: string, first?: string): AsyncGenerator<Row[]> {
  const store = native.objectStore(table);
  let after: IDBValidKey | undefined;
  for (;;) {
    const range =
      first !== undefined ? rangeUnder(first, after) : after === undefined ? null : IDBKeyRange.lowerBound(after, true);
    const [keys, values] = await Promise.all([store.getAllKeys(range, PAGE_ROWS), store.getAll(range, PAGE_ROWS)]);
    yield keys.map((key, index) => ({ key: key as Key, value: values[index] as unknown }));
    if (keys.length < PAGE_ROWS) return;
    after = keys.at(-1);
  }
}

async function collect(native: Native, table: string, first?: string): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const page of pages(native, table, first)) for (const row of page) rows.push(row);
  return rows;
}

function transactionOver(native: Native): Transaction {
  const writable = (table: string): ReturnType<IDBPTransaction<unknown, string[], 'readwrite'>['objectStore']> =>
    (native as IDBPTransaction<unknown, string[], 'readwrite'>).objectStore(table);
  return {
    get: (table, key) => native.objectStore(table).get(keyOf(key)) as Promise<unknown>,
    put: async (table, key, value) => {
      await writable(table).put(value, keyOf(key));
    },
    delete: (table, key) => writable(table).delete(keyOf(key)),
    under: (table, first) => collect(native, table, first),
    keysUnder: async (table, first) => {
      const keys = await native.objectStore(table).getAllKeys(rangeUnder(first));
      return keys.map((key) => (key as [string, string | number])[1]);
    },
    deleteUnder: (table, first) => writable(table).delete(rangeUnder(first)),
    all: (table) => collect(native, table),
    keys: async (table) => (await native.objectStore(table).getAllKeys()).map(String),
  };
}

async function transact<T>(
  database: IDBPDatabase,
  tables: readonly string[],
  mode: Mode,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  let native: Native;
  try {
    native = database.transaction([...tables], mode, { durability: 'strict' });
  } catch (cause) {
    throw toStorageError(cause);
  }
  const done = native.done;
  done.catch(() => undefined);
  try {
    const value = await work(transactionOver(native));
    await done;
    return value;
  } catch (cause) {
    try {
      native.abort();
    } catch {
      // It has already ended, which is all that was wanted.
    }
    const ended = await done.then(
      () => cause,
      (reason: unknown) => reason,
    );
    const first = toStorageError(cause);
    const own = toStorageError(ended);
    // A request that finds its transaction gone says little; the transaction's own error may say why (no room, for one).
    throw first.code === 'storage/lost' && own.code !== 'storage/lost' ? own : first;
  }
}

/** Opens the database; throws a StorageError when the browser refuses it, is blocked, or holds a newer version. */
export async function openIdbTables(options: IdbOptions): Promise<Tables> {
  let closing = false;
  const closed = (error: StorageError): void => {
    if (closing) return;
    closing = true;
    options.onClosed(error);
  };
  const database = await openPatiently(
    (hooks) =>
      openDB(options.name, options.version, {
        upgrade: (fresh) => {
          for (const table of options.tables)
            if (!fresh.objectStoreNames.contains(table)) fresh.createObjectStore(table);
        },
        blocked: () => hooks.blocked(),
        blocking: (_current, _blocked, event) => {
          (event.target as IDBDatabase).close();
          // Without a version it is not an upgrade: the database is being deleted.
          const upgrade = event.newVersion !== null;
          closed(new StorageError(upgrade ? 'storage/newer-version' : 'storage/lost'));
        },
        terminated: () => closed(new StorageError('storage/lost')),
      }),
    (late) => late.close(),
  );
  if (options.tables.some((table) => !database.objectStoreNames.contains(table))) {
    database.close();
    throw new StorageError('storage/damaged');
  }
  return {
    mode: 'durable',
    read: (tables, work) => transact(database, tables, 'readonly', work),
    write: (tables, work) => transact(database, tables, 'readwrite', work),
    salvage: async (table, first) => {
      const keys = await transact(database, [table], 'readonly', async (transaction): Promise<Key[]> => {
        if (first === undefined) return transaction.keys(table);
        return (await transaction.keysUnder(table, first)).map((second) => [first, second] as const);
      });
      return oneByOne(keys, (key) =>
        transact(database, [table], 'readonly', (transaction) => transaction.get(table, key)),
      );
    },
    close: () => {
      closing = true;
      database.close();
    },
  };
}
