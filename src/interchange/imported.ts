/*
 * What an import gives and what a caller may add to it. An import is inert data: nothing of a file runs because it was
 * read, and nothing that is stored is touched.
 */
import type { Json } from '../base/index.ts';
import type { Document, Problem } from '../document/index.ts';
import type { RunFile } from './run-file.ts';

/** The formats that are recognised. */
export type ImportFormat = 'conclave' | 'conclave-run' | 'wfformat' | 'genius';

/** What a reader of one format gives. */
export interface Reading {
  readonly document: Document;
  readonly problems: readonly Problem[];
  /** Saving the document would lose something, or it is of a newer version: it is for looking at. */
  readonly readOnly: boolean;
  /** What was filled in, left out or ignored, a sentence each. */
  readonly notes: readonly string[];
}

/** What came out of a file. */
export interface Imported extends Reading {
  readonly kind: 'document' | 'run';
  readonly format: ImportFormat;
  /** What was read, exactly; write this back where the document is read-only. */
  readonly source: Json;
  /** The run, where the file holds one that can be replayed. */
  readonly run?: RunFile;
}

/** What the caller adds to a file. */
export interface ImportOptions {
  /** So many identical workers are supplied where the file names no agents; a run file keeps what it was run with. */
  readonly agents?: number;
  /** WfFormat: what files travel at; gives every dependency its transfer time. Without it transfers take no time. */
  readonly bandwidthBytesPerSecond?: number;
}
