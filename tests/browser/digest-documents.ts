/** Documents whose digests Node and browsers must agree on, by name. */
import type { Document } from '../../src/document/index.ts';
import { compile } from '../../src/workflow/index.ts';
import { Run } from '../../src/replay/index.ts';
import { randomDocument } from '../support/documents.ts';

export const documents: Readonly<Record<string, Document>> = Object.fromEntries(
  Array.from({ length: 40 }, (_, at) => [`random ${String(at)}`, randomDocument(1000 + at)]),
);

/** How a run of a document ends: its steps and the digest of its world. */
export function endOf(document: Document): string {
  const compiled = compile(document);
  if (!compiled.ok) throw new Error(compiled.error.map((problem) => problem.message).join(' '));
  const run = new Run(compiled.value).finish();
  return `${String(run.steps)} ${run.trace()} ${run.digest()}`;
}
