/**
 * Raft, counted again from what was said: whoever stands or leads has heard a quorum of others say so for just that term, a
 * leader goes as soon as it hears fewer, what is of an earlier term moves nobody, and the client asks as often as it should.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Document } from '../../../src/document/index.ts';
import { actorOfAgent, agentOfActor, type KnownFact } from '../../../src/plan/index.ts';
import { decisionRooms } from '../../../src/protocols/index.ts';
import { patiencesARound, roundsMax } from '../../../src/protocols/raft/client.ts';
import { patiencesKept } from '../../../src/protocols/raft/seat.ts';
import { compiled, piece, task } from '../../scenarios/stage.ts';
import { factsOf, ran, verdict, type Ran } from '../../support/running.ts';

const raft = decisionRooms.find(({ name }) => name === 'raft')!;
type Told = Readonly<Record<string, unknown>>;

function group(n: number, tasks: number, more: Partial<Document> = {}, action: object = {}): Document {
  const agents = Array.from({ length: n }, (_, at) => ({ id: `a${String(at)}` }));
  const decide = (at: number) =>
    task(`t${String(at)}`, at === 0 ? [] : [`t${String(at - 1)}`], {
      action: { kind: 'consensus', protocol: 'raft', value: at, ...action } as never,
    });
  return piece(
    Array.from({ length: tasks }, (_, at) => decide(at)),
    { agents, ...more },
  );
}
const told = ({ recorded }: Ran, type: string): Told[] =>
  recorded.flatMap(({ fact }) => ((fact.type as string) === type ? [fact as unknown as Told] : []));

/** What is wrong with who stood and who was elected, by the words that had come to each until then. */
function flaws({ recorded, plan }: Ran): string[] {
  const { quorum } = plan.groups[0]!;
  const heard = new Map<string, Set<number>>();
  const gave = new Set<string>();
  const found: string[] = [];
  const supporters = (agent: number, word: string, term: unknown): number[] =>
    [...(heard.get(`${String(agent)} ${word} ${String(term)}`) ?? []), agent].sort((a, b) => a - b);
  for (const { fact } of recorded as readonly { fact: KnownFact & Told }[]) {
    const { agent, term } = fact as unknown as { agent: number; term: number };
    if (fact.type === 'message.delivered' && /^raft\.(pre-)?voted$/.test(fact.message.type)) {
      const message = fact.message as unknown as Told;
      if (message['granted'] !== true) continue;
      const key = `${String(agentOfActor(fact.to))} ${fact.message.type} ${String(message['asked'] ?? message['term'])}`;
      heard.set(key, (heard.get(key) ?? new Set()).add(agentOfActor(fact.from)));
    }
    switch (fact.type as string) {
      case 'raft.voted-for':
        gave.add(`${String(agent)} ${String(term)} ${String(fact['candidate'])}`);
        break;
      case 'raft.stood':
        if (supporters(agent, 'raft.pre-voted', term).length < quorum) found.push(`${agent} stood in ${term}`);
        break;
      case 'raft.elected': {
        const votes = fact['votes'] as readonly number[];
        if (votes.length < quorum) found.push(`${agent} leads in ${term}`);
        if (votes.some((each) => !gave.has(`${each} ${term} ${agent}`)))
          found.push(`${agent} has a vote in ${term} that was not given`);
        if (votes.some((each) => !supporters(agent, 'raft.voted', term).includes(each)))
          found.push(`${agent} has a vote in ${term} unheard`);
      }
    }
  }
  return found;
}

describe('votes that are counted again', () => {
  it('[RA9] [RA19] of any number of members, messages late, lost and twice: a quorum says so before one stands, and votes before one leads', () => {
    let [stood, led] = [0, 0];
    fc.assert(
      fc.property(
        fc.record({
          seed: fc.nat(),
          n: fc.integer({ min: 3, max: 7 }),
          slow: fc.integer({ min: 1, max: 5 }),
          loss: fc.constantFrom(0, 0.2),
        }),
        ({ seed, n, slow, loss }) => {
          const network = { delayMs: { min: 0, max: slow * 20 }, loss, duplicate: 0.2 };
          const played = ran({ ...group(n, 2, { network, limits: { timeoutMs: 6000 } }, { viewTimeoutMs: 40 }), seed });
          stood += told(played, 'raft.stood').length;
          led += told(played, 'raft.elected').length;
          expect(flaws(played)).toEqual([]);
        },
      ),
      { seed: 7, numRuns: 40 },
    );
    expect(stood).toBeGreaterThan(100);
    expect(led).toBeGreaterThan(40);
  });
});

