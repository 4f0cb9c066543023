/** The grid of an experiment, and the document of each of its combinations. */
import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/base/index.ts';
import { actionSchemas, documentSchema, fieldsOf, itemOf, resolved, type Document } from '../../src/document/index.ts';
import { documentFor, planProblem, readValues, settingsOf, settingWords } from '../../src/experiments/index.ts';

const document: Document = {
  format: 'conclave',
  version: 1,
  agents: [
    { id: 'lead', role: 'manager' },
    { id: 'ana', reportsTo: 'lead', capabilities: ['research'] },
    { id: 'ben', reportsTo: 'lead' },
  ],
  tasks: [{ id: 'collect', action: { kind: 'simulate', durationMs: { ana: 100, ben: 200 } } }],
  faults: [{ kind: 'crash', agent: 'ben', atMs: 5 }],
};
const wrong = (path: string, value: number | string): string => {
  const changed = documentFor(document, [{ path, value }]);
  return changed.ok ? 'taken' : changed.error;
};

/** A document with every default, and of its actions what a run takes of them. */
const meaning = (given: Document): object => {
  const { tasks, ...rest } = resolved(given);
  return { ...rest, tasks: tasks.map((task) => ({ ...task, action: task.action.kind })) };
};

/** The paths of all plain values with a default, down through objects that a document need not have. */
function defaultsBelow(before: string, schema: Parameters<typeof fieldsOf>[0]): { path: string; value: Json }[] {
  return fieldsOf(schema).flatMap((field) => {
    const path = before + field.key;
    const below = fieldsOf(field.schema);
    if (below.length > 0) return defaultsBelow(`${path}.`, field.schema);
    const value = field.default;
    return value === undefined || value === null || itemOf(field.schema) !== undefined ? [] : [{ path, value }];
  });
}

describe('what is refused', () => {
  it('a field that no document has, a value that its field does not take, and no workers', () => {
    expect(wrong('schedulling.order', 'fifo')).toContain('there is no field "schedulling"');
    expect(wrong('scheduling.order', 'whim')).not.toBe('taken');
    expect(wrong('agents', 0)).toContain('whole number from 1');
    expect(wrong('agents', 2.5)).toContain('whole number from 1');
  });
  it('a field that no action of its kind has, and a part of what has none', () => {
    expect(wrong('tasks[collect].action.duratonMs', 5)).toContain('there is no field "duratonMs"; there are kind');
    expect(wrong('network.delayMs.min', 5)).toBe(
      'network.delayMs.min: 0 stands there, which has no "min"; give the whole of it',
    );
  });
  it('nothing that is left to its default: by every path it can be set, and set to its default it changes nothing', () => {
    const bare: Document = {
      format: 'conclave',
      version: 1,
      agents: [{ id: 'ana' }],
      tasks: [{ id: 'plain', compensation: {} }],
    };
    const places = [
      ['', documentSchema],
      ['agents[ana].', itemOf(fieldsOf(documentSchema).find(({ key }) => key === 'agents')!.schema)!],
      ['tasks[plain].', itemOf(fieldsOf(documentSchema).find(({ key }) => key === 'tasks')!.schema)!],
      ['tasks[plain].action.', actionSchemas.simulate],
    ] as const;
    const tried = places.flatMap(([before, schema]) => defaultsBelow(before, schema));
    for (const { path, value } of tried) {
      const changed = documentFor(bare, [{ path, value }]);
      expect(changed.ok ? 'taken' : `${path}: ${changed.error}`).toBe('taken');
      if (changed.ok) expect([path, meaning(changed.value)]).toEqual([path, meaning(bare)]);
    }
    expect(tried.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['tasks[plain].action.durationMs', 'tasks[plain].retry.attempts', 'scheduling.order']),
    );
  });
  it('a factor without values, one that stands twice, and more than is ever tried', () => {
    const numbers = Array.from({ length: 201 }, (_, at) => at);
    expect(planProblem([{ path: 'seed', values: [] }], 1)).toBe('seed has no values to try');
    const twice = { path: 'seed', values: [1] };
    expect(planProblem([twice, twice], 1)).toBe('seed is varied twice');
    expect(planProblem([{ path: 'agents', values: numbers }], 1)).toContain('201 combinations');
    expect(planProblem([], 0)).toContain('from 1 to 10000');
    expect(planProblem([{ path: 'agents', values: numbers.slice(0, 100) }], 10_000)).toContain('1000000 runs');
    expect(planProblem([], 30)).toBeNull();
  });
});

describe('the grid', () => {
  it('is every combination, the last factor changing fastest', () => {
    const settings = settingsOf([
      { path: 'scheduling.order', values: ['fifo', 'priority'] },
      { path: 'agents', values: [1, 2] },
    ]);
    expect(settings.map(settingWords)).toEqual([
      'order fifo, 1 agent',
      'order fifo, 2 agents',
      'order priority, 1 agent',
      'order priority, 2 agents',
    ]);
    expect(settingsOf([]).map(settingWords)).toEqual(['as drawn']);
  });
  it('values are read as JSON where they are, else as words; commas in brackets and quotes stay', () => {
    expect(readValues('a,2,true, {"min":1,"max":[2,3]} ,"x,y",')).toEqual([
      'a',
      2,
      true,
      { min: 1, max: [2, 3] },
      'x,y',
    ]);
  });
});

describe('the number of agents', () => {
  const agents = (count: number): unknown => {
    const changed = documentFor(document, [{ path: 'agents', value: count }]);
    return changed.ok ? changed.value : changed.error;
  };
  it('less: the first workers stay with all managers, and what named the others goes with them', () => {
    expect(agents(1)).toMatchObject({
      agents: [{ id: 'lead' }, { id: 'ana' }],
      tasks: [{ action: { durationMs: { ana: 100 } } }],
      faults: [],
    });
  });
  it('more: copies of the workers in turn, each as fast at every task as its model', () => {
    expect(agents(3)).toMatchObject({
      agents: [{ id: 'lead' }, { id: 'ana' }, { id: 'ben' }, { id: 'ana-2', reportsTo: 'lead' }],
      tasks: [{ action: { durationMs: { ana: 100, ben: 200, 'ana-2': 100 } } }],
    });
  });
  it('where nobody works yet, identical agents are supplied', () => {
    const empty = documentFor({ ...document, agents: [], faults: [], tasks: [] }, [{ path: 'agents', value: 2 }]);
    expect(empty).toMatchObject({ ok: true, value: { agents: [{ id: 'agent-1' }, { id: 'agent-2' }] } });
  });
});
