import { describe, expect, test } from 'vitest';
import {
  apply,
  canPerform,
  isRunnable,
  onlyManagers,
  validate,
  type Document,
  type Problem,
} from '../../src/document/index.ts';
import { FULL } from './documents.ts';

const tasksOf = (...tasks: unknown[]): Document => ({ agents: [{ id: 'worker' }], tasks }) as unknown as Document;
const codes = (document: Document): string[] => validate(document).map((problem) => problem.code);

function find(document: Document, code: string): Problem {
  const problem = validate(document).find((one) => one.code === code);
  if (problem === undefined) throw new Error(`${code} is not among ${codes(document).join(', ')}`);
  expect(problem.message).toMatch(/^\S.*\.$/);
  return problem;
}

/** Applies the fix of a problem and expects that the problem is gone. */
function mended(document: Document, code: string): Document {
  const { fix } = find(document, code);
  if (fix === undefined) throw new Error(`${code} has no fix`);
  const result = apply(document, { kind: 'batch', edits: fix.edits });
  if (!result.ok) throw new Error(result.error.message);
  expect(codes(result.value.document)).not.toContain(code);
  return result.value.document;
}

describe('[row 8] names', () => {
  test('[row 8] two nodes of a kind with one id are an error with its place, and the fix renames the second', () => {
    const document = tasksOf({ id: 'a' }, { id: 'b', dependsOn: ['a'] }, { id: 'a' });
    expect(find(document, 'duplicate-id')).toMatchObject({
      severity: 'error',
      path: 'tasks[2].id',
      place: { kind: 'task', id: 'a' },
    });
    expect(mended(document, 'duplicate-id').tasks).toEqual([{ id: 'a' }, { id: 'b', dependsOn: ['a'] }, { id: 'a-2' }]);
  });

  test('[row 8] an agent and a task with one id are an error, since they share the drawing', () => {
    const document = tasksOf({ id: 'worker' });
    expect(find(document, 'shared-id')).toMatchObject({ severity: 'error', path: 'tasks[0].id' });
    expect(mended(document, 'shared-id').tasks?.[0]?.id).toBe('worker-2');
  });

  test('an agent may not carry a name that durations use', () => {
    const document: Document = { agents: [{ id: 'min' }] };
    expect(mended(document, 'reserved-id').agents?.[0]?.id).toBe('min-2');
  });

  test('[row 8] every dangling reference is listed, and its fix removes it', () => {
    const document: Document = {
      agents: [{ id: 'worker', reportsTo: 'x1' }],
      tasks: [
        {
          id: 'a',
          dependsOn: ['x2', { task: 'x3' }],
          agent: 'x4',
          parent: 'x5',
          resources: [{ id: 'x6' }],
          reads: ['x7'],
          writes: ['x8'],
          action: { kind: 'consensus', participants: ['x9'], durationMs: { x10: 5 } },
        },
      ],
      memories: [{ id: 'm', replicas: ['x11'] }],
      faults: [{ kind: 'crash', agent: 'x12', atMs: 1 }],
      network: { links: [{ from: 'x13', to: 'worker' }], partitions: [{ atMs: 1, groups: [['x14']] }] },
      view: { collapsed: ['x15'] },
    };
    const found = validate(document).filter((problem) => problem.code === 'dangling-reference');
    expect(found).toHaveLength(15);
    for (let k = 1; k <= 15; k += 1) expect(found.some((one) => one.message.includes(`"x${String(k)}"`))).toBe(true);
    for (const { fix } of found) {
      const result = apply(document, { kind: 'batch', edits: fix?.edits ?? [] });
      expect(
        result.ok && validate(result.value.document).filter((one) => one.code === 'dangling-reference'),
      ).toHaveLength(14);
    }
  });
});

