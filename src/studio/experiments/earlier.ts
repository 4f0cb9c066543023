/** Earlier comparisons in a line each, what they found, and what is said of figures that another engine measured. Pure. */
import { drawnAmong, factorWord, patternPath, settingsOf } from '../../experiments/index.ts';
import type { ExperimentListing, ExperimentRecord } from '../../storage/index.ts';
import { plural } from '../design/index.ts';
import { headlineOf, readAhead } from './reading.ts';

/** When it was made, what was varied, and how large it was. */
export function earlierWords({ factors, seeds }: ExperimentListing, ago: string): string {
  const varied = factors.map(({ path }) => (path === patternPath ? 'pattern' : factorWord(path)));
  const what = varied.length === 0 ? 'as drawn' : varied.join(', ');
  return `${ago}: ${what}; ${plural(settingsOf(factors).length, 'setting')} × ${plural(seeds.length, 'seed')}`;
}

/** What was compared, and how large it was: `4 patterns, 30 seeds`. */
export function comparedWords({ factors, seeds }: ExperimentListing): string {
  const varied = factors.map(({ path, values }) =>
    path === patternPath
      ? plural(values.length, 'pattern')
      : `${factorWord(path)} in ${plural(values.length, 'value')}`,
  );
  return [...(varied.length === 0 ? ['as drawn'] : varied), plural(seeds.length, 'seed')].join(', ');
}

/** What kept figures show, in a few sentences; worked out in short tasks. */
export async function foundWords({ document, factors, cells }: ExperimentRecord): Promise<string> {
  const settings = settingsOf(factors);
  const figures = {
    factors,
    drawn: drawnAmong(document, settings),
    cells: cells.map(({ problem, rows }, at) => ({ setting: settings[at] ?? [], problem, rows })),
  };
  await readAhead(figures);
  return headlineOf(figures);
}

/** A sentence where the figures are not of the engine that would measure today; null where they are, or nobody knows. */
export function olderEngine(measured: string | null, now: string | null): string | null {
  if (now === null || measured === now) return null;
  const by = measured === null ? 'an earlier engine' : `engine ${measured}`;
  return `These figures were measured by ${by}; this is engine ${now}, which may run the drawing differently. Run again to compare.`;
}
