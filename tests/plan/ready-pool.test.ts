/** The pool of ready tasks against a naive one, and the keys by which waiting tasks age. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addReady,
  emptyPool,
  firstKey,
  firstReady,
  removeReady,
  takeReady,
  waitingKey,
  waitingTasks,
  type Plan,
  type TaskOrder,
} from '../../src/plan/index.ts';
import { costMs } from '../support/cost.ts';

const count = 40;
const needs = 3;

function planOf(ordering: TaskOrder, ageingMs = 0): Plan {
  const tasks = Array.from({ length: count }, (_, at) => ({
    id: `t${String(at)}`,
    need: at % needs,
    priority: (at * 7) % 5,
  }));
  const places = tasks.map((_, at) => at).sort((a, b) => tasks[b]!.priority - tasks[a]!.priority || a - b);
  const order = tasks.map((_, at) => (ordering === 'fifo' ? -1 : places.indexOf(at)));
  return {
    tasks,
    needOf: tasks.map((task) => task.need),
    needs: [{}, {}, {}],
    order,
    ordering,
    ageingMs,
  } as unknown as Plan;
}

const operation = fc.oneof(
  fc.record({ kind: fc.constant('add' as const), task: fc.integer({ min: 0, max: count - 1 }) }),
  fc.record({ kind: fc.constant('take' as const), need: fc.integer({ min: 0, max: needs - 1 }) }),
  fc.record({ kind: fc.constant('remove' as const), task: fc.integer({ min: 0, max: count - 1 }) }),
  fc.record({ kind: fc.constant('restore' as const) }),
);

describe('the ready pool', () => {
  it.each(['fifo', 'priority', 'critical-path'] as const)(
    'gives by %s what a naive pool gives, whatever is added, taken and removed',
    (ordering) => {
      const plan = planOf(ordering);
      fc.assert(
        fc.property(fc.array(operation, { maxLength: 120, size: 'max' }), (operations) => {
          let pool = emptyPool(plan);
          let naive: { task: number; key: number }[] = [];
          let arrived = 0;
          const firstOf = (need: number) =>
            naive.filter(({ task }) => task % needs === need).sort((a, b) => a.key - b.key)[0];
          for (const each of operations) {
            if (each.kind === 'add') {
              if (naive.some(({ task }) => task === each.task)) continue;
              arrived += 1;
              addReady(pool, plan, each.task, 0);
              naive.push({ task: each.task, key: ordering === 'fifo' ? arrived : plan.order[each.task]! });
            } else if (each.kind === 'take') {
              const first = firstOf(each.need);
              expect(firstReady(pool, each.need)).toBe(first?.task ?? -1);
              if (first === undefined) continue;
              expect(takeReady(pool, each.need)).toBe(first.task);
              naive = naive.filter(({ task }) => task !== first.task);
            } else if (each.kind === 'remove') {
              expect(removeReady(pool, plan, each.task)).toBe(naive.some(({ task }) => task === each.task));
              naive = naive.filter(({ task }) => task !== each.task);
            } else {
              // What a snapshot would carry, and hands that put the heaps back as they were.
              pool = { ...structuredClone(pool), place: pool.place.map(() => 0) };
            }
            expect(pool.size).toBe(naive.length);
            for (let need = 0; need < needs; need += 1)
              expect(firstKey(pool, need)).toBe(firstOf(need)?.key ?? Infinity);
          }
          expect(waitingTasks(pool).sort((a, b) => a - b)).toEqual(naive.map(({ task }) => task).sort((a, b) => a - b));
          // What is left comes in order, so that nothing stands too low or too high in its heap.
          for (let need = 0; need < needs; need += 1)
            for (let first = firstOf(need); first !== undefined; first = firstOf(need)) {
              expect(takeReady(pool, need)).toBe(first.task);
              naive = naive.filter(({ task }) => task !== first.task);
            }
        }),
        { seed: 30, numRuns: 100 },
      );
    },
  );
  it('comes in order whichever of very many were taken out of its midst', () => {
    const all = Array.from({ length: 60 }, (_, at) => at);
    const plan = { tasks: all.map(() => ({ need: 0, priority: 0 })), needOf: all.map(() => 0), needs: [{}], order: all, ordering: 'critical-path', ageingMs: 0 } as unknown as Plan; // prettier-ignore
    fc.assert(
      fc.property(
        fc.shuffledSubarray(all, { minLength: 20 }),
        fc.array(fc.nat(59), { maxLength: 20 }),
        (added, out) => {
          const pool = emptyPool(plan);
          for (const task of added) addReady(pool, plan, task, 0);
          for (const task of out) removeReady(pool, plan, task);
          const left = added.filter((task) => !out.includes(task)).sort((a, b) => a - b);
          expect(left.map(() => takeReady(pool, 0))).toEqual(left);
        },
      ),
      { seed: 31, numRuns: 100 },
    );
  });
  it('taking 20,000 tasks out of the middle costs no walk through all of them', () => {
    const size = 20_000;
    const plan = {
      tasks: Array.from({ length: size }, () => ({ need: 0, priority: 0 })),
      needOf: new Array<number>(size).fill(0),
      needs: [{}],
      order: Array.from({ length: size }, (_, at) => (at * 7919) % size),
      ordering: 'critical-path',
      ageingMs: 0,
    } as unknown as Plan;
    const pool = emptyPool(plan);
    for (let task = 0; task < size; task += 1) addReady(pool, plan, task, 0);
    const took = costMs(() => {
      for (let task = 0; task < size; task += 1) expect(removeReady(pool, plan, task)).toBe(true);
    });
    expect(pool.size).toBe(0);
    expect(took).toBeLessThan(1500);
  });
});

describe('ageing', () => {
  it('a waiting task gains a point each ageingMs, so that it overtakes a younger one of higher priority', () => {
    const plan = planOf('priority', 100);
    const [low, high] = [0, 2]; // priorities 0 and 4
    expect(waitingKey(plan, high, 0)).toBeLessThan(waitingKey(plan, low, 0));
    expect(waitingKey(plan, high, 399)).toBeLessThan(waitingKey(plan, low, 0));
    expect(waitingKey(plan, high, 401)).toBeGreaterThan(waitingKey(plan, low, 0));
  });
  it('without ageing, and in other orders, the time of coming does not count', () => {
    expect(waitingKey(planOf('priority'), 3, 1000)).toBe(waitingKey(planOf('priority'), 3, 0));
    expect(waitingKey(planOf('critical-path', 5), 3, 1000)).toBe(waitingKey(planOf('critical-path', 5), 3, 0));
    expect(waitingKey(planOf('fifo', 5), 3, 1000)).toBe(0);
  });
  it('tasks of one priority that came together go in the order of the plan', () => {
    const plan = planOf('priority', 100);
    const alike = [0, 5, 10, 15];
    const keys = alike.map((task) => waitingKey(plan, task, 50));
    expect([...keys].sort((a, b) => a - b)).toEqual(keys);
  });
});
