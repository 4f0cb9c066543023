/**
 * How many seeds are enough: the mean total time of every setting is to be known to a share of itself, half the width of its 95 %
 * interval (Student's t). It is asked at fixed numbers of seeds only, over all seeds up to there, so that where it stops depends on
 * the document and never on the order in which runs come in. Sequential sampling after Chow and Robbins (1965). Pure.
 */
import { metrics } from '../metric-list.ts';
import { valueOf, type Row } from '../metrics.ts';
import { summaryOf, type Summary } from '../statistics.ts';
import { criticalT } from './student.ts';

/** What half the width may be of the mean where nothing else is said. */
export const enoughShare = 0.02;
/** Before so many seeds nothing is decided: an interval of few may be narrow by chance. */
export const enoughSeedsMin = 20;
/** From look to look the number of seeds grows by a tenth, and by ten at least. */
const growth = 1.1;
const stepMin = 10;
const significance = 0.05;
const seedsMax = 1_000_000;

const [makespan] = metrics;

/** Half the width of the 95 % interval of a mean, as a share of it; null where there is no interval. */
export function halfWidthOf({ count, mean, deviation }: Summary): number | null {
  if (count < 2) return null;
  if (deviation === 0) return 0;
  if (mean === 0) return null;
  return (criticalT(significance, count - 1) * deviation) / Math.sqrt(count) / Math.abs(mean);
}

/** How well the mean total times of some settings are known, and about how many seeds would make that `share`. */
export interface Precision {
  /** Of the setting that is known least well. */
  readonly share: number;
  readonly seeds: number;
}

/** Of the settings under which at least two runs succeeded; null where there is none. */
export function precisionOf(summaries: readonly (Summary | null)[], wanted = enoughShare): Precision | null {
  const known = summaries.flatMap((summary) => {
    const share = summary === null ? null : halfWidthOf(summary);
    return summary === null || share === null ? [] : [{ share, seeds: seedsFor(summary.count, share / wanted) }];
  });
  if (known.length === 0) return null;
  return { share: Math.max(...known.map(({ share }) => share)), seeds: Math.max(...known.map(({ seeds }) => seeds)) };
}

/** An interval that is so many times too wide takes the square of that many times the seeds. */
function seedsFor(count: number, times: number): number {
  return Math.min(seedsMax, Math.max(enoughSeedsMin, Math.ceil(count * times * times)));
}

/** Watches the runs of an experiment as they come in, and says after how many seeds they are enough. */
export class Enough {
  readonly #share: number;
  #next = enoughSeedsMin;

  constructor(share = enoughShare) {
    this.#share = share;
  }

  /** The number of seeds at which to look next. */
  get next(): number {
    return this.#next;
  }

  /** The number of seeds that are enough by the rows that are there, at the places of their seeds; null where that is not known yet. */
  reached(settings: readonly (readonly (Row | undefined)[])[]): number | null {
    if (settings.length === 0) return null;
    while (settings.every((rows) => hasAll(rows, this.#next))) {
      const seeds = this.#next;
      if (settings.every((rows) => this.#known(rows.slice(0, seeds)))) return seeds;
      this.#next = Math.max(seeds + stepMin, Math.ceil((seeds * growth) / stepMin) * stepMin);
    }
    return null;
  }

  /** A setting under which nothing succeeds has no time to be known. */
  #known(rows: readonly (Row | undefined)[]): boolean {
    const times = rows.flatMap((row) => valueOf(row, makespan) ?? []);
    const summary = summaryOf(times);
    if (summary === null) return true;
    const share = halfWidthOf(summary);
    return share !== null && share <= this.#share;
  }
}

function hasAll(rows: readonly (Row | undefined)[], count: number): boolean {
  if (rows.length < count) return false;
  // What is missing is missing at the end, where seeds are handed out in order.
  for (let at = count - 1; at >= 0; at -= 1) if (rows[at] === undefined) return false;
  return true;
}
