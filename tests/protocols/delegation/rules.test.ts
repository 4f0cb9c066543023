/** Delegation: how tasks go down and come back, who answers for composites, silent managers, and planted faults. */
import { describe, expect, it } from 'vitest';
import type { Document } from '../../../src/document/index.ts';
import type { KnownFact } from '../../../src/plan/index.ts';
import { LEVELS_MAX, TRIES_MAX } from '../../../src/protocols/delegation/tree/tree.ts';
import { randomDocument } from '../../support/documents.ts';
import { factsOf, ran, sentByType, verdict, type Ran, type Recorded } from '../../support/running.ts';
import { compiled, failing, play, task, times } from '../../scenarios/stage.ts';
import { firm, told, type Agents } from './firm.ts';

const messages = (played: Ran): number => factsOf(played, 'message.sent').length;
const manager = (id: string, reportsTo?: string) => ({
  id,
  role: 'manager' as const,
  ...(reportsTo === undefined ? {} : { reportsTo }),
});
const worker = (id: string, reportsTo: string, ...capabilities: string[]) => ({ id, reportsTo, capabilities });

/** Every branch has `b` branches on `depth` levels, and every worker its own skill; a task for each, composites above. */
function fullTree(b: number, depth: number): { agents: Agents; tasks: NonNullable<Document['tasks']> } {
  const agents: Agents = [];
  const tasks: NonNullable<Document['tasks']> = [{ id: 'c' }];
  const grow = (name: string, level: number): void => {
    for (let at = 0; at < b; at += 1) {
      const own = `${name}${String(at)}`;
      const above = name === '' ? {} : { reportsTo: `m${name}` };
      if (level === depth) {
        agents.push({ id: `w${own}`, capabilities: [`skill${own}`], ...above });
        tasks.push({ id: `t${own}`, parent: `c${name}`, requires: [`skill${own}`] });
      } else {
        agents.push({ id: `m${own}`, role: 'manager', ...above });
        tasks.push({ id: `c${own}`, parent: `c${name}` });
        grow(own, level + 1);
      }
    }
  };
  grow('', 1);
  return { agents, tasks };
}

describe('what is said', () => {
  it('[DG14] three branches on three levels: 78 messages', () => {
    const { agents, tasks } = fullTree(3, 3);
    const played = play(firm(agents, tasks));
    expect(sentByType(played)).toEqual({
      'delegation.entrust': 12,
      'delegation.concluded': 12,
      'delegation.assign': 27,
      'delegation.report': 27,
    });
    expect(messages(played)).toBe(78);
    expect(played.outcome).toBe('succeeded');
  });
  it.each([
    [2, 1],
    [2, 4],
    [4, 2],
    [5, 3],
  ])('[DG14] %i branches on %i levels: 2(N - 1)', (b, depth) => {
    const { agents, tasks } = fullTree(b, depth);
    let nodes = 0;
    for (let level = 0, width = 1; level <= depth; level += 1, width *= b) nodes += width;
    expect(messages(play(firm(agents, tasks)))).toBe(2 * (nodes - 1));
  });
  it('[DG14] a task that goes down by itself: two messages a hop', () => {
    const chain = [manager('a'), manager('b', 'a'), worker('w', 'b', 'x')];
    expect(messages(play(firm(chain, [task('t', [], { requires: ['x'] })])))).toBe(6);
    expect(messages(play(firm([{ id: 'w' }], [task('t')])))).toBe(2);
  });
  it('[DG6] hops pass the tightest deadline on', () => {
    const chain = [manager('a'), worker('w', 'a', 'x')];
    const parts = [{ id: 'c', deadlineMs: 50 }, task('t', [], { requires: ['x'], parent: 'c', deadlineMs: 90 })];
    expect(told(play(firm(chain, parts)), 'delegation.given').map(({ deadlineMs }) => deadlineMs)).toEqual([50, 50]);
  });
});