describe('[row 8] cycles', () => {
  test('[row 8] a cycle of dependencies is named in order, and its fix breaks it', () => {
    const document = tasksOf(
      { id: 'c', dependsOn: ['b'] },
      { id: 'a', dependsOn: ['c'] },
      { id: 'b', dependsOn: ['a'] },
      { id: 'free' },
    );
    const problem = find(document, 'dependency-cycle');
    expect(problem.message).toContain('c → a → b → c');
    expect(problem).toMatchObject({
      severity: 'error',
      path: 'tasks[0].dependsOn[0]',
      place: { kind: 'task', id: 'c' },
    });
    expect(codes(mended(document, 'dependency-cycle'))).toEqual([]);
  });

  test('[row 8] each knot is named once, with one shortest cycle of it', () => {
    const document = tasksOf(
      { id: 'a', dependsOn: ['d', 'b'] },
      { id: 'b', dependsOn: ['a'] },
      { id: 'd', dependsOn: ['b'] },
      { id: 'p', dependsOn: ['q'] },
      { id: 'q', dependsOn: ['p', 'a'] },
    );
    const cycles = validate(document).filter((problem) => problem.code === 'dependency-cycle');
    expect(cycles.map((problem) => /: (.*);/.exec(problem.message)?.[1])).toEqual(['a → b → a', 'p → q → p']);
  });

  test('[row 8] a task that depends on itself is an error of its own, and the fix removes the edge', () => {
    const document = tasksOf({ id: 'a', dependsOn: ['a'] });
    expect(codes(document)).toEqual(['self-dependency']);
    expect(codes(mended(document, 'self-dependency'))).toEqual([]);
  });

  test('nobody manages itself, directly or in a circle', () => {
    const alone: Document = { agents: [{ id: 'a', reportsTo: 'a' }] };
    expect(find(alone, 'self-management')).toMatchObject({ severity: 'error', path: 'agents[0].reportsTo' });
    expect(codes(mended(alone, 'self-management'))).toEqual([]);
    const circle: Document = {
      agents: [
        { id: 'a', reportsTo: 'c' },
        { id: 'b', reportsTo: 'a' },
        { id: 'c', reportsTo: 'b' },
        { id: 'd', reportsTo: 'c' },
      ],
    };
    expect(find(circle, 'management-cycle').message).toContain('a → ');
    expect(codes(mended(circle, 'management-cycle'))).toEqual([]);
  });

  test('no task is part of itself, directly or in a circle', () => {
    expect(codes(mended(tasksOf({ id: 'a', parent: 'a' }), 'self-part'))).toEqual([]);
    expect(codes(mended(tasksOf({ id: 'a', parent: 'b' }, { id: 'b', parent: 'a' }), 'part-cycle'))).toEqual([]);
  });
});

