/**
 * An IndexedDB for tests that can be made to fail as browsers do: refused or failing opens, no room, a connection cut
 * with or without its data. It stands on fake-indexeddb; each test starts from an empty one.
 */
import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import { forceCloseDatabase, IDBFactory, IDBObjectStore } from 'fake-indexeddb';

/** What is broken now. */
export interface Faults {
  /** Opens that still fail, and with which exception; 'at-once' throws from the call itself. */
  openFailures: number;
  openError: string;
  openThrows: boolean;
  /** Writes that still abort for want of room; Infinity for a full disk. */
  quotaFailures: number;
  /** Opening is never answered. */
  hang: boolean;
  opens: number;
}

let faults: Faults;
let factory: IDBFactory;
let connections: { close(): void }[] = [];

const realPut = IDBObjectStore.prototype.put;
IDBObjectStore.prototype.put = function put(this: IDBObjectStore, value: unknown, key?: IDBValidKey) {
  const request = realPut.call(this, value, key);
  if (faults.quotaFailures > 0) {
    faults.quotaFailures -= 1;
    const transaction = this.transaction as unknown as { _abort(name: string): void; _state: string };
    // The put itself has been done; what must not stay is the transaction.
    request.addEventListener('success', () => transaction._abort('QuotaExceededError'));
  }
  return request;
} as typeof realPut;

function failing(name: string): IDBOpenDBRequest {
  const request = Object.assign(new EventTarget(), {
    onerror: null as ((event: Event) => void) | null,
    error: new DOMException('planted', name),
  });
  queueMicrotask(() => {
    request.addEventListener('error', (event) => request.onerror?.(event));
    request.dispatchEvent(new Event('error', { cancelable: true }));
  });
  return request as unknown as IDBOpenDBRequest;
}

const front = {
  open(name: string, version?: number): IDBOpenDBRequest {
    faults.opens += 1;
    if (faults.openThrows) throw new DOMException('planted', faults.openError);
    if (faults.openFailures > 0) {
      faults.openFailures -= 1;
      return failing(faults.openError);
    }
    if (faults.hang) return new EventTarget() as unknown as IDBOpenDBRequest;
    const request = version === undefined ? factory.open(name) : factory.open(name, version);
    request.addEventListener('success', () => connections.push(request.result));
    return request;
  },
  deleteDatabase(): never {
    throw new Error('no code may delete a database');
  },
  cmp: (left: unknown, right: unknown) => factory.cmp(left, right),
  databases: () => factory.databases(),
};

/** Starts from an empty browser; returns the faults to plant. */
export function freshBrowser(): Faults {
  factory = new IDBFactory();
  connections = [];
  faults = { openFailures: 0, openError: 'UnknownError', openThrows: false, quotaFailures: 0, hang: false, opens: 0 };
  Object.defineProperty(globalThis, 'indexedDB', { value: front, configurable: true, writable: true });
  // It took hold of the global when it was loaded, maybe by another file of tests.
  Dexie.dependencies.indexedDB = front;
  return faults;
}

/** What the person does by clearing site data, or the browser by eviction: connections are cut, nothing is left. */
export function evict(): void {
  factory = new IDBFactory();
  cut();
}

/** The browser cuts every connection; the data stays. */
export function cut(): void {
  for (const connection of connections.splice(0)) forceCloseDatabase(connection as never);
}

/** Deletes every database, as another page or the developer tools may: connections hear of it as of a change of version. */
export function removeDatabase(): void {
  void factory.databases().then((all) => {
    for (const { name } of all) if (name !== undefined) factory.deleteDatabase(name);
  });
}
