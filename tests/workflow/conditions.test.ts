/** When a condition is told: when its dependency and all that it names are over, whichever comes first. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Task } from '../../src/document/index.ts';
import { resultOf, Run } from '../../src/replay/index.ts';
import { compile } from '../../src/workflow/index.ts';

function played(tasks: readonly Task[], agents = 8) {
  const crew = Array.from({ length: agents }, (_, at) => ({ id: `agent-${String(at)}` }));
  const compiled = compile({ agents: crew, tasks: [...tasks] });
  if (!compiled.ok) throw new Error(compiled.error[0]?.message);
  const run = new Run(compiled.value, {});
  run.finish();
  return resultOf(run);
}

const work = (
  id: string,
  durationMs: number,
  more: Omit<Task, 'id' | 'action'> & { readonly result?: unknown } = {},
): Task => {
  const { result, ...rest } = more;
  return {
    id,
    action: { kind: 'simulate', durationMs, ...(result === undefined ? {} : { result: result as never }) },
    ...rest,
  };
};

describe('a condition that names another task', () => {
  it.each([
    [100, 200],
    [200, 100],
    [100, 100],
  ])('[W21] gives the same whichever is faster: %i ms and %i ms', (first, second) => {
    for (const when of ['results.b.value == 1 && results.a.ok', 'results.b.value == 2']) {
      const { tasks } = played([
        work('a', first),
        work('b', second, { result: 1 }),
        work('c', 10, { dependsOn: [{ task: 'a', when }, 'b'] }),
      ]);
      const taken = when.includes('== 1');
      expect(tasks['c']).toMatchObject(
        taken ? { state: 'succeeded', startMs: Math.max(first, second) } : { state: 'skipped' },
      );
    }
  });
  it('[W21] of a failure or a skip is told when these are over', () => {
    const { tasks } = played([
      work('a', 10),
      {
        ...work('b', 50, { onFailure: 'skip-dependents' }),
        action: { kind: 'simulate', durationMs: 50, failureRate: 1 },
      },
      work('c', 10, { dependsOn: ['b'] }),
      work('d', 10, {
        trigger: 'one-success',
        dependsOn: [{ task: 'a', when: '!results.b.ok && !results.c.ok' }, 'c'],
      }),
    ]);
    expect(tasks['d']).toMatchObject({ state: 'succeeded', startMs: 50 });
  });
  it('[W21] is not waited for where the trigger is met without it', () => {
    const { tasks } = played([
      work('a', 10),
      work('b', 500),
      work('c', 20),
      work('d', 10, { trigger: 'one-success', dependsOn: [{ task: 'a', when: 'results.b.ok' }, 'b', 'c'] }),
    ]);
    expect(tasks['d']).toMatchObject({ state: 'succeeded', startMs: 20 });
  });
  it('[W21] waits for all that stands before where it looks at results as a whole, and sees nothing else', () => {
    const { tasks } = played([
      work('a', 10),
      work('b', 100),
      work('apart', 1),
      work('c', 10, { dependsOn: [{ task: 'a', when: 'size(results) == 2 && !("apart" in results)' }, 'b'] }),
    ]);
    expect(tasks['c']).toMatchObject({ state: 'succeeded', startMs: 100 });
  });
  it('[W21] of the parts of a composite that stands before, and of what its own composite waits for', () => {
    const { tasks } = played([
      { id: 'box' },
      work('p', 40, { parent: 'box', result: { n: 4 } }),
      work('a', 10),
      { id: 'late', dependsOn: ['box'] },
      work('q', 10, { parent: 'late', dependsOn: [{ task: 'a', when: 'results.p.n == 4 && results.box.ok' }] }),
    ]);
    expect(tasks['q']).toMatchObject({ state: 'succeeded', startMs: 40 });
  });
  it('[W26] a composite ends when what its reduction names is over', () => {
    const { tasks } = played([
      work('early', 5),
      work('out', 300, { result: 6 }),
      { id: 'box', trigger: 'one-success', dependsOn: ['early', 'out'], reduce: 'results.p.n + results.out.value' },
      work('p', 10, { parent: 'box', result: { n: 1 } }),
      work('z', 10, { dependsOn: [{ task: 'box', when: 'results.box.value == 7' }] }),
    ]);
    expect(tasks['box']).toMatchObject({ state: 'succeeded', endMs: 300 });
    expect(tasks['z']).toMatchObject({ state: 'succeeded', startMs: 300 });
  });
  it('[W26] a composite that waits for it is failed by its timeout, and cancelled with what is around it', () => {
    const parts = (more: Partial<Task>): Task[] => [
      work('early', 5),
      work('out', 300),
      { id: 'box', trigger: 'one-success', dependsOn: ['early', 'out'], reduce: 'results.out.ok', ...more },
      work('p', 10, { parent: 'box' }),
    ];
    expect(played(parts({ timeoutMs: 50, onFailure: 'skip-dependents' })).tasks['box']).toMatchObject({
      state: 'failed',
      endMs: 55,
    });
    const stopped = played([
      ...parts({}),
      { ...work('bad', 20), action: { kind: 'simulate', durationMs: 20, failureRate: 1 } },
    ]);
    expect(stopped.outcome).toBe('failed');
    expect(stopped.tasks['box']).toMatchObject({ state: 'cancelled', endMs: 20 });
  });
});

describe('one that takes too long', () => {
  const list = `[${Array.from({ length: 500 }, (_, at) => at).join(', ')}]`;
  const endless = `${list}.all(x, ${list}.all(y, ${list}.all(z, x + y + z >= 0)))`;
  it('[W21] fails its task, which never began, and says which expression', () => {
    const result = played([
      work('a', 10),
      work('b', 10, { dependsOn: [{ task: 'a', when: endless }] }),
      work('c', 5, { dependsOn: ['b'] }),
    ]);
    expect(result.outcome).toBe('failed');
    expect(result.reason).toMatch(
      /^b failed: the condition "\[0, 1, .{1,80}…" takes more than 1 million steps to tell; make it simpler$/,
    );
    expect(result.tasks['b']).toMatchObject({ state: 'failed', attempts: 0 });
    expect(result.invariants.every(({ holds }) => holds)).toBe(true);
  });
  it('[W21] takes the parts of a composite with it', () => {
    const result = played([
      work('a', 10),
      { id: 'box', onFailure: 'skip-dependents', dependsOn: [{ task: 'a', when: endless }] },
      work('p', 10, { parent: 'box' }),
      work('q', 10, { dependsOn: ['p'] }),
    ]);
    expect(Object.values(result.tasks).map(({ state }) => state)).toEqual([
      'succeeded',
      'failed',
      'skipped',
      'skipped',
    ]);
    expect(result.invariants.every(({ holds }) => holds)).toBe(true);
  });
  it('[W26] fails the composite that it reduces', () => {
    const result = played([{ id: 'box', reduce: `${endless} && results.p.ok` }, work('p', 10, { parent: 'box' })]);
    expect(result.reason).toMatch(/^box failed: the reduction ".*" takes more than 1 million steps/);
  });
});

/** Tasks in random layers, with conditions that name what stands before; what each gives is fixed, how long it takes is not. */
const drawn = fc.array(
  fc.record({
    before: fc.uniqueArray(fc.nat(20), { maxLength: 3 }),
    named: fc.nat(20),
    wanted: fc.nat(2),
    given: fc.nat(2),
    trigger: fc.constantFrom('all-success', 'all-done', 'all-success'),
  }),
  { minLength: 4, maxLength: 12 },
);

