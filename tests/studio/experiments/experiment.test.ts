/** Experiments of the open document: measured in a pool, paused, cancelled, kept, brought back, and each run open to a look. */
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Document } from '../../../src/document/index.ts';
import {
  answerPair,
  column,
  Enough,
  Measurements,
  Reading,
  type MeasureRequest,
} from '../../../src/experiments/index.ts';
import { Library } from '../../../src/storage/index.ts';
import { Experiments } from '../../../src/studio/experiments/index.ts';
import { Notices, RunSession, Workspace, type Measurer } from '../../../src/studio/state/index.ts';
import { FakeEngine } from '../support/fake-engine.ts';
import { FakeKeeper, FakeKept, twoTasks } from '../support/fake-keeper.ts';

const pattern = (...values: string[]) => [{ path: 'coordination.pattern', values }];
/** The same with times that chance decides, so that every seed is worth a run. */
const chancy: Document = {
  ...twoTasks,
  tasks: (twoTasks.tasks ?? []).map((task) => ({
    ...task,
    action: { kind: 'simulate', durationMs: { min: 10, max: 90 } },
  })),
};
const seeds = (count: number) => Array.from({ length: count }, (_, at) => at + 1);
let turn = 0;
let ended = 0;
/** Answers wait here while a test holds them back. */
let held: (() => void)[] | null;
beforeEach(() => {
  ended = 0;
  held = null;
});

function measurer(breaks = false): Measurer {
  const measurements = new Measurements();
  return {
    measure: async (request: MeasureRequest) => {
      if (breaks) throw new Error('The worker stopped.');
      if (held !== null) await new Promise<void>((resolve) => held?.push(resolve));
      return measurements.answer(request);
    },
    pair: (request) => Promise.resolve(answerPair(request)),
    end: () => (ended += 1),
  };
}

async function opened(document: Document = twoTasks, breaks = false) {
  turn += 1;
  const library = new Library({ name: `experiments-${String(turn)}` });
  await library.open();
  const engine = new FakeEngine();
  const notices = new Notices();
  const run = new RunSession(engine, notices);
  const keeper = new FakeKeeper();
  keeper.kept.set('d-1', new FakeKept(document));
  const workspace = new Workspace(keeper, notices, run);
  await workspace.open('d-1');
  const make = () => new Experiments(library, workspace, run, () => Promise.resolve(measurer(breaks)));
  return { engine, library, workspace, run, experiments: make(), again: make() };
}

describe('what is not measured', () => {
  it('a document without tasks or agents, a grid that is too large: one sentence', async () => {
    const { experiments } = await opened({ ...twoTasks, tasks: [] });
    await experiments.measure(pattern('centralized'), [1]);
    expect(experiments.problem).toContain('add a task');
    const nobody = await opened({ ...twoTasks, agents: [] });
    await nobody.experiments.measure(pattern('centralized'), [1]);
    expect(nobody.experiments.problem).toContain('add an agent');
    await experiments.measure([], []);
    expect([experiments.phase, experiments.problem]).toEqual([
      'idle',
      'the number of seeds is a whole number from 1 to 10000',
    ]);
  });
  it('a setting that cannot run is said at its place, and the others go on', async () => {
    const { experiments } = await opened();
    await experiments.measure(pattern('anarchy', 'centralized'), seeds(3));
    expect(experiments.phase).toBe('done');
    expect(experiments.figures?.cells[0]?.problem).toContain('anarchy');
    expect(experiments.figures?.cells[1]?.rows).toHaveLength(3);
    expect([experiments.done, experiments.total]).toEqual([3, 3]);
  });
  it('a worker that breaks ends the experiment with its reason, and nothing is kept', async () => {
    const { experiments, library } = await opened(twoTasks, true);
    await experiments.measure(pattern('centralized'), seeds(3));
    expect([experiments.phase, experiments.problem]).toEqual(['failed', 'The worker stopped.']);
    expect(await library.listExperiments('d-1')).toEqual([]);
  });
});

