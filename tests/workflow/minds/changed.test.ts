/** Beliefs and goals that a person changes during a run: refused first, then told, replayed, and told again by a run file. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { replay, simulate } from '../../../src/api/package.ts';
import type { Json } from '../../../src/base/index.ts';
import type { Document } from '../../../src/document/index.ts';
import { injectionInputs, resultOf, Run, WhyBook } from '../../../src/replay/index.ts';
import { MindBook } from '../../../src/replay/minds/mind-book.ts';
import { compile, inputProblem } from '../../../src/workflow/index.ts';
import { piece, task } from '../../scenarios/stage.ts';

const crew: NonNullable<Document['agents']> = [
  { id: 'ana', beliefs: { open: false, n: 1 }, goals: ['rest', { id: 'opened', when: 'beliefs.open' }] },
  { id: 'ben' },
];
const document = piece([task('plan'), task('build', [{ task: 'plan', when: 'beliefs.ana.open' }])], { agents: crew });
const plain = piece([task('plan'), task('build', ['plan'])], { agents: [{ id: 'ana' }, { id: 'ben' }] });

function changed(of: Document, step: number, fault: Json): Run {
  const made = compile(of);
  if (!made.ok) throw new Error('It cannot run.');
  const run = new Run(made.value, { seekable: true });
  while (run.steps < step && run.advance(1));
  const inputs = injectionInputs(run, { step: run.steps, timeMs: run.now }, fault);
  if (!inputs.ok) throw new Error(inputs.error);
  run.cutAt(run.steps);
  for (const input of inputs.value) run.append(input);
  return run.finish();
}

describe('[W38] what is changed by hand', () => {
  it.each<[string, Json, RegExp]>([
    ['nobody', { kind: 'mind', agent: 'eve', beliefs: { a: 1 } }, /There is no agent "eve"/u],
    ['nothing', { kind: 'mind', agent: 'ana' }, /Nothing is changed/u],
    [
      'a goal that is none',
      { kind: 'mind', agent: 'ana', goals: { opned: 'reached' } },
      /Ana has no goal called "opned"/u,
    ],
    ['a status that is none', { kind: 'mind', agent: 'ana', goals: { rest: 'won' } }, /open, reached or dropped/u],
    ['no map', { kind: 'mind', agent: 'ana', beliefs: 3 }, /a map from name to value/u],
    ['whoever is no agent', { kind: 'mind', agent: 'coordinator', beliefs: { a: 1 } }, /affects agents only/u],
  ])('%s is refused', (_, fault, words) => {
    expect(() => simulate(document, { inject: [{ step: 3, fault }] })).toThrow(words);
  });

  it.each<object>([
    { type: 'workflow.mind' },
    { type: 'workflow.mind', agent: 7, beliefs: {}, forget: [], goals: {} },
    { type: 'workflow.mind', agent: 0, beliefs: {}, forget: [1], goals: {} },
    { type: 'workflow.mind', agent: 0, beliefs: {}, forget: [], goals: { rest: 'won' } },
    { type: 'workflow.mind', agent: 1, beliefs: {}, forget: [], goals: { rest: 'open' } },
  ])('of a file that no machine would understand: %o', (message) => {
    const made = compile(document);
    if (!made.ok) throw new Error('It cannot run.');
    expect(inputProblem(made.value.plan, { to: 0, message: message as never })).not.toBeNull();
    expect(inputProblem(made.value.plan, { to: 1, message: message as never })).not.toBeNull();
  });

  it('turns a condition and reaches a goal, and the log, Why and the marks say so', () => {
    expect(simulate(document).result).toMatchObject({ tasks: { build: { state: 'skipped' } } });
    const run = changed(document, 3, { kind: 'mind', agent: 'ana', beliefs: { open: true }, forget: ['n'] });
    const { tasks, agents } = resultOf(run);
    expect(tasks['build']).toMatchObject({ state: 'succeeded' });
    expect(agents['ana']).toMatchObject({
      beliefs: { open: true },
      goals: { opened: { status: 'reached' }, rest: { status: 'open' } },
    });
    expect(agents['ana']!.beliefs).not.toHaveProperty('n');
    expect(run.watch.views().filter(({ holds }) => !holds)).toEqual([]);
    const why = new WhyBook(run.compiled, run.log).ofTask('build', Infinity)!;
    expect(JSON.stringify(why.attempts)).toMatch(/ana believed open since step \d+, by hand/u);
  });

  it('is looked at in the same step, and what is taken away is seen by nobody', () => {
    const gone = piece([task('plan'), task('build', [{ task: 'plan', when: '!has(beliefs.ana.n)' }])], {
      agents: crew,
    });
    const run = changed(gone, 3, { kind: 'mind', agent: 'ana', beliefs: { open: true }, forget: ['n'] });
    expect(resultOf(run).tasks['build']).toMatchObject({ state: 'succeeded' });
    const stepOf = (type: string): number => {
      for (let at = 0; at < run.log.length; at += 1) if (run.log.at(at).type === type) return run.log.stepOf(at);
      return -1;
    };
    expect(stepOf('agent.minded')).toBeGreaterThan(0);
    expect(stepOf('agent.reached')).toBe(stepOf('agent.minded'));
  });

  it('sets goals: given up they are not reached, reached they stay so, open they are looked at again', () => {
    const goals = (fault: object) =>
      resultOf(changed(document, 3, { kind: 'mind', agent: 'ana', ...fault })).agents['ana']!.goals;
    expect(goals({ beliefs: { open: true }, goals: { opened: 'dropped' } })).toMatchObject({
      opened: { status: 'dropped' },
    });
    expect(goals({ goals: { rest: 'reached' } })).toMatchObject({
      rest: { status: 'reached' },
      opened: { status: 'open' },
    });
    const twice = simulate(document, {
      inject: [
        { step: 2, fault: { kind: 'mind', agent: 'ana', goals: { opened: 'dropped' } } },
        { step: 4, fault: { kind: 'mind', agent: 'ana', beliefs: { open: true }, goals: { opened: 'open' } } },
      ],
    });
    expect(twice.result.agents['ana']!.goals).toMatchObject({ opened: { status: 'reached' } });
  });

  it('a run file tells it again, and a document that keeps no minds keeps them from then on', () => {
    expect(simulate(plain).result.agents['ana']).not.toHaveProperty('beliefs');
    const played = simulate(plain, {
      record: true,
      inject: [{ step: 2, fault: { kind: 'mind', agent: 'ben', beliefs: { dry: [1, { a: null }] } } }],
    });
    expect(played.result.agents).toMatchObject({ ana: { beliefs: {} }, ben: { beliefs: { dry: [1, { a: null }] } } });
    expect(replay(played.runFile())).toMatchObject({ same: true, outcome: 'succeeded', steps: played.result.steps });
  });

  it('holds the rules wherever it is put in, and any step says what the run up to it does', () => {
    const fault = fc.record({
      kind: fc.constant('mind'),
      agent: fc.constant('ana'),
      beliefs: fc.dictionary(fc.constantFrom('open', 'n', 'm'), fc.constantFrom(true, false, 2, 'x')),
      forget: fc.uniqueArray(fc.constantFrom('n', 'm')),
      goals: fc.dictionary(fc.constantFrom('rest', 'opened'), fc.constantFrom('open', 'reached', 'dropped')),
    });
    fc.assert(
      fc.property(fault, fc.integer({ min: 1, max: 6 }), (given, step) => {
        fc.pre(Object.keys(given.beliefs).length + given.forget.length + Object.keys(given.goals).length > 0);
        const run = changed(document, step, given);
        expect(run.watch.views().filter(({ holds }) => !holds)).toEqual([]);
        const book = new MindBook(run.compiled.plan);
        for (let at = 0; at < run.log.length; at += 1) book.fact(run.log.at(at), run.log.stepOf(at));
        const { beliefs, goals } = resultOf(run).agents['ana']!;
        expect([book.beliefsOf(0), book.goalsOf(0)]).toEqual([beliefs, goals]);
        expect(book.beliefsOf(0, 0)).toEqual({ open: false, n: 1 });
      }),
      { seed: 5, numRuns: 40 },
    );
  });
});
