/**
 * Whether two documents would run alike: all is equal but the drawing, the title and the lesson. Edits keep the parts that they do not touch,
 * so most comparisons end at identity.
 */
import { equalJson } from '../../../base/index.ts';
import type { Document } from '../../../document/index.ts';

const drawn: ReadonlySet<string> = new Set(['view', 'name', 'description', 'lesson']);

/** True when only `view`, `name`, `description` or `lesson` differ. */
export function sameMeaning(left: Document, right: Document): boolean {
  if (left === right) return true;
  const one = left as Readonly<Record<string, unknown>>;
  const other = right as Readonly<Record<string, unknown>>;
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  for (const key of keys) {
    if (drawn.has(key) || one[key] === other[key]) continue;
    if (one[key] === undefined || other[key] === undefined) return false;
    if (!equalJson(one[key], other[key])) return false;
  }
  return true;
}
