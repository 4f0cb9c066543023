/** Earlier comparisons in a line each, and what is said of figures that another engine measured. Pure. */
import { factorWord, patternPath } from '../../experiments/index.ts';
import type { ExperimentRecord } from '../../storage/index.ts';
import { plural } from '../design/index.ts';

/** When it was made, what was varied, and how large it was. */
export function earlierWords({ factors, cells, seeds }: ExperimentRecord, ago: string): string {
  const varied = factors.map(({ path }) => (path === patternPath ? 'pattern' : factorWord(path)));
  const what = varied.length === 0 ? 'as drawn' : varied.join(', ');
  return `${ago}: ${what}; ${plural(cells.length, 'setting')} × ${plural(seeds.length, 'seed')}`;
}

/** A sentence where the figures are not of the engine that would measure today; null where they are, or nobody knows. */
export function olderEngine(measured: string | null, now: string | null): string | null {
  if (now === null || measured === now) return null;
  const by = measured === null ? 'an earlier engine' : `engine ${measured}`;
  return `These figures were measured by ${by}; this is engine ${now}, which may run the drawing differently. Run again to compare.`;
}
