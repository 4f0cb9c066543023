/**
 * What a table of runs shows about one figure, decided once for the sentence above it, the marks in it and the table of
 * differences: which settings differ clearly from the base, and which group cannot be told from the best. Settings are
 * compared seed by seed, over the seeds for which both have the figure. Pure.
 *
 * Differences are judged by their mean under Student's t (n - 1 degrees of freedom), all that are looked at together by
 * Holm's method (1979), so that of equal settings any is told apart in at most one table of twenty. Five seeds are the
 * least; p is never below the chance that as many differences all go one way.
 */
import { correlationOf, summaryOf, type Summary } from '../statistics.ts';
import { cliffsDelta } from './effect.ts';
import { criticalT, twoSided } from './student.ts';

/** A figure by seed; null where the run was not made or has none. */
export type Sample = readonly (number | null)[];

/**
 * How a setting stands to another. `same` is nearer than one in a hundred; `mixed` goes one way on average and the other in
 * most seeds; `few` has too few seeds; `fails` would be better if it did not succeed clearly less often.
 */
export type Verdict = 'better' | 'worse' | 'same' | 'unclear' | 'mixed' | 'few' | 'fails';

export interface Contrast {
  /** Seeds for which both have the figure. */
  readonly count: number;
  /** Of the differences, the other less the base. */
  readonly mean: number;
  readonly median: number;
  readonly deviation: number;
  /** Of the base over these seeds. */
  readonly baseMean: number;
  /** Holds the true mean with 95 % in all lines of the table at once; as wide as the mean where no chance is in it. */
  readonly low: number;
  readonly high: number;
  readonly less: number;
  readonly same: number;
  readonly more: number;
  /** How far the two go together from seed to seed, from -1 to 1; null where one of them is the same under all. */
  readonly correlation: number | null;
  /** Cliff's delta of the other against the base, from -1 to 1: how much more often its runs lie above those of the base than below. */
  readonly effect: number;
  readonly verdict: Verdict;
}

export interface Evidence {
  /** The place of the setting that the others are compared with. */
  readonly base: number;
  /** A setting each; null for the base and for what shares no seed with it. */
  readonly contrasts: readonly (Contrast | null)[];
  /** Places of those that cannot be told from the best; all that have the figure where nothing is clear. */
  readonly best: readonly number[];
  /** Whether `best` leaves anybody out. */
  readonly clear: boolean;
  /** Whether no setting leaves anything to chance, as the runs themselves say: then every difference is exact. */
  readonly exact: boolean;
  /** About how many seeds would tell the largest difference that is not clear; null where nothing is open. */
  readonly seedsNeeded: number | null;
}

/** Fewer seeds than these tell nothing where chance plays a part. */
export const seedsMin = 5;
/** So many runs that are alike say something. */
export const equalMin = 3;
/** Differences below this share of the base do not matter to anybody. */
const practicalShare = 0.01;
const significance = 0.05;
/** The 80 % point of the normal distribution: how surely a difference is to be found with the seeds that are asked for. */
const z80 = 0.8416212335729143;
const seedsNeededMax = 1_000_000;

interface Judged {
  readonly first: Float64Array;
  readonly other: Float64Array;
  readonly differences: Float64Array;
  readonly summary: Summary;
  readonly baseMean: number;
  readonly p: number;
}

/** Which way is good, what the others are compared with, the least difference that is displayed, and whether chance plays no part. */
export interface Way {
  readonly better: 'less' | 'more';
  readonly base?: number;
  readonly step?: number;
  readonly exact?: boolean;
}

/** What the samples show. */
export function evidenceOf(samples: readonly Sample[], way: Way): Evidence {
  return drained(judging(samples, way));
}

/** The same in pieces of a few milliseconds, for a page that has other things to do. */
export function* judging(
  samples: readonly Sample[],
  { better, base = 0, step = 0, exact = false }: Way,
): Generator<undefined, Evidence> {
  const present = samples.flatMap((sample, at) => (sample.some((value) => value !== null) ? [at] : []));
  const judge = new Judge(samples, { better, step, exact });
  const contrasts = yield* judge.against(base, present);
  const ahead = present.filter((at) => contrasts[at]?.verdict === 'better');
  const level = present.filter((at) => at === base || !isClear(contrasts[at]?.verdict));
  const best = ahead.length > 0 ? yield* judge.leaders(ahead) : level;
  return {
    base,
    contrasts,
    best,
    clear: best.length < present.length,
    exact,
    seedsNeeded: exact || best.length < 2 ? null : judge.seedsNeeded(best),
  };
}

/** What comes of work in pieces, done at once. */
export function drained<T>(work: Generator<undefined, T>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
  }
}

function isClear(verdict: Verdict | undefined): boolean {
  return verdict === 'better' || verdict === 'worse';
}

class Judge {
  readonly #samples: readonly Sample[];
  readonly #sign: number;
  readonly #step: number;
  readonly #exact: boolean;

  constructor(
    samples: readonly Sample[],
    { better, step, exact }: { better: 'less' | 'more'; step: number; exact: boolean },
  ) {
    this.#samples = samples;
    this.#sign = better === 'less' ? 1 : -1;
    this.#step = step;
    this.#exact = exact;
  }

  /** Every other setting beside the base, told apart all together. */
  *against(base: number, places: readonly number[]): Generator<undefined, (Contrast | null)[]> {
    const others = places.filter((at) => at !== base);
    const judged = yield* this.#each(others.map((at) => [base, at]));
    const levels = holm(judged.map((each) => each?.p ?? 1));
    const contrasts = this.#samples.map((): Contrast | null => null);
    for (const [place, at] of others.entries()) {
      const each = judged[place] ?? null;
      if (each !== null) contrasts[at] = this.#contrast(each, levels[place]!);
      yield;
    }
    return contrasts;
  }

