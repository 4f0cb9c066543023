/**
 * The runs of an experiment read as a table: how often each setting succeeds, and what its figures show of the runs that did.
 * Sentence, marks and the table of differences all ask here, so that they cannot disagree. Pure.
 *
 * Settings are compared over the seeds that all of them have. Time, cost, messages and fairness count of seeds under which
 * both succeed, because to fail early is not to be quick; and a setting that succeeds clearly less often is never the best.
 * What was worked out once is kept: of a hundred thousand runs it takes a second, which `work` does in pieces beforehand.
 */
import { canonical } from '../../base/index.ts';
import type { Setting } from '../factors.ts';
import { metrics, type Metric } from '../metric-list.ts';
import { valueOf, type Row } from '../metrics.ts';
import { summaryOf, type Summary } from '../statistics.ts';
import { drained, equalMin, judging, type Contrast, type Evidence, type Sample } from './evidence.ts';
import { isCertain, isSteady } from './certain.ts';
import { precisionOf, type Precision } from './enough.ts';
import { factorialOf, type Factorial, type Unsplit } from './factorial.ts';
import { frontOf, type Front } from './pareto.ts';
import { wilson } from './student.ts';

/** One combination and what is known of it so far; rows stand at the place of their seed. */
export interface Cell {
  readonly setting: Setting;
  /** Why it cannot run, or null. */
  readonly problem: string | null;
  readonly rows: readonly (Row | undefined)[];
}

/** How often a setting succeeded, with the interval that holds the true share with 95 %. */
export interface Success {
  readonly count: number;
  readonly of: number;
  readonly low: number;
  readonly high: number;
}

/** Differences below what is displayed are none. */
const steps: Readonly<Record<Metric['unit'], number>> = { ms: 1, count: 0, amount: 0.05, share: 0.005, index: 0.0005 };

const succeeded: Metric = metrics[6];

/** What is weighed against each other: less of each is better, and one is often bought by another. */
export const frontMetrics: readonly Metric[] = metrics.slice(0, 3);

export class Reading {
  readonly cells: readonly Cell[];
  /** Places of the settings of which there are runs. */
  readonly measured: readonly number[];
  /** Places of the seeds that all of these have. */
  readonly common: readonly number[];
  /** The setting that others are compared with: the drawing as it is where it is among them, else the first. */
  readonly base: number;
  /** For each place of a seed whether all settings have it. */
  readonly #shared: readonly boolean[];
  readonly #evidence = new Map<string, Evidence>();
  readonly #contrasts = new Map<string, readonly (Contrast | null)[]>();
  readonly #samples = new Map<string, Sample>();
  readonly #summaries = new Map<string, Summary | null>();
  readonly #successes = new Map<number, Success>();
  readonly #factorials = new Map<string, Factorial | Unsplit>();
  #front: Front | null = null;
  #reliable: readonly number[] | null = null;
  #certain: boolean | null = null;

  constructor(cells: readonly Cell[], drawn: number | null = null) {
    this.cells = cells;
    const has = (row: Row | undefined): boolean => row !== undefined && row.length > 0;
    this.measured = cells.flatMap(({ problem, rows }, at) => (problem === null && rows.some(has) ? [at] : []));
    const seeds = Math.max(0, ...this.measured.map((at) => cells[at]!.rows.length));
    this.#shared = Array.from({ length: seeds }, (_, seed) => this.measured.every((at) => has(cells[at]!.rows[seed])));
    this.common = this.#shared.flatMap((shared, seed) => (shared ? [seed] : []));
    this.base = drawn !== null && this.measured.includes(drawn) ? drawn : (this.measured[0] ?? 0);
  }

  /** Places of the settings that succeed as often as the best, as far as can be told. */
  get reliable(): readonly number[] {
    return drained(this.#trusted());
  }

  *#trusted(): Generator<undefined, readonly number[]> {
    if (this.#reliable === null) {
      const samples = this.#all(this.measured, succeeded);
      this.#reliable = (yield* judging(samples, { better: 'more', base: this.base, exact: this.certain })).best;
    }
    return this.#reliable;
  }

  success(at: number): Success {
    let known = this.#successes.get(at);
    if (known === undefined) {
      const made = this.sample(at, succeeded).filter((value) => value !== null);
      const count = made.filter((value) => value === 1).length;
      known = { count, of: made.length, ...wilson(count, made.length) };
      this.#successes.set(at, known);
    }
    return known;
  }

  /** The figures of a setting by seed, of the seeds that all have; null where it has none. */
  sample(at: number, metric: Metric): Sample {
    const key = `${metric.id} ${String(at)}`;
    let known = this.#samples.get(key);
    if (known === undefined) {
      const { rows } = this.cells[at]!;
      known = this.#shared.map((shared, seed) => (shared ? valueOf(rows[seed], metric) : null));
      this.#samples.set(key, known);
    }
    return known;
  }

  /** The same in figures; null where it has none. */
  summary(at: number, metric: Metric): Summary | null {
    const key = `${metric.id} ${String(at)}`;
    let known = this.#summaries.get(key);
    if (known === undefined) {
      known = summaryOf(this.sample(at, metric).filter((value) => value !== null));
      this.#summaries.set(key, known);
    }
    return known;
  }

