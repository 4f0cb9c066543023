/** Contract net: what is said and how often, how calls are decided, what binds an agent, and planted faults. */
import { describe, expect, it } from 'vitest';
import { ranked, type Bid } from '../../../src/agents/index.ts';
import { inHandPrice, loadPrice } from '../../../src/agents/tender/bids.ts';
import type { Document } from '../../../src/document/index.ts';
import type { KnownFact } from '../../../src/plan/index.ts';
import { BUSY_CALLS_MAX } from '../../../src/protocols/contract-net/rounds.ts';
import { allRefusing, randomDocument } from '../../support/documents.ts';
import { factsOf, ran, sentByType, verdict, type Ran, type Recorded } from '../../support/running.ts';
import { compiled, crew, failing, piece, play, task, type Played } from '../../scenarios/stage.ts';
import { rounds } from '../../support/prove.ts';

const series = <T>(length: number, of: (at: number) => T): T[] => Array.from({ length }, (_, at) => of(at));
type Settings = Readonly<Record<string, unknown>>;
const net = (tasks: Document['tasks'], more: Partial<Document> = {}, settings: Settings = {}): Document =>
  piece(tasks ?? [], { ...more, coordination: { pattern: 'contract-net', ...settings } });
const messages = (played: Ran): number => factsOf(played, 'message.sent').length;
const told = (played: Ran, type: string): Record<string, unknown>[] =>
  played.recorded.map(({ fact }) => fact as unknown as Record<string, unknown>).filter((fact) => fact['type'] === type);
const ofCall = (played: Ran, call: number): string[] =>
  factsOf(played, 'message.sent')
    .filter(({ message }) => (message as { call?: number }).call === call)
    .map(({ message }) => message.type.slice('contract-net.'.length));

describe('what is said', () => {
  it.each([1, 2, 10, 25])('[CN10] %i bidders that all propose and one award: 3n + 1', (n) => {
    expect(messages(play(net([task('a')], { agents: crew(n) })))).toBe(3 * n + 1);
  });
  it('[CN10] ten bidders: 31, in FIPA’s words', () => {
    expect(sentByType(play(net([task('a')], { agents: crew(10) })))).toEqual({
      'contract-net.cfp': 10,
      'contract-net.propose': 10,
      'contract-net.accept-proposal': 1,
      'contract-net.reject-proposal': 9,
      'contract-net.inform': 1,
    });
  });
  it('[CN10] all refuse: 2n', () => {
    const many = Array.from({ length: 11 }, (_, at) => task(`t${String(at).padStart(2, '0')}`, [], { ms: 50 }));
    const played = play(net(many, { agents: crew(10) }, { invite: 'capable' }));
    const refused = ofCall(played, 11);
    expect(refused.filter((word) => word === 'cfp')).toHaveLength(10);
    expect(refused.filter((word) => word === 'refuse')).toHaveLength(10);
    expect(refused).toHaveLength(20);
    expect(played.outcome).toBe('succeeded');
  });
  it('[CN10] [CN9] all silent: n, and after the last round unallocated', () => {
    const faults = crew(10).map(({ id }) => ({ kind: 'crash' as const, agent: id, atMs: 0 }));
    const played = play(net([task('a')], { agents: crew(10), faults }, { rounds: 1 }));
    expect(messages(played)).toBe(10);
    expect(played.result.tasks['a']).toMatchObject({
      state: 'unassignable',
      reason: 'unallocated: nobody proposed in 1 round',
    });
    const four = play(net([task('a')], { agents: crew(10), faults }, { rounds: 4, backoffMs: 100 }));
    expect(messages(four)).toBe(40);
    expect(told(four, 'contract-net.called').map(({ round }) => round)).toEqual([1, 2, 3, 4]);
  });
  it('[CN10] [CN4] a late bid is rejected as late: two messages more, and it never wins', () => {
    const agents = [{ id: 'slow', speed: 10 }, ...crew(9)];
    const links = [{ from: 'slow', to: 'coordinator', delayMs: 50 }];
    const played = play(net([task('a', [], { ms: 100 })], { agents, network: { links } }, { replyMs: 10 }));
    expect(messages(played)).toBe(10 + 2 * 9 + 1 + 2);
    const late = told(played, 'contract-net.answered').filter((fact) => fact['as'] === 'late');
    expect(late).toHaveLength(1);
    expect(played.result.tasks['a']!.agent).not.toBe('slow');
  });
  it('[CN5] a failed attempt ends in failure, not in inform', () => {
    const sent = sentByType(play(net([failing('a', [], { retry: { attempts: 2 } })], { agents: crew(1) })));
    expect([sent['contract-net.failure'], sent['contract-net.inform']]).toEqual([2, undefined]);
  });
});