describe('who gets it', () => {
  const two = [manager('left'), manager('right'), worker('l', 'left', 'x'), worker('r', 'right', 'y')];
  it('[DG11] the branch that can do it, and within it the report that can', () => {
    const played = play(firm(two, [task('a', [], { requires: ['x'] }), task('b', [], { requires: ['y'] })]));
    expect([played.result.tasks['a']!.agent, played.result.tasks['b']!.agent]).toEqual(['l', 'r']);
  });
  it('[DG8] the least loaded: work is spread over branches by their slots', () => {
    const agents = [
      manager('left'),
      manager('right'),
      { ...worker('l', 'left', 'x'), slots: 3 },
      worker('r', 'right', 'x'),
    ];
    const many = Array.from({ length: 8 }, (_, at) => task(`t${String(at)}`, [], { requires: ['x'] }));
    const played = play(firm(agents, many));
    expect([played.result.agents['l']!.tasks, played.result.agents['r']!.tasks]).toEqual([6, 2]);
  });
  it('[DG11] what nobody can is unassignable at once', () => {
    const played = play(firm(two, [task('a', [], { requires: ['flying'] })]));
    expect(played.result.tasks['a']).toMatchObject({ state: 'unassignable' });
    expect(messages(played)).toBe(0);
  });
  it('[DG11] [DG3] a branch in which everybody fell silent gives it back, and another gets it', () => {
    const agents = [manager('left'), manager('right'), worker('l', 'left', 'x'), { ...worker('r', 'right', 'x') }];
    const faults = [{ kind: 'crash' as const, agent: 'l', atMs: 5 }];
    const played = play(firm(agents, [task('a', [], { requires: ['x'], ms: 50 })], { faults }, { leaseMs: 100 }));
    expect(told(played, 'delegation.escalated')).toMatchObject([{ by: 0, to: -1 }]);
    expect([played.outcome, played.result.tasks['a']!.agent]).toEqual(['succeeded', 'r']);
  });
  it('[DG11] [DG5] where everybody who can is silent for good, it ends as unallocated', () => {
    const agents = [manager('boss'), worker('w', 'boss', 'x')];
    const faults = [{ kind: 'crash' as const, agent: 'w', atMs: 0 }];
    const played = play(firm(agents, [task('a', [], { requires: ['x'] })], { faults }, { leaseMs: 50, patience: 2 }));
    expect(played.result.tasks['a']).toMatchObject({
      state: 'unassignable',
      reason: 'unallocated: whoever could do it is silent',
    });
  });
  it('[DG13] the reports of a manager that fell silent are adopted by whoever stands above it', () => {
    const agents = [manager('boss'), manager('mid', 'boss'), worker('w', 'mid', 'x')];
    const faults = [{ kind: 'crash' as const, agent: 'mid', atMs: 0 }];
    const tasks = [task('a', [], { requires: ['x'] }), task('b', ['a'], { requires: ['x'] })];
    const played = play(firm(agents, tasks, { faults }, { leaseMs: 50 }));
    expect(played.outcome).toBe('succeeded');
    expect(told(played, 'delegation.given').map(({ by, rule }) => [by, rule])).toContainEqual([0, 'adopted']);
  });
  it('[DG13] when whoever stands at the top of a branch is down, the top itself adopts', () => {
    const agents = [manager('boss'), worker('w', 'boss', 'x')];
    const faults = [{ kind: 'crash' as const, agent: 'boss', atMs: 0 }];
    const played = play(firm(agents, [task('a', [], { requires: ['x'] })], { faults }, { leaseMs: 50 }));
    expect([played.outcome, played.result.tasks['a']!.agent]).toEqual(['succeeded', 'w']);
  });
  it('[DG12] a branch that can do all of a composite is entrusted with it; else its parts are handed on one by one', () => {
    const agents = [...two, worker('l2', 'left', 'y')];
    const parts = (first: string): NonNullable<Document['tasks']> => [
      { id: 'c' },
      task('p', [], { parent: 'c', requires: ['x'] }),
      task('q', ['p'], { parent: 'c', requires: [first] }),
    ];
    const whole = play(firm(agents, parts('y')));
    expect(told(whole, 'delegation.entrusted')).toMatchObject([{ by: -1, to: 0 }]);
    expect([whole.result.tasks['q']!.agent, times(whole, 'c')[1]]).toEqual(['l2', 20]);
    expect(told(whole, 'delegation.reported')).toMatchObject([{ by: 0, to: -1 }]);
    const split = play(
      firm([manager('left'), manager('right'), worker('l', 'left', 'x'), worker('r', 'right', 'y')], parts('y')),
    );
    expect(told(split, 'delegation.entrusted')).toEqual([]);
    expect(split.outcome).toBe('succeeded');
  });
  it('[DG12] attempts that fail are tried again within the branch, and a cancelled composite is reported too', () => {
    const agents = [manager('left'), worker('l', 'left', 'x'), worker('k', 'left', 'x')];
    const tasks = [
      { id: 'c', combine: 'any' as const },
      task('p', [], { parent: 'c', requires: ['x'], ms: 90 }),
      failing('q', [], {
        parent: 'c',
        requires: ['x'],
        model: { failureRate: 0, failsFirst: 1 },
        retry: { attempts: 2 },
      }),
    ];
    const played = play(firm(agents, tasks));
    expect(played.states).toEqual({ c: 'succeeded', p: 'succeeded', q: 'cancelled' });
    expect(told(played, 'delegation.reported')).toHaveLength(1);
  });
});

