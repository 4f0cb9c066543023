/*
 * What an import gives and why one is refused. An import is inert data: nothing of a file runs because it was read,
 * nothing that is stored is touched, and a refusal is a value with the place in the file and what to do.
 */
import { pathText, type Json, type JsonProblemCode } from '../base/index.ts';
import type { Document, Problem } from '../document/index.ts';
import type { RunFile } from './run-file.ts';

/** Why a file was refused. */
export type ImportProblemCode =
  | JsonProblemCode
  | 'import/unknown-format'
  | 'import/option'
  | 'run-file/shape'
  | 'run-file/version'
  | 'run-file/newer-version'
  | 'run-file/document'
  | 'run/engine-version'
  | 'wfformat/shape'
  | 'wfformat/reserved-id'
  | 'wfformat/too-large'
  | 'wfformat/too-deep';

/** A refusal: one sentence that says where, what and what to do; line and column count from 1. */
export interface ImportProblem {
  readonly code: ImportProblemCode;
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
  readonly path?: string;
}

/** The formats that are recognised. */
export type ImportFormat = 'conclave' | 'conclave-run' | 'wfformat';

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

/** Builds a refusal at a path. */
export function refusal(code: ImportProblemCode, path: readonly (string | number)[], sentence: string): ImportProblem {
  const place = pathText(path);
  return { code, message: place === '' ? sentence : `${place}: ${sentence}`, path: place };
}
