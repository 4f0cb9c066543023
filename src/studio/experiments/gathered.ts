/**
 * The rows of an experiment as they come in from its workers, by setting and seed, and the figures that are made of them. It shows and
 * keeps nothing.
 */
import type { Document } from '../../document/index.ts';
import {
  equalMin,
  isCertain,
  type Cell,
  type Enough,
  type Factor,
  type Row,
  type Setting,
} from '../../experiments/index.ts';

export interface Figures {
  readonly document: Document;
  readonly factors: readonly Factor[];
  readonly seeds: readonly number[];
  readonly cells: readonly Cell[];
  /** The place of the setting that is the drawing as it was measured; null where none is. */
  readonly drawn: number | null;
  /** The engine that measured; null for figures of before that was kept. */
  readonly engine: string | null;
  /** When it was kept; null while it is not. */
  readonly keptAtMs: number | null;
}

/** Runs of a setting among which the end of all chance is looked for. */
const firstRuns = 20;

export class Gathered {
  readonly #cells: { problem: string | null; readonly rows: (Row | undefined)[] }[];
  readonly #seeds: number;
  readonly #enough: Enough | null;
  /** The number of seeds that turned out to be enough; null while that is not known, or not asked. */
  enoughAt: number | null = null;
  /** How many runs came in. */
  done = 0;

  /** `problems` says of each setting why it cannot be measured; null where it can. */
  constructor(problems: readonly (string | null)[], seeds: number, enough: Enough | null = null) {
    this.#cells = problems.map((problem) => ({ problem, rows: [] }));
    this.#seeds = seeds;
    this.#enough = enough;
  }

  /** How many runs are to come in all. */
  get total(): number {
    return this.#able.length * this.#seeds;
  }

  get #able(): readonly { readonly rows: readonly (Row | undefined)[] }[] {
    return this.#cells.filter(({ problem }) => problem === null);
  }

  /** Puts rows in from a seed on; true when no more are needed: nothing is left to chance, or so many are enough. */
  add(cell: number, from: number, rows: readonly Row[]): boolean {
    const { rows: measured = [] } = this.#cells[cell] ?? {};
    rows.forEach((row, at) => {
      measured[from + at] = row;
    });
    this.done += rows.length;
    if (this.#certain(rows.length)) return true;
    this.enoughAt ??= this.#enough?.reached(this.#able.map((each) => each.rows)) ?? null;
    return this.enoughAt !== null;
  }

  /** A setting turned out not to be measurable. */
  refuse(cell: number, problem: string): void {
    const refused = this.#cells[cell];
    if (refused !== undefined) refused.problem = problem;
  }

  /** What came so far, by setting. */
  cells(settings: readonly Setting[]): Cell[] {
    return this.#cells.map(({ problem, rows }, at) => ({ setting: settings[at] ?? [], problem, rows: [...rows] }));
  }

  /** Asked while each setting has only its first runs. */
  #certain(came: number): boolean {
    const able = this.#able;
    if (able.length === 0 || this.done - came > able.length * firstRuns) return false;
    return able.every(({ rows }) => rows.length >= equalMin && isCertain(rows));
  }
}

/** Figures of which no more will come: of settings without chance only as many seeds as were made, and of others those that were enough. */
export function asMade(figures: Figures, enoughAt: number | null = null): Figures {
  const made = Math.min(
    figures.seeds.length,
    enoughAt ?? Infinity,
    ...figures.cells.flatMap(({ problem, rows }) => (problem === null ? rows.length : [])),
  );
  return {
    ...figures,
    seeds: figures.seeds.slice(0, made),
    cells: figures.cells.map((cell) => ({ ...cell, rows: cell.rows.slice(0, made) })),
  };
}