describe('methods', () => {
  const agents = [manager('left'), worker('l', 'left', 'x'), worker('k', 'left', 'x'), worker('j', 'left', 'x')];
  const part = (id: string, ms: number, more: object = {}) =>
    task(id, [], { parent: 'c', requires: ['x'], ms, ...more });
  const method = (combine: object, ...parts: NonNullable<Document['tasks']>) => {
    const played = play(firm(agents, [{ id: 'c', ...combine }, ...parts]));
    expect(told(played, 'delegation.reported')).toMatchObject([{ task: 0, by: 0, to: -1 }]);
    return played;
  };
  it('[DG12] all, any, and k of n parts, each reported when that is decided', () => {
    const parts = [part('p', 10), part('q', 30), part('r', 50)];
    const ends = [{}, { combine: 'any' }, { combine: { atLeast: 2 } }].map(
      (combine) => times(method(combine, ...parts), 'c')[1],
    );
    expect(ends).toEqual([50, 10, 30]);
  });
  it('[DG12] what cannot come to so many ends at once, and says so', () => {
    const lost = failing('q', [], { parent: 'c', requires: ['x'], ms: 5, onFailure: 'skip-dependents' });
    const played = method({ combine: { atLeast: 2 }, onFailure: 'skip-dependents' }, part('p', 10), lost);
    expect(played.states['c']).toBe('failed');
  });
  it('[DG12] reduce: what a composite hands on is worked out from its parts', () => {
    const given = (id: string, score: number) => part(id, 10, { model: { result: { score } } });
    const played = method({ reduce: 'results.p.score + results.q.score' }, given('p', 4), given('q', 3));
    expect(factsOf(played, 'task.result').find(({ task: of }) => of === 0)?.value).toBe(7);
  });
  it('[DG12] parts in the order that is drawn, side by side where none is', () => {
    const played = method({}, part('p', 10), part('q', 10, { dependsOn: ['p'] }), part('r', 10));
    expect([times(played, 'p'), times(played, 'q'), times(played, 'r')]).toEqual([
      [0, 10],
      [10, 20],
      [0, 10],
    ]);
  });
});

