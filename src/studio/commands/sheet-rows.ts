/**
 * The rows of the shortcut sheet, made from the registry: what has a key, by group, with the four directions of one command as one
 * row. It knows no command by name but those whose keys are the browser's own.
 */
import type { Shortcut } from '../state/index.ts';

export interface SheetRow {
  readonly label: string;
  readonly keys: readonly string[];
}

export interface SheetGroup {
  readonly name: Shortcut['group'];
  readonly rows: readonly SheetRow[];
}

const groups: readonly Shortcut['group'][] = ['Run', 'General', 'Edit', 'Canvas'];
const direction = / (left|right|up|down)\b/;
/** The clipboard is the browser's: these keys reach the canvas as its events, not through the registry. */
const clipboard: readonly SheetRow[] = [
  { label: 'Copy', keys: ['Mod+C'] },
  { label: 'Cut', keys: ['Mod+X'] },
  { label: 'Paste', keys: ['Mod+V'] },
];

/** What has a key and contains every word of the query in its label or its group. */
export function sheetGroups(shortcuts: readonly Shortcut[], query = ''): readonly SheetGroup[] {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return groups.flatMap((name) => {
    const mine = shortcuts.filter(({ group, keys }) => group === name && keys !== undefined && keys.length > 0);
    if (mine.length === 0) return [];
    const rows = [...merged(mine), ...(name === 'Edit' ? clipboard : [])].filter(({ label }) => {
      const text = `${label} ${name}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
    return rows.length === 0 ? [] : [{ name, rows }];
  });
}

/** One row a command; where there are all four directions of a command, they share one. */
function merged(shortcuts: readonly Shortcut[]): readonly SheetRow[] {
  const about = ({ label }: Shortcut) => label.replace(direction, '');
  const counts = new Map<string, number>();
  for (const each of shortcuts) counts.set(about(each), (counts.get(about(each)) ?? 0) + 1);
  const rows = new Map<string, string[]>();
  for (const each of shortcuts) {
    const label = counts.get(about(each)) === 4 ? about(each) : each.label;
    rows.set(label, [...(rows.get(label) ?? []), ...(each.keys ?? [])]);
  }
  return [...rows].map(([label, keys]) => ({ label, keys }));
}
