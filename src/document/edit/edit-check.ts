/*
 * Whether a changed document still has the shape that its types promise. Only what was touched is looked at, so that
 * moving one node of a hundred thousand stays cheap. The sentence of the schema becomes the refusal. What was beyond a
 * bound before may stay so, and what is put back as it was is not asked again: both are errors that are listed.
 */
import * as v from 'valibot';
import { pathText, type Json } from '../../base/index.ts';
import type { Draft, EditProblem } from './draft.ts';
import { isAboutBound } from '../schema/bounds.ts';
import { entriesOf, issueSentence, itemOf } from '../schema/field.ts';
import { documentSchema, placeSchema, type Document } from '../schema.ts';
import type { FieldPath } from '../validate/references.ts';

/** The first thing that has a wrong shape now, or is beyond a bound and was not before: where, and as a sentence; null if all is well. */
export function shapeProblem(draft: Draft, before: Document, again: boolean): EditProblem['at'] | null {
  const seen = new Set<Json>();
  for (const touched of draft.touched) {
    const { path, schema } = unitOf(touched);
    const value = draft.get(path);
    if (schema === undefined || value === undefined) continue;
    if (typeof value === 'object' && value !== null) {
      if (seen.has(value)) continue;
      seen.add(value);
    }
    const { issues } = v.safeParse(schema, value);
    if (issues === undefined) continue;
    const old = new Map<string, number>();
    const known = again || issues.every((one) => !isAboutBound(one)) ? undefined : valueAt(before, path);
    for (const one of known === undefined ? [] : (v.safeParse(schema, known).issues ?? [])) count(old, one, 1);
    const issue = issues.find((one) => !isAboutBound(one) || (!again && count(old, one, -1) < 0));
    if (issue === undefined) continue;
    const keys = issue.path?.map((item) => item.key as string | number) ?? [];
    return { path: pathText([...path, ...keys]), sentence: issueSentence(issue) };
  }
  return null;
}

/** Counts an issue of a bound by what is beyond it, wherever that stands in the part. */
function count(counts: Map<string, number>, issue: v.BaseIssue<unknown>, by: 1 | -1): number {
  const key = `${String(issue.path?.at(-1)?.key)} ${issue.message} ${issue.received}`;
  const now = (counts.get(key) ?? 0) + by;
  counts.set(key, now);
  return now;
}

function valueAt(document: Document, path: FieldPath): unknown {
  let value: unknown = document;
  for (const key of path)
    value = typeof value === 'object' && value !== null ? (value as Record<string | number, unknown>)[key] : undefined;
  return value;
}

/** The smallest part around a path that has a schema of its own. */
function unitOf(path: FieldPath): { readonly path: FieldPath; readonly schema: v.GenericSchema | undefined } {
  const [first = '', second] = path;
  const entry = entriesOf(documentSchema)[String(first)];
  if (entry === undefined) return { path, schema: undefined };
  if (typeof second === 'number') return { path: [first, second], schema: itemOf(entry) };
  if (first !== 'view' || second === undefined) return { path: [first], schema: entry };
  if (second === 'nodes' && path.length > 2) return { path: path.slice(0, 3), schema: placeSchema };
  return { path: [first, second], schema: entriesOf(entry)[second] };
}
