/**
 * A pool of workers that measure a grid of documents under the same seeds. It hands out a few seeds at a time, in turn over the
 * combinations, so that all of them grow together, and so that pausing and cancelling are felt at once. It keeps no figures: who
 * asked is told of each row as it comes.
 */
import { rowWidth, type Row } from '../../experiments/index.ts';
import type { Document } from '../../document/index.ts';
import type { Measurer, StartMeasurer } from '../state/index.ts';

/** Seeds in one request. */
const batch = 10;

export interface PoolWork {
  /** A document for each combination; null for one that is known not to run. */
  readonly documents: readonly (Document | null)[];
  readonly seeds: readonly number[];
  readonly workers: number;
  readonly start: StartMeasurer;
  readonly rows: (cell: number, from: number, rows: readonly Row[]) => void;
  readonly refused: (cell: number, problem: string) => void;
}

interface Job {
  readonly cell: number;
  readonly from: number;
}

export class Pool {
  readonly #work: PoolWork;
  readonly #measurers = new Set<Measurer>();
  #jobs: Job[] = [];
  #cancelled = false;
  /** Open while the pool works; resolved when it may go on. */
  #gate: { readonly opened: Promise<void>; readonly open: () => void } | null = null;

  constructor(work: PoolWork) {
    this.#work = work;
    for (let from = 0; from < work.seeds.length; from += batch)
      work.documents.forEach((document, cell) => {
        if (document !== null) this.#jobs.push({ cell, from });
      });
  }

  /** Works until all is measured; false when it was cancelled before. Rejects when a worker breaks. */
  async run(): Promise<boolean> {
    const count = Math.max(1, Math.min(this.#work.workers, this.#jobs.length));
    try {
      await Promise.all(Array.from({ length: count }, () => this.#labour()));
    } finally {
      this.#end();
    }
    return !this.#cancelled;
  }

  /** Hands out nothing more until `resume`; what is under way still comes. */
  pause(): void {
    if (this.#gate !== null) return;
    let open = (): void => undefined;
    const opened = new Promise<void>((resolve) => (open = resolve));
    this.#gate = { opened, open };
  }

  resume(): void {
    this.#gate?.open();
    this.#gate = null;
  }

  /** Ends at once; what is under way never comes. */
  cancel(): void {
    this.#cancelled = true;
    this.#jobs = [];
    this.#end();
    this.resume();
    this.#cancel();
  }

  #cancel: () => void = () => undefined;
  readonly #stopped = new Promise<null>((resolve) => {
    this.#cancel = () => {
      resolve(null);
    };
  });

  async #labour(): Promise<void> {
    const measurer = await this.#work.start();
    if (this.#cancelled) measurer.end();
    else this.#measurers.add(measurer);
    const known = new Set<number>();
    for (let job = await this.#next(); job !== null; job = await this.#next()) {
      const { cell, from } = job;
      const document = known.has(cell) ? null : (this.#work.documents[cell] ?? null);
      known.add(cell);
      const seeds = this.#work.seeds.slice(from, from + batch);
      const reply = await Promise.race([measurer.measure({ cell, document, seeds }), this.#stopped]);
      if (reply === null || this.#cancelled) return;
      if (reply.ok) this.#work.rows(cell, from, rowsOf(reply.rows));
      else {
        this.#jobs = this.#jobs.filter((each) => each.cell !== cell);
        this.#work.refused(cell, reply.problem);
      }
    }
  }

  async #next(): Promise<Job | null> {
    while (this.#gate !== null) await this.#gate.opened;
    return this.#jobs.shift() ?? null;
  }

  #end(): void {
    for (const measurer of this.#measurers) measurer.end();
    this.#measurers.clear();
  }
}

function rowsOf(flat: Float64Array): Row[] {
  return Array.from({ length: flat.length / rowWidth }, (_, at) => [
    ...flat.subarray(at * rowWidth, (at + 1) * rowWidth),
  ]);
}
