/**
 * What a table of runs says of shared memories and resources, in words: in how many runs something went wrong with each setting, and
 * whose copies were alike again soonest, where that is clear. Counts are of what happened, and say nothing of chance.
 */
import { metrics, type Metric } from '../metric-list.ts';
import { column } from '../metrics.ts';
import type { Reading } from './reading.ts';

/** How settings are listed, and a figure written. */
interface Listing {
  readonly names: (places: readonly number[]) => string;
  readonly figure: (metric: Metric, value: number) => string;
}

const wrongs = [column.unavailable, column.staleReads, column.lostUpdates, column.victims].map((at) => metrics[at]);

/** A sentence for each thing that went wrong anywhere, and one on how long copies differed. */
export function serviceWords(reading: Reading, listing: Listing): string[] {
  return [...wrongs.flatMap((metric) => wrongWords(reading, metric, listing)), ...apartWords(reading, listing)];
}

/** "Stale reads: eventual in 12 of 12 runs, naive in 7 of 12 runs; strong in none." */
function wrongWords(reading: Reading, metric: Metric, { names }: Listing): string[] {
  const runs = reading.measured.map((at) => {
    const values = reading.sample(at, metric).filter((value) => value !== null);
    return { at, of: values.length, count: values.filter((value) => value > 0).length };
  });
  const some = runs.filter(({ count }) => count > 0);
  if (some.length === 0) return [];
  const groups = [...new Set(some.map(({ count }) => count))]
    .sort((one, other) => other - one)
    .map((count) => some.filter((each) => each.count === count));
  const words = ([one]: typeof some): string => `in ${String(one!.count)} of ${String(one!.of)} runs`;
  if (groups.length === 1 && some.length === runs.length && runs.length > 1)
    return [`${metric.title} ${words(some)} of each.`];
  const told = groups.map((group) => `${names(group.map(({ at }) => at))} ${words(group)}`);
  const free = runs.filter(({ count, of }) => count === 0 && of > 0).map(({ at }) => at);
  return [`${metric.title}: ${told.join(', ')}${free.length === 0 ? '' : `; ${names(free)} in none`}.`];
}

function apartWords(reading: Reading, { names, figure }: Listing): string[] {
  const metric = metrics[column.convergeMs];
  const { best, clear } = reading.evidence(metric);
  if (!clear) return [];
  const mean = (at: number): number => reading.summary(at, metric)?.mean ?? 0;
  const others = reading.reliable.filter((at) => !best.includes(at) && reading.summary(at, metric) !== null);
  const longest = others.reduce((most, at) => (mean(at) > mean(most) ? at : most), others[0]!);
  const most = Math.max(...best.map(mean));
  const soonest = best.length === 1 ? 'is' : 'are';
  return [
    `${names(best)} ${soonest} the soonest to converge, after at most ${figure(metric, most)} on average; ${names([longest])} takes ${figure(metric, mean(longest))}.`,
  ];
}
