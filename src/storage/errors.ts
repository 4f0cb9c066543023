/**
 * What can go wrong with storage, as one class with a literal code and one sentence for the person: what happened and
 * what to do. Browsers name these failures differently and wrap them in one another; here they get one name each.
 * It must never swallow a cause, and never call a write definite that may have reached the disk.
 */

/** Why storage said no. */
export type StorageCode =
  | 'storage/quota-exceeded'
  | 'storage/unavailable'
  | 'storage/blocked'
  | 'storage/newer-version'
  | 'storage/lost'
  | 'storage/fenced'
  | 'storage/damaged'
  | 'storage/missing'
  | 'storage/exists'
  | 'storage/too-large'
  | 'storage/unstorable'
  | 'storage/unfetched'
  | 'storage/fault'
  | 'storage/failed';

const SENTENCES: Readonly<Record<StorageCode, string>> = {
  'storage/quota-exceeded':
    'The browser has no room left, so the newest changes are only in memory; export your work or free some space.',
  'storage/unavailable':
    'The browser does not let this page store anything, so work is only in memory; export it before you close the tab.',
  'storage/blocked':
    'Another tab holds an older version of the storage, so work is only in memory; close the other tabs and reload.',
  'storage/newer-version':
    'A newer version of Conclave has taken over the storage, so work here is only in memory; export it, then reload this tab.',
  'storage/lost':
    'The browser cleared or cut off the stored data; what is open was kept in memory; export it to be safe.',
  'storage/fenced': 'Another tab has taken over writing, so this one only watches; take it back to go on here.',
  'storage/damaged': 'Stored data is damaged; what came before the damage was kept, the rest can be exported.',
  'storage/missing': 'This is not in the storage of this browser; open another or import it from a file.',
  'storage/exists': 'Something with this id is already stored; nothing was overwritten, use another id.',
  'storage/too-large': 'One item is larger than storage takes; make it smaller or keep it in a file.',
  'storage/unstorable': 'This cannot be stored as plain data; nothing was written.',
  'storage/unfetched':
    'A part of this page could not be fetched, so work is only in memory: the network is away, or a newer version has taken its place; export your work, then reload.',
  'storage/fault':
    'Conclave met a fault of its own at what is stored here; nothing else was touched, and what is stored can be exported; please report it.',
  'storage/failed': 'The browser failed to store the newest changes; they are in memory, export them to be safe.',
};

/** An error of storage. Compare `code`, never the class: only code, message, definite and data cross a thread. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
  readonly code: StorageCode;
  /** False when what was asked may have happened all the same. */
  readonly definite: boolean;

  constructor(code: StorageCode, options: { message?: string; definite?: boolean; cause?: unknown } = {}) {
    super(options.message ?? SENTENCES[code], { cause: options.cause });
    this.code = code;
    this.definite = options.definite ?? true;
  }
}

/** Whether `error` is a storage error with that code. */
export function hasCode(error: unknown, ...codes: readonly StorageCode[]): boolean {
  return error instanceof StorageError && codes.includes(error.code);
}

/** Whether an error speaks of the connection, so that another one may do better; not of what was asked. */
export function isBroken(error: StorageError): boolean {
  return hasCode(
    error,
    'storage/lost',
    'storage/failed',
    'storage/unavailable',
    'storage/blocked',
    'storage/newer-version',
  );
}

interface Meaning {
  readonly code: StorageCode;
  readonly definite: boolean;
}

/** By the name of the exception. Dexie's names stand beside the browser's. */
const MEANINGS: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ['QuotaExceededError', { code: 'storage/quota-exceeded', definite: true }],
  ['VersionError', { code: 'storage/newer-version', definite: true }],
  ['InvalidStateError', { code: 'storage/lost', definite: true }],
  ['DatabaseClosedError', { code: 'storage/lost', definite: true }],
  ['NotFoundError', { code: 'storage/lost', definite: true }],
  ['TransactionInactiveError', { code: 'storage/lost', definite: false }],
  ['AbortError', { code: 'storage/lost', definite: false }],
  ['UnknownError', { code: 'storage/failed', definite: false }],
  ['TimeoutError', { code: 'storage/failed', definite: false }],
  ['SecurityError', { code: 'storage/unavailable', definite: true }],
  ['NotAllowedError', { code: 'storage/unavailable', definite: true }],
  ['MissingAPIError', { code: 'storage/unavailable', definite: true }],
  ['DataCloneError', { code: 'storage/unstorable', definite: true }],
  ['DataError', { code: 'storage/unstorable', definite: true }],
  ['NotReadableError', { code: 'storage/damaged', definite: true }],
]);

/** Exceptions that no database throws of its own accord: our own code did. */
const OWN: ReadonlySet<string> = new Set([
  'TypeError',
  'RangeError',
  'ReferenceError',
  'SyntaxError',
  'URIError',
  'InvariantError',
]);

/** Names that only say that something else went wrong; the inner error, where there is one, says what. */
const WRAPPERS: ReadonlySet<string> = new Set([
  'AbortError',
  'DatabaseClosedError',
  'OpenFailedError',
  'BulkError',
  'ModifyError',
]);

/** The storage error that an exception from IndexedDB, idb or Dexie amounts to. */
export function toStorageError(cause: unknown): StorageError {
  let at: unknown = cause;
  let outer: Meaning | undefined;
  for (let depth = 0; depth < 5 && typeof at === 'object' && at !== null; depth += 1) {
    if (at instanceof StorageError) return at;
    const { name, inner } = at as { name?: unknown; inner?: unknown };
    const meaning = typeof name === 'string' ? MEANINGS.get(name) : undefined;
    if (meaning !== undefined && !WRAPPERS.has(name as string))
      return new StorageError(meaning.code, { definite: meaning.definite, cause });
    if (typeof name === 'string' && OWN.has(name)) return new StorageError('storage/fault', { cause });
    outer ??= meaning;
    at = inner;
  }
  return new StorageError(outer?.code ?? 'storage/failed', { definite: outer?.definite ?? false, cause });
}
