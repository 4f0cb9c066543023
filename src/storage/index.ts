/**
 * The door of storage: the journal for the engine worker, the library and its autosaver for the page, locks for both.
 * Dexie is loaded only when a library is opened, so the worker never carries it.
 */
export { StorageError, type StorageCode } from './errors.ts';
export type {
  Checkpoint,
  Damage,
  Head,
  Journal,
  ListedCheckpoint,
  LoadedCheckpoint,
  RunContents,
  RunHeader,
  RunListing,
} from './journal/journal.ts';
export { createMemoryJournal } from './journal/memory.ts';
export { openJournal, type JournalOptions, type OpenedJournal } from './journal/open.ts';
export type { Kept, KeptItem, KeptMemories } from './library/kept-memories.ts';
export { Library } from './library/library.ts';
export type { RecentRuns } from './library/beside.ts';
export type { DocumentListing } from './library/stored.ts';
export type {
  ExperimentListing,
  ExperimentRecord,
  LibraryOptions,
  ListedDocument,
  LoadedDocument,
  RunSummary,
  Saved,
  Version,
  VersionListing,
} from './library/types.ts';
export { claim, documentLock, runLock, takeOver, waitFor, type Lock } from './lock.ts';
export { Saver, type SaverOptions, type SaverState, type SaverTarget } from './library/saver.ts';
