/**
 * Experiments on two cores, as the page makes them in its workers: 1,000 seeds of a document of 100 tasks under several patterns, by
 * two threads that take ten seeds at a time and read a document when it first comes. The goals are those of a machine whose bare heap
 * loop does 2.5 million events a second; the same loop runs here on both threads at once, and times are judged as if the machine were that one.
 */
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import type { Document } from '../../src/document/index.ts';
import { measure } from '../../src/experiments/index.ts';
import { compile, type Compiled } from '../../src/workflow/index.ts';
import { bareHeapLoop, events } from './bare-heap.ts';
import { layeredDocument } from './layered.ts';
import { line } from './measure.ts';

/** Milliseconds that each pattern may take by itself, and those of an experiment over three of them. */
const goalsMs = { centralized: 1000, 'load-balancing': 1000, 'contract-net': 1800, delegation: 1500 } as const;
const comparedGoalMs = 3000;
type Pattern = keyof typeof goalsMs;
const patterns = Object.keys(goalsMs) as Pattern[];
const compared: readonly Pattern[] = ['centralized', 'contract-net', 'delegation'];
const seeds = 1000;
const batch = 10;
/** Events a second of the bare heap loop where the goals hold. */
const goalRate = 2.5e6;

/** A few seeds of a pattern, or the bare loop. */
type Job = { readonly pattern: Pattern; readonly first: number } | 'bare';

/** A hundred tasks and ten agents; under delegation with two managers below one, since somebody has to delegate. */
function documentOf(pattern: Pattern): Document {
  const document = layeredDocument(100, 10, pattern);
  if (pattern !== 'delegation') return document;
  const managers = ['top', 'left', 'right'].map((id) => ({
    id,
    role: 'manager' as const,
    ...(id === 'top' ? {} : { reportsTo: 'top' }),
  }));
  const workers = (document.agents ?? []).map((agent, at) => ({
    ...agent,
    reportsTo: at % 2 === 0 ? 'left' : 'right',
  }));
  return { ...document, agents: [...managers, ...workers] };
}

function prepared(pattern: Pattern): Compiled {
  const result = compile(documentOf(pattern));
  if (!result.ok) throw new Error(`the bench's document cannot run: ${JSON.stringify(result.error)}`);
  return result.value;
}

function work(): void {
  const known = new Map<Pattern, Compiled>();
  const compiledOf = (pattern: Pattern): Compiled => {
    const compiled = known.get(pattern) ?? prepared(pattern);
    known.set(pattern, compiled);
    return compiled;
  };
  parentPort?.on('message', (job: Job) => {
    if (job === 'bare') bareHeapLoop();
    else {
      const compiled = compiledOf(job.pattern);
      for (let seed = job.first; seed < job.first + batch; seed += 1) measure(compiled, seed);
    }
    parentPort?.postMessage('done');
  });
  parentPort?.postMessage('ready');
}

interface Took {
  /** By the clock, and what each core worked, which other programs on the machine do not lengthen. */
  readonly clockMs: number;
  readonly coreMs: number;
}

/** How long two threads take for all jobs. */
async function race(jobs: Job[]): Promise<Took> {
  const before = process.cpuUsage();
  const began = performance.now();
  const workers = Array.from({ length: 2 }, () => new Worker(fileURLToPath(import.meta.url)));
  await Promise.all(
    workers.map(
      (worker) =>
        new Promise<void>((resolve) => {
          worker.on('message', () => {
            const job = jobs.shift();
            if (job === undefined) resolve();
            else worker.postMessage(job);
          });
        }),
    ),
  );
  const clockMs = performance.now() - began;
  const { user, system } = process.cpuUsage(before);
  await Promise.all(workers.map((worker) => worker.terminate()));
  return { clockMs, coreMs: (user + system) / 1000 / 2 };
}

/** Events a second of the bare heap loop on each core while both are at it. */
async function bareRate(): Promise<number> {
  const loops = 24;
  const { clockMs, coreMs } = await race(Array.from({ length: loops }, (): Job => 'bare'));
  return (loops * events * 1000) / 2 / Math.min(clockMs, coreMs);
}

async function told(what: string, chosen: readonly Pattern[], goalMs: number, rate: number): Promise<void> {
  const jobs = Array.from({ length: seeds / batch }, (_, at) => at * batch + 1).flatMap((first) =>
    chosen.map((pattern): Job => ({ pattern, first })),
  );
  const { clockMs, coreMs } = await race(jobs);
  const thereMs = (Math.min(clockMs, coreMs) * rate) / goalRate;
  const figure = `${clockMs.toFixed(0)} ms, ${coreMs.toFixed(0)} a core, ${thereMs.toFixed(0)} at 2.5 M/s`;
  line(`1,000 seeds of 100 tasks, ${what}`, figure, `${String(goalMs)} ms at 2.5 M/s`, thereMs <= goalMs);
}

if (isMainThread) {
  const rate = await bareRate();
  console.log(`bare heap loop: ${(rate / 1e6).toFixed(2)} M/s on each of two cores`);
  for (const pattern of patterns) await told(pattern, [pattern], goalsMs[pattern], rate);
  await told(compared.join(', '), compared, comparedGoalMs, rate);
} else work();
