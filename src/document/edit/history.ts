/*
 * Undo and redo as plain data: two stacks of edits with their inverses. Nothing is applied here; the caller applies
 * the edit that `undo` or `redo` hands out. Entries with the same key are one step, so a drag or a typed word is one.
 */
import type { Edit } from './edit.ts';

/** One step that can be taken back. */
export interface HistoryEntry {
  readonly label: string;
  /** Steps in a row with the same key become one; null never does. */
  readonly key: string | null;
  readonly undo: Edit;
  readonly redo: Edit;
}

/** What can be taken back, and what can be done again. */
export interface History {
  readonly past: readonly HistoryEntry[];
  readonly future: readonly HistoryEntry[];
}

/** Steps that are remembered at most; the oldest go first. */
export const HISTORY_MAX = 1000;

/** A history with nothing in it. */
export function emptyHistory(): History {
  return { past: [], future: [] };
}

/** Remembers a step that was just applied. What could be done again is forgotten. */
export function remember(history: History, entry: HistoryEntry): History {
  const last = history.past.at(-1);
  const merges = last !== undefined && entry.key !== null && last.key === entry.key && history.future.length === 0;
  if (!merges) return { past: [...history.past, entry].slice(-HISTORY_MAX), future: [] };
  // The same fields again: the older inverse restores the older values, the newer edit sets the newer ones.
  const same = samePlaces(last.undo, entry.undo);
  const merged: HistoryEntry = {
    label: entry.label,
    key: entry.key,
    undo: same ? last.undo : { kind: 'batch', edits: [entry.undo, last.undo] },
    redo: same ? entry.redo : { kind: 'batch', edits: [last.redo, entry.redo] },
  };
  return { past: [...history.past.slice(0, -1), merged], future: [] };
}

/** Ends a run of steps with the same key: the next step stands on its own. */
export function seal(history: History): History {
  const last = history.past.at(-1);
  if (last === undefined || last.key === null) return history;
  return { past: [...history.past.slice(0, -1), { ...last, key: null }], future: history.future };
}

/** The edit that takes the last step back, with the history after it; null if there is none. */
export function undo(history: History): { readonly history: History; readonly edit: Edit } | null {
  const last = history.past.at(-1);
  if (last === undefined) return null;
  return { history: { past: history.past.slice(0, -1), future: [last, ...history.future] }, edit: last.undo };
}

/** The edit that does the next step again, with the history after it; null if there is none. */
export function redo(history: History): { readonly history: History; readonly edit: Edit } | null {
  const [next, ...future] = history.future;
  if (next === undefined) return null;
  return { history: { past: [...history.past, next], future }, edit: next.redo };
}

function samePlaces(left: Edit, right: Edit): boolean {
  const places = placesOf(left);
  return places !== null && places === placesOf(right);
}

/** The places that an inverse sets to earlier values; null if it does anything else. */
function placesOf(edit: Edit): string | null {
  if (edit.kind === 'set-field') return edit.value === undefined ? null : JSON.stringify([edit.path]);
  if (edit.kind !== 'batch') return null;
  const paths: string[] = [];
  for (const inner of edit.edits) {
    if (inner.kind !== 'set-field' || inner.value === undefined) return null;
    paths.push(JSON.stringify(inner.path));
  }
  return `[${paths.sort().join(',')}]`;
}
