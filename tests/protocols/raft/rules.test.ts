/** Raft: what is said and how often, elections, replication, what the client does, and planted faults. */
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/base/index.ts';
import type { Document } from '../../../src/document/index.ts';
import { actorOfAgent, type KnownFact } from '../../../src/plan/index.ts';
import { decisionRooms } from '../../../src/protocols/index.ts';
import { answerPatiences } from '../../../src/protocols/raft/invariants.ts';
import { compiled, piece, play, task, times, type Played } from '../../scenarios/stage.ts';
import { factsOf, ran, sentByType, verdict, type Ran } from '../../support/running.ts';

const raft = decisionRooms.find(({ name }) => name === 'raft')!;

/** Tasks that n agents decide one after the other. */
function log(n: number, values: readonly Json[], action: object = {}, more: Partial<Document> = {}): Document {
  const agents = Array.from({ length: n }, (_, at) => ({ id: `a${String(at)}` }));
  const tasks = values.map((value, at) =>
    task(`t${String(at)}`, at === 0 ? [] : [`t${String(at - 1)}`], {
      action: { kind: 'consensus', protocol: 'raft', value, ...action } as never,
    }),
  );
  return piece(tasks, { agents, ...more });
}
const told = ({ recorded }: Ran, type: string): Record<string, unknown>[] =>
  recorded.map(({ fact }) => fact as unknown as Record<string, unknown>).filter((fact) => fact['type'] === type);
const decided = (played: Ran): unknown[] => factsOf(played, 'decision.made').map(({ value }) => value);
const leaderOf = (played: Ran): number => told(played, 'raft.elected')[0]!['agent'] as number;
const crash = (agent: number, atMs: number, recoverMs?: number) => ({
  kind: 'crash' as const,
  agent: `a${String(agent)}`,
  atMs,
  ...(recoverMs === undefined ? {} : { recoverMs }),
});
/** The same document again, with what is known of its first run. */
const again = (document: Document, faults: (leader: number) => Document['faults']): Played =>
  play({ ...document, faults: faults(leaderOf(ran(document))) ?? [] });

describe('what is said', () => {
  it.each([1, 2, 3, 4, 5, 7, 10])(
    '[RA14] %i members, every entry after the first: 2(n - 1) and the two of the client',
    (n) => {
      const counts = [1, 2, 3].map((entries) => {
        const played = play(
          log(
            n,
            Array.from({ length: entries }, (_, at) => at),
          ),
        );
        return factsOf(played, 'message.sent').length;
      });
      expect([counts[1]! - counts[0]!, counts[2]! - counts[1]!]).toEqual([2 * (n - 1) + 2, 2 * (n - 1) + 2]);
    },
  );
  it('[RA14] the first of all costs an election besides: all are asked whether they would vote, and then vote', () => {
    expect(sentByType(play(log(5, ['x'])))).toEqual({
      'raft.request': 5,
      'raft.pre-vote': 4,
      'raft.pre-voted': 4,
      'raft.vote': 4,
      'raft.voted': 4,
      'raft.append': 4,
      'raft.appended': 4,
      'raft.reply': 1,
    });
  });
  it('[RA14] four one-way delays from client to client, once there is a leader', () => {
    const played = play(log(5, ['x', 'y', 'z'], {}, { network: { delayMs: 25 } }));
    expect(times(played, 't2')[1]! - times(played, 't1')[1]!).toBe(100);
  });
  it('[RA10] a group without work is silent: the run ends by itself, and nobody stands while others work', () => {
    const document = log(3, ['x']);
    const tasks = [...document.tasks!, task('long', ['t0'], { ms: 60_000 })];
    const played = play({ ...document, tasks });
    const last = played.recorded.filter(({ fact }) => fact.type === 'message.sent' && fact.message.type.startsWith('raft.')).at(-1)!; // prettier-ignore
    expect(last.time).toBe(times(played, 't0')[1]);
    expect(told(played, 'raft.elected')).toHaveLength(1);
  });
});