describe('how a call is decided', () => {
  const terms = { price: 5, finishMs: 5, load: 0, cost: 0, confidence: 1 };
  const bid = (agent: number, more: Partial<typeof terms> = {}): Bid => ({
    agent,
    terms: { ...terms, ...more },
    validUntilMs: 9,
  });
  const weights = { finish: 1, cost: 1, confidence: 1, load: 1 };
  const order = (bids: Bid[]): number[] => ranked(bids, { bid: 'completion', weights }).map(({ agent }) => agent);
  it('[CN3] by score, then load, and before lots are drawn as they are named, whoever comes first in the list', () => {
    expect(order([bid(0, { price: 7 }), bid(1), bid(2, { load: 1 })])).toEqual([1, 2, 0]);
    expect(order([bid(2), bid(0), bid(3), bid(1)])).toEqual([0, 1, 2, 3]);
  });
  it('[CN11] the faster agent wins by completion, the cheaper by marginal cost, the better by confidence', () => {
    const agents = [
      { id: 'fast', capabilities: { x: 0.5 }, speed: 3, cost: 9 },
      { id: 'cheap', capabilities: { x: 0.5 }, cost: 1 },
      { id: 'good', capabilities: { x: 1 }, speed: 1.9, cost: 5 },
    ];
    const winner = (settings: Settings): string | null =>
      play(net([task('a', [], { ms: 60, requires: ['x'] })], { agents }, settings)).result.tasks['a']!.agent;
    expect(winner({ bid: 'completion' })).toBe('fast');
    expect(winner({ bid: 'marginal-cost' })).toBe('cheap');
    expect(winner({ bid: 'confidence' })).toBe('good');
    expect(winner({ bid: 'weighted', weights: { finish: 0, cost: 1, confidence: 0, load: 0 } })).toBe('cheap');
  });
  it('[CN11] the source’s bid counts the load of the task and each task in hand', () => {
    const played = play(
      net([task('a', [], { load: 3 }), task('b', [], { load: 1 })], { agents: crew(1) }, { bid: 'source', backlog: 3 }),
    );
    expect(told(played, 'contract-net.bid').map(({ terms: each }) => (each as { price: number }).price)).toEqual([
      loadPrice * 3,
      loadPrice + inHandPrice,
    ]);
  });
  it('[CN12] by the second price the winner is paid what the next best asked', () => {
    const agents = [
      { id: 'a1', speed: 2 },
      { id: 'a2', speed: 1 },
    ];
    const played = play(net([task('a', [], { ms: 40 })], { agents }, { payment: 'second' }));
    expect(told(played, 'contract-net.decided')[0]).toMatchObject({ price: 20, paid: 40 });
  });
  it('[CN3] whoever is free gets the work: a bag of equal tasks is spread evenly', () => {
    const many = Array.from({ length: 12 }, (_, at) => task(`t${String(at)}`));
    expect(play(net(many, { agents: crew(4) })).result.makespanMs).toBe(30);
  });
});

