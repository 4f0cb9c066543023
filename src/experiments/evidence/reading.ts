/**
 * The runs of an experiment read as a table: how often each setting succeeds, and what its figures show of the runs that did.
 * Sentence, marks and the table of differences all ask here, so that they cannot disagree. Pure.
 *
 * Settings are compared over the seeds that all of them have. Time, cost, messages and fairness count of seeds under which
 * both succeed, because to fail early is not to be quick; and a setting that succeeds clearly less often is never the best.
 */
import { canonical } from '../../base/index.ts';
import type { Setting } from '../factors.ts';
import { column, valueOf, type Metric, type Row } from '../metrics.ts';
import { equalMin, evidenceOf, type Contrast, type Evidence, type Sample } from './evidence.ts';
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

export class Reading {
  readonly cells: readonly Cell[];
  /** Places of the settings of which there are runs. */
  readonly measured: readonly number[];
  /** Places of the seeds that all of these have. */
  readonly common: readonly number[];
  /** Places of the settings that succeed as often as the best, as far as can be told. */
  readonly reliable: readonly number[];
  /** The setting that others are compared with: the drawing as it is where it is among them, else the first. */
  readonly base: number;
  readonly #evidence = new Map<string, Evidence>();

  constructor(cells: readonly Cell[], drawn: number | null = null) {
    this.cells = cells;
    const has = (row: Row | undefined): boolean => row !== undefined && row.length > 0;
    this.measured = cells.flatMap(({ problem, rows }, at) => (problem === null && rows.some(has) ? [at] : []));
    const seeds = Math.max(0, ...this.measured.map((at) => cells[at]!.rows.length));
    this.common = Array.from({ length: seeds }, (_, seed) => seed).filter((seed) =>
      this.measured.every((at) => has(cells[at]!.rows[seed])),
    );
    this.base = drawn !== null && this.measured.includes(drawn) ? drawn : (this.measured[0] ?? 0);
    const succeeded = this.#samples(this.measured, (row) => row[column.succeeded] ?? 0);
    this.reliable = evidenceOf(succeeded, { better: 'more', base: this.base }).best;
  }

  success(at: number): Success {
    const { rows: made } = this.cells[at]!;
    const rows = this.common.map((seed) => made[seed]).filter((row) => row !== undefined);
    const count = rows.filter((row) => row[column.succeeded] === 1).length;
    return { count, of: rows.length, ...wilson(count, rows.length) };
  }

  /** The figures of a setting by seed, of the seeds that all have; null where it has none. */
  sample(at: number, metric: Metric): Sample {
    return this.#samples([at], (row) => valueOf(row, metric))[at]!;
  }

  /** What the figures show of who is best: settings that succeed less often stand aside. */
  evidence(metric: Metric): Evidence {
    const known = this.#evidence.get(metric.id);
    if (known !== undefined) return known;
    const base = this.reliable.includes(this.base) ? this.base : (this.reliable[0] ?? this.base);
    const samples = this.#samples(this.reliable, (row) => valueOf(row, metric));
    const made = evidenceOf(samples, { ...wayOf(metric), base });
    this.#evidence.set(metric.id, made);
    return made;
  }

  /** Every other setting beside one of them; what is quicker and succeeds less often is said to fail. */
  contrasts(metric: Metric, base: number): readonly (Contrast | null)[] {
    const samples = this.#samples(this.measured, (row) => valueOf(row, metric));
    const { contrasts } = evidenceOf(samples, { ...wayOf(metric), base });
    return contrasts.map((each, at) =>
      each?.verdict === 'better' && this.reliable.includes(base) && !this.reliable.includes(at)
        ? { ...each, verdict: 'fails' }
        : each,
    );
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

  /** Whether nothing in any run was left to chance, so that every seed gives the same. */
  get certain(): boolean {
    return this.measured.length > 0 && this.measured.every((at) => isCertain(this.cells[at]!.rows));
  }

  #samples(places: readonly number[], value: (row: Row) => number | null): Sample[] {
    const seeds = new Set(this.common);
    return this.cells.map(({ rows }, at) =>
      places.includes(at)
        ? Array.from(rows, (row, seed) => (row === undefined || !seeds.has(seed) ? null : value(row)))
        : [],
    );
  }
}

/** Whether runs of a setting show that chance plays no part: some equal ones, and none that asked for chance. */
export function isCertain(rows: readonly (Row | undefined)[]): boolean {
  const made = rows.filter((row) => row !== undefined);
  if (made.length < equalMin) return false;
  return made.every((row) => row[column.chance] === 0 && row.every((value, at) => value === made[0]![at]));
}

/** A factor that changed nothing, and under which values of the other factors; none of these where it never did. */
export interface IdleFactor {
  readonly path: string;
  readonly under: Setting;
}

/** Factors whose values all gave the very same runs. */
export function idleFactors({ cells, measured, common }: Reading): IdleFactor[] {
  const same = (one: number, two: number): boolean =>
    common.every((seed) => {
      const [first, other] = [cells[one]!.rows[seed]!, cells[two]!.rows[seed]!];
      return first.every((value, at) => value === other[at]);
    });
  // A run or two may be alike by chance.
  const factors = common.length < equalMin ? [] : (cells[0]?.setting ?? []);
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
