/**
 * The engine's speed as ratios to baselines of the same run: kernel against a bare heap loop, whole simulated runs
 * against memoised promises that do nothing, and seeking in a long run.
 */
import { validate } from '../../src/document/index.ts';
import { actor, World, type Machine } from '../../src/kernel/index.ts';
import { Run } from '../../src/replay/index.ts';
import { compile } from '../../src/workflow/index.ts';
import { bareHeapLoop, events, inFlight } from './bare-heap.ts';
import { dice, layered, layeredDocument } from './layered.ts';
import { line, median, race } from './measure.ts';

/** The same load through the kernel: a thousand timers in flight, each setting the next. */
function kernelLoop(): number {
  const roll = dice(1);
  const machine: Machine<{ seen: number }> = {
    init: () => ({ seen: 0 }),
    receive(state, message, context) {
      state.seen += 1;
      context.after(1 + roll(1000), message);
    },
  };
  const world = new World({
    engine: 'bench',
    seed: 1,
    actors: Array.from({ length: inFlight }, (_, at) => actor(`a${String(at)}`, machine)),
    start: Array.from({ length: inFlight }, (_, to) => ({ to, message: { type: 'tick' } })),
  });
  while (world.steps < events) world.step();
  return world.steps;
}

/** Memoised promises doing nothing: every task is an async function, called once, that awaits its predecessors. */
async function memoisedPromises(before: readonly (readonly number[])[]): Promise<void> {
  const memo = new Map<number, Promise<number>>();
  const nothing = (task: number): Promise<number> => Promise.resolve(task);
  const visit = (task: number): Promise<number> => {
    let promise = memo.get(task);
    if (promise === undefined) {
      promise = (async () => {
        await Promise.all(before[task]!.map(visit));
        return nothing(task);
      })();
      memo.set(task, promise);
    }
    return promise;
  };
  await Promise.all(before.map((_, task) => visit(task)));
}

function compiledOf(count: number, pattern: string): ReturnType<typeof compile> & { ok: true } {
  const compiled = compile(layeredDocument(count, 64, pattern));
  if (!compiled.ok) throw new Error(compiled.error[0]!.message);
  return compiled;
}

const kernel = await race(
  [
    { name: 'bare', run: bareHeapLoop },
    { name: 'kernel', run: kernelLoop },
  ],
  5,
);
const kernelRatio = kernel.get('bare')! / kernel.get('kernel')!;
console.log(
  `bare heap loop ${(events / kernel.get('bare')! / 1000).toFixed(2)} M/s, kernel ${(events / kernel.get('kernel')! / 1000).toFixed(2)} M/s`,
);
line('kernel envelopes a second, against a bare heap loop', kernelRatio.toFixed(2), '>= 0.4', kernelRatio >= 0.4);

/** How many times as fast as memoised promises 100,000 tasks are at least. */
const goals = { centralized: 1.5, 'load-balancing': 1.2 } as const;
for (const [pattern, goal] of Object.entries(goals)) {
  const medians = new Map<number, number>();
  for (const count of [1000, 10_000, 100_000]) {
    const before = layered(count);
    const { value } = compiledOf(count, pattern);
    let run: Run | null = null;
    const times = await race(
      [
        { name: 'promises', run: () => memoisedPromises(before) },
        {
          name: 'conclave',
          run: () => {
            run = new Run(value).finish();
          },
        },
      ],
      count === 100_000 ? 3 : 5,
    );
    const ratio = times.get('promises')! / times.get('conclave')!;
    medians.set(count, times.get('conclave')!);
    const { log, steps } = run as unknown as Run;
    console.log(
      `${pattern} layered ${String(count)}: promises ${times.get('promises')!.toFixed(1)} ms, simulated ${times.get('conclave')!.toFixed(1)} ms, ${String(steps)} steps, ${String(log.length)} facts`,
    );
    if (count === 100_000)
      line(
        `${pattern}: layered 100,000 simulated, against memoised promises`,
        `${ratio.toFixed(2)} x`,
        `>= ${String(goal)} times as fast`,
        ratio >= goal,
      );
    else console.log(`        ${pattern}: layered ${String(count)}, against memoised promises ${ratio.toFixed(2)} x`);
  }
  const growth = medians.get(100_000)! / medians.get(10_000)!;
  line(`${pattern}: 100,000 tasks, against 10,000`, `${growth.toFixed(1)} x`, '<= 15 times the cost', growth <= 15);
}

// Ten times the tasks, at most 10 ^ 1.2 times the cost.
for (const pattern of ['contract-net', 'delegation']) {
  const sizes = [1000, 10_000].map((count) => ({
    name: String(count),
    compiled: compiledOf(count, pattern).value,
  }));
  const times = await race(
    sizes.map(({ name, compiled }) => ({
      name,
      run: () => {
        new Run(compiled).finish();
      },
    })),
    3,
  );
  const growth = times.get('10000')! / times.get('1000')!;
  console.log(`${pattern} layered 10,000: ${times.get('10000')!.toFixed(0)} ms`);
  line(`${pattern}: 10,000 tasks, against 1,000`, `${growth.toFixed(1)} x`, '<= 15.8 times the cost', growth <= 15.8);
}

const huge = layeredDocument(100_000, 64, 'centralized');
const validated = await race([{ name: 'validate', run: () => validate(huge) }], 3);
line(
  'a document of 100,000 tasks validated',
  `${validated.get('validate')!.toFixed(0)} ms`,
  '<= 1000 ms',
  validated.get('validate')! <= 1000,
);

const long = new Run(compiledOf(20_000, 'centralized').value, { seekable: true }).finish();
const roll = dice(7);
const seeks: number[] = [];
for (let i = 0; i < 101; i += 1) {
  const step = roll(long.steps + 1);
  const began = performance.now();
  long.worldAt(step);
  seeks.push(performance.now() - began);
}
line(
  `seek to any step of a run of ${String(long.steps)} steps, median`,
  `${median(seeks).toFixed(1)} ms`,
  '<= 50 ms',
  median(seeks) <= 50,
);
const world = long.worldAt(long.steps);
const snapshots = await race(
  [
    { name: 'snapshot', run: () => world.snapshot() },
    {
      name: 'restore',
      run: ((kept) => () => {
        world.restore(kept);
      })(world.snapshot()),
    },
  ],
  15,
);
console.log(
  `        snapshot ${snapshots.get('snapshot')!.toFixed(2)} ms, restore ${snapshots.get('restore')!.toFixed(2)} ms of a world of 20,000 tasks`,
);
