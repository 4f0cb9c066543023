/** Composites: when they begin, what their parts' ends make of them, and what skips and cancels reach (SPEC W23 to W28). */
import { describe, expect, it } from 'vitest';
import { validate, type Task } from '../../src/document/index.ts';
import { NESTING_MAX } from '../../src/document/validate/validate-parts.ts';
import { compile, globalInvariants } from '../../src/workflow/index.ts';
import { factsOf, verdict, type Recorded } from '../support/running.ts';
import { crew, failing, piece, play, playCancelled, task, times } from './stage.ts';

const part = (id: string, parent: string, dependsOn: Task['dependsOn'] = [], more: Parameters<typeof task>[2] = {}) =>
  task(id, dependsOn, { ...more, parent });
const broken = (id: string, parent: string, dependsOn: Task['dependsOn'] = [], more: Parameters<typeof task>[2] = {}) =>
  failing(id, dependsOn, { ...more, parent });
const whole = (id: string, dependsOn: Task['dependsOn'] = [], more: Partial<Task> = {}): Task => ({
  id,
  dependsOn,
  ...more,
});

describe('when composites and their parts begin and end', () => {
  it('[W25] parts wait for what their composite depends on, and its dependents wait for all parts', () => {
    const played = play(
      piece([task('a'), whole('c', ['a']), part('p', 'c'), part('q', 'c', ['p'], { ms: 25 }), task('z', ['c'])]),
    );
    expect(played.states).toEqual({ a: 'succeeded', c: 'succeeded', p: 'succeeded', q: 'succeeded', z: 'succeeded' });
    expect(['a', 'p', 'q', 'c', 'z'].map((id) => times(played, id))).toEqual([
      [0, 10],
      [10, 20],
      [20, 45],
      [10, 45],
      [45, 55],
    ]);
    expect(played.outcome).toBe('succeeded');
  });
  it('[W25] it needs no agent and no message: two messages a part and none for the composite', () => {
    const played = play(piece([whole('c'), part('p', 'c'), part('q', 'c')]));
    expect(factsOf(played, 'message.sent')).toHaveLength(4);
    expect(played.result.tasks['c']).toMatchObject({ agent: null, state: 'succeeded' });
    expect(Object.values(played.result.agents).reduce((sum, { tasks }) => sum + tasks, 0)).toBe(2);
  });
  it('[W25] a part may depend on what is outside, and what is outside on a part', () => {
    const played = play(
      piece([task('slow', [], { ms: 30 }), whole('c'), part('p', 'c'), part('q', 'c', ['slow']), task('z', ['p'])]),
    );
    expect([times(played, 'q')[0], times(played, 'z')[0], times(played, 'c')[1]]).toEqual([30, 10, 40]);
  });
  it('[W25] composites stand in composites, and the inner one keeps the outer one open', () => {
    const played = play(
      piece([whole('outer'), part('p', 'outer'), { ...whole('inner', ['p']), parent: 'outer' }, part('q', 'inner')]),
    );
    expect(['outer', 'inner', 'q'].map((id) => times(played, id))).toEqual([
      [0, 20],
      [10, 20],
      [10, 20],
    ]);
  });
  it('[W25] what a composite depends on has to be handed over to its parts, and what it gives to those behind it', () => {
    const played = play(
      piece(
        [
          task('a', [], { agent: 'agent-1' }),
          whole('c', [{ task: 'a', transferMs: 7 }]),
          part('p', 'c', [], { agent: 'agent-2' }),
          task('z', [{ task: 'c', transferMs: 5 }], { agent: 'agent-2' }),
        ],
        { agents: crew(2) },
      ),
    );
    expect([times(played, 'p')[0], times(played, 'z')[0]]).toEqual([17, 32]);
  });
  it('[W25] conditions see what a composite gives: the results of its parts by id', () => {
    const played = play(
      piece([
        whole('c'),
        part('p', 'c', [], { model: { result: 4 } }),
        part('q', 'c'),
        task('yes', [{ task: 'c', when: 'results.c.ok && results.c.p == 4' }]),
        task('no', [{ task: 'c', when: 'results.c.p == 5' }]),
      ]),
    );
    expect([played.states['yes'], played.states['no']]).toEqual(['succeeded', 'skipped']);
  });
  it('[W26] reduce puts together what the parts gave, as plain data', () => {
    const parts = [
      part('p', 'c', [], { model: { result: { n: 4 } } }),
      part('q', 'c', [], { model: { result: { n: 5 } } }),
    ];
    const shown = (reduce: string, when: string): string | undefined =>
      play(piece([whole('c', [], { reduce, onFailure: 'continue' }), ...parts, task('z', [{ task: 'c', when }])]))
        .states['z'];
    expect(shown('results.p.n + results.q.n', 'results.c.value == 9')).toBe('succeeded');
    expect(shown('{"both": [results.p.n, results.q.n]}', 'results.c.both[1] == 5')).toBe('succeeded');
    expect(shown('results.p.n > 3 ? "much" : "little"', 'results.c.value == "much"')).toBe('succeeded');
    expect(shown('size(results.p.n)', '!results.c.ok')).toBe('succeeded');
  });
  it('[W26] a reduction that cannot be told fails the composite, and one that cannot be read is refused', () => {
    const parts = [part('p', 'c')];
    const failed = play(piece([whole('c', [], { reduce: 'results.p.none.at.all' }), ...parts]));
    expect([failed.states['c'], failed.outcome]).toEqual(['failed', 'failed']);
    const made = compile(piece([whole('c', [], { reduce: 'results.p +' }), ...parts]));
    expect(made.ok ? [] : made.error.map(({ code, path }) => [code, path])).toEqual([
      ['reduction-unreadable', 'tasks[0].reduce'],
    ]);
  });
  it('[W6] the critical path goes through composites', () => {
    const { result } = play(piece([task('a'), whole('c', ['a']), part('p', 'c', [], { ms: 30 }), task('z', ['c'])]));
    expect([result.criticalPathMs, result.workMs, result.makespanMs]).toEqual([50, 50, 50]);
  });
  it.each(['first-fit', 'greedy', 'hungarian', 'heft'] as const)(
    '[W25] under %s all of it comes to its end',
    (assignment) => {
      const played = play(
        piece(
          [
            task('a'),
            whole('c', ['a']),
            part('p', 'c'),
            part('q', 'c', ['p']),
            whole('d', ['c']),
            part('r', 'd'),
            task('z', ['d']),
          ],
          { agents: crew(1), scheduling: { assignment } },
        ),
      );
      expect([played.outcome, played.result.makespanMs]).toEqual(['succeeded', 50]);
    },
  );
});