describe('a leader', () => {
  it('[RA9] is elected by a majority, a term after the last', () => {
    const [elected] = told(play(log(5, ['x'])), 'raft.elected');
    expect(elected).toMatchObject({ term: 1 });
    expect((elected!['votes'] as number[]).length).toBeGreaterThanOrEqual(3);
  });
  it('[RA9] that crashes is replaced: the next one knows all that was committed, and the client finds it', () => {
    const document = log(5, ['x', 'y', 'z'], {}, { network: { delayMs: 10 } });
    const second = times(play(document), 't1')[1]!;
    const played = again(document, (leader) => [crash(leader, second + 5)]);
    expect(decided(played)).toEqual(['x', 'y', 'z']);
    const elected = told(played, 'raft.elected');
    expect(elected).toHaveLength(2);
    expect(elected[1]!['agent']).not.toBe(elected[0]!['agent']);
  });
  it('[RA11] that is cut off with an entry only it has drops it for that of the next one', () => {
    const before = log(3, ['x', 'y'], {}, { network: { delayMs: 10 } });
    const last = task('t2', ['pause'], { action: { kind: 'consensus', protocol: 'raft', value: 'z' } as never });
    const document = { ...before, tasks: [...before.tasks!, task('pause', ['t1'], { ms: 10_000 }), last] };
    const whole = play(document);
    const leader = leaderOf(whole);
    const others = [0, 1, 2].filter((agent) => agent !== leader).map((agent) => `a${String(agent)}`);
    const atMs = times(whole, 't0')[1]!;
    const partitions = [{ atMs, healMs: atMs + 9000, groups: [[`a${String(leader)}`], others] }];
    const played = play({ ...document, network: { delayMs: 10, partitions } });
    expect(decided(played)).toEqual(['x', 'y', 'z']);
    expect(told(played, 'raft.truncated')).toEqual([{ type: 'raft.truncated', group: 0, agent: leader, slot: 2 }]);
  });
  it('[RA12] commits what is left of an earlier term only with an entry of its own', () => {
    const document = log(3, ['x', 'y'], {}, { network: { delayMs: 10 } });
    const first = times(play(document), 't0')[1]!;
    // The request has come, the entry is sent and stored by the others; their answers find nobody.
    const played = again(document, (leader) => [crash(leader, first + 25)]);
    expect(decided(played)).toEqual(['x', 'y']);
    expect(told(played, 'raft.executed').some(({ task: of }) => of === -1)).toBe(true);
  });
  it('[RA13] a member that was down has its log when it is back, and is brought up to date with the next entry', () => {
    const document = log(3, ['u', 'v', 'w', 'x', 'y', 'z'], {}, { network: { delayMs: 10 } });
    const whole = play(document);
    const [second, fifth] = [times(whole, 't1')[1]!, times(whole, 't4')[1]!];
    const played = again(document, (leader) => [crash((leader + 1) % 3, second, fifth - 5)]);
    const back = (leaderOf(played) + 1) % 3;
    const slots = told(played, 'raft.stored').filter(({ agent }) => agent === back).map(({ slot }) => slot); // prettier-ignore
    expect(slots).toEqual([1, 2, 3, 4, 5, 6]);
    expect(decided(played)).toHaveLength(6);
  });
});

