/**
 * A pool of workers that measure a grid of documents under the same seeds. It hands out some seeds at a time, in turn over the
 * combinations, as many as take some 40 ms, so that all of them grow together, and so that pausing and cancelling are felt at once. It keeps no figures: who
 * asked is told of each row as it comes.
 */
import { rowWidth, type Row } from '../../experiments/index.ts';
import type { Document } from '../../document/index.ts';
import type { Measurer, StartMeasurer } from '../state/index.ts';

/** Seeds in the first request of a combination, and at most. */
const batch = 10;
const batchMax = 100;
/** How long a request should take: short enough that pausing is felt, long enough that no worker waits for the page. */
const requestMs = 40;

export interface PoolWork {
  /** A document for each combination; null for one that is known not to run. */
  readonly documents: readonly (Document | null)[];
  readonly seeds: readonly number[];
  readonly workers: number;
  readonly start: StartMeasurer;
  readonly rows: (cell: number, from: number, rows: readonly Row[]) => void;
  readonly refused: (cell: number, problem: string) => void;
}

/** What is left of a combination. */
interface Remaining {
  readonly cell: number;
  from: number;
  /** Seeds in its next request. */
  size: number;
}

interface Job {
  readonly remaining: Remaining;
  readonly from: number;
  readonly seeds: readonly number[];
}

export class Pool {
  readonly #work: PoolWork;
  readonly #measurers = new Set<Measurer>();
  /** Combinations in turn. */
  #remaining: Remaining[] = [];
  #cancelled = false;
  #enough = false;
  /** Open while the pool works; resolved when it may go on. */
  #gate: { readonly opened: Promise<void>; readonly open: () => void } | null = null;

  constructor(work: PoolWork) {
    this.#work = work;
    work.documents.forEach((document, cell) => {
      if (document !== null && work.seeds.length > 0) this.#remaining.push({ cell, from: 0, size: batch });
    });
  }

  /** Works until all is measured; false when it was cancelled before. Rejects when a worker breaks. */
  async run(): Promise<boolean> {
    const requests = this.#remaining.length * Math.ceil(this.#work.seeds.length / batch);
    const count = Math.max(1, Math.min(this.#work.workers, requests));
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

  /** Hands out nothing more: what is under way still comes, and the rest is not needed. */
  enough(): void {
    this.#remaining = [];
    this.#enough = true;
  }

  /** Ends at once; what is under way never comes. */
  cancel(): void {
    this.#cancelled = true;
    this.#remaining = [];
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
      const { from, seeds, remaining } = job;
      const { cell } = remaining;
      const document = known.has(cell) ? null : (this.#work.documents[cell] ?? null);
      known.add(cell);
      const began = performance.now();
      const reply = await Promise.race([measurer.measure({ cell, document, seeds }), this.#stopped]);
      if (reply === null || this.#cancelled) return;
      if (reply.ok) {
        if (document === null) remaining.size = sizeAfter(seeds.length, performance.now() - began);
        this.#work.rows(cell, from, rowsOf(reply.rows));
      } else {
        this.#remaining = this.#remaining.filter((each) => each.cell !== cell);
        this.#work.refused(cell, reply.problem);
      }
    }
  }

  async #next(): Promise<Job | null> {
    while (this.#gate !== null) await this.#gate.opened;
    const remaining = this.#remaining.shift();
    if (remaining === undefined) return null;
    const { from, size } = remaining;
    const seeds = this.#work.seeds.slice(from, from + size);
    remaining.from += seeds.length;
    if (!this.#enough && remaining.from < this.#work.seeds.length) this.#remaining.push(remaining);
    return { remaining, from, seeds };
  }

  #end(): void {
    for (const measurer of this.#measurers) measurer.end();
    this.#measurers.clear();
  }
}

/** So many seeds as a request should have after one of `count` took so long; at most twice as many. */
function sizeAfter(count: number, tookMs: number): number {
  const wanted = Math.round((count * requestMs) / Math.max(1, tookMs));
  return Math.max(1, Math.min(wanted, count * 2, batchMax));
}

function rowsOf(flat: Float64Array): Row[] {
  return Array.from({ length: flat.length / rowWidth }, (_, at) => [
    ...flat.subarray(at * rowWidth, (at + 1) * rowWidth),
  ]);
}
