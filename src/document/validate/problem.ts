/*
 * A problem of a document: what is wrong, where, what to do, and a fix where one is clear. Problems are plain data;
 * the panel, the command line and the tests read the same ones. An error keeps a document from running, nothing else does.
 */
import { pathText } from '../../base/index.ts';
import type { Edit } from '../edit/edit.ts';
import { COLLECTIONS, NODE_KINDS, type FieldPath, type NodeKind } from './references.ts';
import type { Document } from '../schema.ts';

export type Severity = 'error' | 'warning' | 'info';

/** The node, or the part of the document, that a problem is about. */
export interface ProblemPlace {
  readonly kind: NodeKind | 'fault' | 'network' | 'coordination' | 'view' | 'document';
  readonly id?: string;
}

/** Edits that would mend a problem, to be offered and never applied unasked. */
export interface Fix {
  readonly label: string;
  readonly edits: readonly Edit[];
}

export interface Problem {
  readonly code: string;
  readonly severity: Severity;
  /** Like `tasks[3].dependsOn[0]`; '' is the whole document. */
  readonly path: string;
  readonly place: ProblemPlace;
  /** One sentence: where, what, what to do. */
  readonly message: string;
  readonly fix?: Fix;
}

/** Whether nothing keeps a document from running. */
export function isRunnable(problems: readonly Problem[]): boolean {
  return problems.every((problem) => problem.severity !== 'error');
}

/** Builds a problem at a path of a document. */
export function problemAt(
  document: Document,
  path: FieldPath,
  rest: { readonly code: string; readonly severity: Severity; readonly message: string; readonly fix?: Fix },
): Problem {
  const { code, severity, message, fix } = rest;
  const base = { code, severity, path: pathText(path), place: placeOf(document, path), message };
  return fix === undefined ? base : { ...base, fix };
}

function placeOf(document: Document, path: FieldPath): ProblemPlace {
  const [first, index] = path;
  const collection = COLLECTIONS.find((name) => name === first);
  if (collection !== undefined && typeof index === 'number') {
    const nodes: unknown = document[collection];
    const node: unknown = Array.isArray(nodes) ? nodes[index] : undefined;
    const id = typeof node === 'object' && node !== null && 'id' in node ? node.id : undefined;
    const kind = NODE_KINDS[collection];
    return typeof id === 'string' ? { kind, id } : { kind };
  }
  if (first === 'faults') return { kind: 'fault' };
  return first === 'network' || first === 'coordination' || first === 'view' ? { kind: first } : { kind: 'document' };
}
