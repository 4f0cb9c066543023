/**
 * What a table of runs shows about one figure, decided once for the sentence above it, the marks in it and the table of
 * differences: which settings differ clearly from the base, and which group cannot be told from the best. Settings are
 * compared seed by seed, over the seeds for which both have the figure. Pure.
 *
 * Differences are judged by their mean under Student's t (n - 1 degrees of freedom), all that are looked at together by
 * Holm's method (1979), so that of equal settings any is told apart in at most one table of twenty. Five seeds are the
 * least; p is never below the chance that as many differences all go one way.
 */
import { summaryOf, type Summary } from '../statistics.ts';
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
  /** Whether no setting leaves anything to chance: then every difference is exact. */
  readonly exact: boolean;
  /** About how many seeds would tell the largest difference that is not clear; null where nothing is open. */
  readonly seedsNeeded: number | null;
}

/** Fewer seeds than these tell nothing where chance plays a part. */
export const seedsMin = 5;
/** As many equal runs say that chance plays none. */
export const equalMin = 3;
/** Differences below this share of the base do not matter to anybody. */
const practicalShare = 0.01;
const significance = 0.05;
/** The 80 % point of the normal distribution: how surely a difference is to be found with the seeds that are asked for. */
const z80 = 0.8416212335729143;
const seedsNeededMax = 1_000_000;

interface Judged {
  readonly differences: readonly number[];
  readonly summary: Summary;
  readonly baseMean: number;
  readonly p: number;
}

/** What the samples show; `better` says which way is good, and `step` is the least difference that is displayed. */
export function evidenceOf(
  samples: readonly Sample[],
  { better, base = 0, step = 0 }: { readonly better: 'less' | 'more'; readonly base?: number; readonly step?: number },
): Evidence {
  const present = samples.flatMap((sample, at) => (sample.some((value) => value !== null) ? [at] : []));
  const exact = present.length > 0 && present.every((at) => isConstant(samples[at]!));
  const judge = new Judge(samples, { better, step, exact });
  const contrasts = judge.against(base, present);
  const ahead = present.filter((at) => contrasts[at]?.verdict === 'better');
  const level = present.filter((at) => at === base || !isClear(contrasts[at]?.verdict));
  const best = ahead.length > 0 ? judge.leaders(ahead) : level;
  return {
    base,
    contrasts,
    best,
    clear: best.length < present.length,
    exact,
    seedsNeeded: exact || best.length < 2 ? null : judge.seedsNeeded(best),
  };
}

function isClear(verdict: Verdict | undefined): boolean {
  return verdict === 'better' || verdict === 'worse';
}

function isConstant(sample: Sample): boolean {
  const values = sample.filter((value) => value !== null);
  return values.length >= equalMin && values.every((value) => value === values[0]);
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
  against(base: number, places: readonly number[]): (Contrast | null)[] {
    const others = places.filter((at) => at !== base);
    const judged = new Map(others.map((at) => [at, this.#judged(base, at)]));
    const levels = holm([...judged.values()].map((each) => each?.p ?? 1));
    return this.#samples.map((_, at) => {
      const each = judged.get(at) ?? null;
      return each === null ? null : this.#contrast(each, levels[others.indexOf(at)]!);
    });
  }

  /** Of those that are better than the base, the ones than which no other is clearly better. */
  leaders(places: readonly number[]): number[] {
    const pairs = places.flatMap((first, at) => places.slice(at + 1).map((other) => [first, other] as const));
    const judged = pairs.map(([first, other]) => this.#judged(first, other));
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
      return [Math.ceil(ratio * ratio)];
    });
    const least = Math.min(...needed);
    return least <= seedsNeededMax ? Math.max(seedsMin, least) : null;
  }

  #judged(first: number, other: number): Judged | null {
    const differences: number[] = [];
    let sum = 0;
    this.#samples[first]!.forEach((value, seed) => {
      const beside = this.#samples[other]![seed] ?? null;
      if (value === null || beside === null) return;
      differences.push(beside - value);
      sum += value;
    });
    const summary = summaryOf(differences);
    if (summary === null) return null;
    const p = this.#exact ? 0 : chanceOf(differences, summary);
    return { differences, summary, baseMean: sum / differences.length, p };
  }

  #contrast(judged: Judged, level: number): Contrast {
    const { differences, summary, baseMean } = judged;
    const { count, mean, median, deviation } = summary;
    const margin = this.#exact || count < 2 ? 0 : (criticalT(level, count - 1) * deviation) / Math.sqrt(count);
    const [low, high] = [mean - margin, mean + margin];
    const near = this.#isSmall(low, baseMean) && this.#isSmall(high, baseMean);
    const verdict = this.#apart(judged, level) ?? (near ? 'same' : 'unclear');
    return { count, mean, median, deviation, baseMean, low, high, ...signsOf(differences), verdict };
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
function chanceOf(differences: readonly number[], { count, mean, deviation }: Summary): number {
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

function signsOf(differences: readonly number[]): { less: number; same: number; more: number } {
  const less = differences.filter((each) => each < 0).length;
  const same = differences.filter((each) => each === 0).length;
  return { less, same, more: differences.length - less - same };
}