describe('what binds an agent', () => {
  const many = Array.from({ length: 30 }, (_, at) => task(`t${String(at)}`, [], { priority: at % 3 }));
  it.each(['reserve', 'confirm'])(
    '[CN6] [CN13] no agent is over-committed by calls that run at once (%s)',
    (binding) => {
      for (let seed = 0; seed < 20; seed += 1) {
        const played = play(
          net(
            many,
            { agents: crew(3), network: { delayMs: { min: 1, max: 9 } }, seed },
            { binding, callsMax: 30, backlog: 1 },
          ),
        );
        expect(played.outcome).toBe('succeeded');
      }
    },
  );
  it('[CN13] an award that is returned goes to the next bid that stands, without a new call', () => {
    const agents = [{ id: 'best', speed: 9 }, { id: 'next' }];
    const played = play(
      net([task('a', [], { ms: 30 }), task('b', [], { ms: 30 })], { agents }, { binding: 'confirm', callsMax: 2 }),
    );
    expect(told(played, 'contract-net.called')).toHaveLength(2);
    expect(told(played, 'contract-net.dropped')).toHaveLength(1);
    expect([played.result.tasks['a']!.agent, played.result.tasks['b']!.agent]).toEqual(['best', 'next']);
  });
  it('[CN14] a contract that has not begun is dropped for one worth more than its penalty, and called again', () => {
    const low = [task('now', [], { ms: 50 }), task('low', [], { ms: 10 })];
    const high = task('high', [], { ms: 10, priority: 5, queueTimeoutMs: 1000 });
    const document = (penalty: number): Document =>
      net(
        [...low, task('wait', [], { ms: 5, agent: 'other' }), { ...high, dependsOn: ['wait'], agent: 'one' }].map(
          pinned,
        ),
        {
          agents: [{ id: 'one' }, { id: 'other' }],
        },
        { backlog: 1, penalty },
      );
    const kept = play(document(0));
    const dropped = play(document(2));
    expect(told(kept, 'contract-net.dropped')).toEqual([]);
    expect(told(dropped, 'contract-net.dropped')).toMatchObject([{ penalty: 2 }]);
    expect(dropped.result.tasks['high']!.endMs!).toBeLessThan(kept.result.tasks['high']!.endMs!);
    expect(dropped.outcome).toBe('succeeded');
  });
  it('[CN15] a task that is cancelled while its call is open is over at once, and who has bid is rejected', () => {
    const played = play(
      net([failing('x', [], { ms: 1 }), task('a', ['y']), task('y', [], { ms: 0 })], {
        agents: crew(3),
        network: { delayMs: 5 },
      }),
    );
    expect(played.outcome).toBe('failed');
    expect(played.result.tasks['a']!.state).toBe('cancelled');
  });
  it('[CN7] [CN8] with loss, repetition and crashes everything is done once all the same', () => {
    for (let seed = 0; seed < 15; seed += 1) {
      const network = { loss: 0.2, duplicate: 0.3, reorder: 0.3, delayMs: { min: 1, max: 9 } };
      const faults = [{ kind: 'crash' as const, agent: 'agent-1', atMs: 12, recoverMs: 400 }];
      expect(play(net(many.slice(0, 8), { network, faults, seed }, { rounds: 60 })).outcome).toBe('succeeded');
    }
  });
});

describe('a search always ends', () => {
  const liars = (count: number) => crew(count).map(({ id }) => ({ kind: 'flip-votes' as const, agent: id }));
  it.each([1, 2, 10, 31])(
    '[CN9] [CN10] %i bidders that all refuse for good, by a lie: 2n messages, unallocated',
    (n) => {
      const played = play(net([task('a')], { agents: crew(n), faults: liars(n) }, { rounds: 1 }));
      expect(messages(played)).toBe(2 * n);
      expect(played.result.tasks['a']).toMatchObject({
        state: 'unassignable',
        reason: 'unallocated: everybody refused in 1 round',
      });
    },
  );
  it('[CN9] every round of them counts, with calls at once, with delays, and whatever is bound', () => {
    for (const binding of ['reserve', 'confirm'])
      for (const callsMax of [1, 3]) {
        const many = series(5, (at) => task(`t${String(at)}`, [], { onFailure: 'skip-dependents' }));
        const network = { delayMs: { min: 1, max: 9 } };
        const more = { agents: crew(4), faults: liars(4), network };
        const played = play(net(many, more, { rounds: 3, binding, callsMax, backoffMs: 50 }));
        for (const { state, reason } of Object.values(played.result.tasks)) {
          expect(state).toBe('unassignable');
          expect(reason).toBe('unallocated: everybody refused in 3 rounds');
        }
        // Answers on their way to other calls may excuse a refusal once or twice, and no more.
        expect(told(played, 'contract-net.called').length).toBeLessThanOrEqual(5 * 3 * (callsMax === 1 ? 1 : 3));
      }
  });
  it('[CN9] who is merely busy does not count: one round is enough however long the work takes', () => {
    const two = [task('a', [], { ms: 100_000 }), task('b', [], { ms: 100_000 }), task('c')];
    const played = play(net(two, { agents: crew(2) }, { rounds: 1, callsMax: 3, invite: 'capable' }));
    expect(played.outcome).toBe('succeeded');
    expect(told(played, 'contract-net.called').length).toBeLessThan(30);
  });
  it('[CN9] some refuse and others are silent: both are told, and too late is not nobody', () => {
    const agents = crew(3);
    const faults = [...liars(1), { kind: 'crash' as const, agent: 'agent-2', atMs: 0 }];
    const links = [{ from: 'agent-3', to: 'coordinator', delayMs: 40 }];
    const played = play(net([task('a')], { agents, faults, network: { links } }, { rounds: 2, replyMs: 10 }));
    expect(played.result.tasks['a']!.reason).toBe(
      'unallocated: no proposal stood in 2 rounds: 2 refused, 4 did not answer in time, 1 of them too late',
    );
    const lapsed = play(net([task('a')], { network: { delayMs: 5 } }, { rounds: 1, replyMs: 30, validMs: 2 }));
    expect(lapsed.result.tasks['a']!.reason).toBe('unallocated: no proposal stood in 1 round: 4 offers stood no more');
    expect(told(lapsed, 'contract-net.decided')[0]).toMatchObject({ reason: 'what was offered stands no more' });
  });
  it('[CN17] all of them keep every rule and end, with everything failing', () => {
    const counts = series(rounds(60, 600), (seed) => {
      const document = allRefusing(6200 + seed);
      const result = ran({ ...document, limits: { ...document.limits, stepsMax: 200_000 } });
      expect(result.broken, `seed ${String(seed)}`).toEqual([]);
      expect(result.outcome, `seed ${String(seed)}`).not.toContain('halted');
      return told(result, 'contract-net.called').length;
    });
    expect(Math.max(...counts)).toBeGreaterThan(10);
  });
});