  *#each(pairs: readonly (readonly [number, number])[]): Generator<undefined, (Judged | null)[]> {
    const judged: (Judged | null)[] = [];
    for (const [first, other] of pairs) {
      judged.push(this.#judged(first, other));
      yield;
    }
    return judged;
  }

  /** Of those that are better than the base, the ones than which no other is clearly better. */
  *leaders(places: readonly number[]): Generator<undefined, number[]> {
    const pairs = places.flatMap((first, at) => places.slice(at + 1).map((other) => [first, other] as const));
    const judged = yield* this.#each(pairs);
    const levels = holm(judged.map((each) => each?.p ?? 1));
    const beaten = new Set<number>();
    judged.forEach((each, at) => {
      if (each === null) return;
      // No interval is worked out: of very many pairs that would take seconds, and only what is clear counts here.
      const verdict = this.#apart(each, levels[at]!);
      if (isClear(verdict ?? undefined)) beaten.add(pairs[at]![verdict === 'better' ? 0 : 1]);
    });
    return places.filter((at) => !beaten.has(at));
  }

  /** Seeds that would tell the clearest difference of these from the first, found in four of five tries. */
  seedsNeeded(places: readonly number[]): number | null {
    const [first, ...others] = places;
    const level = criticalT(significance / Math.max(1, this.#samples.length - 1), 1000) + z80;
    const needed = others.flatMap((other) => {
      const judged = this.#judged(first!, other);
      if (judged === null) return [];
      const { summary, baseMean } = judged;
      if (summary.deviation === 0 || this.#isSmall(summary.mean, baseMean)) return [];
      const ratio = (level * summary.deviation) / summary.mean;
      // By so many it would have been told by now in four of five tries: it was not, so it takes more.
      return [Math.max(Math.ceil(ratio * ratio), Math.ceil(1.5 * summary.count))];
    });
    const least = Math.min(...needed);
    return least <= seedsNeededMax ? Math.max(seedsMin, least) : null;
  }

  #judged(first: number, other: number): Judged | null {
    const [left, right] = [this.#samples[first]!, this.#samples[other]!];
    const most = Math.min(left.length, right.length);
    const [ones, others, differences] = [new Float64Array(most), new Float64Array(most), new Float64Array(most)];
    let count = 0;
    let sum = 0;
    for (let seed = 0; seed < most; seed += 1) {
      const [value, beside] = [left[seed]!, right[seed]!];
      if (value === null || beside === null) continue;
      ones[count] = value;
      others[count] = beside;
      differences[count] = beside - value;
      count += 1;
      sum += value;
    }
    const apart = differences.subarray(0, count);
    const summary = summaryOf(apart);
    if (summary === null) return null;
    const p = this.#exact ? 0 : chanceOf(apart, summary);
    return {
      first: ones.subarray(0, count),
      other: others.subarray(0, count),
      differences: apart,
      summary,
      baseMean: sum / count,
      p,
    };
  }

  #contrast(judged: Judged, level: number): Contrast {
    const { first, other, differences, summary, baseMean } = judged;
    const { count, mean, median, deviation } = summary;
    const margin = this.#exact || count < 2 ? 0 : (criticalT(level, count - 1) * deviation) / Math.sqrt(count);
    const [low, high] = [mean - margin, mean + margin];
    const near = this.#isSmall(low, baseMean) && this.#isSmall(high, baseMean);
    const verdict = this.#apart(judged, level) ?? (near ? 'same' : 'unclear');
    const figures = { count, mean, median, deviation, baseMean, low, high, ...signsOf(differences) };
    return { ...figures, correlation: correlationOf(first, other), effect: cliffsDelta(first, other), verdict };
  }

  /** What can be said of a difference that is told apart from none at this level; null where it is not. */
  #apart({ summary: { count, mean, median }, baseMean, p }: Judged, level: number): Verdict | null {
    if (!this.#exact && count < seedsMin) return 'few';
    if (p > level || p >= significance) return null;
    if (this.#isSmall(mean, baseMean)) return 'same';
    if (median * mean < 0) return 'mixed';
    return mean * this.#sign < 0 ? 'better' : 'worse';
  }

  #isSmall(difference: number, baseMean: number): boolean {
    const size = Math.abs(difference);
    return size === 0 || size < this.#step || size < practicalShare * Math.abs(baseMean);
  }
}

/** How likely differences as far from 0 are by chance alone. */
function chanceOf(differences: Float64Array, { count, mean, deviation }: Summary): number {
  const moved = differences.filter((each) => each !== 0).length;
  if (count < 2 || moved === 0) return 1;
  let oneWay = 1;
  for (let at = 0; at < moved && oneWay > 0; at += 1) oneWay /= 2;
  return Math.max(oneWay, twoSided(mean / (deviation / Math.sqrt(count)), count - 1));
}

/**
 * The level of each of several tests by Holm's step-down method: the least p against 0.05 / m, the next against
 * 0.05 / (m - 1), and from the first that fails on all against the level of that one.
 */
export function holm(chances: readonly number[]): number[] {
  const order = chances.map((_, at) => at).sort((a, b) => chances[a]! - chances[b]! || a - b);
  const levels = new Array<number>(chances.length).fill(significance);
  let stopped: number | null = null;
  order.forEach((at, rank) => {
    const level = stopped ?? significance / (chances.length - rank);
    if (stopped === null && chances[at]! > level) stopped = level;
    levels[at] = level;
  });
  return levels;
}

function signsOf(differences: Float64Array): { less: number; same: number; more: number } {
  const less = differences.filter((each) => each < 0).length;
  const same = differences.filter((each) => each === 0).length;
  return { less, same, more: differences.length - less - same };
}