type Drawn = ReturnType<(typeof drawn)['generate']>['value'];

/** Everything before a task, by the arrows alone. */
function ancestors(all: Drawn, at: number): ReadonlySet<number> {
  const found = new Set<number>();
  const visit = (task: number): void => {
    for (const each of all[task]!.before.filter((one) => one < task)) {
      if (!found.has(each)) visit(each);
      found.add(each);
    }
  };
  visit(at);
  return found;
}

function documentOf(all: Drawn, times: readonly number[]): Task[] {
  return all.map(({ before, named, wanted, given, trigger }, at) => {
    const stands = [...ancestors(all, at)].sort((a, b) => a - b);
    const name = stands[named % Math.max(1, stands.length)];
    const dependsOn = before
      .filter((one) => one < at)
      .map((one, place) =>
        place === 0 && name !== undefined
          ? {
              task: `t${String(one)}`,
              when: `has(results.t${String(name)}.n) && results.t${String(name)}.n >= ${String(wanted)}`,
            }
          : `t${String(one)}`,
      );
    return work(`t${String(at)}`, times[at % times.length]!, {
      dependsOn,
      trigger: trigger,
      result: { n: given },
    });
  });
}

describe('random graphs', () => {
  it('[W21] what is done and what is skipped does not depend on how long anything takes', () => {
    const times = fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 3, maxLength: 12 });
    fc.assert(
      fc.property(drawn, times, times, (all, some, others) => {
        const [one, other] = [played(documentOf(all, some)), played(documentOf(all, others))];
        const states = (result: typeof one): string[] => Object.values(result.tasks).map(({ state }) => state);
        expect(states(one)).toEqual(states(other));
        expect(one.invariants.filter(({ holds }) => !holds)).toEqual([]);
      }),
      { seed: 7_113, numRuns: 150 },
    );
  });
  it('[W21] nothing begins before what its conditions name is over', () => {
    const times = fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 3, maxLength: 12 });
    fc.assert(
      fc.property(drawn, times, (all, some) => {
        const tasks = documentOf(all, some);
        const result = played(tasks);
        for (const { id, dependsOn = [] } of tasks) {
          const begun = result.tasks[id]!.startMs;
          if (begun === null || result.tasks[id]!.state === 'skipped') continue;
          for (const one of dependsOn) {
            const named = typeof one === 'string' ? undefined : /t\d+/.exec(one.when ?? '')?.[0];
            if (named !== undefined) expect(result.tasks[named]!.endMs ?? 0).toBeLessThanOrEqual(begun);
          }
        }
      }),
      { seed: 7_114, numRuns: 150 },
    );
  });
});
