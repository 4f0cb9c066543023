/** The rules of forms: which fields are shown, where problems show, and what setting a field writes. Pure. */
import { describe, expect, it } from 'vitest';
import {
  agentSchema,
  documentSchema,
  fieldsOf,
  schedulingSchema,
  taskSchema,
  type Problem,
} from '../../../src/document/index.ts';
import { durationModel, reshaped } from '../../../src/studio/inspector/fields/duration-shapes.ts';
import { covers } from '../../../src/studio/inspector/field-request.ts';
import {
  choicesOf,
  errorAt,
  fieldEdit,
  fieldsFor,
  foldTitle,
  groupsOf,
  jsonText,
  looseProblems,
  words,
  type FormSubject,
} from '../../../src/studio/inspector/form-rules.ts';

const task: FormSubject = { kind: 'node', collection: 'tasks', id: 'a', index: 3 };
const problem = (path: string, severity: Problem['severity'] = 'error'): Problem => ({
  code: 'x',
  severity,
  path,
  place: { kind: 'task', id: 'a' },
  message: `at ${path}`,
});

describe('fields', () => {
  it('that no run heeds are shown only where they are written', () => {
    const keys = (values: Record<string, unknown>) => {
      const { plain, folded } = groupsOf(fieldsOf(agentSchema), values);
      return [...plain, ...folded].flatMap(({ fields }) => fields.map(({ key }) => key));
    };
    expect(keys({})).not.toContain('beliefs');
    expect(keys({ beliefs: {} })).toContain('beliefs');
    expect(keys({})[0]).toBe('name');
  });

  it('of failure stand under the fold', () => {
    const { plain, folded } = groupsOf(fieldsOf(taskSchema), {});
    expect(plain.map(({ title }) => title)).toEqual(['Task', 'Action', 'Placing', 'Order', 'Memory']);
    expect(folded.flatMap(({ fields }) => fields.map(({ key }) => key))).toEqual([
      'retry',
      'timeoutMs',
      'queueTimeoutMs',
      'graceMs',
      'onFailure',
      'fallback',
      'compensation',
    ]);
    expect(foldTitle(folded)).toBe('Advanced: retry, timeouts, failure');
    expect(foldTitle(groupsOf(fieldsOf(agentSchema), { memory: {} }).folded)).toBe('Advanced: beliefs, goals, memory');
  });

  it('show the default as the empty choice, and keep what is unknown', () => {
    const order = fieldsOf(schedulingSchema).find(({ key }) => key === 'order');
    if (order === undefined) throw new Error('no field');
    expect(choicesOf(order, undefined).find(({ value }) => value === '')?.label).toBe('Critical path (default)');
    expect(choicesOf(order, 'by-moon').at(-1)).toEqual({ value: 'by-moon', label: 'By moon' });
    expect(words('fifo')).toBe('FIFO');
  });

  it('asks only a manager in delegation how it chooses among its reports', () => {
    const agents = [{ id: 'boss' }, { id: 'ana', reportsTo: 'boss' }];
    const shown = (pattern: string, id: string) => {
      const document = { agents, coordination: { pattern } };
      const offer = fieldsFor(document, { kind: 'node', collection: 'agents', id, index: 0 });
      return groupsOf(fieldsOf(agentSchema), {}, offer)
        .plain.flatMap(({ fields }) => fields)
        .some(({ key }) => key === 'inside');
    };
    expect(shown('delegation', 'boss')).toBe(true);
    expect(shown('delegation', 'ana')).toBe(false);
    expect(shown('centralized', 'boss')).toBe(false);
  });

  it('offers every pattern that there is, and none that there is not', () => {
    const coordination = fieldsOf(documentSchema).find(({ key }) => key === 'coordination');
    const pattern = fieldsOf(coordination!.schema).find(({ key }) => key === 'pattern');
    if (pattern === undefined) throw new Error('no field');
    expect(choicesOf(pattern, 'delegation').filter(({ disabled }) => disabled)).toEqual([]);
    expect(choicesOf(pattern, 'swarm').filter(({ disabled }) => disabled)).toEqual([
      { value: 'swarm', label: 'Swarm (not in this version)', disabled: true },
    ]);
  });
});

describe('setting', () => {
  it('writes by id, so that a moved node is never mistaken', () => {
    expect(fieldEdit(task, {}, ['retry', 'attempts'], 3)).toEqual({
      kind: 'update-node',
      collection: 'tasks',
      id: 'a',
      field: ['retry', 'attempts'],
      value: 3,
    });
    expect(fieldEdit({ kind: 'document' }, {}, ['seed'], undefined)).toEqual({ kind: 'set-field', path: ['seed'] });
  });

  it('takes away an object that would be left empty', () => {
    expect(fieldEdit(task, { retry: { attempts: 3 } }, ['retry', 'attempts'], undefined)).toMatchObject({
      field: ['retry'],
    });
    expect(fieldEdit(task, { retry: { attempts: 3, jitter: 1 } }, ['retry', 'attempts'], undefined)).toMatchObject({
      field: ['retry', 'attempts'],
    });
  });
});

describe('problems', () => {
  it('show at their field, never at one whose name only begins alike', () => {
    expect(covers('tasks[3].retry', 'tasks[3].retryMore')).toBe(false);
    expect(covers('tasks[3]', 'tasks[31].id')).toBe(false);
    expect(errorAt([problem('tasks[3].dependsOn[0]')], 'tasks[3].dependsOn')).toBe('at tasks[3].dependsOn[0]');
    expect(errorAt([problem('tasks[3].id', 'info')], 'tasks[3].id')).toBeUndefined();
  });

  it('of the node as a whole stand above the form', () => {
    expect(
      looseProblems([problem('tasks[3]'), problem('tasks[3].id'), problem('tasks[4]')], task).map(({ path }) => path),
    ).toEqual(['tasks[3]']);
  });
});

describe('durations', () => {
  it('change their shape and keep what they say', () => {
    expect(reshaped(durationModel(1000, 5), 'uniform', [])).toEqual({ min: 800, max: 1200 });
    expect(reshaped(durationModel({ min: 100, max: 300 }, 5), 'normal', [])).toEqual({ mean: 200, deviation: 50 });
    expect(reshaped(durationModel({ mean: 100, deviation: 300 }, 5), 'uniform', [])).toEqual({ min: 0, max: 477 });
    expect(reshaped(durationModel({ a: 10, b: 30 }, 5), 'fixed', [])).toBe(20);
    expect(reshaped(durationModel(undefined, 7), 'by-agent', ['x', 'y'])).toEqual({ x: 7, y: 7 });
  });

  it('a value of any kind has a short text', () => {
    expect(jsonText(undefined)).toBe('');
    expect(JSON.parse(jsonText({ a: [1, { b: 2 }] }))).toEqual({ a: [1, { b: 2 }] });
  });
});
