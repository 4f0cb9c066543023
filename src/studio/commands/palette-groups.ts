/**
 * What the palette lists, as groups: commands first as long as nothing is typed, the best match first afterwards. Of places only a few
 * are listed before something is typed, because there may be thousands.
 */
import type { Offer, Shortcut } from '../state/index.ts';

export interface PaletteEntry {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly keys?: string;
  readonly run: () => void;
}

export interface PaletteGroup {
  readonly name: string;
  readonly entries: readonly PaletteEntry[];
}

const commandGroups: readonly string[] = ['Run', 'General', 'Edit', 'Canvas'];
const placesAtFirst = 5;

/** Entries in their order, gathered by group; groups stand in the order of their first entry, or commands first. */
export function paletteGroups(entries: readonly (Shortcut | Offer)[], atFirst: boolean): readonly PaletteGroup[] {
  const groups = new Map<string, PaletteEntry[]>(atFirst ? commandGroups.map((name) => [name, []]) : []);
  const listed = new Set<string>();
  for (const entry of entries) {
    // A document may hold an id twice: what cannot be told apart is listed once.
    if (listed.has(entry.id)) continue;
    listed.add(entry.id);
    const held = groups.get(entry.group) ?? [];
    groups.set(entry.group, held);
    if (atFirst && !commandGroups.includes(entry.group) && held.length >= placesAtFirst) continue;
    held.push(entryOf(entry));
  }
  return [...groups].flatMap(([name, held]) => (held.length === 0 ? [] : [{ name, entries: held }]));
}

function entryOf(entry: Shortcut | Offer): PaletteEntry {
  const { id, label, run } = entry;
  const keys = 'keys' in entry ? entry.keys?.[0] : undefined;
  const hint = 'hint' in entry ? entry.hint : undefined;
  return { id, label, run, ...(keys === undefined ? {} : { keys }), ...(hint === undefined ? {} : { hint }) };
}
