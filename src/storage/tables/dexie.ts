/**
 * Tables over Dexie: the library's body, which live queries can watch, in this tab and from others. It never deletes a
 * database, and refuses one of a newer version instead of opening it as Dexie would. Loaded only where a library is.
 */
import { Dexie, type Table, type Transaction as DexieTransaction } from 'dexie';
import { StorageError, toStorageError } from '../errors.ts';
import { openPatiently } from '../opening.ts';
import { oneByOne, type Key, type ObservableTables, type Row, type Transaction } from './tables.ts';

/** Which database, and what to do when the browser takes the connection away. */
export interface DexieOptions {
  readonly name: string;
  readonly version: number;
  readonly tables: readonly string[];
  /** Called once when the connection ends from outside: cleared storage, or a newer version in another tab. */
  readonly onClosed: (error: StorageError) => void;
}

/** Dexie multiplies its versions for IndexedDB. */
const NATIVE_VERSIONS = 10;

type AnyTable = Table<unknown, string | [string, string | number]>;
const keyOf = (key: Key): string | [string, string | number] => (typeof key === 'string' ? key : [key[0], key[1]]);

/** Each table is bound to its transaction: Dexie's own way of finding it again does not survive nested awaits. */
function transactionOver(native: DexieTransaction): Transaction {
  const table = (name: string): AnyTable => native.table<unknown, string | [string, string | number]>(name);
  const under = (name: string, first: string): ReturnType<AnyTable['toCollection']> =>
    table(name).where(':id').between([first, Dexie.minKey], [first, Dexie.maxKey]);
  const rows = async (collection: ReturnType<AnyTable['toCollection']>): Promise<Row[]> => {
    const [keys, values] = await Promise.all([collection.clone().primaryKeys(), collection.clone().toArray()]);
    return keys.map((key, at) => ({ key, value: values[at] }));
  };
  return {
    get: async (name, key) => table(name).get(keyOf(key)),
    put: async (name, key, value) => {
      await table(name).put(value, keyOf(key));
    },
    delete: async (name, key) => table(name).delete(keyOf(key)),
    under: (name, first) => rows(under(name, first)),
    keysUnder: async (name, first) => (await under(name, first).primaryKeys()).map((key) => key[1] ?? ''),
    deleteUnder: async (name, first) => {
      await under(name, first).delete();
    },
    all: (name) => rows(table(name).toCollection()),
    keys: async (name) => (await table(name).toCollection().primaryKeys()).map(String),
  };
}

interface Connection {
  readonly database: Dexie;
  /** What hears that the connection ended; to be unsubscribed before ending it on purpose. */
  readonly ended: () => void;
}

function disconnect({ database, ended }: Connection): void {
  database.on('close').unsubscribe(ended);
  database.close();
}

async function connect(options: DexieOptions, blocked: () => void): Promise<Connection> {
  const database = new Dexie(options.name, { chromeTransactionDurability: 'strict' });
  database.version(options.version).stores(Object.fromEntries(options.tables.map((table) => [table, ''])));
  database.on('blocked', blocked);
  let newer = false;
  // Without a version it is not an upgrade: the database is being deleted. Nothing may be returned here: false would
  // keep Dexie from closing, and so hold the deletion up for ever.
  database.on('versionchange', (event) => {
    newer = event.newVersion !== null;
  });
  try {
    await database.open();
    const native = database.backendDB().version;
    if (Math.floor(native / NATIVE_VERSIONS) > options.version) throw new StorageError('storage/newer-version');
    const ended = (): void => {
      database.on('close').unsubscribe(ended);
      // Left alone, Dexie would open again by itself, without limit and whatever it then finds.
      database.close();
      options.onClosed(new StorageError(newer ? 'storage/newer-version' : 'storage/lost'));
    };
    database.on('close', ended);
    return { database, ended };
  } catch (error) {
    database.close();
    throw error;
  }
}

interface Listener<T> {
  readonly next: (value: T) => void;
  readonly failed: (error: unknown) => void;
}

/** Runs a query now and after each committed write under `prefix`, here or in another tab; never two at once. */
function repeat<T>(prefix: string, query: () => Promise<T>, listener: Listener<T>): () => void {
  let state: 'idle' | 'running' | 'stale' | 'stopped' = 'idle';
  const now = (): typeof state => state;
  const run = async (): Promise<void> => {
    do {
      state = 'running';
      try {
        const value = await query();
        if (now() !== 'stopped') listener.next(value);
      } catch (error) {
        if (now() !== 'stopped') listener.failed(error);
      }
    } while (now() === 'stale');
    if (now() === 'running') state = 'idle';
  };
  const mutated = (parts: object): void => {
    if (!Object.keys(parts).some((part) => part.startsWith(prefix))) return;
    if (state === 'running') state = 'stale';
    else if (state === 'idle') void run();
  };
  Dexie.on('storagemutated', mutated);
  void run();
  return () => {
    state = 'stopped';
    Dexie.on.storagemutated.unsubscribe(mutated);
  };
}

/** Opens the database; throws a StorageError when the browser refuses it, is blocked, or holds a newer version. */
export async function openDexieTables(options: DexieOptions): Promise<ObservableTables> {
  // Dexie itself tries again, three times, after an unknown error.
  const connection = await openPatiently((hooks) => connect(options, () => hooks.blocked()), disconnect, []);
  const { database } = connection;
  const transact = async <T>(
    mode: 'r' | 'rw',
    tables: readonly string[],
    work: (transaction: Transaction) => Promise<T>,
  ): Promise<T> => {
    let native: DexieTransaction | undefined;
    try {
      return await database.transaction(mode, [...tables], (given) => work(transactionOver((native = given))));
    } catch (cause) {
      const first = toStorageError(cause);
      // A request that finds its transaction gone says little; the transaction's own error may say why.
      const own = toStorageError(native?.idbtrans?.error);
      throw first.code === 'storage/lost' && own.code === 'storage/quota-exceeded' ? own : first;
    }
  };
  return {
    mode: 'durable',
    read: (tables, work) => transact('r', tables, work),
    write: (tables, work) => transact('rw', tables, work),
    salvage: async (table, first) => {
      const all = database.table<unknown, Key>(table);
      const among =
        first === undefined
          ? all.toCollection()
          : all.where(':id').between([first, Dexie.minKey], [first, Dexie.maxKey]);
      return oneByOne(await among.primaryKeys(), (key) =>
        transact('r', [table], (transaction) => transaction.get(table, key)),
      );
    },
    observe: (query, next, failed) => repeat(`idb://${options.name}/`, query, { next, failed }),
    close: () => disconnect(connection),
  };
}
