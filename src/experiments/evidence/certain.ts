/**
 * Whether the runs of a setting leave anything to chance, and whether they are all alike although they do: read off their
 * rows alone.
 */
import { column, type Row } from '../metrics.ts';
import { equalMin } from './evidence.ts';

/** Whether runs of a setting leave nothing to chance: where one asked for no lot, every seed gives the same. */
export function isCertain(rows: readonly (Row | undefined)[]): boolean {
  const made = rows.filter((row) => row !== undefined);
  return made.length > 0 && made.every((row) => row[column.chance] === 0) && areAlike(made);
}

/** Whether so many runs as say something are all alike, whatever was drawn in them. */
export function isSteady(rows: readonly (Row | undefined)[]): boolean {
  const made = rows.filter((row) => row !== undefined);
  return made.length >= equalMin && areAlike(made);
}

/** What the figures say is the same: whether lots were drawn, and which run it was, are no figures. */
function areAlike(rows: readonly Row[]): boolean {
  const first = rows[0]!;
  return rows.every((row) =>
    row.every((value, at) => value === first[at] || at === column.chance || at === column.digest),
  );
}