describe('members that are cut off', () => {
  const names = ['a0', 'a1', 'a2'];

  it('[RA22] a leader that hears nobody steps down, and another is elected', () => {
    const document = log(3, ['x', 'y', 'z'], {}, { network: { delayMs: 10 } });
    const first = times(play(document), 't0')[1]!;
    const played = again(document, (leader) =>
      names.flatMap((from, at) =>
        at === leader ? [] : [{ kind: 'loss' as const, rate: 1, from, to: `a${String(leader)}`, atMs: first }],
      ),
    );
    expect(decided(played)).toEqual(['x', 'y', 'z']);
    const [deaf, next] = told(played, 'raft.elected').map(({ agent }) => agent);
    expect(told(played, 'raft.stepped-down').map(({ agent }) => agent)).toEqual([deaf]);
    expect(next).not.toBe(deaf);
  });
  it('[RA22] a leader that hears a quorum leads on, however long one of its entries takes', () => {
    const played = play(log(5, ['x', 'y'], {}, { network: { delayMs: { min: 300, max: 900 } } }));
    expect(told(played, 'raft.stepped-down')).toEqual([]);
  });
  it.each(names)(
    '[RA21] %s, asked and cut off for 5 s, raises no term and takes no leader down when it is back',
    (cut) => {
      const apart = [[cut], names.filter((name) => name !== cut)];
      const network = { delayMs: 10, partitions: [{ atMs: 0, healMs: 5000, groups: apart }] };
      const before = log(3, ['x', 'y'], { participants: names }, { network });
      const pause = task('pause', ['t1'], { ms: 9000, agent: 'worker' });
      const last = { ...before.tasks![1]!, id: 't2', dependsOn: ['pause'] };
      const agents = [...before.agents!, { id: 'worker' }];
      const played = play({ ...before, tasks: [...before.tasks!, pause, last], agents });
      expect(decided(played)).toEqual(['x', 'y', 'y']);
      expect(told(played, 'raft.elected')).toHaveLength(1);
      expect(told(played, 'raft.stood').every(({ agent }) => `a${String(agent as number)}` !== cut)).toBe(true);
      const back = told(played, 'raft.executed').filter(({ agent }) => `a${String(agent as number)}` === cut);
      expect(back.map(({ slot }) => slot)).toEqual([1, 2]);
    },
  );
  it('[RA21] nobody would elect another while a leader is heard of, and everybody would once it is not', () => {
    const { plan } = compiled(log(3, ['x']));
    const [role] = raft.roles(plan);
    const sent: Record<string, unknown>[] = [];
    const context = { now: 0, self: actorOfAgent(1), from: actorOfAgent(0), record: () => undefined, cancel: () => undefined, after: () => 1, random: () => ({ integer: () => 1500 }), send: (to: number, message: object) => sent.push({ to, ...message }) }; // prettier-ignore
    const slice = role!.init(1);
    const hear = (from: number, now: number, message: object): void => {
      Object.assign(context, { from: actorOfAgent(from), now });
      role!.receive(slice, message as never, context as never, { agent: 1 } as never);
    };
    hear(0, 0, { type: 'raft.append', group: 0, term: 3, prevSlot: 0, prevTerm: 0, entries: [], commit: 0 });
    const asks = { type: 'raft.pre-vote', group: 0, term: 4, lastSlot: 0, lastTerm: 0 };
    hear(2, 999, asks);
    hear(2, 1000, asks);
    hear(2, 1000, { ...asks, term: 3 });
    expect(sent.filter(({ type }) => type === 'raft.pre-voted').map(({ granted }) => granted)).toEqual([false, true, false]); // prettier-ignore
  });
  it('[RA11] entries that do not follow on what is here are refused, and what conflicts is dropped', () => {
    const { plan } = compiled(log(3, ['x']));
    const [role] = raft.roles(plan);
    const sent: Record<string, unknown>[] = [];
    const told: Record<string, unknown>[] = [];
    const context = { now: 0, self: actorOfAgent(1), from: actorOfAgent(0), record: (fact: never) => told.push(fact), cancel: () => undefined, after: () => 1, send: (to: number, message: object) => sent.push({ to, ...message }) }; // prettier-ignore
    const slice = role!.init(1);
    const entry = (term: number) => ({ term, task: -1, attempt: 0, value: null });
    const append = (prevSlot: number, prevTerm: number, term: number): void => {
      const message = { type: 'raft.append', group: 0, term: 3, prevSlot, prevTerm, entries: [entry(term)], commit: 0 };
      role!.receive(slice, message, context as never, { agent: 1 } as never);
    };
    append(0, 0, 1);
    append(1, 2, 3);
    append(2, 2, 3);
    append(0, 0, 2);
    append(1, 2, 3);
    expect(sent.map(({ ok, slot }) => [ok, slot])).toEqual([[true, 1], [false, 0], [false, 1], [true, 1], [true, 2]]); // prettier-ignore
    expect(told.filter(({ type }) => type === 'raft.truncated')).toMatchObject([{ slot: 1 }]);
  });
  it('[RA13] [RA18] a vote survives a crash', () => {
    const { plan } = compiled(log(3, ['x']));
    const [role] = raft.roles(plan);
    const sent: Record<string, unknown>[] = [];
    const context = { now: 0, self: actorOfAgent(1), from: actorOfAgent(0), record: () => undefined, cancel: () => undefined, after: () => 1, send: (to: number, message: object) => sent.push({ to, ...message }) }; // prettier-ignore
    const slice = role!.init(1);
    const vote = { type: 'raft.vote', group: 0, term: 5, lastSlot: 0, lastTerm: 0 };
    role!.receive(slice, vote, context as never, { agent: 1 } as never);
    role!.recovered(slice, context as never, { agent: 1 } as never);
    role!.receive(slice, vote, { ...context, from: actorOfAgent(2) } as never, { agent: 1 } as never);
    role!.receive(slice, vote, context as never, { agent: 1 } as never);
    expect(sent.map(({ granted, term }) => [granted, term])).toEqual([[true, 5], [false, 5], [true, 5]]); // prettier-ignore
  });
});

