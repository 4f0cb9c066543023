/**
 * What each factor does by itself and what two do together, where two or more of them vary: main effects, two-way interactions and the
 * share of all variation that each accounts for (sums of squares of a complete design, Fisher 1925). Every setting is run under the same
 * seeds, so a level of a factor is, seed by seed, the mean over all settings that have it; levels are told apart as settings are. Pure.
 */
import { canonical, type Json } from '../../base/index.ts';
import type { Metric } from '../metric-list.ts';
import type { Setting } from '../factors.ts';
import { evidenceOf, type Contrast, type Sample, type Way } from './evidence.ts';

/** What is asked of a table of runs. */
export interface Table {
  readonly cells: readonly { readonly setting: Setting }[];
  /** Places of the settings of which there are runs. */
  readonly measured: readonly number[];
  readonly base: number;
  sample(at: number, metric: Metric): Sample;
}

export interface Level {
  readonly value: Json;
  readonly mean: number;
  /** Beside the first level, or that of the drawing; null for that one. */
  readonly contrast: Contrast | null;
}

/** What a factor does on the average over all others. */
export interface MainEffect {
  readonly path: string;
  readonly levels: readonly Level[];
  /** Of all variation between runs, what goes with this factor. */
  readonly share: number;
}

/** What two factors do together that is more, or less, than both do alone. */
export interface Interaction {
  readonly paths: readonly [string, string];
  readonly share: number;
  /** The pair of values at which that is largest, beside the base values of both: a difference of differences. */
  readonly largest: { readonly values: readonly [Json, Json]; readonly contrast: Contrast };
  /** Whether any pair of values is told apart from none. */
  readonly clear: boolean;
}

export interface Factorial {
  /** Seeds under which all settings have the figure. */
  readonly seeds: number;
  readonly mean: number;
  readonly effects: readonly MainEffect[];
  readonly interactions: readonly Interaction[];
  /** What goes with three or more factors at once, with the seed alone, and with neither. */
  readonly rest: { readonly higher: number; readonly seed: number; readonly left: number };
}

/** Why a figure cannot be split by its factors. */
export type Unsplit = 'factors' | 'missing' | 'seeds';

/** The figure split by its factors, or why it cannot be: fewer than two vary, a combination is missing, or no seed has it under all. */
export function factorialOf(runs: Table, metric: Metric, way: Way): Factorial | Unsplit {
  const { cells, measured } = runs;
  const varied = variedIn(cells);
  if (varied.length < 2) return 'factors';
  if (measured.length < cells.length) return 'missing';
  const samples = cells.map((_, at) => runs.sample(at, metric));
  const places = samples[0]!.flatMap((_, seed) => (samples.every((sample) => sample[seed] !== null) ? [seed] : []));
  if (places.length === 0) return 'seeds';
  const table = samples.map((sample) => places.map((seed) => sample[seed] ?? 0));
  return split(new Design(cells, table, runs.base), varied, way);
}

/** Places of the factors in a setting that take more than one value. */
export function variedIn(cells: Table['cells']): number[] {
  return (cells[0]?.setting ?? []).flatMap((_, factor) =>
    new Set(cells.map(({ setting }) => canonical(setting[factor]?.value ?? null))).size > 1 ? [factor] : [],
  );
}

function split(design: Design, varied: readonly number[], way: Way): Factorial {
  const { mean, seeds, total } = design;
  const share = (squares: number): number => (total === 0 ? 0 : squares / total);
  const sums = varied.map((factor) => design.squares([factor]));
  const pairs = varied.flatMap((one, at) => varied.slice(at + 1).map((other) => [one, other] as const));
  const together = pairs.map(([one, other]) =>
    Math.max(0, design.squares([one, other]) - sums[varied.indexOf(one)]! - sums[varied.indexOf(other)]!),
  );
  const explained = [...sums, ...together].reduce((sum, each) => sum + each, 0);
  const between = design.squaresOfSettings;
  const seedSquares = design.squaresOfSeeds;
  return {
    seeds,
    mean,
    effects: varied.map((factor, at) => mainEffect(design, factor, share(sums[at]!), way)),
    interactions: pairs.map((pair, at) => interaction(design, pair, share(together[at]!), way)),
    rest: {
      higher: share(Math.max(0, between - explained)),
      seed: share(seedSquares),
      left: share(Math.max(0, total - between - seedSquares)),
    },
  };
}

function mainEffect(design: Design, factor: number, share: number, way: Way): MainEffect {
  const values = design.valuesOf(factor);
  const samples = values.map((_, level) => design.levelBySeed([factor], [level]));
  const base = design.baseLevel(factor);
  const { contrasts } = evidenceOf(samples, { ...way, base });
  const levels = values.map((value, at) => ({ value, mean: meanOf(samples[at]!), contrast: contrasts[at] ?? null }));
  return { path: design.pathOf(factor), levels, share };
}

