/**
 * The words of the library that others use: loaded documents, versions, summaries of runs. Plain data only; what lies
 * on disk beneath them is `library-rows.ts`'s own affair.
 */
import type { Json } from '../../base/index.ts';
import type { Document } from '../../document/index.ts';
import type { StorageError } from '../errors.ts';
import type { DocumentListing } from './stored.ts';

/** How to open a library. */
export interface LibraryOptions {
  readonly name?: string;
  /** Hears each trouble that begins after opening. */
  readonly onWarning?: (error: StorageError) => void;
  readonly nowMs?: () => number;
  readonly newId?: () => string;
}

/** A document with its listing. */
export interface LoadedDocument extends DocumentListing {
  readonly document: Document;
  /** What is wrong with what is stored, in a sentence or more; null when all is well. */
  readonly damage: string | null;
  /** False when it is only in memory. */
  readonly durable: boolean;
}

/** A document in the list. */
export interface ListedDocument extends DocumentListing {
  /** False when its entry is not what was written, or is gone while the document is there. */
  readonly sound: boolean;
}

/** What became of an autosave. */
export interface Saved {
  /** False when it is only in memory. */
  readonly durable: boolean;
  readonly seq: number;
}

/** A named version without its document. */
export interface VersionListing {
  readonly id: string;
  readonly documentId: string;
  readonly name: string;
  readonly createdAtMs: number;
  /** A sentence when it is not what was kept; absent when it is. */
  readonly damage?: string;
}

/** A named version. */
export interface Version extends VersionListing {
  readonly document: Document;
}

/** What the library knows of a run; the run itself is in the journal. */
export interface RunSummary {
  readonly runId: string;
  readonly documentId: string;
  /** Null while it has not ended. */
  readonly outcome: string | null;
  readonly reason: string | null;
  readonly steps: number;
  readonly makespanMs: number | null;
  /** What it cost; absent where it is not known. */
  readonly cost?: number;
  readonly seed: number;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly playheadStep: number;
  /** A digest of what its graph means; absent where it is not known. */
  readonly graph?: string;
  /** The engine that it was last run by; absent where it is not known. */
  readonly engine?: string;
  /** The summary cannot be read any more; the run itself may be sound. */
  readonly damaged?: true;
}

/** What was measured when, and on what; the figures themselves lie beside it. */
export interface ExperimentListing {
  readonly id: string;
  readonly documentId: string;
  readonly createdAtMs: number;
  readonly document: Document;
  readonly factors: readonly { readonly path: string; readonly values: readonly Json[] }[];
  readonly seeds: readonly number[];
  /** The version of the engine that measured; absent in records of before it was kept. */
  readonly engine?: string;
}

/** The figures of an experiment, with the document that they were measured on. */
export interface ExperimentRecord extends ExperimentListing {
  /** Of each combination its rows, a row for each seed; empty where it could not run. */
  readonly cells: readonly { readonly problem: string | null; readonly rows: readonly (readonly number[])[] }[];
}
