/** Earlier comparisons in a line each, and what is said of figures that another engine measured. Pure. */
import { factorWord, patternPath, settingsOf } from '../../experiments/index.ts';
import type { ExperimentListing } from '../../storage/index.ts';
import { plural } from '../design/index.ts';

/** When it was made, what was varied, and how large it was. */
export function earlierWords({ factors, seeds }: ExperimentListing, ago: string): string {
  const varied = factors.map(({ path }) => (path === patternPath ? 'pattern' : factorWord(path)));
  const what = varied.length === 0 ? 'as drawn' : varied.join(', ');
  return `${ago}: ${what}; ${plural(settingsOf(factors).length, 'setting')} × ${plural(seeds.length, 'seed')}`;
}

/** A sentence where the figures are not of the engine that would measure today; null where they are, or nobody knows. */
export function olderEngine(measured: string | null, now: string | null): string | null {
  if (now === null || measured === now) return null;
  const by = measured === null ? 'an earlier engine' : `engine ${measured}`;
  return `These figures were measured by ${by}; this is engine ${now}, which may run the drawing differently. Run again to compare.`;
}