/** One member at hand, which is told this and that at times. */
function member(n: number, agent: number) {
  const { plan } = compiled(group(n, 1));
  const [role] = raft.roles(plan);
  const sent: ({ to: number } & Told)[] = [];
  const context = { now: 0, self: actorOfAgent(agent), from: 0, record: () => undefined, cancel: () => undefined, after: () => 1, random: () => ({ integer: () => 1500 }), send: (to: number, message: object) => sent.push({ to, ...message }) }; // prettier-ignore
  const slice = role!.init(agent) as { seats: Record<number, Told> };
  const hear = (from: number, now: number, message: object): void => {
    Object.assign(context, { from, now });
    role!.receive(slice, { group: 0, ...message } as never, context as never, { agent } as never);
  };
  return { sent, hear, client: plan.groups[0]!.client, seat: () => structuredClone(slice.seats[0]!) };
}
const entry = (term: number, value: number) => ({ term, task: 0, attempt: value, value });
const asks = { type: 'raft.request', task: 0, attempt: 1, value: 0 };

describe('what is of an earlier term', () => {
  const old = (term: number) => [
    { type: 'raft.append', term, prevSlot: 0, prevTerm: 0, entries: [entry(term, 9)], commit: 1 },
    { type: 'raft.append', term, prevSlot: 1, prevTerm: 2, entries: [], commit: 1 },
    { type: 'raft.appended', term, ok: true, slot: 9 },
    { type: 'raft.appended', term, ok: false, slot: 0 },
    { type: 'raft.vote', term, lastSlot: 9, lastTerm: 9 },
    { type: 'raft.voted', term, granted: true },
    { type: 'raft.pre-vote', term, lastSlot: 9, lastTerm: 9 },
    { type: 'raft.pre-voted', term, asked: term, granted: true },
  ];
  /** A member of term 3 in each role, with an entry of term 2. */
  const roles: Record<string, (of: ReturnType<typeof member>) => void> = {
    'a follower': ({ hear }) => {
      hear(actorOfAgent(0), 0, {
        type: 'raft.append',
        term: 3,
        prevSlot: 0,
        prevTerm: 0,
        entries: [entry(2, 1)],
        commit: 0,
      });
    },
    asking: (of) => {
      roles['a follower']!(of);
      of.hear(of.client, 5000, { ...asks, attempt: 2 });
      of.hear(actorOfAgent(1), 9000, { type: 'raft.timeout' });
    },
    'a candidate': (of) => {
      roles['asking']!(of);
      for (const at of [2, 3])
        of.hear(actorOfAgent(at), 9000, { type: 'raft.pre-voted', term: 3, asked: 4, granted: true });
    },
    'a leader': (of) => {
      roles['a candidate']!(of);
      for (const at of [2, 3]) of.hear(actorOfAgent(at), 9000, { type: 'raft.voted', term: 4, granted: true });
    },
  };
  it.each(Object.keys(roles))('[RA9] [RA11] changes nothing where a member is %s', (role) => {
    const of = member(5, 1);
    roles[role]!(of);
    const before = of.seat();
    expect(role).toContain(before['role']);
    const { term } = before as { term: number };
    for (let earlier = 1; earlier < term; earlier += 1)
      for (const message of old(earlier)) {
        of.sent.length = 0;
        of.hear(actorOfAgent(4), 9000, message);
        expect(of.seat(), `${message.type} of term ${String(earlier)}`).toEqual(before);
        for (const { granted, ok } of of.sent) expect(granted ?? ok).toBe(false);
      }
  });
});

describe('a follower', () => {
  it('[RA12] takes for committed what its leader says as far as it was just sent, not what else it has', () => {
    const of = member(5, 1);
    const leader = actorOfAgent(0);
    of.hear(leader, 0, {
      type: 'raft.append',
      term: 2,
      prevSlot: 0,
      prevTerm: 0,
      entries: [entry(1, 1), entry(2, 2)],
      commit: 0,
    });
    // The leader of a later term has another entry at slot 2, which is still to come.
    of.hear(actorOfAgent(2), 1, { type: 'raft.append', term: 3, prevSlot: 1, prevTerm: 1, entries: [], commit: 2 });
    expect(of.seat()).toMatchObject({ commit: 1, executed: 1 });
    of.hear(actorOfAgent(2), 2, {
      type: 'raft.append',
      term: 3,
      prevSlot: 1,
      prevTerm: 1,
      entries: [entry(3, 3)],
      commit: 2,
    });
    expect(of.seat()).toMatchObject({ commit: 2, executed: 2, log: [entry(1, 1), entry(3, 3)] });
  });
});