describe('the client', () => {
  it('[RA15] with too many down gives up in bounded time, and says so', () => {
    const played = play(log(5, ['x'], {}, { faults: [crash(0, 0), crash(1, 0), crash(2, 0)] }));
    expect([played.outcome, played.reason]).toEqual([
      'failed',
      't0 failed: no majority of the 5 members could agree in 48.00 s: too many are down or cut off',
    ]);
    expect(factsOf(played, 'message.sent').length).toBeLessThan(1000);
  });
  it('[RA15] with everybody down too', () => {
    const played = play(log(3, ['x'], {}, { faults: [crash(0, 0), crash(1, 0), crash(2, 0)] }));
    expect(played.reason).toContain('no majority of the 3 members');
  });
  it('[RA15] asks all when its leader says nothing, and is told who leads', () => {
    const document = log(3, ['x', 'y'], {}, { network: { delayMs: 10 } });
    const first = times(play(document), 't0')[1]!;
    const played = again(document, (leader) => [crash(leader, first)]);
    expect(decided(played)).toEqual(['x', 'y']);
    expect(sentByType(played)).toMatchObject({ 'raft.request': 3 + 1 + 3, 'raft.redirect': 2 });
  });
  it('[RA15] refuses a value that is not valid at once', () => {
    const played = play(log(3, [-1], { valid: 'value > 0' }));
    expect([played.reason, factsOf(played, 'message.sent').length]).toEqual(['t0 failed: its value is not valid', 0]);
  });
  it('[RA15] a decision that is cancelled is over at once', () => {
    const played = play(log(3, ['x'], {}, { limits: { timeoutMs: 100 } }));
    expect([played.outcome, decided(played)]).toEqual(['failed', []]);
  });
  it('[RA16] ballots of members that have values of their own are put into one order before they are counted', () => {
    const played = play(log(3, ['x'], { ballots: { a0: 'y', a1: 'y' } }));
    const [made] = factsOf(played, 'decision.made');
    expect(made).toMatchObject({ value: 'y', note: { rule: 'plurality', turnout: 3, slot: 1 } });
    expect(told(played, 'raft.executed')[0]!['value']).toEqual([
      { voter: 'a0', value: 'y' },
      { voter: 'a1', value: 'y' },
      { voter: 'a2', value: 'x' },
    ]);
  });
  it('[RA16] and the vote fails when they cannot be', () => {
    const faults = [crash(0, 1), crash(1, 1)];
    const played = play(log(3, ['x'], { ballots: { a0: 'y' } }, { faults }));
    expect(played.reason).toContain('the ballots could not be ordered: no majority of the 3 members');
  });
});