describe('what becomes of a composite', () => {
  it('[W26] a part that fails for good stops the other parts, then fails the composite, whose own policy holds', () => {
    const played = play(
      piece([
        whole('c', [], { onFailure: 'skip-dependents' }),
        broken('p', 'c'),
        part('q', 'c', [], { ms: 50, model: { cancelMs: 5 } }),
        part('r', 'c', ['q']),
        task('z', ['c']),
        task('free', [], { ms: 90 }),
      ]),
    );
    expect(played.states).toEqual({
      c: 'failed',
      p: 'failed',
      q: 'cancelled',
      r: 'cancelled',
      z: 'skipped',
      free: 'succeeded',
    });
    expect(times(played, 'c')[1]).toBe(15);
    expect([played.outcome, played.reason]).toEqual(['failed', 'c failed: p failed: failed by chance']);
  });
  it('[W26] fail-run is the default of a composite too', () => {
    const played = play(piece([whole('c'), broken('p', 'c'), task('free', [], { ms: 90 })]));
    expect([played.states['free'], played.reason]).toEqual(['cancelled', 'c failed: p failed: failed by chance']);
  });
  it('[W26] continue puts the fallback of the composite in the place of what it gives, and the run succeeds', () => {
    const played = play(
      piece([
        whole('c', [], { onFailure: 'continue', fallback: { n: 1 } }),
        broken('p', 'c'),
        task('z', [{ task: 'c', when: 'results.c.n == 1' }]),
      ]),
    );
    expect([played.outcome, played.states['z']]).toEqual(['succeeded', 'succeeded']);
  });
  it('[W26] a part whose policy is continue does not fail its composite; skip-dependents lets the other parts go on', () => {
    const kind = play(piece([whole('c'), broken('p', 'c', [], { onFailure: 'continue' }), part('q', 'c')]));
    expect(kind.outcome).toBe('succeeded');
    const late = play(
      piece([whole('c'), broken('p', 'c', [], { onFailure: 'skip-dependents' }), part('q', 'c', [], { ms: 40 })]),
    );
    expect(late.states).toEqual({ c: 'failed', p: 'failed', q: 'succeeded' });
  });
  it('[W26] a failure goes up through composites one by one', () => {
    const played = play(
      piece([
        whole('top', [], { onFailure: 'continue' }),
        { ...whole('inner'), parent: 'top' },
        broken('p', 'inner'),
        part('q', 'top', [], { ms: 50 }),
        task('z', ['top']),
      ]),
    );
    expect(played.states).toEqual({ top: 'failed', inner: 'failed', p: 'failed', q: 'cancelled', z: 'succeeded' });
    expect(played.outcome).toBe('succeeded');
  });
  it('[W26] compensate on a composite undoes what its parts have done', () => {
    const undo = { compensation: { durationMs: 5 } };
    const played = play(
      piece([whole('c', [], { onFailure: 'compensate' }), part('p', 'c', [], undo), broken('q', 'c', ['p'])]),
    );
    expect([played.outcome, played.states['p']]).toEqual(['compensated', 'compensated']);
  });
  it('[W26] any: the first success ends it, and the others are stopped', () => {
    const played = play(
      piece([
        whole('c', [], { combine: 'any' }),
        broken('p', 'c'),
        part('q', 'c', [], { ms: 20 }),
        part('r', 'c', [], { ms: 99 }),
        task('z', ['c']),
      ]),
    );
    expect(played.states).toEqual({ c: 'succeeded', p: 'failed', q: 'succeeded', r: 'cancelled', z: 'succeeded' });
    expect(times(played, 'z')[0]).toBe(20);
    expect(played.outcome).toBe('succeeded');
  });
  it('[W26] at least k: failed as soon as too few can succeed', () => {
    const played = play(
      piece([
        whole('c', [], { combine: { atLeast: 2 }, onFailure: 'skip-dependents' }),
        broken('p', 'c'),
        broken('q', 'c', [], { ms: 20 }),
        part('r', 'c', [], { ms: 99 }),
      ]),
    );
    expect(played.states).toEqual({ c: 'failed', p: 'failed', q: 'failed', r: 'cancelled' });
    expect(played.result.tasks['c']).toMatchObject({ endMs: 20, reason: 'too few of its parts can succeed' });
  });
  it('[W26] a part that is skipped is not missed; where all were skipped, so was the composite', () => {
    const no = { when: 'false' };
    const some = play(piece([task('a'), whole('c'), part('p', 'c', [{ task: 'a', ...no }]), part('q', 'c')]));
    expect([some.states['c'], some.outcome]).toEqual(['succeeded', 'succeeded']);
    const none = play(piece([task('a'), whole('c'), part('p', 'c', [{ task: 'a', ...no }]), task('z', ['c'])]));
    expect([none.states['c'], none.states['z']]).toEqual(['skipped', 'skipped']);
  });
  it('[W26] a composite that takes longer than its timeout stops its parts and has failed', () => {
    const played = play(
      piece([
        whole('c', [], { timeoutMs: 15, onFailure: 'continue' }),
        part('p', 'c', [], { ms: 40 }),
        task('z', ['c']),
      ]),
    );
    expect(played.states).toEqual({ c: 'failed', p: 'cancelled', z: 'succeeded' });
    expect(played.result.tasks['c']).toMatchObject({ startMs: 0, endMs: 15, reason: 'timeout' });
  });
});