describe('iterated calls and how many are asked', () => {
  it('[CN18] [CN10] after each call but the last the better half is asked again: 10, 5, 3', () => {
    const agents = crew(10).map((agent, at) => ({ ...agent, speed: 10 - at }));
    const played = play(net([task('a', [], { ms: 5040 })], { agents }, { iterations: 3 }));
    const called = told(played, 'contract-net.called');
    expect(called.map(({ invited }) => (invited as number[]).length)).toEqual([10, 5, 3]);
    expect(called.map(({ iteration }) => iteration)).toEqual([undefined, 2, 3]);
    expect(called[1]!['invited']).toEqual([0, 1, 2, 3, 4]);
    expect(played.result.tasks['a']!.agent).toBe('agent-1');
    // 10 + 10 + 5 rejected, 5 + 5 + 2 rejected, 3 + 3 + 2 rejected, one accept and one inform.
    expect(messages(played)).toBe(25 + 12 + 8 + 1 + 1);
    expect(sentByType(play(net([task('a')], { agents: crew(2) }, { iterations: 3 })))['contract-net.cfp']).toBe(2);
  });
  it('[CN19] a call goes to no more than it may, drawn by the seed, and everybody is drawn at some time', () => {
    const invited = (seed: number): number[] =>
      told(play(net([task('a')], { agents: crew(40), seed }, { inviteMax: 5 })), 'contract-net.called')[0]![
        'invited'
      ] as number[];
    expect(invited(3)).toEqual(invited(3));
    const all = series(60, invited);
    expect(new Set(all.map(({ length }) => length))).toEqual(new Set([5]));
    expect(new Set(all.flat()).size).toBe(40);
    expect(told(play(net([task('a')], { agents: crew(40) })), 'contract-net.called')[0]!['invited']).toHaveLength(32);
  });
});

/** To the agent that the scenario is about, unless it says otherwise. */
function pinned<T extends { agent?: string }>(each: T): T {
  return { agent: 'one', ...each };
}

describe('random documents', () => {
  it('[CN1] keep every rule, with everything failing', () => {
    const broken = Array.from({ length: 150 }, (_, seed) => {
      const result = ran(randomDocument(5000 + seed, { patterns: ['contract-net'] }));
      return result.broken.map((line) => `seed ${String(5000 + seed)}: ${line}`);
    });
    expect(broken.flat()).toEqual([]);
  });
});

