/*
 * Identifiers: what a name must look like to be used as a key, and how a fresh one is found.
 * An id is a non-empty string that is safe as an object key, in a path, in a file and in a drawing.
 * This file never invents a random id: fresh ids count up, so that the same edit gives the same id everywhere.
 */

/** Longest id, in UTF-16 units. */
export const ID_LENGTH_MAX = 200;

/** Any characters but control characters and halves of characters, with no blank at either end. */
export const ID_PATTERN = /^[^\s\p{Cc}\p{Cs}](?:[^\p{Cc}\p{Cs}]*[^\s\p{Cc}\p{Cs}])?$/u;

const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** Whether a name would reach into an object's prototype; such names are refused as keys and as ids. */
export function isForbiddenKey(key: string): boolean {
  return FORBIDDEN_KEYS.has(key);
}

/** Whether `value` is written like an id, however long. */
export function isIdText(value: unknown): value is string {
  return typeof value === 'string' && !FORBIDDEN_KEYS.has(value) && ID_PATTERN.test(value);
}

/** Whether `value` may be used as an id. */
export function isSafeId(value: unknown): value is string {
  return isIdText(value) && value.length <= ID_LENGTH_MAX;
}

/** The first of `base`, `base-2`, `base-3` ... that is not taken. A number at the end of `base` is counted on from. */
export function freshId(base: string, taken: { has(id: string): boolean }): string {
  return firstFree(base, taken, 2).id;
}

/** Gives one fresh id after the other and takes each; the ids are those of `freshId`, and a thousand of one stem are quick. */
export function idSource(taken: Set<string>): (base: string) => string {
  const next = new Map<string, number>();
  return (base) => {
    const stem = stemOf(base);
    const { id, number } = firstFree(base, taken, next.get(stem) ?? 2);
    taken.add(id);
    if (number !== null) next.set(stem, number + 1);
    return id;
  };
}

function firstFree(
  base: string,
  taken: { has(id: string): boolean },
  from: number,
): { id: string; number: number | null } {
  const clean = isSafeId(base) ? base : 'item';
  if (!taken.has(clean)) return { id: clean, number: null };
  for (let number = from; ; number += 1) {
    const id = `${stemOf(base)}-${String(number)}`;
    if (!taken.has(id)) return { id, number };
  }
}

function stemOf(base: string): string {
  return (isSafeId(base) ? base : 'item').replace(/-\d+$/, '');
}

/** The total order of ids: by UTF-16 code units, the same in every engine and every language. */
export function compareIds(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