describe('what reaches the parts', () => {
  it('[W27] a composite that is skipped takes its parts with it, and what depends on them', () => {
    const played = play(
      piece([
        task('a'),
        whole('c', [{ task: 'a', when: 'false' }]),
        { ...whole('inner'), parent: 'c' },
        part('p', 'inner'),
        task('z', ['p']),
      ]),
    );
    expect(played.states).toEqual({ a: 'succeeded', c: 'skipped', inner: 'skipped', p: 'skipped', z: 'skipped' });
    expect(played.result.tasks['p']!.reason).toBe('inner, which it is a part of, was skipped');
    expect(played.outcome).toBe('succeeded');
  });
  it('[W27] a run that is cancelled cancels parts at once where they wait, and their composite with the last of them', () => {
    const document = piece([
      whole('c'),
      part('p', 'c', [], { ms: 40, model: { cancelMs: 6 } }),
      part('q', 'c', ['p']),
      whole('d', ['c']),
      part('r', 'd'),
    ]);
    const run = playCancelled(document, 4);
    expect(run.watch.views().filter(({ holds }) => !holds)).toEqual([]);
    expect(run.now).toBe(6);
  });
  it('[W27] [W13] a run that takes too long while a composite stops its parts ends with them', () => {
    const slow = part('q', 'c', [], { ms: 90, model: { cancelMs: 80 } });
    const played = play(
      piece([whole('c', [], { combine: 'any' }), part('p', 'c'), slow], { limits: { timeoutMs: 50 } }),
    );
    expect([played.states['c'], played.states['q'], played.outcome]).toEqual(['succeeded', 'failed', 'failed']);
  });
  it('[W27] a task outside that waits for a cancelled part is skipped, not forgotten', () => {
    const played = play(
      piece([whole('c', [], { combine: 'any' }), part('p', 'c'), part('q', 'c', [], { ms: 99 }), task('z', ['q'])]),
    );
    expect(played.states).toEqual({ c: 'succeeded', p: 'succeeded', q: 'cancelled', z: 'skipped' });
  });
  it('[W27] parts that wait to be tried again are not, once their composite is decided', () => {
    const again = { retry: { attempts: 9, backoffMs: 30 } };
    const played = play(
      piece([whole('c', [], { combine: 'any' }), part('p', 'c', [], { ms: 20 }), broken('q', 'c', [], again)]),
    );
    expect(played.states).toEqual({ c: 'succeeded', p: 'succeeded', q: 'cancelled' });
  });
});