describe('a planted fault is found', () => {
  const document = log(5, ['x', 'y', 'z'], {}, { network: { delayMs: 10 } });
  const good = again(document, (leader) => [crash(leader, times(play(document), 't1')[1]! + 5)]);
  const facts = good.recorded.map(({ fact }) => fact as unknown as Record<string, unknown>);
  const [first, second] = told(good, 'raft.elected') as [Record<string, unknown>, Record<string, unknown>];
  const verdictOn = (number: string, changed: readonly Record<string, unknown>[], plan = good.plan): string | null =>
    verdict(
      raft.invariants(plan).find((each) => each.rule === number)!,
      plan,
      changed as unknown as KnownFact[],
    );
  /** The facts with one of them changed: the last of its type that passes. */
  function with_(type: string, change: object, passes: (fact: Record<string, unknown>) => boolean = () => true) {
    const at = facts.findLastIndex((fact) => fact['type'] === type && passes(fact));
    return facts.map((fact, place) => (place === at ? { ...fact, ...change } : fact));
  }

  it('none in what really happened', () => {
    for (const { rule } of raft.invariants(good.plan)) expect(verdictOn(rule, facts)).toBeNull();
  });
  it('[RA1] two leaders of one term', () => {
    const both = with_('raft.elected', { term: first['term'] });
    expect(verdictOn('RA1', both)).toMatch(/both lead in term 1$/u);
    const turned = (on: boolean, conduct = 'lie') => ({ type: 'agent.turned', agent: second['agent'], on, conduct });
    expect(verdictOn('RA1', [turned(true), ...both])).toBeNull();
    // Who lied once is watched again, and who leaves out or repeats is watched all along.
    expect(verdictOn('RA1', [turned(true), turned(false), ...both])).not.toBeNull();
    for (const conduct of ['silent', 'selective-send', 'replay', 'false-view-change'])
      expect(verdictOn('RA1', [turned(true, conduct), ...both])).not.toBeNull();
  });
  it('[RA2] logs that differ at one slot of one term, and a log with a gap', () => {
    expect(verdictOn('RA2', with_('raft.stored', { digest: 'other' }))).toMatch(
      /different entries at slot \d+ of term/u,
    );
    expect(verdictOn('RA2', with_('raft.stored', { slot: 9 }))).toMatch(/stored slot 9 behind slot/u);
  });
  it('[RA3] a leader without what was committed', () => {
    const lost = [...facts.slice(0, facts.indexOf(second)), { type: 'raft.truncated', group: 0, agent: second['agent'], slot: 2 }, second]; // prettier-ignore
    expect(verdictOn('RA3', lost)).toMatch(/without the committed entry of slot 2$/u);
  });
  it('[RA4] members that execute different entries at one slot', () => {
    const differing = with_('raft.executed', { digest: 'other' }, ({ slot }) => slot === 1);
    expect(verdictOn('RA4', differing)).toMatch(/executed different entries at slot 1$/u);
  });
  it('[RA5] a slot that is passed over, and a request that is executed twice', () => {
    const executed = facts.filter(({ type }) => type === 'raft.executed');
    expect(verdictOn('RA5', [{ ...executed[0]!, slot: 2 }])).toMatch(/executed slot 2 after slot 0$/u);
    expect(verdictOn('RA5', [executed[0]!, { ...executed[0]!, slot: 2 }])).toMatch(/the request for t0 twice$/u);
  });
  it('[RA6] what no client asked for, and what is not valid', () => {
    expect(verdictOn('RA6', with_('raft.executed', { value: 'w' }, ({ slot }) => slot === 1))).toMatch(/which no client asked for$/u); // prettier-ignore
    const strict = compiled(log(5, ['x', 'y', 'z'], { valid: 'value != "x"' })).plan;
    expect(verdictOn('RA6', facts, strict)).toMatch(/which is not valid$/u);
  });
  it('[RA7] quorums that do not have to meet, and one that crashes leave nobody to make', () => {
    const small = compiled(log(5, ['x'], { quorum: 2, laboratory: true })).plan;
    expect(verdictOn('RA7', facts, small)).toBe('a quorum of 2 among 5 does not have to share a member with another');
    const large = compiled(log(5, ['x'], { quorum: 5, laboratory: true })).plan;
    expect(verdictOn('RA7', facts, large)).toBe('a quorum of 5 among 5 is not left when 2 have crashed');
  });
  it('[RA18] a second vote in a term, also of one that was silent at the start', () => {
    const voted = (candidate: number, term = 7) => ({ type: 'raft.voted-for', group: 0, agent: 3, term, candidate });
    const silent = { type: 'agent.turned', agent: 3, on: true, conduct: 'silent' };
    expect(verdictOn('RA18', [voted(0), voted(1, 8)])).toBeNull();
    expect(verdictOn('RA18', [silent, voted(0), voted(1)])).toBe('a3 voted for a0 and again for a1 in term 7');
  });
  it('[RA19] a leader with too few votes, and a commit with too few, or of an entry of another term', () => {
    expect(verdictOn('RA19', with_('raft.elected', { votes: [0, 1] }))).toMatch(/leads in term \d by the word of 2, and it takes 3$/u); // prettier-ignore
    expect(verdictOn('RA19', with_('raft.committed', { members: [0, 1, 1, 1] }))).toMatch(
      /commits .* by the word of 2/u,
    );
    expect(verdictOn('RA19', with_('raft.committed', { term: 9 }))).toMatch(/commits slot \d of term \d in term 9$/u);
  });
  it('[RA20] a request that is left without an answer, once all has been well for long enough', () => {
    const plan = good.plan;
    const at = (time: number, fact: object) => ({ fact: fact as KnownFact, step: 1, time });
    const judged = (...told: ReturnType<typeof at>[]): string | null =>
      verdict(
        raft.invariants(plan).find(({ rule }) => rule === 'RA20')!,
        plan,
        told,
      );
    const asked = at(0, { type: 'task.deciding', task: 0, attempt: 1, group: 0 });
    const unanswered = { type: 'raft.unanswered', group: 0, task: 0 };
    const { viewTimeoutMs } = plan.groups[0]!;
    expect(judged(asked, at(answerPatiences * viewTimeoutMs - 1, unanswered))).toBeNull();
    expect(judged(asked, at(answerPatiences * viewTimeoutMs, unanswered))).not.toBeNull();
    const end = at(40_000, unanswered);
    const crashed = (actor: number) => at(1, { type: 'actor.crashed', actor: actorOfAgent(actor) });
    expect(judged(asked, end)).toMatch(/t0 was not decided in 40\.00 s/u);
    expect(judged(asked, crashed(0), crashed(1), end)).toMatch(/not decided in 39\.999 s/u);
    expect(judged(asked, crashed(0), crashed(1), crashed(2), end)).toBeNull();
    const lost = at(30_000, { type: 'message.lost', reason: 'loss', from: 1, to: 2, message: { type: 'raft.vote' } });
    expect(judged(asked, lost, end)).toBeNull();
    const slow = { rule: 's', from: [], to: [], both: false, loss: 0, delayMs: 600, duplicate: 0, reorder: 0 };
    expect(judged(asked, at(1, { type: 'network.changed', rule: slow, on: true }), end)).toBeNull();
  });
  it('[RA8] a decision that nobody has executed', () => {
    expect(verdictOn('RA8', with_('decision.made', { value: 'w' }))).toMatch(/no member has executed that$/u);
  });
});

