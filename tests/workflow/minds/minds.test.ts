/** Beliefs that tasks change and goals that are reached: what a run makes of them, and that the rules find what is planted. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Document, Task } from '../../../src/document/index.ts';
import type { KnownFact } from '../../../src/plan/index.ts';
import { checkDocument, globalInvariants } from '../../../src/workflow/index.ts';
import { failing, piece, play, task, type Played } from '../../scenarios/stage.ts';
import { verdict } from '../../support/running.ts';

const ana = (more: object = {}): Pick<Document, 'agents'> => ({ agents: [{ id: 'ana', ...more }] });
const told = ({ recorded }: Played): KnownFact[] =>
  recorded.map(({ fact }) => fact).filter(({ type }) => type.startsWith('agent.'));
const minds = ({ result }: Played) => ({ beliefs: result.agents['ana']!.beliefs, goals: result.agents['ana']!.goals });

describe('[W35] beliefs', () => {
  it('change when a task has ended, by its own result, by those before and by each other', () => {
    const document = piece(
      [
        task('plan', [], {
          model: { result: { score: 4 } },
          believes: { open: 'results.plan.ok', count: 'beliefs.count + 1', why: "'it is dry'" },
        }),
        task('build', ['plan'], {
          believes: { score: 'results.plan.score * 2', count: 'beliefs.count + 1', rest: [1, 2] },
        }),
      ],
      ana({ beliefs: { count: 0, old: true } }),
    );
    const played = play(document);
    expect(minds(played)).toEqual({
      beliefs: { count: 2, old: true, open: true, why: 'it is dry', score: 8, rest: [1, 2] },
      goals: {},
    });
    expect(told(played).every(({ type }) => type === 'agent.believed')).toBe(true);
  });

  it('change after a failure too, and stay where they cannot be told', () => {
    const played = play(
      piece(
        [
          failing('plan', [], {
            onFailure: 'skip-dependents',
            believes: { open: 'results.plan.ok', gone: 'results.plan.size' },
          }),
        ],
        ana({ beliefs: { gone: 1 } }),
      ),
    );
    expect(minds(played).beliefs).toEqual({ gone: 1, open: false });
    expect(told(played)).toMatchObject([{ type: 'agent.believed' }, { type: 'agent.unsure', name: 'gone' }]);
  });

  it('are those of all who decided', () => {
    const agents = ['ana', 'ben', 'cid', 'dan'].map((id) => ({ id }));
    const action = { kind: 'consensus', value: 'go' } as never;
    const { result } = play({
      name: 'd',
      seed: 1,
      agents,
      tasks: [{ id: 'pact', action, believes: { agreed: 'results.pact.value' } }],
    });
    for (const { beliefs } of Object.values(result.agents)) expect(beliefs).toEqual({ agreed: 'go' });
  });

  describe('of a composite', () => {
    const team = (more: Partial<Task> = {}) =>
      piece(
        [
          {
            id: 'trip',
            believes: { back: 'results.trip.ok', legs: 'results.home.ok ? 2 : 0' },
            onFailure: 'continue',
            ...more,
          },
          task('out', [], { parent: 'trip', agent: 'ana' }),
          task('home', ['out'], { parent: 'trip', agent: 'cid' }),
          task('rest', ['trip'], { agent: 'ben' }),
        ],
        { agents: ['ana', 'ben', 'cid'].map((id) => ({ id })) },
      );
    const beliefs = ({ result }: ReturnType<typeof play>) =>
      Object.values(result.agents).map((agent) => (agent as { beliefs?: unknown }).beliefs);
    it('[W35] are those of all who did a part of it, when it has ended, and of nobody else', () => {
      const played = play(team());
      const expected = { back: true, legs: 2 };
      expect(beliefs(played)).toEqual([expected, {}, expected]);
      const ended = played.recorded.findIndex(({ fact }) => fact.type === 'task.succeeded' && fact.task === 0);
      expect(played.recorded.findIndex(({ fact }) => fact.type === 'agent.believed')).toBeGreaterThan(ended);
    });
    it('[W35] leave out who did no part that succeeded or failed', () => {
      const document = team();
      const tasks = document.tasks!.map((each) => (each.id === 'out' ? failing('out', [], { parent: 'trip', agent: 'ana', onFailure: 'skip-dependents' }) : each)); // prettier-ignore
      const played = play({ ...document, tasks });
      expect(beliefs(played)).toEqual([{ back: false, legs: 0 }, {}, {}]);
    });
    it('[W35] of somebody who did no part of it are found out', () => {
      const { plan, recorded } = play(team());
      const planted = recorded.map((each) =>
        each.fact.type === 'agent.believed' && each.fact.agent === 2
          ? { ...each, fact: { ...each.fact, agent: 1 } }
          : each,
      );
      const rule = globalInvariants(plan, false).find((each) => each.rule === 'W35')!;
      expect(verdict(rule, plan, recorded)).toBeNull();
      expect(verdict(rule, plan, planted)).toContain('the task of somebody else');
    });
  });

  it('are not spoken of where nothing changes them and nobody has a goal', () => {
    expect(play(piece([task('a')], ana({ beliefs: { a: 1 } }))).result.agents['ana']).not.toHaveProperty('beliefs');
  });
});

describe('[W36] goals', () => {
  const document = piece(
    [task('plan', [], { believes: { open: true } }), task('build', ['plan'])],
    ana({
      goals: [
        'rest',
        { id: 'begun', when: 'true' },
        { id: 'opened', when: 'has(beliefs.open) && beliefs.open' },
        { id: 'built', when: 'results.build.ok' },
        { id: 'wrecked', when: 'has(results.build) && !results.build.ok' },
      ],
    }),
  );

  it('are reached in the step in which they first hold, and a text never', () => {
    const played = play(document);
    const stepOf = (type: string, of = 0) => played.recorded.filter(({ fact }) => fact.type === type)[of]!.step;
    expect(minds(played).goals).toEqual({
      rest: { status: 'open' },
      begun: { status: 'reached', step: stepOf('run.started') },
      opened: { status: 'reached', step: stepOf('task.succeeded') },
      built: { status: 'reached', step: stepOf('task.succeeded', 1) },
      wrecked: { status: 'open' },
    });
    expect(told(played).filter(({ type }) => type === 'agent.reached')).toHaveLength(3);
  });

  it('that hold when work is undone are reached then', () => {
    const undone = piece(
      [task('pay', [], { compensation: { durationMs: 5 } }), failing('ship', ['pay'], { onFailure: 'compensate' })],
      ana({ goals: [{ id: 'back', when: 'has(results.pay) && !results.pay.ok' }] }),
    );
    expect(minds(play(undone)).goals).toMatchObject({ back: { status: 'reached' } });
  });

  it('planted faults are found', () => {
    const { plan, recorded } = play(document);
    const says = (rule: string, change: (fact: KnownFact) => object[]): string | null =>
      verdict(
        globalInvariants(plan, false).find((each) => each.rule === rule)!,
        plan,
        recorded.flatMap((each) => change(each.fact).map((fact) => ({ ...each, fact: fact as KnownFact }))),
      );
    const where = (type: string, into: (fact: KnownFact) => object[]) => (fact: KnownFact) =>
      fact.type === type ? into(fact) : [fact];
    expect(says('W35', (fact) => [fact])).toBeNull();
    expect(says('W36', (fact) => [fact])).toBeNull();
    expect(
      says(
        'W35',
        where('agent.believed', (fact) => [{ ...fact, value: false }]),
      ),
    ).toMatch(/does not say/u);
    expect(
      says(
        'W35',
        where('agent.believed', (fact) => [{ ...fact, name: 'other' }]),
      ),
    ).toMatch(/says nothing/u);
    expect(
      says(
        'W35',
        where('run.started', (fact) => [
          fact,
          { type: 'agent.believed', agent: 0, task: 0, name: 'open', value: true },
        ]),
      ),
    ).toMatch(/not over/u);
    expect(
      says(
        'W36',
        where('agent.reached', () => []),
      ),
    ).toMatch(/did not reach/u);
    expect(
      says(
        'W36',
        where('agent.reached', (fact) => [fact, fact]),
      ),
    ).toMatch(/twice/u);
    expect(
      says(
        'W36',
        where('run.started', (fact) => [fact, { type: 'agent.reached', agent: 0, goal: 'built' }]),
      ),
    ).toMatch(/does not hold/u);
  });

  it('hold the rules in random documents', () => {
    const belief = fc.constantFrom<object>(
      { n: 'beliefs.n + 1' },
      { n: 5 },
      { m: 'results.t0.ok' },
      { m: 'results.t1.x' },
      {},
    );
    const goal = fc.constantFrom(
      'beliefs.n > 2',
      'results.t1.ok',
      'results.size() > 2',
      'has(beliefs.m) && !beliefs.m',
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(belief, fc.boolean()), { minLength: 2, maxLength: 6 }),
        fc.array(goal, { maxLength: 3 }),
        (tasks, goals) => {
          const made = tasks.map(([believes, fails], at) =>
            (fails ? failing : task)(`t${String(at)}`, at < 2 ? [] : [`t${String(at - 2)}`], {
              believes: believes as never,
              onFailure: 'skip-dependents',
            }),
          );
          const agents = ['ana', 'ben'].map((id) => ({
            id,
            beliefs: { n: 0 },
            goals: goals.map((when, at) => ({ id: `g${String(at)}`, when })),
          }));
          play(piece(made, { agents }));
        },
      ),
      { seed: 7, numRuns: 40 },
    );
  });
});

describe('what is refused', () => {
  it.each<[string, object, RegExp]>([
    [
      'tasks[0].believes.open',
      { tasks: [{ id: 'a', believes: { open: 'results.a.' } }] },
      /What a makes its agent believe: .* cannot be read/u,
    ],
    [
      'tasks[0].believes.open',
      { tasks: [{ id: 'plan', believes: { open: 'results.plam.ok' } }] },
      /perhaps "plan" is meant/u,
    ],
    [
      'tasks[0].believes.open',
      { tasks: [{ id: 'a', believes: { open: 'belief.x' } }] },
      /sees nothing but results and beliefs/u,
    ],
    ['agents[0].goals[1]', { agents: [{ id: 'x', goals: ['rest', { id: 'rest' }] }] }, /has the goal "rest" twice/u],
  ])('%s', (path, more, words) => {
    const base = { agents: [{ id: 'x' }], tasks: [{ id: 'a' }] };
    const found = checkDocument({ ...base, ...more }).filter(({ severity }) => severity === 'error');
    expect(found).toMatchObject([{ path, message: expect.stringMatching(words) as string }]);
  });
});