describe('what is refused', () => {
  const problems = (tasks: readonly Task[]) => validate(piece(tasks)).filter(({ severity }) => severity !== 'info');
  it('[W28] a part that waits for its own composite', () => {
    const [problem, ...more] = problems([whole('c'), part('p', 'c', ['c'])]);
    expect(more).toEqual([]);
    expect(problem).toMatchObject({ code: 'part-waits', severity: 'error', path: 'tasks[1].dependsOn[0]' });
    expect(problem!.message).toBe(
      'These tasks wait for one another across the border of a composite: p waits for c, p is part of c; remove one of the dependencies.',
    );
    expect(problem!.fix?.edits).toEqual([{ kind: 'disconnect', from: 'c', to: 'p' }]);
  });
  it('[W28] a part that waits for a dependent of its composite, and a composite that waits for its part', () => {
    const [one] = problems([whole('c'), part('p', 'c', ['z']), task('z', ['c'])]);
    expect(one!.message).toContain('p is part of c');
    expect(one!.message).toContain('z waits for c');
    expect(one!.message).toContain('p waits for z');
    const [two] = problems([whole('c', ['p']), part('p', 'c')]);
    expect(two).toMatchObject({ code: 'part-waits', severity: 'error' });
    expect(two!.message).toContain('c waits for p');
  });
  it('[W28] a circle through two composites', () => {
    const [problem] = problems([whole('c'), part('p', 'c', ['d']), whole('d'), part('q', 'd', ['c'])]);
    expect(problem).toMatchObject({ code: 'part-waits' });
    for (const link of ['p is part of c', 'p waits for d', 'q is part of d', 'q waits for c'])
      expect(problem!.message).toContain(link);
  });
  it('[W28] a composite that is to be tried again, more parts than there are, and nesting beyond the bound', () => {
    expect(problems([whole('c', [], { retry: { attempts: 2 } }), part('p', 'c')])[0]).toMatchObject({
      code: 'composite-retry',
      severity: 'error',
    });
    expect(problems([whole('c', [], { combine: { atLeast: 2 } }), part('p', 'c')])[0]).toMatchObject({
      code: 'combine-too-high',
    });
    const deep = Array.from({ length: NESTING_MAX + 2 }, (_, at) =>
      at === 0 ? whole('t0') : part(`t${String(at)}`, `t${String(at - 1)}`),
    );
    expect(problems(deep)[0]).toMatchObject({ code: 'parts-too-deep', severity: 'error' });
    expect(problems(deep.slice(0, NESTING_MAX + 1))).toEqual([]);
  });
  it('[W28] a circle of parts is told once, and by the rule of parts', () => {
    expect(problems([part('a', 'b'), part('b', 'a')]).map(({ code }) => code)).toEqual(['part-cycle']);
  });
  it('[W28] a composite that can never begin is told once, not for each of its parts', () => {
    const tasks = [task('no', [], { requires: ['flying'] }), whole('c', ['no']), part('p', 'c'), part('q', 'c')];
    expect(problems(tasks).map(({ code, path }) => [code, path])).toEqual([
      ['unassignable', 'tasks[0].requires'],
      ['unreachable', 'tasks[1]'],
    ]);
  });
});

describe('the checkers see a planted fault', () => {
  const played = play(piece([whole('c'), part('p', 'c'), part('q', 'c', ['p'])]));
  const says = (name: string, doctor: (facts: Recorded[]) => Recorded[]): string | null => {
    const rule = globalInvariants(played.plan, true).find((each) => each.rule === name)!;
    return verdict(rule, played.plan, doctor([...played.recorded]));
  };
  const without = (type: string, of: number) => (facts: Recorded[]) =>
    facts.filter(({ fact }) => !(fact.type === type && (fact as { task?: number }).task === of));
  it('in order they say nothing', () => {
    for (const name of ['W23', 'W24']) expect(says(name, (facts) => facts)).toBe(null);
  });
  it('[W23] a part that begins without its composite, and a composite that ends before its part', () => {
    expect(says('W23', without('task.opened', 0))).toContain('p began while c');
    expect(says('W23', without('task.succeeded', 2))).toContain('c ended before its part q');
  });
  it('[W24] a composite that succeeds although a part failed, or fails although none did', () => {
    const change = (of: number, into: object) => (facts: Recorded[]) =>
      facts.map((each) =>
        each.fact.type === 'task.succeeded' && each.fact.task === of
          ? { ...each, fact: { ...each.fact, ...into } }
          : each,
      );
    expect(says('W24', change(1, { type: 'task.failed', reason: '' }))).toContain('by its parts it is failed');
    expect(says('W24', change(0, { type: 'task.failed', reason: '' }))).toContain('by its parts it is succeeded');
  });
});