describe('what can never happen', () => {
  test('a task that nobody can do is said, with what is missing, and what waits for it is unreachable', () => {
    const document = tasksOf(
      { id: 'a', requires: ['flight'] },
      { id: 'b', dependsOn: ['a'] },
      { id: 'c', dependsOn: ['b'] },
    );
    expect(find(document, 'unassignable')).toMatchObject({ severity: 'warning', path: 'tasks[0].requires' });
    expect(find(document, 'unassignable').message).toContain('flight');
    expect(codes(document)).toEqual(['unassignable', 'unreachable', 'unreachable']);
    expect(isRunnable(validate(document))).toBe(true);
  });

  test('the trigger decides what an unassignable task keeps from running', () => {
    const on = (trigger: unknown): string[] =>
      codes(tasksOf({ id: 'a', requires: ['flight'] }, { id: 'b' }, { id: 'c', dependsOn: ['a', 'b'], trigger })).slice(
        1,
      );
    expect(on('all-success')).toEqual(['unreachable']);
    expect(on('all-done')).toEqual([]);
    expect(on('one-success')).toEqual([]);
    expect(on({ atLeast: 1 })).toEqual([]);
    expect(on({ atLeast: 2 })).toEqual(['unreachable']);
  });

  test('behind a cycle nothing is reached, and the cycle itself is told once', () => {
    const document = tasksOf(
      { id: 'a', dependsOn: ['b'] },
      { id: 'b', dependsOn: ['a'] },
      { id: 'c', dependsOn: ['b'] },
    );
    const problems = validate(document);
    expect(problems.map((one) => [one.code, one.place.id])).toEqual([
      ['dependency-cycle', 'a'],
      ['unreachable', 'c'],
    ]);
  });

  test('a trigger that waits for more than there is, is said and mended', () => {
    const document = tasksOf({ id: 'a' }, { id: 'b', dependsOn: ['a'], trigger: { atLeast: 2 } });
    expect(mended(document, 'trigger-too-high').tasks?.[1]?.trigger).toEqual({ atLeast: 1 });
    for (let atLeast = 1; atLeast <= 4; atLeast += 1) {
      const named = tasksOf(
        { id: 'a' },
        { id: 'b' },
        { id: 'c', dependsOn: ['a', 'b', { task: 'a' }], trigger: { atLeast } },
      );
      // What is named twice is one dependency.
      expect(codes(named).includes('trigger-too-high'), String(atLeast)).toBe(atLeast > 2);
    }
  });

  test('a pinned agent that cannot do it is said', () => {
    const document: Document = {
      agents: [{ id: 'ana' }, { id: 'ben', capabilities: ['x'] }],
      tasks: [{ id: 'a', agent: 'ana', requires: ['x'] }],
    };
    expect(codes(document)).toEqual(['pinned-incapable']);
    expect(codes({ ...document, tasks: [{ id: 'a', agent: 'ben', requires: ['x'] }] })).toEqual([]);
  });

  test('a manager does task work only if it is named, or if all are managers', () => {
    const manager = { id: 'm', role: 'manager', capabilities: { plan: 0.5, none: 0 } } as const;
    const worker = { id: 'w', role: 'worker', capabilities: {} } as const;
    expect(canPerform(manager, { requires: [], agent: null })).toBe(false);
    expect(canPerform(manager, { requires: [], agent: null }, true)).toBe(true);
    expect(canPerform(manager, { requires: [], agent: 'm' })).toBe(true);
    expect(canPerform(manager, { requires: ['plan'], agent: null })).toBe(true);
    expect(canPerform(manager, { requires: ['none'], agent: null })).toBe(false);
    expect(canPerform(worker, { requires: ['toString'], agent: null })).toBe(false);
    expect(canPerform(worker, { requires: [], agent: 'm' })).toBe(false);
    expect([onlyManagers([]), onlyManagers([manager]), onlyManagers([manager, worker])]).toEqual([false, true, false]);
    expect(codes({ agents: [{ id: 'm', role: 'manager' }], tasks: [{ id: 'a' }] })).toEqual([]);
    expect(
      codes({
        agents: [
          { id: 'm', role: 'manager' },
          { id: 'w', capabilities: ['x'] },
        ],
        tasks: [{ id: 'a' }],
      }),
    ).toEqual([]);
  });
});

