/** What an agent that misbehaves says, and what is told of it; one that behaves is not touched. */
import { describe, expect, it } from 'vitest';
import { agentMachine, type Conduct, type Corruption, type Role } from '../../src/agents/index.ts';
import { actor, digestOf, World, type Machine, type Message } from '../../src/kernel/index.ts';
import type { KnownFact, Plan } from '../../src/plan/index.ts';
import { FactLog } from '../../src/replay/index.ts';
import { compiled, crew, piece } from '../scenarios/stage.ts';

interface Say extends Message {
  readonly value: number;
}

/** Says to actors 1 and 2, every 10 ms, how often it has done so, and `-1` where it is provoked. */
const talker: Role<{ said: number }> = {
  room: 'talk',
  init: () => ({ said: 0 }),
  receive(slice, message, context) {
    if (message.type !== 'talk.go' || slice.said >= 10) return;
    slice.said += 1;
    for (const to of [1, 2]) context.send(to, { type: 'talk.say', value: slice.said } satisfies Say);
    context.after(10, message);
  },
  ended: () => undefined,
  recovered: (_slice, context) => void context.after(0, { type: 'talk.go' }),
  provoke: (_slice, _conduct, context) => {
    context.send(1, { type: 'talk.say', value: -1 } satisfies Say);
  },
};

const corruption: Corruption = (message, { conduct, to }) => {
  const said = message as Say;
  switch (conduct.kind) {
    case 'lie':
      return { ...said, value: said.value + 100 } as Message;
    case 'equivocate':
      return to === 2 ? ({ ...said, value: said.value + 200 } as Message) : message;
    case 'flip-votes':
      return null;
    default:
      return message;
  }
};

const ear: Machine<{ heard: string[] }> = {
  init: () => ({ heard: [] }),
  receive(state, message, context) {
    state.heard.push(`${String((message as Say).value)}@${String(context.now)}`);
  },
};

const plan: Plan = compiled(piece([], { agents: crew(1) })).plan;
type Planned = { atMs: number; to: number; message: Message };

const begin = (conduct: Conduct, atMs = 0, id = conduct.kind): Planned => tell(atMs, { id, conduct });
const end = (atMs: number, id: string | null): Planned => tell(atMs, { id, conduct: null });
const tell = (atMs: number, turned: object): Planned => ({
  atMs,
  to: -1,
  message: { type: 'kernel.tell', actor: 0, message: { type: 'agent.conduct', ...turned } } as Message,
});
const crash = (atMs: number, type = 'kernel.crash'): Planned => ({
  atMs,
  to: -1,
  message: { type, actor: 0 } as Message,
});

function spec(planned: readonly Planned[]) {
  const machine = agentMachine(plan, 0, [talker], new Map([['talk', corruption]]));
  const actors = [actor('agent', machine), actor('one', ear), actor('two', ear)];
  return { engine: 'test', seed: 1, actors, planned, start: [{ to: 0, message: { type: 'talk.go' } }] };
}

/** What both ears hear, and what is told of lies. */
function talk(...planned: Planned[]): { one: string[]; two: string[]; facts: KnownFact[] } {
  const log = new FactLog();
  const world = new World(spec(planned), log);
  while (world.step() !== null);
  const [, one, two] = world.snapshot().states as { heard: string[] }[];
  return { one: one!.heard, two: two!.heard, facts: Array.from({ length: log.length }, (_, at) => log.at(at)) };
}

const honest = Array.from({ length: 10 }, (_, at) => `${String(at + 1)}@${String(at * 10)}`);
const values = (heard: readonly string[]): number[] => heard.map((each) => parseInt(each));

