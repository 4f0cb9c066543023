/** PBFT among members that misbehave: what breaks beyond the bound and is found, and what holds within it. */
import { describe, expect, it } from 'vitest';
import { actorOfAgent } from '../../../src/plan/index.ts';
import { nullOrder, orderOf, type ViewChange } from '../../../src/protocols/consensus-pbft/messages.ts';
import { carriedOver } from '../../../src/protocols/consensus-pbft/replica/view-change.ts';
import { compile } from '../../../src/workflow/index.ts';
import { brokenRules, council, decided, held, logs, told, type Turn } from './council.ts';

const equivocate = { kind: 'equivocate', value: null } as const;

describe('beyond the bound agreement breaks, and a rule finds it', () => {
  it('[PB1] [PB2] five with a quorum of three: a single primary that says two things splits them', () => {
    const ran = held(council(5, { action: { quorum: 3, laboratory: true } }), [{ agent: 0, conduct: equivocate }]);
    expect(logs(ran, 5).slice(1)).toEqual([['plan 0'], ['plan 0'], ['not plan 0'], ['not plan 0']]);
    expect(brokenRules(ran)).toEqual(expect.arrayContaining(['PB1', 'PB2', 'PB4']));
  });
  it('[PB2] five with the quorum of four: the same primary splits nobody', () => {
    const ran = held(council(5), [{ agent: 0, conduct: equivocate }]);
    expect(ran.broken).toEqual([]);
    expect(ran.outcome).toBe('succeeded');
  });
  it('[PB2] four with two that collude: one half executes m and the other m′', () => {
    const collude = { kind: 'collude', agents: [0, 1], value: 'another plan' } as const;
    const turns: Turn[] = [0, 1].map((agent) => ({ agent, conduct: collude }));
    const ran = held(council(4), turns);
    expect(logs(ran, 4).slice(2)).toEqual([['plan 0'], ['another plan']]);
    expect(brokenRules(ran)).toContain('PB2');
    const split = ran.broken.find((line) => line.includes('PB2'));
    expect(split).toMatch(/agent-3 executed "plan 0" at slot 1, and agent-4 "another plan"/u);
  });
  it.each([0, 1, 2, 3])('[PB2] four with one that colludes with nobody, place %i: no split', (agent) => {
    const ran = held(council(4, { decisions: 3 }), [
      { agent, conduct: { kind: 'collude', agents: [agent], value: 'another plan' } },
    ]);
    expect(ran.broken).toEqual([]);
    expect(ran.outcome).toBe('succeeded');
  });
  it('[PB2] the same plan of two, written in a document', () => {
    const faults = [{ kind: 'collude' as const, agents: ['agent-1', 'agent-2'], value: 'another plan' }];
    expect(brokenRules(held(council(4, { faults })))).toContain('PB2');
  });
  it('[PB1] such settings are refused outside of the laboratory', () => {
    const refused = compile(council(5, { action: { quorum: 3 } }));
    expect(refused.ok).toBe(false);
    expect(compile(council(3, { action: { faulty: 1 } })).ok).toBe(false);
  });
});

describe('what a new view carries over', () => {
  const order = (value: string) => orderOf(0, 1, value);
  const change = (stable: number, prepared: readonly [slot: number, view: number, value: string][]): ViewChange => ({
    type: 'consensus-pbft.view-change',
    group: 0,
    view: 5,
    executed: 0,
    again: false,
    stable: { slot: stable, digest: 'd', certificate: [0, 1, 2] },
    prepared: prepared.map(([slot, view, value]) => ({ slot, view, order: order(value), certificate: [0, 1, 2] })),
  });
  it('[PB15] is nothing where nothing was prepared', () => {
    expect(carriedOver([change(0, []), change(3, []), change(0, [])])).toMatchObject({ low: { slot: 3 }, orders: [] });
  });
  it('[PB15] is at each slot what was prepared in the highest view, and nothing in a gap', () => {
    const { orders } = carriedOver([
      change(2, [[3, 1, 'old'], [5, 0, 'last']]),
      change(0, [[1, 4, 'forgotten'], [3, 2, 'new']]),
      change(1, [[3, 0, 'oldest']]),
    ]); // prettier-ignore
    expect(orders).toEqual([
      { slot: 3, order: order('new') },
      { slot: 4, order: nullOrder },
      { slot: 5, order: order('last') },
    ]);
  });
});

