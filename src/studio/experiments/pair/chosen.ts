/**
 * Two runs of an experiment by their places in its result, and what they are called: by their settings, and by their seeds where these
 * differ. Pure.
 */
import { resolved, type Document } from '../../../document/index.ts';
import type { Metric } from '../../../experiments/index.ts';
import type { Figures } from '../experiment.svelte.ts';
import { bestOf, patternPath, titleOf, typicalSeed, worstOf } from '../reading.ts';

/** Places of a setting and of a seed. */
export interface ChosenRun {
  readonly cell: number;
  readonly seed: number;
}
export type ChosenPair = readonly [ChosenRun, ChosenRun];

/**
 * The best setting beside the worst, by the first metric in which they differ, under the seed whose difference is the usual one.
 * Where no two differ, two seeds of the first.
 */
export function usualPair({ cells, seeds }: Figures, metrics: readonly Metric[]): ChosenPair {
  for (const metric of metrics) {
    const [best] = bestOf(cells, metric);
    const worst = worstOf(cells, metric);
    if (best === undefined || worst === undefined || worst === best) continue;
    const seed = typicalSeed(best, worst, metric);
    return [
      { cell: cells.indexOf(best), seed },
      { cell: cells.indexOf(worst), seed },
    ];
  }
  const cell = Math.max(
    0,
    cells.findIndex(({ problem }) => problem === null),
  );
  return [
    { cell, seed: 0 },
    { cell, seed: Math.min(1, seeds.length - 1) },
  ];
}

/** What the two are called in a sentence; never the same, unless they are. */
export function labelsOf({ cells, seeds }: Figures, [first, other]: ChosenPair): [string, string] {
  const title = ({ cell }: ChosenRun): string => titleOf(cells[cell]?.setting ?? []);
  const seed = (run: ChosenRun): string => `seed ${String(seeds[run.seed] ?? 0)}`;
  if (first.cell === other.cell) return [seed(first), seed(other)];
  if (first.seed === other.seed) return [title(first), title(other)];
  return [`${title(first)} with ${seed(first)}`, `${title(other)} with ${seed(other)}`];
}

/** What two runs of a document are called, by their patterns and seeds; the earlier comes first. */
export function labelsOfRuns([first, other]: readonly [Document, Document]): [string, string] {
  const [one, two] = [resolved(first), resolved(other)];
  const title = ({ coordination }: typeof one): string => titleOf([{ path: patternPath, value: coordination.pattern }]);
  if (one.coordination.pattern === two.coordination.pattern)
    return one.seed === two.seed
      ? ['the earlier run', 'the later run']
      : [`seed ${String(one.seed)}`, `seed ${String(two.seed)}`];
  if (one.seed === two.seed) return [title(one), title(two)];
  return [`${title(one)} with seed ${String(one.seed)}`, `${title(two)} with seed ${String(two.seed)}`];
}