describe('measuring', () => {
  it('stops where the first runs show that nothing is left to chance, with as many of each setting', async () => {
    const { experiments } = await opened();
    await experiments.measure(pattern('centralized', 'contract-net'), seeds(200));
    expect(experiments.phase).toBe('done');
    const { seeds: made = [], cells = [] } = experiments.figures ?? {};
    expect(made.length).toBeLessThan(40);
    expect(cells.map(({ rows }) => rows.length)).toEqual([made.length, made.length]);
  });
  it('fills every setting with a row for each seed, in the order of the seeds, and ends its workers', async () => {
    const { experiments } = await opened(chancy);
    await experiments.measure(pattern('centralized', 'contract-net'), seeds(25));
    const [central, net] = experiments.figures?.cells ?? [];
    expect([central?.rows.length, net?.rows.length, ended > 0]).toEqual([25, 25, true]);
    const alone = new Measurements().answer({ cell: 0, document: chancy, seeds: seeds(25) });
    expect(alone.ok && [...alone.rows]).toEqual(central?.rows.flatMap((row) => [...(row ?? [])]));
    expect(net?.rows.every((row) => row?.[column.succeeded] === 1)).toBe(true);
  });
  it('stops where mean times are known well enough, with as many of each setting, whatever else came', async () => {
    const { experiments } = await opened(chancy);
    await experiments.measure(pattern('centralized', 'contract-net'), seeds(2000), new Enough(0.05));
    expect(experiments.phase).toBe('done');
    const { seeds: made = [], cells = [] } = experiments.figures ?? {};
    expect(made.length).toBeGreaterThanOrEqual(20);
    expect(made.length).toBeLessThan(2000);
    expect(cells.map(({ rows }) => rows.length)).toEqual([made.length, made.length]);
    expect(new Reading(cells).precision!.share).toBeLessThanOrEqual(0.05);
    // The same rows, all at once: where it stops does not depend on how they came.
    const rows = cells.map((cell) => cell.rows);
    expect(new Enough(0.05).reached(rows)).toBe(made.length);
  });
  it('pauses between batches, goes on, and keeps nothing when it is cancelled', async () => {
    const { experiments, library } = await opened(chancy);
    held = [];
    const whole = experiments.measure(pattern('centralized'), seeds(200));
    await expect.poll(() => held?.length ?? 0).toBeGreaterThan(0);
    experiments.pause();
    const waiting = held;
    held = null;
    for (const answer of waiting) answer();
    await expect.poll(() => experiments.done).toBeGreaterThan(0);
    const done = experiments.done;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect([experiments.phase, experiments.done]).toEqual(['paused', done]);
    held = [];
    experiments.resume();
    await expect.poll(() => held?.length ?? 0).toBeGreaterThan(0);
    experiments.cancel();
    await whole;
    expect(experiments.phase).toBe('cancelled');
    expect(experiments.figures?.cells[0]?.rows.filter(Boolean)).toHaveLength(done);
    expect(await library.listExperiments('d-1')).toEqual([]);
  });
  it('cancels while it is paused', async () => {
    const { experiments } = await opened(chancy);
    held = [];
    const whole = experiments.measure(pattern('centralized'), seeds(50));
    experiments.pause();
    experiments.cancel();
    await whole;
    expect(experiments.phase).toBe('cancelled');
  });
});

describe('what was measured', () => {
  it('comes back with the document that it measured, and is told apart from a changed one', async () => {
    const { experiments, again, workspace } = await opened();
    expect(await again.recall()).toBe(false);
    await experiments.measure(pattern('centralized', 'delegation'), seeds(4));
    expect(await again.recall()).toBe(true);
    expect(again.figures?.cells).toEqual(experiments.figures?.cells);
    expect(again.stale).toBe(false);
    workspace.edit({ kind: 'set-field', path: ['seed'], value: 99 });
    expect(again.stale).toBe(true);
    expect(await again.recall()).toBe(false);
  });
  it('comes back by its own id whatever the document is now; what is not kept is said, and nothing is shown for it', async () => {
    const { experiments, again, workspace, library } = await opened();
    await experiments.measure(pattern('centralized', 'delegation'), seeds(4));
    await experiments.measure(pattern('centralized'), seeds(4));
    const [second, first] = await library.listExperiments('d-1');
    workspace.edit({ kind: 'set-field', path: ['seed'], value: 99 });
    expect(await again.recallKept(first?.id ?? '')).toBe(true);
    expect(again.figures?.cells).toHaveLength(2);
    expect(again.stale).toBe(true);
    expect(await again.recallKept(second?.id ?? '')).toBe(true);
    expect(again.figures?.cells).toHaveLength(1);
    expect(await again.recallKept('gone')).toBe(false);
    expect(again.figures).toBeNull();
    expect(again.problem).toContain('not kept any more');
  });
  it('comes back under the engine that measured it, and while a page does not know its own yet', async () => {
    const { experiments, again, run, library } = await opened(chancy);
    const measuring = experiments.measure(pattern('centralized', 'delegation'), seeds(4));
    run.engineVersion = '2';
    await measuring;
    expect(await library.listExperiments('d-1')).toMatchObject([{ engine: '2' }]);
    expect(await again.recall()).toBe(true);
    run.engineVersion = '3';
    expect(await again.recall()).toBe(false);
    run.engineVersion = null;
    expect(await again.recall()).toBe(true);
    expect(again.figures).toMatchObject({ engine: '2' });
    await experiments.measure([{ path: 'nothing.here', values: [1, 2] }], seeds(4));
    expect([experiments.phase, (await library.listExperiments('d-1')).length]).toEqual(['done', 1]);
  });
  it('opens any run in the player: the same document with the setting and the seed', async () => {
    const { experiments, engine } = await opened();
    await experiments.measure(pattern('centralized', 'contract-net'), seeds(2));
    const cell = experiments.figures?.cells[1];
    expect(cell && (await experiments.open(cell.setting, 2))).toBe(true);
    expect(engine.requests.find(({ kind }) => kind === 'run.start')).toMatchObject({
      documentId: 'd-1',
      document: { seed: 2, coordination: { pattern: 'contract-net' }, name: twoTasks.name },
    });
  });
});