describe('within the bound nothing breaks and everything is decided', () => {
  const conducts: Turn['conduct'][] = [
    { kind: 'silent' },
    { kind: 'equivocate', value: null },
    { kind: 'equivocate', value: 'another plan' },
    { kind: 'lie', value: null },
    { kind: 'flip-votes' },
    { kind: 'selective-send', to: [3, 4] },
    { kind: 'replay', rate: 0.5 },
    { kind: 'false-view-change', everyMs: 30 },
    { kind: 'bad-new-view' },
    { kind: 'collude', agents: [0], value: null },
    { kind: 'equivocate', value: 'another plan', deceived: [2] },
    { kind: 'other-order' },
    { kind: 'gaps' },
    { kind: 'rogue-proposals' },
    { kind: 'censor', tasks: [1, 3] },
  ];
  const cases = conducts.flatMap((conduct) => [0, 1, 3].map((agent) => ({ conduct, agent, kind: conduct.kind })));
  it.each(cases)('[PB10] $kind at place $agent of four', ({ conduct, agent }) => {
    const ran = held(council(4, { decisions: 5, action: { checkpointEvery: 2 } }), [{ agent, conduct }]);
    expect(ran.broken).toEqual([]);
    expect(ran.outcome).toBe('succeeded');
    expect(Object.keys(decided(ran))).toHaveLength(5);
  });
  it('[PB20] a proposal of one that does not lead is refused by everybody', () => {
    const ran = held(council(4, { decisions: 3, apart: true }), [{ agent: 2, conduct: { kind: 'rogue-proposals' } }]);
    const refused = told(ran, 'refused').filter(({ reason }) => reason === 'it is not from the primary of view 0');
    expect(new Set(refused.map(({ agent }) => agent))).toEqual(new Set([0, 1, 3]));
    expect([ran.broken, Object.keys(decided(ran))]).toEqual([[], ['0', '1', '2']]);
  });
  it('[PB9] [PB16] state that is told without proof is refused, with a checkpoint and without', () => {
    for (const checkpointEvery of [1, 100]) {
      const faults = [{ kind: 'crash' as const, agent: 'agent-7', atMs: 5, recoverMs: 130 }];
      // The liar is heard first.
      const links = [1, 3, 4, 5, 6].map((from) => ({ from: `agent-${String(from)}`, to: 'agent-7', delayMs: 15 }));
      const network = { delayMs: 10, links };
      const document = council(7, { decisions: 6, faults, network, action: { checkpointEvery } });
      const ran = held(document, [{ agent: 1, conduct: { kind: 'lie', value: 'mine' } }]);
      const refused = told(ran, 'refused').filter(({ says, agent }) => says === 'consensus-pbft.state' && agent === 6);
      expect(refused.length).toBeGreaterThan(0);
      expect([ran.broken, logs(ran, 7)[6]!.includes('mine')]).toEqual([[], false]);
    }
  });
  it('[PB4] two orders, gaps and one request that is censored: the primary is replaced where it must be, and all agree', () => {
    const apart = { decisions: 4, apart: true };
    const two = held(council(4, apart), [{ agent: 0, conduct: { kind: 'other-order' } }]);
    const proposed = two.recorded.flatMap(({ fact }) =>
      fact.type === 'message.sent' && fact.message.type === 'consensus-pbft.pre-prepare' && fact.from === actorOfAgent(0)
        ? [[fact.to, (fact.message as unknown as { slot: number }).slot]]
        : [],
    ); // prettier-ignore
    expect(proposed.slice(0, 6).map(([, slot]) => slot)).toEqual([1, 1, 2, 2, 2, 1]);
    const gaps = held(council(4, apart), [{ agent: 0, conduct: { kind: 'gaps' } }]);
    expect(told(gaps, 'entered').length).toBeGreaterThan(0);
    const censored = held(council(4, apart), [{ agent: 0, conduct: { kind: 'censor', tasks: [2] } }]);
    expect(told(censored, 'entered').length).toBeGreaterThan(0);
    for (const ran of [two, gaps, censored]) {
      expect(ran.broken).toEqual([]);
      expect(Object.keys(decided(ran))).toHaveLength(4);
    }
  });
  it('[PB2] a split that the liars choose: one of five hears another thing, and beyond the bound it executes it', () => {
    const liars = [0, 1, 2];
    const conduct = { kind: 'collude', agents: liars, value: 'another plan', deceived: [4] } as const;
    const ran = held(council(5), liars.map((agent): Turn => ({ agent, conduct }))); // prettier-ignore
    expect(logs(ran, 5).slice(3)).toEqual([['plan 0'], ['another plan']]);
    expect(brokenRules(ran)).toContain('PB2');
  });
  it('[PB3] a value that no client signed is refused, and its primary is replaced', () => {
    const ran = held(council(4), [{ agent: 0, conduct: { kind: 'lie', value: 'mine' } }]);
    expect(told(ran, 'refused').map(({ reason }) => reason)).toContain(
      'the digest is not that of the value, so no client signed it',
    );
    expect(told(ran, 'entered').map(({ view }) => view)).toContain(1);
    expect(decided(ran)).toEqual({ 0: 'plan 0' });
  });
  it('[PB15] a new view that does not follow from what was prepared is refused, and the next is entered', () => {
    const turns: Turn[] = [
      { agent: 0, conduct: { kind: 'silent' } },
      { agent: 1, conduct: { kind: 'bad-new-view' } },
    ];
    const ran = held(council(7), turns);
    expect(told(ran, 'refused').some(({ says }) => says === 'consensus-pbft.new-view')).toBe(true);
    expect(told(ran, 'entered').map(({ view }) => view)).toContain(2);
    expect(ran.broken).toEqual([]);
    expect(decided(ran)).toEqual({ 0: 'plan 0' });
  });
});