describe('bounds and unknown things', () => {
  test('span and depth of the hierarchy beyond its limits are said', () => {
    const wide: Document = {
      agents: [
        { id: 'm', role: 'manager' },
        ...Array.from({ length: 8 }, (_, k) => ({ id: `w${String(k)}`, reportsTo: 'm' })),
      ],
    };
    expect(codes(wide)).toEqual(['span']);
    expect(codes({ ...wide, limits: { spanMax: 8 } })).toEqual([]);
    const deep: Document = {
      agents: Array.from({ length: 10 }, (_, k) =>
        k === 0 ? { id: 'a0' } : { id: `a${String(k)}`, reportsTo: `a${String(k - 1)}` },
      ),
    };
    expect(find(deep, 'depth').place).toEqual({ kind: 'agent', id: 'a8' });
    expect(codes(deep)).toEqual(['depth']);
  });

  test('[row 10] unknown kinds and names are listed; those that change what a run means keep it from running', () => {
    const document = {
      coordination: { pattern: 'telepathy' },
      agents: [{ id: 'a', behaviour: 'moody' }],
      tasks: [{ id: 't', action: { kind: 'dream' } }],
      memories: [{ id: 'm', consistency: 'vague' }],
      faults: [{ kind: 'flood' }],
    } as unknown as Document;
    const told = { patterns: ['centralized'] };
    const errors = validate(document, told).filter((problem) => problem.severity === 'error');
    expect(errors.map((problem) => problem.code)).toEqual(['unknown-pattern', 'unknown-behaviour', 'unknown-action']);
    expect(codes(document)).toEqual(expect.arrayContaining(['unknown-consistency', 'unknown-fault']));
    expect(isRunnable(validate(document, told))).toBe(false);
    // Patterns are no names of the format: whoever is not told what there is does not judge.
    for (const known of [{ patterns: ['telepathy'] }, undefined])
      expect(validate({ coordination: { pattern: 'telepathy' } }, known)).toEqual([]);
  });

  test('ends before beginnings are errors', () => {
    const document: Document = {
      agents: [{ id: 'a' }],
      faults: [
        { kind: 'crash', agent: 'a', atMs: 5, recoverMs: 4 },
        { kind: 'slow', agent: 'a', atMs: 5, factor: 2, untilMs: 4 },
      ],
      network: { partitions: [{ atMs: 5, healMs: 4, groups: [] }] },
    };
    expect(codes(document)).toEqual(['time-order', 'time-order', 'time-order']);
  });

  test('what this version keeps but does not enforce is remarked, and an empty document has no problem', () => {
    expect(validate({})).toEqual([]);
    expect(validate({ tasks: [] })).toEqual([]);
    expect(validate({ tasks: [{ id: 'a' }] }).map((one) => [one.code, one.severity])).toEqual([['no-agents', 'info']]);
    const remarks = validate(FULL as unknown as Document).filter((problem) => problem.severity === 'info');
    const of = (code: string) => remarks.filter((problem) => problem.code === code).map((problem) => problem.path);
    expect(of('not-enforced')).toEqual(['resources', 'memories']);
    expect(of('unknown-field')).toEqual([
      'future',
      'agents[1].future',
      'tasks[0].future',
      'tasks[1].dependsOn[1].future',
    ]);
    expect(isRunnable(validate(FULL as unknown as Document))).toBe(true);
  });
});

describe('[row 9] size', () => {
  const layered = (tasks: number, edges: number): Document => ({
    agents: Array.from({ length: 50 }, (_, k) => ({
      id: `agent-${String(k)}`,
      capabilities: [`skill-${String(k % 7)}`],
    })),
    tasks: Array.from({ length: tasks }, (_, k) => ({
      id: `task-${String(k)}`,
      requires: [`skill-${String(k % 7)}`],
      dependsOn: Array.from(
        { length: k === 0 ? 0 : Math.min(k, edges) },
        (_, e) => `task-${String(Math.max(0, k - 1 - e * 3))}`,
      ),
    })),
  });

  test('[row 9] 100,000 tasks are validated whole; how fast is measured in the bench', () => {
    const problems = validate(layered(100_000, 3));
    expect(problems.filter((problem) => problem.severity === 'error')).toEqual([]);
  });

  test('[row 9] one task, agent or dependency too many is a message, and nothing else is looked at', () => {
    const many: Document = {
      tasks: Array.from({ length: 100_001 }, (_, k) => ({ id: `t${String(k)}`, dependsOn: ['nobody'] })),
    };
    expect(codes(many)).toEqual(['too-many-tasks']);
    expect(codes({ agents: Array.from({ length: 10_001 }, (_, k) => ({ id: `a${String(k)}` })) })).toEqual([
      'too-many-agents',
    ]);
    const dense: Document = { tasks: [{ id: 'a', dependsOn: Array.from({ length: 1_000_001 }, () => 'a') }] };
    expect(find(dense, 'too-many-dependencies').message).toContain('1000001');
  });

  test('[row 9] a ring of 100,000 tasks is one problem, named and cut, without overflow', () => {
    const size = 100_000;
    const document = tasksOf(
      ...Array.from({ length: size }, (_, k) => ({
        id: `t${String(k)}`,
        dependsOn: [`t${String((k + size - 1) % size)}`],
      })),
    );
    const problems = validate(document);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.message).toContain('t0 → t1 → t2');
    expect(problems[0]?.message).toContain('100000 in all');
    expect(problems[0]?.message.length).toBeLessThan(500);
  });
});
