/** The edit that makes a document what a version of it was: one step of undo, on top of everything done since. Pure. */
import { equalJson, type Json } from '../../base/index.ts';
import type { Document, Edit } from '../../document/index.ts';

/** Null when there is nothing to change. */
export function restoreEdit(from: Document, to: Document, name: string): Edit | null {
  const [now, then] = [from, to] as unknown as readonly [
    Readonly<Record<string, Json>>,
    Readonly<Record<string, Json>>,
  ];
  const keys = [...new Set([...Object.keys(now), ...Object.keys(then)])].filter(
    (key) => !equalJson(now[key], then[key]),
  );
  if (keys.length === 0) return null;
  const edits = keys.map((key): Edit => {
    const value = then[key];
    return value === undefined ? { kind: 'set-field', path: [key] } : { kind: 'set-field', path: [key], value };
  });
  return { kind: 'batch', label: `Restore “${name}”`, edits };
}
