/**
 * Two runs of an experiment by their places in its result, and what they are called: by their settings, and by their seeds where these
 * differ. Pure.
 */
import { resolved, type Document } from '../../../document/index.ts';
import { patternPath, type Metric } from '../../../experiments/index.ts';
import type { Figures } from '../gathered.ts';
import { readingOf, titleOf } from '../reading.ts';

/** Places of a setting and of a seed. */
export interface ChosenRun {
  readonly cell: number;
  readonly seed: number;
}
export type ChosenPair = readonly [ChosenRun, ChosenRun];

/**
 * One of the best settings beside one that is clearly worse, by the first metric in which there is such a pair, under the seed
 * whose difference is the usual one. Where none is told apart, the first two; of a single setting two seeds.
 */
export function usualPair(figures: Figures, metrics: readonly Metric[]): ChosenPair {
  const { seeds } = figures;
  const reading = readingOf(figures);
  const pairOf = (first: number, other: number, metric: Metric): ChosenPair => {
    const seed = reading.typicalSeed(first, other, metric);
    return [
      { cell: first, seed },
      { cell: other, seed },
    ];
  };
  for (const metric of metrics) {
    const { best, clear } = reading.evidence(metric);
    const other = reading.reliable.find((at) => !best.includes(at));
    if (metric.better !== null && clear && best[0] !== undefined && other !== undefined)
      return pairOf(best[0], other, metric);
  }
  const [first = 0, other] = reading.measured;
  if (other !== undefined && metrics[0] !== undefined) return pairOf(first, other, metrics[0]);
  return [
    { cell: first, seed: 0 },
    { cell: first, seed: Math.min(1, seeds.length - 1) },
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
