/**
 * What the library page needs of storage, as plain rows and promises. `state` classes and the page are written against it; the
 * body over the library's database is in `library-shelf.ts`, and tests pass another.
 */
import type { Outcome } from '../../../bridge/index.ts';
import type { Document } from '../../../document/index.ts';

export interface LastRun {
  readonly runId: string;
  /** Null while the run is not over. */
  readonly outcome: Outcome | null;
  readonly reason: string | null;
  readonly step: number;
  readonly steps: number;
  readonly makespanMs: number | null;
}

export interface ShelfRow {
  readonly id: string;
  readonly name: string;
  readonly agents: number;
  readonly tasks: number;
  readonly editedMs: number;
  readonly lastRun: LastRun | null;
}

export interface Shelf {
  /** False when the browser refuses storage and everything is in memory. */
  readonly durable: boolean;
  /** Tells of the rows now and after every change, newest edit first. Returns how to stop. */
  watch(listener: (rows: readonly ShelfRow[]) => void, failed: (error: unknown) => void): () => void;
  create(document: Document): Promise<string>;
  rename(id: string, name: string): Promise<void>;
  duplicate(id: string): Promise<string>;
  trash(id: string): Promise<void>;
  restore(id: string): Promise<void>;
}