describe('a member that was asked for something', () => {
  it('[RA10] minds it for so many times its patience, and then waits for no leader', () => {
    for (const [after, asking] of [
      [patiencesKept * 1000 - 1, 4],
      [patiencesKept * 1000, 0],
      [60_000, 0],
    ] as const) {
      const of = member(5, 1);
      of.hear(of.client, 0, asks);
      of.sent.length = 0;
      of.hear(actorOfAgent(1), after, { type: 'raft.timeout' });
      expect(of.sent, `${String(after)} ms later`).toHaveLength(asking);
      expect([of.seat()['role'], of.seat()['timer']]).toEqual(asking > 0 ? ['asking', 1] : ['follower', 0]);
    }
  });
});

describe('a leader that hears some', () => {
  const document = (n: number, more: Partial<Document> = {}) =>
    group(n, 3, { network: { delayMs: 10 }, limits: { timeoutMs: 30_000 }, ...more });
  it.each([3, 4, 5, 6, 7])('[RA22] of %i members leads on while they make a quorum with it, and no longer', (n) => {
    const calm = ran(document(n));
    const leader = told(calm, 'raft.elected')[0]!['agent'] as number;
    const { time } = calm.recorded.find(({ fact }) => fact.type === 'decision.made')!;
    const { quorum } = calm.plan.groups[0]!;
    const others = calm.plan.groups[0]!.members.filter((each) => each !== leader);
    for (let heard = 0; heard < n; heard += 1) {
      const deaf = others.slice(heard).map((each) => ({
        kind: 'loss' as const,
        rate: 1,
        from: `a${String(each)}`,
        to: `a${String(leader)}`,
        atMs: time,
      }));
      const left = told(ran(document(n, { faults: deaf })), 'raft.stepped-down').some(({ agent }) => agent === leader);
      expect(left, `hears ${String(heard)}`).toBe(heard + 1 < quorum);
    }
  });
});

describe('the client', () => {
  it('[RA15] asks all so many times, each so many times the patience apart, and then fails the task', () => {
    const faults = ['a0', 'a1', 'a2'].map((agent) => ({ kind: 'crash' as const, agent, atMs: 0 }));
    const played = ran(group(3, 1, { faults }, { viewTimeoutMs: 100 }));
    const asked = factsOf(played, 'message.sent').filter(({ message }) => message.type === 'raft.request');
    expect(asked).toHaveLength(roundsMax * 3);
    expect(played.recorded.find(({ fact }) => fact.type === 'task.failed')!.time).toBe(
      roundsMax * patiencesARound * 100,
    );
  });

  it('[RA8] [RA15] an answer to an earlier attempt decides nothing', () => {
    const { plan } = compiled(group(3, 1));
    const client = raft.client(plan);
    const state = client.init();
    const recorded: Told[] = [];
    const signals: Told[] = [];
    const context = { now: 0, self: plan.groups[0]!.client, from: 0, record: (fact: Told) => recorded.push(fact), cancel: () => undefined, after: () => 1, send: () => undefined, signal: (_to: number, message: Told) => signals.push(message) }; // prettier-ignore
    const hear = (from: number, message: object): void => {
      Object.assign(context, { from });
      client.receive(state, message as never, context as never);
    };
    hear(0, { type: 'task.ready', task: 0, attempt: 2, arrivals: [] });
    const reply = { type: 'raft.reply', group: 0, task: 0, value: 0, term: 1, slot: 1, leader: 0, stored: [0, 1] };
    for (const attempt of [1, 3]) hear(actorOfAgent(0), { ...reply, attempt });
    expect([recorded.filter(({ type }) => type === 'decision.made'), signals]).toEqual([[], []]);
    hear(actorOfAgent(0), { ...reply, attempt: 2 });
    expect(recorded.filter(({ type }) => type === 'decision.made')).toHaveLength(1);
    expect(signals).toMatchObject([{ type: 'task.done', attempt: 2 }]);
  });
});

it('[RA18] a second vote in a term is found, whoever it is for', () => {
  const { plan, invariants } = compiled(group(3, 1));
  const rule = invariants.find((each) => each.rule === 'RA18')!;
  const voted = (candidate: number) => ({ type: 'raft.voted-for', group: 0, agent: 2, term: 1, candidate }) as never;
  const back = { type: 'actor.recovered', actor: actorOfAgent(2) } as never;
  for (const [first, second] of [
    [0, 1],
    [1, 0],
    [2, 0],
    [0, 2],
  ] as const)
    // prettier-ignore
    expect(verdict(rule, plan, [voted(first), back, voted(second)]), `${first} and ${second}`).toContain('voted for');
});