describe('the checkers see a planted fault', () => {
  const played: Played = play(
    net([task('a', [], { requires: ['x'] }), task('b', [], { requires: ['x'] })], {
      agents: [{ id: 'one', capabilities: ['x'] }, { id: 'two', capabilities: ['x'], speed: 0.5 }, { id: 'three' }],
    }),
  );
  const rules = compiled(played.run.compiled.document).invariants;
  const says = (name: string, doctor: (facts: Recorded[]) => Recorded[]): string | null =>
    rules
      .filter(({ rule }) => rule === name)
      .map((rule) => verdict(rule, played.plan, doctor([...played.recorded])))
      .find((said) => said !== null) ?? null;
  const at = (facts: Recorded[], type: string): number => facts.findIndex(({ fact }) => (fact.type as string) === type);
  const change = (type: string, into: object, time?: number) => (facts: Recorded[]) =>
    facts.map((each, place) =>
      place === at(facts, type) ? { ...each, time: time ?? each.time, fact: { ...each.fact, ...into } } : each,
    );
  const twice =
    (type: string, into: object = {}) =>
    (facts: Recorded[]) => {
      const each = facts[at(facts, type)]!;
      return facts.toSpliced(at(facts, type) + 1, 0, { ...each, fact: { ...each.fact, ...into } });
    };
  it('in order they say nothing', () => {
    for (const { rule } of rules) expect(says(rule, (facts) => facts)).toBe(null);
  });
  it('[CN1] an agent that cannot is given work', () => {
    expect(says('CN1', change('task.assigned', { agent: 2 }))).toContain('three, who cannot do it');
  });
  it('[CN2] a second award while the first stands', () => {
    expect(says('CN2', twice('task.assigned', { lease: 2 }))).toContain('while an earlier award');
  });
  it('[CN3] a worse bid wins, or nobody although there was one', () => {
    expect(says('CN3', change('contract-net.decided', { agent: 1 }))).toContain('by its bids it goes to one');
    expect(says('CN3', change('contract-net.decided', { agent: -1 }))).toContain('went to nobody');
  });
  it('[CN4] a bid counts that came too late', () => {
    expect(says('CN4', change('contract-net.bid', {}, 99))).toContain('came at 99 ms and counted');
  });
  it('[CN5] a proposal without an answer, and one that is answered twice', () => {
    expect(says('CN5', (facts) => facts.toSpliced(at(facts, 'contract-net.answered'), 1))).toContain(
      'without an answer',
    );
    expect(says('CN5', twice('contract-net.answered'))).toContain('or twice');
  });
  it('[CN6] an agent promises more than it can hold', () => {
    expect(says('CN6', twice('contract-net.reserved', { call: 77 }))).toContain('can hold 1 tasks');
  });
  it('[CN7] a task is completed twice', () => {
    expect(says('CN7', twice('task.succeeded'))).toContain('completed twice');
  });
  it('[CN8] an agent is called that fell silent', () => {
    const silent = { type: 'task.withdrawn', task: 0, attempt: 1, agent: 0, lease: 1, reason: '' };
    const lossy = compiled({ ...played.run.compiled.document, network: { loss: 0.01 } });
    const rule = lossy.invariants.find((each) => each.rule === 'CN8')!;
    const facts = [{ fact: silent as KnownFact, step: 1, time: 0 }, ...played.recorded];
    expect(verdict(rule, played.plan, facts)).toContain('one was called while under suspicion');
  });
  it('[CN17] a task is called for ever', () => {
    const call = played.recorded[at([...played.recorded], 'contract-net.called')]!;
    const calls = series(6 + BUSY_CALLS_MAX + 1, () => call);
    expect(says('CN17', (facts) => [...calls.slice(1), ...facts.slice(at(facts, 'task.ended'))])).toBeNull();
    expect(says('CN17', () => calls)).toContain(`was called ${String(calls.length)} times, and 0 contracts had ended`);
  });
  it('[CN18] a further call goes to somebody who has not bid, to as many, or is one too many', () => {
    const call = { iteration: 2, invited: [2] };
    const again = (into: object) => (facts: Recorded[]) => {
      const closed = at(facts, 'contract-net.closed');
      const called = facts[at(facts, 'contract-net.called')]!;
      return facts.toSpliced(closed + 1, 0, { ...called, fact: Object.assign({}, called.fact, { call: 99 }, into) });
    };
    const iterated = compiled({
      ...played.run.compiled.document,
      coordination: { pattern: 'contract-net', iterations: 2 },
    }).invariants.find(({ rule }) => rule === 'CN18')!;
    const judged = (into: object) => verdict(iterated, played.plan, again(into)([...played.recorded]));
    expect(judged({ iteration: 2, invited: [0] })).toBeNull();
    expect(judged(call)).toContain('not among fewer of those who had bid');
    expect(judged({ iteration: 2, invited: [0, 1] })).toContain('not among fewer');
    expect(judged({ iteration: 3, invited: [0] })).toContain('called 3 times over');
  });
  it('[CN19] too many are asked, or one of them twice', () => {
    expect(says('CN19', change('contract-net.called', { invited: series(33, (each) => each) }))).toContain('33 agents');
    expect(says('CN19', change('contract-net.called', { invited: [0, 0] }))).toContain('an agent twice');
  });
  it('[CN9] a round too many', () => {
    expect(says('CN9', change('contract-net.called', { round: 7 }))).toContain('round 7 of 6');
  });
});
