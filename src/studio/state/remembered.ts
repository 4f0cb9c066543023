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

export const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
export const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean';
export const isString = (value: unknown): value is string => typeof value === 'string';
