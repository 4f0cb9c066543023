/** Tries WfFormat: broken structures first, then the traps of real files, older versions, and the way back. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/base/index.ts';
import { isRunnable, readDocument, type Document } from '../../../src/document/index.ts';
import { exportDocument, importFile, importText, type ImportOptions } from '../../../src/interchange/index.ts';
import { absence, hasWorkflows, workflowBytes, workflows } from '../data.ts';

const taken = (json: unknown, options?: ImportOptions) => {
  const result = importText(JSON.stringify(json), 'folder/a flow.json', options);
  if (!result.ok) throw new Error(result.error.message);
  expect(result.value.format).toBe('wfformat');
  return result.value;
};
const refused = (json: unknown) => {
  const result = importText(JSON.stringify(json), 'flow.json');
  expect(result.ok).toBe(false);
  return result.ok ? undefined : result.error;
};
const flow = (tasks: unknown, execution?: unknown, files?: unknown) => ({
  name: 'flow',
  schemaVersion: '1.5',
  workflow: {
    specification: { tasks, ...(files === undefined ? {} : { files }) },
    ...(execution === undefined ? {} : { execution }),
  },
});
const task = (id: string, parents: string[] = [], children: string[] = []) => ({ id, name: id, parents, children });
const out = (document: Document) => JSON.parse(exportDocument(document, 'wfformat').text) as never;
const edges = ({ tasks = [] }: Document) => tasks.flatMap(({ id, dependsOn = [] }) => dependsOn.map((on) => [on, id]));

describe('refusals of WfFormat', () => {
  it.each([
    ['workflow.specification.tasks', flow(undefined)],
    ['workflow.specification.tasks', flow({})],
    ['workflow.specification.tasks[1]', flow([task('a'), 7])],
    ['workflow.specification.tasks[0].id', flow([{ parents: [] }])],
    ['workflow.specification.tasks[0].parents', flow([{ id: 'a', parents: 'b' }])],
    ['workflow.specification.tasks[0].children[1]', flow([{ id: 'a', children: ['b', 4] }])],
    ['workflow.execution', flow([task('a')], [])],
    ['workflow.execution.tasks[0]', flow([task('a')], { tasks: ['a'] })],
    ['workflow.specification.files[0]', flow([task('a')], undefined, ['x'])],
    ['workflow.tasks[0].files[0].name', { schemaVersion: '1.3', workflow: { tasks: [{ name: 'a', files: [{}] }] } }],
    ['workflow.jobs', { schemaVersion: '1.1', workflow: {} }],
  ])('names the place %s', (path, json) => {
    expect(refused(json)).toMatchObject({ code: 'wfformat/shape', path });
    expect(refused(json)?.message.startsWith(`${path}: `)).toBe(true);
  });

  it('[row 2] refuses a task with the name of a prototype', () => {
    for (const id of ['__proto__', 'constructor', 'prototype'])
      expect(refused(flow([task('a'), task(id, ['a'])]))).toMatchObject({
        code: 'wfformat/reserved-id',
        path: 'workflow.specification.tasks[1].id',
      });
  });

  it('[row 9] refuses more tasks or dependencies than can be worked with, in a blink', () => {
    const many = Array.from({ length: 100_001 }, (_, at) => ({ id: `t${String(at)}` }));
    expect(refused(flow(many))).toMatchObject({ code: 'wfformat/too-large', path: 'workflow.specification.tasks' });
    const ids = Array.from({ length: 1001 }, (_, at) => `t${String(at)}`);
    const dense = ids.map((id) => ({ id, parents: ids }));
    expect(refused(flow(dense))).toMatchObject({ code: 'wfformat/too-large', path: 'workflow' });
  });

  it('[row 3] refuses what would be too deep once it stands in a document', () => {
    let deep: Json = 1;
    for (let level = 0; level < 58; level += 1) deep = [deep];
    expect(refused(flow([{ id: 'a', deep }]))).toMatchObject({ code: 'wfformat/too-deep' });
  });
});

describe('traps of WfFormat', () => {
  it('joins by id, keeps names, rounds runtimes to whole milliseconds and tells of zeros and gaps', () => {
    const tasks = [
      { id: 'b-1', name: 'shared', parents: [], children: [] },
      { id: 'b-2', name: 'shared', parents: ['b-1'], children: [] },
      { id: 'b-3', name: 'b-3', parents: ['b-2'], children: [] },
      { id: 'b-4', name: 'bad', parents: ['b-3'], children: [] },
    ];
    const records = [
      { id: 'b-2', runtimeInSeconds: 0 },
      { id: 'b-1', runtimeInSeconds: 9.7985 },
      { id: 'b-4', runtimeInSeconds: -3 },
    ];
    const { document, notes } = taken(
      flow(tasks, { makespanInSeconds: 1e9, executedAt: 'last Tuesday', tasks: records }),
    );
    expect(document.tasks?.map(({ id, name, action }) => ({ id, name, action }))).toEqual([
      { id: 'b-1', name: 'shared', action: { kind: 'simulate', durationMs: 9799 } },
      { id: 'b-2', name: 'shared', action: { kind: 'simulate', durationMs: 0 } },
      { id: 'b-3', name: undefined, action: { kind: 'simulate', durationMs: 1000 } },
      { id: 'b-4', name: 'bad', action: { kind: 'simulate', durationMs: 1000 } },
    ]);
    expect(notes).toEqual([
      '2 of 4 tasks have no recorded runtime; 1.00 s is supposed.',
      '1 of 4 tasks have a recorded runtime of 0.',
    ]);
  });

  it('supposes 1000 ms with a word where there is no execution', () => {
    const { document, notes, problems } = taken(flow([task('a'), task('b', ['a'])]));
    expect(document.tasks?.map(({ action }) => action)).toEqual([
      { kind: 'simulate', durationMs: 1000 },
      { kind: 'simulate', durationMs: 1000 },
    ]);
    expect(notes).toEqual(['The file has no record of an execution; 1.00 s is supposed for every task.']);
    expect(isRunnable(problems)).toBe(true);
  });

  it('takes the union of parents and children, each edge once', () => {
    const { document } = taken(
      flow([task('a', [], ['b', 'c', 'b']), task('b', ['a', 'a']), { id: 'c' }, task('d', ['a'])]),
    );
    expect(edges(document)).toEqual([
      ['a', 'b'],
      ['a', 'c'],
      ['a', 'd'],
    ]);
  });

  it('[row 8] lists dangling parents and children, cycles, self-edges and duplicate ids, and does not run', () => {
    const cases: [unknown, string][] = [
      [flow([task('a', ['gone'])]), 'tasks[0].dependsOn[0]'],
      [flow([task('a', ['b']), task('b', ['a'])]), 'tasks[0].dependsOn[0]'],
      [flow([task('a', ['a'])]), 'tasks[0].dependsOn[0]'],
      [flow([task('a'), task('a')]), 'tasks[1].id'],
    ];
    for (const [json, path] of cases) {
      const { problems, document } = taken(json);
      expect(isRunnable(problems)).toBe(false);
      expect(problems.map((problem) => problem.path)).toContain(path);
      expect(readDocument(JSON.parse(JSON.stringify(document)) as Json).readOnly).toBe(false);
    }
    const { problems } = taken(flow([task('a', [' '], ['gone', ''])]));
    expect(problems.filter(({ code }) => code === 'wfformat-dangling').map(({ path }) => path)).toEqual([
      'workflow.specification.tasks[0].parents[0]',
      'workflow.specification.tasks[0].children[0]',
    ]);
  });

  it('[row 10] opens an unknown version for looking at only', () => {
    const { readOnly, problems, document } = taken({ ...flow([task('a')]), schemaVersion: '2.0' });
    expect(readOnly).toBe(true);
    expect(isRunnable(problems)).toBe(false);
    expect(document.tasks).toHaveLength(1);
  });

  it('gives ids that cannot be used new ones, and the old ones back on the way out', () => {
    const long = 'x'.repeat(201);
    const { document, notes } = taken(flow([task('task-1'), task(' a'), task(long, [' a'])]));
    expect(document.tasks?.map(({ id, dependsOn }) => [id, dependsOn])).toEqual([
      ['task-1', undefined],
      ['task-2', undefined],
      ['task-3', ['task-2']],
    ]);
    expect(notes[0]).toBe('2 of 3 tasks have ids that cannot be used; they got new ones.');
    expect(out(document)).toMatchObject({
      workflow: { specification: { tasks: [task('task-1'), task(' a', [], [long]), task(long, [' a'])] } },
    });
  });

  it('keeps what belongs to no task, and says so', () => {
    const execution = { tasks: [{ id: 'a', runtimeInSeconds: 1 }, { id: 'a', runtimeInSeconds: 2 }, { id: 'z' }] };
    const { document, problems } = taken(flow([task('a')], execution));
    expect(problems.map(({ code }) => code)).toContain('wfformat-unmatched');
    expect(out(document)).toMatchObject({ workflow: { execution } });
  });

  it('supplies agents under free ids when told to, and none otherwise', () => {
    const json = flow([task('agent-1'), task('b', ['agent-1'])]);
    expect(taken(json).document.agents).toBeUndefined();
    const { document, problems } = taken(json, { agents: 3 });
    expect(document.agents).toEqual(['agent-2', 'agent-3', 'agent-4'].map((id) => ({ id, role: 'worker' })));
    expect(problems).toEqual([]);
    expect(Object.keys(document.view?.nodes ?? {})).toHaveLength(5);
    for (const agents of [0, -1, 1.5, Number.NaN, 10_001])
      expect(importText(JSON.stringify(json), 'f', { agents })).toMatchObject({
        ok: false,
        error: { code: 'import/option' },
      });
  });

  it('gives dependencies the time of their shared files only when a bandwidth is named', () => {
    const tasks = [
      { ...task('a'), outputFiles: ['x', 'y', 'only-out'] },
      { ...task('b', ['a']), inputFiles: ['x', 'y', 'other'] },
      task('c', ['a']),
    ];
    const files = [
      { id: 'x', sizeInBytes: 1000 },
      { id: 'y', sizeInBytes: 500 },
      { id: 'only-out', sizeInBytes: 9e9 },
    ];
    expect(edges(taken(flow(tasks, undefined, files)).document)).toEqual([
      ['a', 'b'],
      ['a', 'c'],
    ]);
    const { document } = taken(flow(tasks, undefined, files), { bandwidthBytesPerSecond: 1_000_000 / 3 });
    expect(edges(document)).toEqual([
      [{ task: 'a', transferMs: 5 }, 'b'],
      ['a', 'c'],
    ]);
    expect(importText('{}', 'f', { bandwidthBytesPerSecond: 0 })).toMatchObject({ ok: false });
  });

  it('names a nameless workflow after its file', () => {
    const { name: _name, ...nameless } = flow([task('a')]);
    expect(taken(nameless).document.name).toBe('a flow');
  });
});

describe('older WfFormat', () => {
  const old = (key: string, version: string) => ({
    name: 'old',
    schemaVersion: version,
    workflow: {
      makespan: 99,
      executedAt: '2020',
      machines: [{ nodeName: 'm' }],
      [key]: [
        {
          name: 'first',
          type: 'compute',
          runtime: 1.5,
          parents: [],
          files: [{ link: 'output', name: 'x', size: 2000 }],
          cores: 2,
        },
        {
          name: 'second',
          runtimeInSeconds: 2,
          parents: ['first'],
          files: [{ link: 'input', name: 'x', size: 2000 }],
          machine: 'm',
        },
      ],
    },
  });

  it.each([
    ['jobs', '1.1'],
    ['tasks', '1.2'],
    ['tasks', '1.3'],
    ['tasks', '1.4'],
  ])('reads workflow.%s of %s', (key, version) => {
    const { document, problems, notes } = taken(old(key, version), { bandwidthBytesPerSecond: 1000 });
    expect(document.tasks?.map(({ id, action, dependsOn }) => ({ id, action, dependsOn }))).toEqual([
      { id: 'first', action: { kind: 'simulate', durationMs: 1500 }, dependsOn: undefined },
      {
        id: 'second',
        action: { kind: 'simulate', durationMs: 2000 },
        dependsOn: [{ task: 'first', transferMs: 2000 }],
      },
    ]);
    expect(isRunnable(problems)).toBe(true);
    expect(notes).toEqual([]);
    expect(out(document)).toEqual({
      name: 'old',
      schemaVersion: '1.5',
      workflow: {
        specification: {
          tasks: [
            { ...task('first', [], ['second']), inputFiles: [], outputFiles: ['x'] },
            { ...task('second', ['first']), inputFiles: ['x'], outputFiles: [] },
          ],
          files: [{ id: 'x', sizeInBytes: 2000 }],
        },
        execution: {
          makespanInSeconds: 99,
          executedAt: '2020',
          machines: [{ nodeName: 'm' }],
          tasks: [
            { id: 'first', runtimeInSeconds: 1.5, coreCount: 2, type: 'compute' },
            { id: 'second', runtimeInSeconds: 2, machines: ['m'] },
          ],
        },
      },
    });
  });

  it('resolves parents by name to ids, unless two tasks have the name', () => {
    const tasks = [
      { id: '1', name: 'x' },
      { id: '2', name: 'y', parents: ['x'] },
      { id: '3', name: 'y' },
      { id: '4', parents: ['y'] },
    ];
    const { document, problems } = taken({ name: 'o', schemaVersion: '1.4', workflow: { tasks } });
    expect(edges(document)).toEqual([
      ['1', '2'],
      ['y', '4'],
    ]);
    expect(isRunnable(problems)).toBe(false);
  });
});

describe('WfFormat out of any document', () => {
  const plain: Document = {
    name: 'Any',
    description: 'what',
    agents: [{ id: 'ana' }],
    tasks: [
      { id: 'räum auf', name: 'Räum auf', action: { kind: 'simulate', durationMs: { min: 1000, max: 3000 } } },
      { id: 'r_um_auf', dependsOn: ['räum auf'], action: { kind: 'script', source: 'x' } as never },
      {
        id: 'b',
        dependsOn: [{ task: 'r_um_auf', when: 'true' }],
        action: { kind: 'simulate', durationMs: { ana: 4000, ben: 6000 } },
      },
    ],
  };

  it('has the structure of 1.5 with ids that the format allows', () => {
    expect(out(plain)).toEqual({
      name: 'Any',
      description: 'what',
      schemaVersion: '1.5',
      workflow: {
        specification: {
          tasks: [
            { ...task('r_um_auf-2', [], ['r_um_auf']), name: 'Räum auf' },
            task('r_um_auf', ['r_um_auf-2'], ['b']),
            task('b', ['r_um_auf']),
          ],
          files: [],
        },
        execution: {
          makespanInSeconds: 8,
          executedAt: '1970-01-01T00:00:00Z',
          tasks: [
            { id: 'r_um_auf-2', runtimeInSeconds: 2 },
            { id: 'r_um_auf', runtimeInSeconds: 1 },
            { id: 'b', runtimeInSeconds: 5 },
          ],
        },
      },
    });
  });

  it('takes measured runtimes where there are some', () => {
    const measured = { makespanMs: 7777, runtimesMs: { b: 1234 } };
    const written = JSON.parse(exportDocument(plain, 'wfformat', { measured }).text) as never;
    expect(written).toMatchObject({
      workflow: { execution: { makespanInSeconds: 7.777, tasks: [{}, {}, { id: 'b', runtimeInSeconds: 1.234 }] } },
    });
  });

  it('gives changed parts of an import as the document has them, and the rest as it was', () => {
    const record = { id: 'a', runtimeInSeconds: 1.2345, avgCPU: 7 };
    const { document } = taken(
      flow([task('a', [], ['b']), task('b', ['a'])], { tasks: [record, { ...record, id: 'b' }] }),
    );
    const [a, b] = document.tasks ?? [];
    if (a === undefined || b === undefined) throw new Error('two tasks');
    const changed: Document = {
      ...document,
      tasks: [a, { ...b, id: 'c', dependsOn: [], action: { kind: 'simulate', durationMs: 5 } }],
    };
    expect(out(changed)).toMatchObject({
      workflow: {
        specification: { tasks: [task('a'), { id: 'c', name: 'c', parents: [] }] },
        execution: { tasks: [record, { id: 'c', runtimeInSeconds: 0.005, avgCPU: 7 }] },
      },
    });
  });

  it('survives cycles, and gives an empty document no execution', () => {
    expect(
      out({
        tasks: [
          { id: 'a', dependsOn: ['b'] },
          { id: 'b', dependsOn: ['a'] },
        ],
      }),
    ).toMatchObject({
      workflow: { execution: { makespanInSeconds: 0 } },
    });
    expect(out({})).toEqual({
      name: 'Untitled',
      schemaVersion: '1.5',
      workflow: { specification: { tasks: [], files: [] } },
    });
  });

  it('keeps tasks, edges and durations of any document through out and in again', () => {
    const ids = fc.uniqueArray(fc.stringMatching(/^[a-z0-9_.-]{1,8}$/), { minLength: 1, maxLength: 8 });
    const graphs = fc.tuple(ids, fc.array(fc.tuple(fc.nat(7), fc.nat(7), fc.nat(100_000)), { maxLength: 12 }));
    fc.assert(
      fc.property(graphs, ([names, links]) => {
        const tasks = names.map((id, at) => ({
          id,
          dependsOn: [
            ...new Set(links.filter(([, to]) => to === at).map(([from]) => names[from % names.length] ?? id)),
          ],
          action: { kind: 'simulate' as const, durationMs: links[at]?.[2] ?? 1 },
        }));
        const back = taken(out({ name: 'x', tasks })).document;
        expect(back.tasks?.map(({ id, action }) => ({ id, action }))).toEqual(
          tasks.map(({ id, action }) => ({ id, action })),
        );
        expect(new Set(edges(back).map(String))).toEqual(new Set(edges({ tasks }).map(String)));
      }),
      { seed: 5, numRuns: 100 },
    );
  });
});

describe.skipIf(!hasWorkflows)(`published workflows${absence}`, () => {
  it.each(workflows)(
    '%s has %i tasks and %i dependencies, as counted elsewhere',
    (name, tasks, dependencies, workS, pathS) => {
      const result = importFile(workflowBytes(name), `${name}.json`, { agents: 4 });
      if (!result.ok) throw new Error(result.error.message);
      const { document, problems, notes } = result.value;
      expect(document.tasks).toHaveLength(tasks);
      expect(edges(document)).toHaveLength(dependencies);
      expect(problems).toEqual([]);
      const durations = new Map(
        (document.tasks ?? []).map(({ id, action }) => [id, (action as { durationMs: number }).durationMs]),
      );
      const workMs = [...durations.values()].reduce((sum, ms) => sum + ms, 0);
      expect(Math.abs(workMs - workS * 1000)).toBeLessThanOrEqual(tasks / 2 + 1);
      if (pathS !== null)
        expect(Math.abs(longestMs(document, durations) - pathS * 1000)).toBeLessThanOrEqual(tasks / 2);
      expect(notes).toEqual(name.startsWith('rnaseq') ? ['56 of 197 tasks have a recorded runtime of 0.'] : []);
      expect(Object.keys(document.view?.nodes ?? {})).toHaveLength(tasks + 4);
      expect(readDocument(JSON.parse(JSON.stringify(document)) as Json)).toMatchObject({
        problems: [],
        readOnly: false,
      });
    },
  );

  it.each(workflows)('%s comes out as it went in', (name) => {
    const bytes = workflowBytes(name);
    const result = importFile(bytes, name);
    if (!result.ok) throw new Error(result.error.message);
    expect(out(result.value.document)).toEqual(JSON.parse(new TextDecoder().decode(bytes)));
  });
});

function longestMs({ tasks = [] }: Document, durations: ReadonlyMap<string, number>): number {
  const byId = new Map(tasks.map((each) => [each.id, each]));
  const ends = new Map<string, number>();
  const end = (id: string): number => {
    const known = ends.get(id);
    if (known !== undefined) return known;
    const before = (byId.get(id)?.dependsOn ?? []).map((on) => end(on as string));
    const value = Math.max(0, ...before) + (durations.get(id) ?? 0);
    ends.set(id, value);
    return value;
  };
  return Math.max(...tasks.map(({ id }) => end(id)));
}

describe('what travels between two tasks', () => {
  const files = (...all: readonly [string, number][]) => all.map(([id, sizeInBytes]) => ({ id, sizeInBytes }));
  const two = (made: string[], used: string[], list: unknown) => {
    const tasks = [
      { ...task('a'), outputFiles: made },
      { ...task('b', ['a']), inputFiles: used },
    ];
    const [, b] = taken(flow(tasks, undefined, list), { bandwidthBytesPerSecond: 1000 }).document.tasks ?? [];
    const [on] = b?.dependsOn ?? [];
    return typeof on === 'object' ? on.transferMs : 0;
  };
  it('is what the one makes and the other uses, and nothing else', () => {
    const list = files(['x', 100], ['y', 20], ['z', 3]);
    expect(two(['x', 'y'], ['x', 'y', 'z'], list)).toBe(120);
    expect(two(['x', 'y'], ['y', 'z'], list)).toBe(20);
    expect(two(['x'], ['z'], list)).toBe(0);
    expect(two([], ['x'], list)).toBe(0);
    expect(two(['x', 'unknown'], ['unknown'], list)).toBe(0);
  });
  it('has the first size that is told of a file', () => {
    expect(two(['x'], ['x'], files(['x', 100], ['x', 7]))).toBe(100);
  });
});
