/*
 * Reading a document with all that is checked in it. It stands apart from reading its shape, because the first page of
 * the studio only lists documents and does without the checks.
 */
import type { Json } from '../../base/index.ts';
import type { Document } from '../schema.ts';
import { readWith, type ReadDocument } from '../read.ts';
import type { Problem } from './problem.ts';
import { validate } from './validate.ts';

/**
 * Reads a document out of JSON, with every problem of it. What else than `validate` finds problems is given by whoever
 * knows more of a document than how it is drawn.
 */
export function readDocument(json: Json, check: (document: Document) => readonly Problem[] = validate): ReadDocument {
  return readWith(json, check);
}