describe('what a liar says', () => {
  const { plan } = compiled(log(5, ['x']));
  const append = { type: 'raft.append', group: 0, term: 1, prevSlot: 0, prevTerm: 0, commit: 0, entries: [{ term: 1, task: 0, attempt: 1, value: 'x' }] }; // prettier-ignore
  const reply = { type: 'raft.reply', group: 0, task: 0, attempt: 1, value: 'x', term: 1, slot: 1, leader: 0, stored: [0] }; // prettier-ignore
  const said = (message: { type: string }, conduct: object, to: number): Record<string, unknown> =>
    raft.corruption(message, { plan, agent: 0, to: actorOfAgent(to), conduct: conduct as never }) as never;
  const valueOf = (message: Record<string, unknown>): unknown => (message['entries'] as { value: unknown }[])[0]!.value;

  it('[RA17] an equivocating leader tells the first half of the others the truth, and the rest something else', () => {
    const conduct = { kind: 'equivocate', value: 'y' };
    expect([1, 2, 3, 4].map((to) => valueOf(said(append, conduct, to)))).toEqual(['x', 'x', 'y', 'y']);
  });
  it('[RA17] colluders tell the halves of the others one thing and another; a lie is told to all, and to the client', () => {
    const collude = { kind: 'collude', agents: [0, 1], value: 'y' };
    expect([2, 3, 4].map((to) => valueOf(said(append, collude, to)))).toEqual(['x', 'x', 'y']);
    const lie = { kind: 'lie', value: null };
    expect([1, 4].map((to) => valueOf(said(append, lie, to)))).toEqual(['not x', 'not x']);
    expect(said(reply, lie, 5)['value']).toBe('not x');
    expect(said(reply, collude, 5)).toBe(reply);
  });
  it('[RA17] a vote is flipped; what has no lie is said as it is', () => {
    const vote = { type: 'raft.voted', group: 0, term: 1, granted: false };
    expect(said(vote, { kind: 'flip-votes' }, 1)['granted']).toBe(true);
    expect(said(append, { kind: 'flip-votes' }, 1)).toBe(append);
  });
});
