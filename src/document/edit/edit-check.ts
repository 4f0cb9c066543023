/*
 * Whether a changed document still has the shape that its types promise. Only what was touched is looked at, so that
 * moving one node of a hundred thousand stays cheap. The sentence of the schema becomes the refusal.
 */
import * as v from 'valibot';
import { pathText, type Json } from '../../base/index.ts';
import type { Draft } from './draft.ts';
import { entriesOf, issueSentence, itemOf } from '../schema/field.ts';
import { documentSchema, placeSchema } from '../schema.ts';
import type { FieldPath } from '../validate/references.ts';

/** The first thing that has a wrong shape now, as a sentence; null if all is well. */
export function shapeProblem(draft: Draft): string | null {
  const seen = new Set<Json>();
  for (const touched of draft.touched) {
    const { path, schema } = unitOf(touched);
    const value = draft.get(path);
    if (schema === undefined || value === undefined) continue;
    if (typeof value === 'object' && value !== null) {
      if (seen.has(value)) continue;
      seen.add(value);
    }
    const { issues } = v.safeParse(schema, value, { abortEarly: true });
    if (issues === undefined) continue;
    const [issue] = issues;
    const keys = issue.path?.map((item) => item.key as string | number) ?? [];
    return `${pathText([...path, ...keys])}: ${issueSentence(issue)}`;
  }
  return null;
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