  /** What the figures show of who is best: settings that succeed less often stand aside. */
  evidence(metric: Metric): Evidence {
    return drained(this.#judged(metric));
  }

  *#judged(metric: Metric): Generator<undefined, Evidence> {
    const known = this.#evidence.get(metric.id);
    if (known !== undefined) return known;
    const base = this.reliable.includes(this.base) ? this.base : (this.reliable[0] ?? this.base);
    const made = yield* judging(this.#all(this.reliable, metric), { ...wayOf(metric), base, exact: this.certain });
    this.#evidence.set(metric.id, made);
    return made;
  }

  /** Every other setting beside one of them; what is quicker and succeeds less often is said to fail. */
  contrasts(metric: Metric, base: number): readonly (Contrast | null)[] {
    return drained(this.#beside(metric, base));
  }

  *#beside(metric: Metric, base: number): Generator<undefined, readonly (Contrast | null)[]> {
    const key = `${metric.id} ${String(base)}`;
    const known = this.#contrasts.get(key);
    if (known !== undefined) return known;
    const { contrasts } = yield* judging(this.#all(this.measured, metric), {
      ...wayOf(metric),
      base,
      exact: this.certain,
    });
    const made = contrasts.map((each, at): Contrast | null =>
      each?.verdict === 'better' && this.reliable.includes(base) && !this.reliable.includes(at)
        ? { ...each, verdict: 'fails' }
        : each,
    );
    this.#contrasts.set(key, made);
    return made;
  }

  /** Works out in pieces of a few milliseconds what is asked for when figures are shown by these metrics. */
  *work(shown: readonly Metric[]): Generator<undefined, void> {
    yield* this.#trusted();
    for (const metric of shown) {
      for (const at of this.measured) {
        this.summary(at, metric);
        yield;
      }
      if (metric.better !== null) yield* this.#judged(metric);
      yield* this.#beside(metric, this.base);
    }
    for (const at of this.measured) this.success(at);
  }

  /** The seed, by its place, whose difference is nearest to the median of all: the pair to look at for the usual case. */
  typicalSeed(first: number, other: number, metric: Metric): number {
    const [one, two] = [this.sample(first, metric), this.sample(other, metric)];
    const differences = one.flatMap((value, place) => {
      const beside = two[place] ?? null;
      return value === null || beside === null ? [] : [{ place, value: beside - value }];
    });
    differences.sort((left, right) => left.value - right.value || left.place - right.place);
    return differences[Math.floor(differences.length / 2)]?.place ?? this.common[0] ?? 0;
  }

  /** A figure split by the factors that vary, or why it cannot be. */
  factorial(metric: Metric): Factorial | Unsplit {
    let known = this.#factorials.get(metric.id);
    if (known === undefined) {
      known = factorialOf(this, metric, { ...wayOf(metric), exact: this.certain });
      this.#factorials.set(metric.id, known);
    }
    return known;
  }

  /** The Pareto front of mean time, messages and cost, of those that succeed as often as the best. */
  get front(): Front {
    this.#front ??= frontOf(
      this.cells.map((_, at) => (this.reliable.includes(at) ? this.#measures(at) : null)),
      frontMetrics.map(({ unit }) => steps[unit]),
    );
    return this.#front;
  }

  #measures(at: number): number[] | null {
    const means = frontMetrics.flatMap((metric) => this.summary(at, metric)?.mean ?? []);
    return means.length === frontMetrics.length ? means : null;
  }

  /** How well mean total times are known. */
  get precision(): Precision | null {
    const [makespan] = frontMetrics;
    return precisionOf(this.measured.map((at) => this.summary(at, makespan!)));
  }

  /** Whether nothing in any run was left to chance, so that every seed gives the same. */
  get certain(): boolean {
    return (this.#certain ??= this.measured.length > 0 && this.measured.every((at) => isCertain(this.cells[at]!.rows)));
  }

  /** Whether all seeds gave the same runs, although lots were drawn in them. */
  get steady(): boolean {
    return !this.certain && this.measured.length > 0 && this.measured.every((at) => isSteady(this.cells[at]!.rows));
  }

  #all(places: readonly number[], metric: Metric): Sample[] {
    return this.cells.map((_, at) => (places.includes(at) ? this.sample(at, metric) : []));
  }
}

/** A factor that changed nothing, and under which values of the other factors; none of these where it never did. */
export interface IdleFactor {
  readonly path: string;
  readonly under: Setting;
}

/** Factors whose values all gave the very same runs. */
export function idleFactors({ cells, measured, common, certain }: Reading): IdleFactor[] {
  const same = (one: number, two: number): boolean =>
    common.every((seed) => {
      const [first, other] = [cells[one]!.rows[seed]!, cells[two]!.rows[seed]!];
      return first.every((value, at) => value === other[at]);
    });
  // Where lots are drawn, a run or two may be alike by chance.
  const factors = common.length < equalMin && !certain ? [] : (cells[0]?.setting ?? []);
  return factors.flatMap(({ path }, factor) => {
    const groups = new Map<string, number[]>();
    for (const at of measured) {
      const rest = canonical(cells[at]!.setting.filter((_, place) => place !== factor));
      groups.set(rest, [...(groups.get(rest) ?? []), at]);
    }
    const several = [...groups.values()].filter((places) => places.length > 1);
    const idle = several.filter(([first, ...others]) => others.every((at) => same(first!, at)));
    if (idle.length === 0) return [];
    if (idle.length === several.length) return [{ path, under: [] }];
    return idle.map(([first]) => ({ path, under: cells[first!]!.setting.filter((_, place) => place !== factor) }));
  });
}

function wayOf({ better, unit }: Metric): { readonly better: 'less' | 'more'; readonly step: number } {
  return { better: better ?? 'more', step: steps[unit] };
}
