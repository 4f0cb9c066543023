/** What a person expects of every run: read before it, asked at its end, shown among the rules. */
import { describe, expect, it } from 'vitest';
import { readDocument } from '../../../src/document/index.ts';
import { checkDocument, compile } from '../../../src/workflow/index.ts';
import { resultOf, Run, verdictsOf } from '../../../src/replay/index.ts';
import type { Json } from '../../../src/base/index.ts';

const document = (expectations: readonly Json[], more: Record<string, Json> = {}): Json => ({
  format: 'conclave',
  agents: [{ id: 'ana', cost: 2 }],
  tasks: [
    { id: 'chop', action: { kind: 'simulate', durationMs: 1000 } },
    { id: 'serve', dependsOn: ['chop'], action: { kind: 'simulate', durationMs: 500 } },
  ],
  expect: expectations,
  ...more,
});
const read = (json: Json) => readDocument(json, checkDocument);

function runOf(json: Json, options: ConstructorParameters<typeof Run>[1] = {}): Run {
  const compiled = compile(read(json).document);
  if (!compiled.ok) throw new Error(compiled.error[0]?.message);
  return new Run(compiled.value, options).finish();
}
const verdicts = (run: Run) => verdictsOf(run).filter(({ room }) => room === 'expected');

describe('an expectation that cannot be asked is an error before the run', () => {
  it.each([
    ['makespanMs <=', 'cannot be read'],
    ['makespan <= 6000', 'a result has no makespan; write makespanMs'],
    ['results.chop.ok', 'a result has no results; use outcome, '],
    ['messages.total.matches("a")', 'matches'],
  ])('%s', (that, sentence) => {
    const { problems } = read(document([{ that: 'steps > 0' }, { that }]));
    expect(problems.filter(({ severity }) => severity === 'error')).toMatchObject([
      { path: 'expect[1].that', code: 'expectation-unreadable', message: expect.stringContaining(sentence) as string },
    ]);
  });

  it('one without an expression, or that is no list', () => {
    expect(read(document([{ says: 'soon' }])).problems[0]).toMatchObject({ path: 'expect[0].that', severity: 'error' });
    expect(read({ ...(document([]) as object), expect: 'soon' }).problems[0]).toMatchObject({ path: 'expect' });
  });
});

describe('an expectation is held against what came of the run', () => {
  it.each([
    ['makespanMs <= 1500', true],
    ['makespanMs < 1500', false],
    ['makespanMs / 1000 == 1.5', true],
    ['outcome == "succeeded" && reason == null', true],
    ['cost == 3', true],
    ['tasks.serve.agent == "ana" && tasks.serve.endMs == 1500', true],
    ['tasks.serve.agent == "ben"', false],
    ['agents.all(name, agents[name].utilization > 0.9)', true],
    ['deadlines.missed == []', true],
    ['messages.lost == 0 && messages.total > 0', true],
    ['"chop" in decisions', false],
  ])('%s is %s', (that, holds) => {
    const run = runOf(document([{ that }]));
    expect(verdicts(run)).toMatchObject([{ rule: 'E1', title: that, holds, step: holds ? null : run.steps }]);
    expect(resultOf(run).invariants).toContainEqual(expect.objectContaining({ rule: 'E1', holds }));
  });

  it('a broken one says its name, the expression and what it was', () => {
    const run = runOf(document([{ that: 'makespanMs <= 1000 && cost < 9', says: 'done in a second' }]));
    expect(verdicts(run)).toEqual([
      {
        rule: 'E1',
        title: 'done in a second',
        room: 'expected',
        holds: false,
        step: run.steps,
        message: '"makespanMs <= 1000 && cost < 9" is false: makespanMs is 1500, cost is 3',
      },
    ]);
  });

  it('one that cannot be told, or is no yes or no, is broken and says why', () => {
    const [gone, number] = verdicts(runOf(document([{ that: 'tasks.bake.endMs > 0' }, { that: 'makespanMs' }])));
    expect(gone).toMatchObject({ holds: false, message: expect.stringContaining('cannot be told') as string });
    expect(number).toMatchObject({ holds: false, message: expect.stringContaining('not true or false') as string });
  });

  it('a run that failed or stalled is asked too; one that was cut short is not', () => {
    const expectations = [{ that: 'outcome == "succeeded"' }];
    expect(verdicts(runOf(document(expectations, { limits: { timeoutMs: 700 } })))[0]?.holds).toBe(false);
    expect(verdicts(runOf(document(expectations, { limits: { stepsMax: 3 } })))[0]?.holds).toBe(false);
    expect(verdicts(runOf(document(expectations), { untilMs: 700 }))[0]).toMatchObject({ holds: true, step: null });
  });

  it('another way on from a step is asked anew', () => {
    const run = runOf(document([{ that: 'outcome == "succeeded"' }]));
    expect(verdicts(run)[0]?.holds).toBe(true);
    run.cutAt(2);
    run.append({ step: 2, to: 0, message: { type: 'workflow.cancel', reason: 'enough' } as never });
    run.finish();
    expect(verdicts(run)[0]?.holds).toBe(false);
  });

  it('changes nothing else: the run is the same to the bit', () => {
    expect(runOf(document([{ that: 'false' }])).digest()).toBe(runOf(document([])).digest());
  });
});
