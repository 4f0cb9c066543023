/** The rules of forms: which fields are shown, where problems show, and what setting a field writes. Pure. */
import { describe, expect, it } from 'vitest';
import {
  agentSchema,
  documentSchema,
  fieldsOf,
  memorySchema,
  schedulingSchema,
  taskSchema,
  type Document,
  type Memory,
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
  type FieldGroup,
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
  it('that the document says nothing of are shown only where they are written', () => {
    const keys = (values: Record<string, unknown>) => {
      const { plain, folded } = groupsOf(fieldsOf(agentSchema), values);
      return [...plain, ...folded].flatMap(({ fields }) => fields.map(({ key }) => key));
    };
    expect(keys({})).not.toContain('behaviour');
    expect(keys({ behaviour: 'silent' })).toContain('behaviour');
    expect(keys({})[0]).toBe('name');
  });

  it('show what an agent has in mind at once, and its working memory where tasks speak of it', () => {
    const agent: FormSubject = { kind: 'node', collection: 'agents', id: 'ana', index: 0 };
    const plainIn = (tasks: Document['tasks']) => {
      const { plain } = groupsOf(
        fieldsOf(agentSchema),
        {},
        fieldsFor({ agents: [{ id: 'ana' }], ...(tasks === undefined ? {} : { tasks }) }, agent),
      );
      return plain.flatMap(({ fields }) => fields.map(({ key }) => key));
    };
    expect(plainIn(undefined)).toEqual(expect.arrayContaining(['beliefs', 'goals']));
    expect(plainIn(undefined)).not.toContain('memory');
    expect(plainIn([{ id: 'a', recalls: ['x'] }])).toContain('memory');
  });

  it('of a memory are those that its consistency heeds, and those that are written', () => {
    const keys = (memory: Memory) => {
      const subject: FormSubject = { kind: 'node', collection: 'memories', id: 'm', index: 0 };
      const { plain } = groupsOf(fieldsOf(memorySchema), memory, fieldsFor({ memories: [memory] }, subject));
      return plain.flatMap(({ fields }) => fields.map(({ key }) => key));
    };
    expect(keys({ id: 'm' })).toEqual(expect.arrayContaining(['type', 'syncMs', 'sessions']));
    expect(keys({ id: 'm' })).not.toContain('leaseMs');
    const strong = keys({ id: 'm', consistency: 'strong', syncMs: 5 });
    expect(strong).toContain('syncMs');
    for (const key of ['type', 'sessions', 'leaseMs']) expect(strong).not.toContain(key);
    expect(keys({ id: 'm', consistency: 'primary-backup' })).toContain('leaseMs');
  });

  it('stay where they were when the form was opened, whatever is written', () => {
    const field = (groups: readonly FieldGroup[]) => groups.flatMap(({ fields }) => fields).map(({ key }) => key);
    const document: Document = { tasks: [{ id: 'a', remembers: [{ key: 'x' }] }] };
    const offer = fieldsFor(document, { ...task, index: 0 });
    const opened = groupsOf(fieldsOf(taskSchema), document.tasks![0]!, { ...offer, plain: new Set() });
    expect(field(opened.folded)).toContain('remembers');
    expect(field(groupsOf(fieldsOf(taskSchema), document.tasks![0]!, offer).plain)).toContain('remembers');
  });

  it('of working memory mean nothing where a group decides', () => {
    const document: Document = { tasks: [{ id: 'a', action: { kind: 'consensus', value: 'go' } }] };
    const { left } = fieldsFor(document, { ...task, index: 0 });
    expect([...left]).toEqual(expect.arrayContaining(['reads', 'writes', 'recalls', 'remembers']));
    expect(left.has('believes')).toBe(false);
  });

  it('of failure, beliefs and memory stand under the fold', () => {
    const { plain, folded } = groupsOf(fieldsOf(taskSchema), {});
    expect(plain.map(({ title }) => title)).toEqual(['Task', 'Action', 'Placing', 'Order', 'Shares']);
    expect(folded.flatMap(({ fields }) => fields.map(({ key }) => key))).toEqual([
      'believes',
      'recalls',
      'recallMs',
      'missMs',
      'remembers',
      'retry',
      'timeoutMs',
      'queueTimeoutMs',
      'graceMs',
      'onFailure',
      'fallback',
      'compensation',
    ]);
    expect(foldTitle(folded)).toBe('Advanced: beliefs and memory, retry, timeouts, failure');
    expect(foldTitle(groupsOf(fieldsOf(agentSchema), { memory: {} }).folded)).toBe(
      'Advanced: time slices, working memory',
    );
  });

  it('show the default as the empty choice, and keep what is unknown', () => {
    const order = fieldsOf(schedulingSchema).find(({ key }) => key === 'order');
    if (order === undefined) throw new Error('no field');
    expect(choicesOf(order, undefined).find(({ value }) => value === '')?.label).toBe('Critical path (default)');
    expect(choicesOf(order, 'by-moon').at(-1)).toEqual({ value: 'by-moon', label: 'By moon' });
    expect(words('fifo')).toBe('FIFO');
    // A theory's name, not words: "Act r" would be read as an act.
    expect(words('act-r')).toBe('ACT-R');
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