describe('an agent', () => {
  it('that behaves says what its roles say', () => {
    const { one, two, facts } = talk();
    expect([one, two]).toEqual([honest, honest]);
    expect(facts.filter(({ type }) => type.startsWith('agent.'))).toEqual([]);
  });
  it('that falls silent is not heard from then until it speaks again, and each thing withheld is told', () => {
    const { one, two, facts } = talk(begin({ kind: 'silent' }, 25), end(55, 'silent'));
    expect([one, two]).toEqual([one, one]);
    expect(values(one)).toEqual([1, 2, 3, 7, 8, 9, 10]);
    expect(facts.filter(({ type }) => type === 'agent.turned')).toMatchObject([{ on: true }, { on: false }]);
    const lied = facts.filter(({ type }) => type === 'agent.lied');
    expect(lied).toHaveLength(6);
    expect(lied[0]).toEqual({
      type: 'agent.lied',
      agent: 0,
      to: 1,
      conduct: 'silent',
      says: 'talk.say',
      withheld: true,
    });
  });
  it('that speaks only to some is heard by these', () => {
    const { one, two } = talk(begin({ kind: 'selective-send', to: [2] }));
    expect([one, two]).toEqual([[], honest]);
  });
  it('that lies says what its room makes of it, and the lie is told just before it is sent', () => {
    const { one, facts } = talk(begin({ kind: 'lie', value: null }));
    expect(values(one)).toEqual(honest.map((_, at) => at + 101));
    facts.forEach((fact, at) => {
      if (fact.type !== 'agent.lied') return;
      expect(facts[at + 1]).toMatchObject({ type: 'message.sent', from: 0, to: fact.to, message: { type: fact.says } });
    });
    expect(facts.filter(({ type }) => type === 'agent.lied')).toHaveLength(20);
  });
  it('that equivocates tells one the truth, and of that nothing is told', () => {
    const { one, two, facts } = talk(begin({ kind: 'equivocate', value: null }));
    expect(values(one)).toEqual(values(honest));
    expect(values(two)).toEqual(values(honest).map((value) => value + 200));
    expect(facts.filter(({ type }) => type === 'agent.lied')).toHaveLength(10);
  });
  it('whose room says nothing instead withholds it', () => {
    const { one, facts } = talk(begin({ kind: 'flip-votes' }));
    expect(one).toEqual([]);
    expect(facts.find(({ type }) => type === 'agent.lied')).toMatchObject({ withheld: true, conduct: 'flip-votes' });
  });
  it('that does several things at once does them in one order, whichever was begun first', () => {
    const conducts = [
      begin({ kind: 'lie', value: null }),
      begin({ kind: 'selective-send', to: [2] }),
      begin({ kind: 'equivocate', value: null }),
    ];
    const { one, two } = talk(...conducts);
    expect([one, values(two)]).toEqual([[], values(honest).map((value) => value + 300)]);
    expect(talk(...conducts.reverse()).two).toEqual(two);
  });
  it('that says old things again says them to whom it said them, as often as the dice have it', () => {
    const { one, two, facts } = talk(begin({ kind: 'replay', rate: 1 }));
    expect(one.length + two.length).toBe(39);
    expect(facts.filter(({ type }) => type === 'agent.lied')).toHaveLength(19);
    expect(new Set(values([...one, ...two]))).toEqual(new Set(values(honest)));
    expect(talk(begin({ kind: 'replay', rate: 0 })).one).toEqual(honest);
  });
  it('that is provoked begins what its role begins, again and again until it stops', () => {
    const { one } = talk(begin({ kind: 'false-view-change', everyMs: 30 }), end(75, 'false-view-change'));
    expect(one.filter((each) => each.startsWith('-1'))).toEqual(['-1@30', '-1@60']);
  });
  it('without an end is provoked a bounded number of times', () => {
    const { one } = talk(begin({ kind: 'false-view-change', everyMs: 1 }));
    expect(one.filter((each) => each.startsWith('-1'))).toHaveLength(1000);
  });
  it('goes on misbehaving after a crash, and can be turned while it is down', () => {
    const everyMs = 30;
    const { one } = talk(begin({ kind: 'lie', value: null }), crash(15), crash(200, 'kernel.recover'));
    expect(values(one)).toEqual(honest.map((_, at) => at + 101));
    const down = [crash(15), begin({ kind: 'lie', value: null }, 20), crash(200, 'kernel.recover')] as const;
    expect(values(talk(...down).one)).toEqual([1, 2, 103, 104, 105, 106, 107, 108, 109, 110]);
    expect(values(talk(...down, end(100, null)).one)).toEqual(values(honest));
    const provoked = talk(
      begin({ kind: 'false-view-change', everyMs }),
      crash(15),
      crash(200, 'kernel.recover'),
      end(300, null),
    );
    expect(provoked.one.filter((each) => each.startsWith('-1'))).toEqual(['-1@230', '-1@260', '-1@290']);
  });
});

describe('[G3] snapshots', () => {
  it('of an agent that misbehaves go on as it did, from every step', () => {
    const planned = [
      begin({ kind: 'replay', rate: 0.5 }),
      begin({ kind: 'false-view-change', everyMs: 7 }),
      crash(40),
      crash(60, 'kernel.recover'),
      end(80, null),
    ];
    const world = new World(spec(planned));
    const snapshots = [world.snapshot()];
    while (world.step() !== null) snapshots.push(world.snapshot());
    const digest = digestOf(world.snapshot());
    for (const snapshot of snapshots) {
      const again = new World(spec(planned));
      again.restore(structuredClone(snapshot));
      while (again.step() !== null);
      expect(digestOf(again.snapshot())).toBe(digest);
    }
    const [agent] = world.snapshot().states as object[];
    expect(Object.keys(agent!)).toEqual(Object.keys(agentMachine(plan, 0, []).init()));
  });
});