describe('patterns nest', () => {
  const agents = [manager('boss'), worker('slow', 'boss', 'x'), { ...worker('fast', 'boss', 'x'), speed: 4 }];
  const tasks = [task('a', [], { requires: ['x'], ms: 40 }), task('b', [], { requires: ['x'], ms: 40 })];
  it('[DG10] a manager holds a contract net among its reports: the best bid wins, not the least loaded', () => {
    const plain = play(firm(agents, tasks));
    const net = play(firm(agents, tasks, {}, { inside: 'contract-net' }));
    expect(plain.result.makespanMs).toBe(40);
    expect(net.result.makespanMs).toBe(20);
    expect(sentByType(net)).toMatchObject({ 'delegation.cfp': 4, 'delegation.propose': 4, 'delegation.assign': 2 });
  });
  it('[DG10] one manager calls out and its neighbour does not, whatever the document says of the others', () => {
    const two = (one: object, other: object): Agents => [
      { ...manager('calling'), ...one },
      worker('c1', 'calling', 'x'),
      worker('c2', 'calling', 'x'),
      { ...manager('telling'), ...other },
      worker('t1', 'telling', 'y'),
      worker('t2', 'telling', 'y'),
    ];
    const both = [task('a', [], { requires: ['x'], ms: 40 }), task('b', [], { requires: ['y'], ms: 40 })];
    const own = play(firm(two({ inside: 'contract-net' }, {}), both));
    const opposed = play(firm(two({}, { inside: 'least-loaded' }), both, {}, { inside: 'contract-net' }));
    for (const played of [own, opposed]) {
      expect(told(played, 'delegation.called').map(({ by, task: of }) => [by, of])).toEqual([[2, 0]]);
      expect(sentByType(played)).toMatchObject({
        'delegation.cfp': 2,
        'delegation.propose': 2,
        'delegation.assign': 2,
      });
    }
    expect(told(play(firm(two({}, {}), both)), 'delegation.called')).toEqual([]);
  });
  it('[DG10] with a crash and with losses the net comes to the same end', () => {
    for (let seed = 0; seed < 15; seed += 1) {
      const faults = [{ kind: 'crash' as const, agent: 'boss', atMs: 5, recoverMs: 60 }];
      const network = { loss: 0.2, duplicate: 0.3, reorder: 0.3, delayMs: { min: 1, max: 9 } };
      const document = firm(agents, tasks, { faults, network, seed }, { inside: 'contract-net', patience: 30 });
      expect(play(document).outcome).toBe('succeeded');
    }
  });
});

describe('when something is lost', () => {
  it('[DG15] [DG7] loss, repetition and crashes of managers and workers: everything is done once', () => {
    const { agents, tasks } = fullTree(2, 3);
    for (let seed = 0; seed < 15; seed += 1) {
      const network = { loss: 0.15, duplicate: 0.3, reorder: 0.3, delayMs: { min: 1, max: 9 } };
      const faults = ['m0', 'm10', 'w000'].map((agent) => ({
        kind: 'crash' as const,
        agent,
        atMs: 20,
        recoverMs: 500,
      }));
      expect(play(firm(agents, tasks, { network, faults, seed }, { patience: 30 })).outcome).toBe('succeeded');
    }
  });
  it('[DG4] random hierarchies keep every rule', () => {
    const broken = Array.from({ length: 150 }, (_, at) => 7000 + at).flatMap((seed) => {
      const options = { patterns: ['delegation'], agentsMax: 10, composites: seed % 2 === 0 };
      return ran(randomDocument(seed, options)).broken.map((line) => `seed ${String(seed)}: ${line}`);
    });
    expect(broken).toEqual([]);
  });
});

