/**
 * Measures an experiment on all cores. Threads and program take a few seeds at a time from one counter and write rows into one
 * shared table, so that nothing is sent back and the order of the work cannot be seen in the figures. The program works too, then
 * waits for the others; what a thread that died has left undone it does itself.
 */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Document } from '../../document/index.ts';
import { Measurements, rowWidth, type Row } from '../../experiments/index.ts';

/** What all threads see. */
export interface ThreadWork {
  readonly documents: readonly Document[];
  readonly seeds: readonly number[];
  /** A row for each document and seed. */
  readonly table: Float64Array;
  /** How many jobs were taken, how many are done, then whether each is. */
  readonly counters: Int32Array;
}

const taken = 0;
const done = 1;
const flags = 2;
/** Seeds in one job. */
const batch = 10;
/** Fewer runs than these are over before a thread has started. */
const runsMin = 300;
const threadsMax = 8;
/** A thread of which nothing comes for so long is given up. */
const patienceMs = 20_000;

/** The rows of each document under all seeds; `program` is the file that a thread starts with. */
export function measureOnThreads(program: string, documents: readonly Document[], seeds: readonly number[]): Row[][] {
  const runs = documents.length * seeds.length;
  const jobs = documents.length * Math.ceil(seeds.length / batch);
  const work: ThreadWork = {
    documents,
    seeds,
    table: new Float64Array(new SharedArrayBuffer(runs * rowWidth * 8)),
    counters: new Int32Array(new SharedArrayBuffer((flags + jobs) * 4)),
  };
  const others = runs < runsMin ? 0 : Math.min(threadsMax, availableParallelism()) - 1;
  const threads = Array.from({ length: others }, () => {
    // What one dies of comes up again where its work is done anew.
    const thread = new Worker(program, { workerData: work }).on('error', () => undefined);
    thread.unref();
    return thread;
  });
  labour(work);
  for (let so = Atomics.load(work.counters, done); so < jobs; so = Atomics.load(work.counters, done))
    if (Atomics.wait(work.counters, done, so, patienceMs) === 'timed-out') break;
  for (let job = 0; job < jobs; job += 1) if (Atomics.load(work.counters, flags + job) === 0) measureJob(work, job);
  for (const thread of threads) void thread.terminate();
  return documents.map((_, cell) => seeds.map((_seed, at) => rowAt(work, cell, at)));
}

/** Takes jobs until none is left. */
export function labour(work: ThreadWork): void {
  const { counters } = work;
  const measurements = new Measurements();
  const known = new Set<number>();
  for (
    let job = Atomics.add(counters, taken, 1);
    flags + job < counters.length;
    job = Atomics.add(counters, taken, 1)
  ) {
    measureJob(work, job, measurements, known);
    Atomics.store(counters, flags + job, 1);
    Atomics.add(counters, done, 1);
    Atomics.notify(counters, done);
  }
}

/** Jobs go over the documents in turn. */
function measureJob(
  { documents, seeds, table }: ThreadWork,
  job: number,
  measurements = new Measurements(),
  known = new Set<number>(),
): void {
  const cell = job % documents.length;
  const from = Math.floor(job / documents.length) * batch;
  const document = known.has(cell) ? null : (documents[cell] ?? null);
  known.add(cell);
  const reply = measurements.answer({ cell, document, seeds: seeds.slice(from, from + batch) });
  if (!reply.ok) throw new Error(reply.problem);
  table.set(reply.rows, (cell * seeds.length + from) * rowWidth);
}

function rowAt({ seeds, table }: ThreadWork, cell: number, at: number): Row {
  const start = (cell * seeds.length + at) * rowWidth;
  return [...table.subarray(start, start + rowWidth)];
}
