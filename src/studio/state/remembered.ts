/**
 * Small things that this browser remembers about the interface: theme, panel sizes, what was open.
 * It must never hold work: documents and runs are in the library and the journal. When storage is refused, it forgets quietly.
 */
const prefix = 'conclave:';

/** The remembered value, or `fallback` when there is none or `accept` refuses it. */
export function recall<T>(key: string, fallback: T, accept: (value: unknown) => value is T): T {
  try {
    const text = localStorage.getItem(prefix + key);
    if (text === null) return fallback;
    const value: unknown = JSON.parse(text);
    return accept(value) ? value : fallback;
  } catch {
    return fallback;
  }
}

/** Remembers a value; null forgets it. */
export function remember(key: string, value: unknown): void {
  try {
    if (value === null) localStorage.removeItem(prefix + key);
    else localStorage.setItem(prefix + key, JSON.stringify(value));
  } catch {
    // Storage refused: the interface works, it only forgets.
  }
}

/** Everything that is remembered, as it is written: for a backup. */
export function allRemembered(): { readonly [key: string]: string } {
  const all: Record<string, string> = {};
  try {
    for (const key of Object.keys(localStorage))
      if (key.startsWith(prefix)) all[key.slice(prefix.length)] = localStorage.getItem(key) ?? '';
  } catch {
    // Storage refused: nothing is remembered.
  }
  return all;
}

/** Remembers again what a backup holds, where nothing else is remembered by now; how many that were. */
export function rememberAgain(all: { readonly [key: string]: unknown }): number {
  let brought = 0;
  try {
    for (const [key, text] of Object.entries(all)) {
      if (typeof text !== 'string' || localStorage.getItem(prefix + key) !== null) continue;
      localStorage.setItem(prefix + key, text);
      brought += 1;
    }
  } catch {
    // Storage refused: the interface works, it only forgets.
  }
  return brought;
}

export const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
export const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean';
export const isString = (value: unknown): value is string => typeof value === 'string';