describe('the checkers see a planted fault', () => {
  const agents = [manager('boss'), worker('one', 'boss', 'x'), worker('two', 'boss', 'x'), manager('other')];
  const document = firm(
    agents,
    [{ id: 'c', deadlineMs: 500 }, task('a', [], { requires: ['x'], parent: 'c' })],
    {},
    { inside: 'contract-net' },
  );
  const played = play(document);
  const { invariants } = compiled(document);
  const says = (name: string, doctor: (facts: Recorded[]) => Recorded[]): string | null =>
    invariants
      .filter(({ rule }) => rule === name)
      .map((rule) => verdict(rule, played.plan, doctor([...played.recorded])))
      .find((said) => said !== null) ?? null;
  const at = (facts: Recorded[], type: string, nth: number): number => {
    const places = facts.flatMap(({ fact }, place) => ((fact.type as string) === type ? [place] : []));
    return places[nth] ?? -1;
  };
  const put =
    (type: string, into: object, nth = 0, after = true) =>
    (facts: Recorded[]) => {
      const place = at(facts, type, nth);
      const each = facts[place]!;
      return facts.toSpliced(place + (after ? 1 : 0), after ? 0 : 1, { ...each, fact: { ...each.fact, ...into } });
    };
  const change = (type: string, into: object, nth = 0) => put(type, into, nth, false);
  const back = { type: 'delegation.escalated', task: 1, by: 0, to: -1, lease: 1, reason: '' } as unknown as KnownFact;
  it('in order they say nothing', () => {
    for (const { rule } of invariants) expect(says(rule, (facts) => facts)).toBe(null);
  });
  it('[DG1] a manager that cannot is told to do it', () => {
    expect(says('DG1', change('task.assigned', { agent: 3 }))).toContain('other, who cannot do it');
  });
  it('[DG2] something is handed sideways, or too deep', () => {
    expect(says('DG2', change('delegation.given', { by: 3, agent: 1 }, 1))).toContain('not below its giver');
    expect(says('DG2', change('delegation.given', { level: LEVELS_MAX + 1 }, 1))).toContain('levels of managers');
  });
  it('[DG3] something is given back downwards', () => {
    expect(says('DG3', put('delegation.given', { ...back, by: 1, to: 3 }))).toContain('not above it');
  });
  it('[DG4] something is given back twice', () => {
    expect(says('DG4', (facts) => put('delegation.given', back)(put('delegation.given', back)(facts)))).toContain(
      'twice',
    );
  });
  it('[DG5] a manager sees the same goal twice on one way', () => {
    expect(says('DG5', put('delegation.given', {}))).toContain('told twice');
  });
  it('[DG5] a manager hands a goal on once too often', () => {
    const often = (times: number) => (facts: Recorded[]) =>
      Array.from({ length: times - 1 }, () => put('delegation.given', { as: 'worker' }, 1)).reduce(
        (changed, again) => again(changed),
        facts,
      );
    expect(says('DG5', often(TRIES_MAX))).toBeNull();
    expect(says('DG5', often(TRIES_MAX + 1))).toContain(`on more than ${String(TRIES_MAX)} times`);
  });
  it('[DG6] a deadline grows on its way down', () => {
    expect(says('DG6', change('delegation.given', { deadlineMs: 900 }, 1))).toContain('its giver had until 500 ms');
  });
  it('[DG7] a task is completed twice, or given away under a lease that was used', () => {
    expect(says('DG7', put('task.succeeded', {}))).toContain('completed twice');
    expect(says('DG7', put('task.assigned', {}))).toContain('used before');
  });
  it('[DG8] a heavier loaded one is chosen', () => {
    const compared = [
      { agent: 1, value: 1 },
      { agent: 2, value: 0 },
    ];
    expect(says('DG8', change('task.assigned', { rule: 'least-loaded', agent: 1, compared }))).toContain(
      'two came before',
    );
  });
  it('[DG9] a composite is reported twice, or to another', () => {
    expect(says('DG9', put('delegation.reported', {}))).toContain('or twice');
    expect(says('DG9', change('delegation.reported', { to: 3 }))).toContain('had not entrusted it');
  });
  it('[DG16] [DG17] a bid counts that came too late, and one is left without an answer', () => {
    const late = (facts: Recorded[]): Recorded[] =>
      facts.map((each, place) => (place === at(facts, 'delegation.bid', 0) ? { ...each, time: 99 } : each));
    expect(says('DG16', late)).toContain('came at 99 ms and counted');
    expect(says('DG17', (facts) => facts.toSpliced(at(facts, 'delegation.answered', 0), 1))).toContain('an answer');
  });
  it('[DG10] the worse bid wins', () => {
    const { agent } = told(played, 'delegation.decided')[0] as { agent: number };
    expect(says('DG10', change('delegation.decided', { agent: agent === 1 ? 2 : 1 }))).toContain(
      'by its bids it goes to',
    );
  });
});
