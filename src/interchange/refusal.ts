/*
 * Why a file is refused: a value with a code, the place in the file and what to do, in one sentence. Nothing in this
 * room throws for what stands in a file.
 */
import { pathText, type JsonProblemCode } from '../base/index.ts';

/** Why a file was refused. */
export type ImportProblemCode =
  | JsonProblemCode
  | 'import/unknown-format'
  | 'import/foreign'
  | 'import/option'
  | 'run-file/shape'
  | 'run-file/version'
  | 'run-file/newer-version'
  | 'run-file/document'
  | 'run-file/damaged'
  | 'run/engine-version'
  | 'agent-state/shape'
  | 'agent-state/version'
  | 'agent-state/damaged'
  | 'genius/encoding'
  | 'genius/shape'
  | 'genius/parties'
  | 'wfformat/shape'
  | 'wfformat/reserved-id'
  | 'wfformat/too-large'
  | 'wfformat/too-deep';

/** A refusal: one sentence that says where, what and what to do; line and column count from 1. */
export interface ImportProblem {
  readonly code: ImportProblemCode;
  readonly message: string;
  /** The same without line and column, where it has them. */
  readonly sentence?: string;
  readonly line?: number;
  readonly column?: number;
  readonly path?: string;
}

/** Builds a refusal at a path. */
export function refusal(code: ImportProblemCode, path: readonly (string | number)[], sentence: string): ImportProblem {
  const place = pathText(path);
  return { code, message: place === '' ? sentence : `${place}: ${sentence}`, path: place };
}
