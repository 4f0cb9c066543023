/** Names in expressions: each that would wait for ever is an error with what to do, and its fix makes it right. */
import { describe, expect, it } from 'vitest';
import { apply, type Document, type Edit, type Problem, type Task } from '../../../src/document/index.ts';
import { checkDocument, compile } from '../../../src/workflow/index.ts';
import { costMs } from '../../support/cost.ts';

const agents = [{ id: 'ana' }];
/** a, then my-task, then c; b and off stand apart; d comes after c; box holds p. */
const tasks = (when: string, more: Partial<Task> = {}): Task[] => [
  { id: 'a' },
  { id: 'my-task', dependsOn: ['a'] },
  { id: 'c', dependsOn: [{ task: 'my-task', when }], ...more },
  { id: 'b' },
  { id: 'd', dependsOn: ['c'] },
  { id: 'off', disabled: true },
  { id: 'box' },
  { id: 'p', parent: 'box' },
  { id: '2nd.try' },
];
const errors = (document: Document): Problem[] =>
  checkDocument(document).filter(({ severity }) => severity === 'error');
const where = 'tasks[2].dependsOn[0].when';

function mended(document: Document, edits: readonly Edit[]): Document {
  return edits.reduce((made, edit) => {
    const applied = apply(made, edit);
    if (!applied.ok) throw new Error(applied.error.message);
    return applied.value.document;
  }, document);
}

describe('a name in a condition', () => {
  it.each([
    'results.a.ok',
    'results["my-task"].value.n > 1 && results.a.ok',
    '[1, 2].exists(a, a > results.a.n)',
    'size(results) > 1',
    'true // results.zz',
    '"results.zz" != results["a"].value',
  ])('[W31] is right: %s', (when) => {
    expect(errors({ agents, tasks: tasks(when) })).toEqual([]);
  });
  it.each([
    [
      'results.zz.ok',
      'name-unknown',
      'names "zz", and there is no such task; name a task that stands before it',
      'without',
    ],
    [
      'results["my-tesk"].ok',
      'name-unknown',
      'names "my-tesk", and there is no such task; perhaps "my-task" is meant',
      'results["my-task"].ok',
    ],
    ['has(results.zz) || results.a.ok', 'name-unknown', 'there is no such task', 'without'],
    [
      'results.my-task.ok',
      'name-miswritten',
      'read as something else; write results["my-task"]',
      'results["my-task"].ok',
    ],
    [
      'results.a.n - results.my-task.n > 1',
      'name-miswritten',
      'results["my-task"]',
      'results.a.n - results["my-task"].n > 1',
    ],
    ['a.ok', 'name-unknown', 'names "a" by itself; write results.a', 'results.a.ok'],
    [
      'result.a.ok',
      'name-unknown',
      'names "result", which means nothing here; it sees nothing but results, memory, recalled and beliefs',
      'results.a.ok',
    ],
    ['results.no-one.ok', 'name-unknown', 'there is no such task', 'without'],
    ['results.b.ok', 'name-apart', 'names "b", which "c" does not wait for; let it depend on "b" too', 'connect'],
    ['results.p.ok', 'name-apart', 'let it depend on "p" too', 'connect'],
    ['results.d.ok', 'name-after', 'names "d", which comes after "c" and is not over by then', null],
    ['results.c.ok', 'name-after', 'names "c", which is not over by then', null],
    ['results.off.ok', 'name-off', 'names "off", which is switched off', 'on'],
  ])('[W31] is wrong, and says what to do: %s', (when, code, sentence, fix) => {
    const document: Document = { agents, tasks: tasks(when) };
    const found = errors(document);
    expect(found[0]).toMatchObject({ code, path: where, place: { kind: 'task', id: 'c' } });
    expect(found[0]!.message).toContain('A dependency of c: the condition "');
    expect(found[0]!.message).toContain(sentence);
    const compiled = compile(document);
    expect(compiled.ok ? [] : compiled.error).toEqual(found);
    expect(found[0]!.fix === undefined).toBe(fix === null);
    if (fix === null || found[0]!.fix === undefined) return;
    const after = mended(document, found[0]!.fix.edits);
    const again = errors(after).map((problem) => problem.code);
    // Who is switched on stands apart still: that is the next thing to mend.
    expect(again).toEqual(fix === 'on' ? ['name-apart'] : []);
    if (fix === 'without') expect(after.tasks?.[2]?.dependsOn).toEqual([{ task: 'my-task' }]);
    if (fix.includes('results')) expect(after.tasks?.[2]?.dependsOn).toEqual([{ task: 'my-task', when: fix }]);
  });
  it('[W31] that cannot be read where it stands says how it is written', () => {
    const document: Document = { agents, tasks: tasks('results.2nd.try.ok') };
    const [problem] = errors(document);
    expect(problem).toMatchObject({ code: 'condition-unreadable' });
    expect(problem!.message).toContain('write results["2nd.try"]');
    const after = mended(document, problem!.fix!.edits);
    expect(errors(after).map(({ code }) => code)).toEqual(['name-apart']);
  });
  it('[W31] is looked for among parts and composites on both sides of a border', () => {
    const document = (when: string, over: Partial<Task>): Document => ({
      agents,
      tasks: [
        { id: 'a' },
        { id: 'inner', parent: 'box' },
        { id: 'box', dependsOn: ['a'] },
        { id: 'c', dependsOn: [{ task: 'a', when }], ...over },
      ],
    });
    expect(
      errors(document('results.inner.ok', { dependsOn: ['box', { task: 'a', when: 'results.inner.ok' }] })),
    ).toEqual([]);
    expect(errors(document('results.inner.ok', {}))[0]).toMatchObject({ code: 'name-apart' });
    expect(errors(document('results.box.ok', { parent: 'box' }))[0]).toMatchObject({ code: 'name-after' });
    const own = { id: 'box', dependsOn: [{ task: 'a', when: 'results.inner.ok' }] };
    expect(errors({ agents, tasks: [{ id: 'a' }, { id: 'inner', parent: 'box' }, own] })[0]).toMatchObject({
      code: 'name-after',
    });
  });
  it('[W31] of what is switched off with its composite is switched on there', () => {
    const document: Document = {
      agents,
      tasks: [
        { id: 'box', disabled: true },
        { id: 'p', parent: 'box' },
        { id: 'a' },
        { id: 'c', dependsOn: [{ task: 'a', when: 'results.p.ok' }] },
      ],
    };
    expect(errors(document)[0]?.fix).toEqual({
      label: 'Switch "box" on',
      edits: [{ kind: 'set-field', path: ['tasks', 0, 'disabled'] }],
    });
  });
  it('[W31] is told once, however often it stands there', () => {
    expect(errors({ agents, tasks: tasks('results.zz.ok && results.zz.n > 1 || zz') })).toHaveLength(1);
  });
  it('[W31] says nothing more of tasks that wait for one another', () => {
    const document: Document = {
      agents,
      tasks: [
        { id: 'a', dependsOn: [{ task: 'b', when: 'results.c.ok' }] },
        { id: 'b', dependsOn: ['a'] },
        { id: 'c' },
      ],
    };
    expect(errors(document).map(({ code }) => code)).toEqual(['dependency-cycle']);
  });
});

