/**
 * What the library page needs of storage, as plain rows and promises. `state` classes and the page are written against it; the
 * body over the library's database is in `library-shelf.ts`, and tests pass another.
 */
import type { Outcome } from '../../../bridge/index.ts';
import type { Document } from '../../../document/index.ts';
import type { Backup, BackupDocument } from '../../../interchange/index.ts';
import type { ExperimentListing, ExperimentRecord } from '../../../storage/index.ts';
import type { ThumbnailDrawing } from '../thumbnail.ts';

/** A run of a document as its row tells of it. */
export interface ToldRun {
  readonly runId: string;
  readonly atMs: number;
  /** Null while the run is not over. */
  readonly outcome: Outcome | null;
  readonly reason: string | null;
  readonly step: number;
  readonly steps: number;
  readonly makespanMs: number | null;
  readonly seed: number;
}

export interface ShelfRow {
  readonly id: string;
  readonly name: string;
  readonly agents: number;
  readonly tasks: number;
  /** How its work is coordinated, by the name of the pattern; empty where it names none. */
  readonly pattern: string;
  /** The names of all that is drawn in it, for the search. */
  readonly names: readonly string[];
  /** Null when nothing has a place. */
  readonly picture: ThumbnailDrawing | null;
  readonly editedMs: number;
  /** When it was put in the trash; null when it is not there. */
  readonly trashedMs: number | null;
  /** The newest first, a few; `runCount` is how many there are. */
  readonly runs: readonly ToldRun[];
  readonly runCount: number;
  /** What is wrong with what is stored of it, as a sentence or more; null when nothing is. */
  readonly damage: string | null;
}

/** What came back with a document, and what of it did not. */
export interface Brought {
  readonly versions: number;
  readonly runs: number;
  readonly experiments: number;
  /** Agents that have their memories again. */
  readonly memories: number;
  readonly lost: number;
}

/** What can be taken out of a damaged document. */
export interface Salvaged {
  /** The document as far as it can be read; null where nothing can be shown. */
  readonly document: Document | null;
  /** All that lies in the storage of it, as it is. */
  readonly stored: string;
}

export interface Shelf {
  /** False when the browser refuses storage and everything is in memory. */
  readonly durable: boolean;
  /** Tells of the rows now and after every change, newest edit first, those in the trash too. Returns how to stop. */
  watch(listener: (rows: readonly ShelfRow[]) => void, failed: (error: unknown) => void): () => void;
  /** Tells of the newest comparisons of all documents that are not in the trash, now and after every change. Returns how to stop. */
  watchComparisons(
    listener: (listings: readonly ExperimentListing[]) => void,
    failed: (error: unknown) => void,
  ): () => void;
  /** A comparison with its figures. */
  comparison(listing: ExperimentListing): Promise<ExperimentRecord>;
  create(document: Document): Promise<string>;
  rename(id: string, name: string): Promise<void>;
  duplicate(id: string): Promise<string>;
  trash(id: string): Promise<void>;
  restore(id: string): Promise<void>;
  /** What can be saved of a document that is damaged. */
  salvage(id: string): Promise<Salvaged>;
  /** Deletes a document for good, with its versions and runs. */
  purge(id: string): Promise<void>;
  /** Everything there is, for a file; `lost` counts what could not be read. */
  backup(): Promise<{ readonly backup: Omit<Backup, 'leftOut'>; readonly lost: number }>;
  /** Which of these documents are here already. */
  present(documents: readonly BackupDocument[]): Promise<ReadonlySet<BackupDocument>>;
  /** Adds a document of a backup with all that belongs to it, under its own ids where they are free. */
  bringBack(entry: BackupDocument): Promise<Brought>;
}