function interaction(design: Design, pair: readonly [number, number], share: number, way: Way): Interaction {
  const [one, other] = pair;
  const [ones, others] = [design.valuesOf(one), design.valuesOf(other)];
  const [first, second] = [design.baseLevel(one), design.baseLevel(other)];
  const bySeed = (a: number, b: number): number[] => design.levelBySeed([one, other], [a, b]);
  const corner = bySeed(first, second);
  // A difference of differences is held against none, beside which the mean of all says what is small.
  const samples: Sample[] = [corner.map(() => design.mean)];
  const values: (readonly [Json, Json])[] = [];
  ones.forEach((value, a) => {
    others.forEach((beside, b) => {
      if (a === first || b === second) return;
      const [both, left, right] = [bySeed(a, b), bySeed(a, second), bySeed(first, b)];
      samples.push(both.map((each, seed) => design.mean + (each - left[seed]! - (right[seed]! - corner[seed]!))));
      values.push([value, beside]);
    });
  });
  const { contrasts } = evidenceOf(samples, { ...way, base: 0 });
  const told = contrasts.flatMap((contrast, at) => (contrast === null ? [] : [{ values: values[at - 1]!, contrast }]));
  const isClear = ({ contrast: { verdict } }: (typeof told)[number]): boolean =>
    verdict === 'better' || verdict === 'worse';
  const clear = told.filter(isClear);
  const largest = (clear.length > 0 ? clear : told).reduce((most, each) =>
    Math.abs(each.contrast.mean) > Math.abs(most.contrast.mean) ? each : most,
  );
  return { paths: [design.pathOf(one), design.pathOf(other)], share, largest, clear: clear.length > 0 };
}

/** A complete design: every combination of the values, each with a figure for every seed. */
class Design {
  readonly mean: number;
  readonly seeds: number;
  readonly #cells: Table['cells'];
  readonly #table: readonly (readonly number[])[];
  readonly #base: number;
  /** Of each factor its values in the order in which they come, and of each setting the place of its own among them. */
  readonly #values: readonly (readonly Json[])[];
  readonly #levels: readonly (readonly number[])[];

  constructor(cells: Table['cells'], table: readonly (readonly number[])[], base: number) {
    this.#cells = cells;
    this.#table = table;
    this.#base = base;
    this.seeds = table[0]!.length;
    this.mean = meanOf(table.map(meanOf));
    const values = cells[0]!.setting.map(() => new Map<string, Json>());
    for (const { setting } of cells)
      setting.forEach(({ value }, factor) => values[factor]!.set(canonical(value), value));
    this.#values = values.map((each) => [...each.values()]);
    const words = values.map((each) => [...each.keys()]);
    this.#levels = cells.map(({ setting }) =>
      setting.map(({ value }, factor) => words[factor]!.indexOf(canonical(value))),
    );
  }

  pathOf(factor: number): string {
    return this.#cells[0]!.setting[factor]!.path;
  }

  valuesOf(factor: number): readonly Json[] {
    return this.#values[factor]!;
  }

  /** The value of the setting that all others are compared with. */
  baseLevel(factor: number): number {
    return this.#levelOf(this.#base, factor);
  }

  /** Seed by seed the mean over all settings in which these factors stand at these levels. */
  levelBySeed(factors: readonly number[], levels: readonly number[]): number[] {
    const rows = this.#table.filter((_, at) => factors.every((factor, of) => this.#levelOf(at, factor) === levels[of]));
    return Array.from({ length: this.seeds }, (_, seed) => meanOf(rows.map((row) => row[seed]!)));
  }

  /** The squared distances of the means of these factors' combinations from the mean of all, summed over all runs. */
  squares(factors: readonly number[]): number {
    const groups = new Map<string, number[]>();
    this.#table.forEach((row, at) => {
      const key = factors.map((factor) => String(this.#levelOf(at, factor))).join(' ');
      groups.set(key, [...(groups.get(key) ?? []), meanOf(row)]);
    });
    let sum = 0;
    for (const means of groups.values()) sum += means.length * this.seeds * squared(meanOf(means) - this.mean);
    return sum;
  }

  get squaresOfSettings(): number {
    return this.#table.reduce((sum, row) => sum + this.seeds * squared(meanOf(row) - this.mean), 0);
  }

  get squaresOfSeeds(): number {
    let sum = 0;
    for (let seed = 0; seed < this.seeds; seed += 1)
      sum += this.#table.length * squared(meanOf(this.#table.map((row) => row[seed]!)) - this.mean);
    return sum;
  }

  /** The squared distances of all runs from the mean of all. */
  get total(): number {
    let sum = 0;
    for (const row of this.#table) for (const value of row) sum += squared(value - this.mean);
    return sum;
  }

  #levelOf(at: number, factor: number): number {
    return this.#levels[at]![factor]!;
  }
}

function meanOf(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

function squared(value: number): number {
  return value * value;
}