describe('a name elsewhere', () => {
  it('[W31] in a reduction: its parts and what stands before', () => {
    const of = (reduce: string): (string | undefined)[] =>
      errors({
        agents,
        tasks: [
          { id: 'a' },
          { id: 'box', reduce, dependsOn: ['a'] },
          { id: 'p', parent: 'box' },
          { id: 'z', dependsOn: ['box'] },
        ],
      }).map(({ code }) => code);
    expect(of('results.p.n + results.a.n')).toEqual([]);
    expect(of('results.z.n')).toEqual(['name-after']);
    expect(of('results.box.n')).toEqual(['name-after']);
    expect(of('results.q.n')).toEqual(['name-unknown']);
  });
  it('[W31] in what may be decided: nothing but the value', () => {
    const [problem] = errors({
      agents,
      tasks: [
        { id: 'a' },
        { id: 'd', action: { kind: 'consensus', protocol: 'majority', valid: 'results.a.ok || valu > 1' } },
      ],
    });
    expect(problem).toMatchObject({ code: 'name-unknown', path: 'tasks[1].action.valid' });
    expect(problem!.message).toBe(
      'The task d: the expression "results.a.ok || valu > 1" names "results", which means nothing here; it sees nothing but value.',
    );
  });
  it('[W31] in a goal: a task that is there', () => {
    const of = (when: string): string[] =>
      errors({ agents: [{ id: 'ana', goals: [{ id: 'g', when }] }], tasks: [{ id: 'a' }] }).map(({ code }) => code);
    expect(of('results.a.ok')).toEqual([]);
    expect(of('results.b.ok')).toEqual(['name-unknown']);
    expect(of('results.')).toEqual(['condition-unreadable']);
  });
  it('[W31] 20,000 far names among 20,000 tasks are found in good time', () => {
    const chain = Array.from({ length: 20_000 }, (_, at): Task => ({
      id: `t${String(at)}`,
      dependsOn:
        at === 0
          ? []
          : [{ task: `t${String(at - 1)}`, when: `results.t${String(Math.floor(at / 2))}.ok && results.t0.ok` }],
    }));
    const took = costMs(() => {
      expect(errors({ agents, tasks: chain })).toEqual([]);
    });
    expect(took).toBeLessThan(10_000);
  });
});
