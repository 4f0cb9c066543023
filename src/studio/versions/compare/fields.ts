/**
 * What differs between two values, field by field: objects are gone into, lists and everything else are compared whole. Paths and values
 * come as plain texts that a person reads. Pure.
 */
import { equalJson } from '../../../base/index.ts';

/** One field that differs; null where it is not set. */
export interface FieldChange {
  /** Its path, as `retry.max`. */
  readonly field: string;
  readonly before: string | null;
  readonly after: string | null;
}

type Fields = Readonly<Record<string, unknown>>;

/** Deeper than this a value is compared whole. */
const depthMax = 3;
const textMax = 2000;

/** The fields in which two objects differ, without those named in `without`. */
export function fieldChanges(before: Fields, after: Fields, without: ReadonlySet<string> = new Set()): FieldChange[] {
  return keysOf(before, after)
    .filter((field) => !without.has(field))
    .flatMap((field) => changesOf(field, own(before, field), own(after, field), depthMax));
}

function changesOf(path: string, before: unknown, after: unknown, depth: number): FieldChange[] {
  if (equalJson(before, after)) return [];
  if (depth > 1 && isFields(before) && isFields(after))
    return keysOf(before, after).flatMap((field) =>
      changesOf(`${path}.${field}`, own(before, field), own(after, field), depth - 1),
    );
  return [{ field: path, before: shown(before), after: shown(after) }];
}

const keysOf = (before: Fields, after: Fields): string[] => [
  ...new Set([...Object.keys(before), ...Object.keys(after)]),
];
const own = (fields: Fields, key: string): unknown => (Object.hasOwn(fields, key) ? fields[key] : undefined);
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function shown(value: unknown): string | null {
  if (value === undefined) return null;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > textMax ? `${text.slice(0, textMax)}…` : text;
}
