/** Orders, ranks and bounds against definitions that are slow and plain. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  boundsOf,
  flowOf,
  partsOf,
  successorsOf,
  topologicalOrder,
  upwardRanks,
  type Edges,
  type Plan,
} from '../../src/plan/index.ts';
import { bindingEdges, placesOf } from '../../src/plan/rank.ts';
import { compiled, piece, task } from '../scenarios/stage.ts';
import type { TaskOrder, TaskPlan } from '../../src/plan/index.ts';

/** Edges of a graph: for each task the tasks before it. */
function edgesOf(before: readonly (readonly number[])[], transfer = 0): Edges {
  const start = [0];
  for (const list of before) start.push(start.at(-1)! + list.length);
  const task = before.flat();
  return { start, task, transferMs: task.map(() => transfer), when: task.map(() => null) };
}

/** Acyclic graphs: each task may stand behind any with a lower number. */
const graph = fc
  .integer({ min: 0, max: 14 })
  .chain((count) =>
    fc.tuple(
      ...Array.from({ length: count }, (_, at) =>
        at === 0 ? fc.constant<number[]>([]) : fc.uniqueArray(fc.integer({ min: 0, max: at - 1 }), { maxLength: 4 }),
      ),
    ),
  );
const durations = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 14, maxLength: 14 });

function longest(
  before: readonly (readonly number[])[],
  ms: readonly number[],
  from: number,
  transfer: number,
): number {
  const ways = before.flatMap((list, task) =>
    list.includes(from) ? [transfer + longest(before, ms, task, transfer)] : [],
  );
  return ms[from]! + Math.max(0, ...ways);
}

describe('graphs', () => {
  it('successors are the predecessors seen from the other end', () => {
    fc.assert(
      fc.property(graph, (before) => {
        const edges = edgesOf(before);
        const { start, task, edge } = successorsOf(before.length, edges);
        const pairs = before.flatMap((_, from) =>
          task.slice(start[from], start[from + 1]).map((to, at) => {
            expect(edges.task[edge[start[from]! + at]!]).toBe(from);
            return [from, to];
          }),
        );
        const due = before.flatMap((list, to) => list.map((from) => [from, to]));
        const sorted = (list: number[][]): string[] => list.map(String).sort();
        expect(sorted(pairs)).toEqual(sorted(due));
      }),
      { seed: 1, numRuns: 200 },
    );
  });
  it('a topological order holds every task once, behind what it depends on', () => {
    fc.assert(
      fc.property(graph, (before) => {
        const edges = edgesOf(before);
        const order = topologicalOrder(before.length, edges, successorsOf(before.length, edges));
        expect([...order].sort((a, b) => a - b)).toEqual(before.map((_, at) => at));
        for (const [task, list] of before.entries())
          for (const one of list) expect(order.indexOf(one)).toBeLessThan(order.indexOf(task));
      }),
      { seed: 2, numRuns: 200 },
    );
  });
  it('a cycle leaves its tasks, and all behind them, out of the order', () => {
    const edges = edgesOf([[], [0, 3], [1], [2], [3], [0]]);
    expect(topologicalOrder(6, edges, successorsOf(6, edges))).toEqual([0, 5]);
  });
  it('upward ranks are the longest ways to an end, with and without transfers', () => {
    fc.assert(
      fc.property(graph, durations, fc.constantFrom(0, 7), (before, ms, transfer) => {
        const edges = edgesOf(before, transfer);
        const successors = successorsOf(before.length, edges);
        const ranks = upwardRanks(
          before.map((_, at) => ({ expectedMs: ms[at]! })),
          edges,
          successors,
          1,
        );
        expect(ranks).toEqual(before.map((_, at) => longest(before, ms, at, transfer)));
        const without = upwardRanks(
          before.map((_, at) => ({ expectedMs: ms[at]! })),
          edges,
          successors,
          0,
        );
        expect(without).toEqual(before.map((_, at) => longest(before, ms, at, 0)));
      }),
      { seed: 3, numRuns: 150 },
    );
  });
  it('a chain of 200,000 is ranked without recursion', () => {
    const edges = edgesOf(Array.from({ length: 200_000 }, (_, at) => (at === 0 ? [] : [at - 1])));
    const ranks = upwardRanks(
      Array.from({ length: 200_000 }, () => ({ expectedMs: 1 })),
      edges,
      successorsOf(200_000, edges),
      0,
    );
    expect([ranks[0], ranks[199_999]]).toEqual([200_000, 1]);
  });
  it('bounds: the longest chain and all the work, compensations not counted', () => {
    const before = [[], [0], [0], [1, 2], []];
    const predecessors = edgesOf(before);
    const parent = before.map(() => -1);
    const graph = { predecessors, successors: successorsOf(5, predecessors), parent, parts: partsOf(parent) };
    const plan = {
      ordinary: 4,
      passed: 5,
      tasks: before,
      ...graph,
      flow: flowOf({ tasks: before as never, ...graph }),
      agents: [{ slots: 2 }, { slots: 1 }],
    } as unknown as Plan;
    expect(boundsOf(plan, (task) => [10, 20, 30, 5, 1000][task]!)).toEqual({
      criticalPathMs: 45,
      workMs: 65,
      slots: 3,
    });
  });
});

describe('the order in which ready tasks are taken', () => {
  const tasks = [
    { id: 'b', priority: 1, expectedMs: 5 },
    { id: 'a', priority: 1, expectedMs: 9 },
    { id: 'é', priority: 3, expectedMs: 5 },
    { id: 'Z', priority: 0, expectedMs: 5 },
    { id: 't10', priority: 1, expectedMs: 5 },
    { id: 't9', priority: 1, expectedMs: 5 },
  ] as unknown as TaskPlan[];
  const taken = (ordering: TaskOrder): string => {
    const places = placesOf(tasks, [5, 9, 5, 5, 5, 5], ordering);
    return tasks.map((_, at) => tasks[places.indexOf(at)]?.id).join(' ');
  };
  it.each([
    ['critical-path', 'a Z b t10 t9 é'],
    ['priority', 'é a b t10 t9 Z'],
    ['shortest-first', 'Z b t10 t9 é a'],
    ['longest-first', 'a Z b t10 t9 é'],
  ] as const)('%s: ties by id, compared by code units', (ordering, order) => {
    expect(taken(ordering)).toBe(order);
  });
  it('first in, first out has no order of its own', () => {
    expect(placesOf(tasks, [], 'fifo')).toEqual(tasks.map(() => -1));
  });
});

describe('what a task waits for that wants some of those before it', () => {
  it('is all that comes until enough are there, in the same instant too, and none that comes later', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 5 }), fc.nat(3), (ms, more) => {
        const atLeast = 1 + (more % ms.length);
        const ids = ms.map((_, at) => `t${String(at)}`);
        const { plan } = compiled(
          piece([...ids.map((id, at) => task(id, [], { ms: ms[at]! })), task('z', ids, { trigger: { atLeast } })]),
        );
        const due = [...ms].sort((a, b) => a - b)[atLeast - 1]!;
        const binding = bindingEdges(plan, (node) => ms[node] ?? 10, 0);
        const { start } = plan.flow.predecessors;
        const z = ms.length;
        if (atLeast === ms.length && binding === null) return;
        expect(binding!.slice(start[z], start[z + 1])).toEqual(ms.map((each) => each <= due));
      }),
      { seed: 6, numRuns: 40 },
    );
  });
});
