/** PBFT's rules, one by one: each invariant finds a planted fault; checkpoints, views, recovery and the client. */
import { describe, expect, it } from 'vitest';
import { actorOfAgent, type Invariant, type KnownFact, type Plan } from '../../../src/plan/index.ts';
import { decisionRooms } from '../../../src/protocols/index.ts';
import { pauseDoublingsMax, roundsMax } from '../../../src/protocols/consensus-pbft/client.ts';
import { answerPatiences } from '../../../src/protocols/consensus-pbft/invariants.ts';
import { knowingPatiences } from '../../../src/protocols/consensus-pbft/keeping-up.ts';
import { delaysForPatience } from '../../../src/protocols/decision-trouble.ts';
import { compiled } from '../../scenarios/stage.ts';
import { verdict } from '../../support/running.ts';
import { council, decided, held, logs, told, type Turn } from './council.ts';

const room = decisionRooms.find(({ name }) => name === 'consensus-pbft')!;
const plan: Plan = compiled(council(4)).plan;
const rule = (name: string): Invariant => room.invariants(plan).find((each) => each.rule === name)!;
/** A fact of the room, about slot 1 of the only group unless it says otherwise. */
const fact = (type: string, more: object = {}): KnownFact =>
  ({
    type: `consensus-pbft.${type}`,
    group: 0,
    agent: 0,
    view: 0,
    slot: 1,
    digest: 'd',
    task: 0,
    attempt: 1,
    value: 'plan 0',
    certificate: [0, 1, 2],
    ...more,
  }) as unknown as KnownFact;
const turned = (agent: number): KnownFact => ({ type: 'agent.turned', agent, conduct: 'lie', on: true, value: null });
const asked = { type: 'consensus-pbft.request', group: 0, task: 0, attempt: 1, value: 'plan 0', digest: 'd' };
const request = {
  type: 'message.sent',
  id: 1,
  from: plan.groups[0]!.client,
  to: 2,
  message: asked,
  dueMs: 1,
} as const satisfies KnownFact;
const made = (value: string): KnownFact => ({
  type: 'decision.made',
  task: 0,
  group: 0,
  value,
  members: [0, 1],
  note: {},
});
const deciding: KnownFact = { type: 'task.deciding', task: 0, attempt: 1, group: 0 };

describe('a planted fault is found', () => {
  it('[PB1] by a quorum that is too small, or too large', () => {
    const started: KnownFact = { type: 'run.started', tasks: 1, agents: 4 };
    const unsafe = (quorum: number): Plan => ({ ...plan, groups: [{ ...plan.groups[0]!, quorum }] });
    expect(verdict(rule('PB1'), plan, [started])).toBeNull();
    expect(verdict(rule('PB1'), unsafe(2), [started])).toMatch(/share 0, and 1 of them can be faulty/u);
    expect(verdict(rule('PB1'), unsafe(4), [started])).toMatch(/cannot be had/u);
  });
  it('[PB2] by two digests at one slot, unless a liar has one', () => {
    const split = [fact('executed'), fact('executed', { agent: 1, digest: 'e' })];
    expect(verdict(rule('PB2'), plan, split)).not.toBeNull();
    expect(verdict(rule('PB2'), plan, [turned(1), ...split])).toBeNull();
    expect(verdict(rule('PB2'), plan, [fact('executed'), fact('executed', { agent: 1 })])).toBeNull();
  });
  it('[PB3] by a value that nobody asked for, or that is not valid', () => {
    expect(verdict(rule('PB3'), plan, [fact('executed')])).toMatch(/no client asked for/u);
    expect(verdict(rule('PB3'), plan, [{ ...request, from: 2 }, fact('executed')])).not.toBeNull();
    expect(verdict(rule('PB3'), plan, [request, fact('executed', { value: 'other' })])).not.toBeNull();
    expect(verdict(rule('PB3'), plan, [request, fact('executed')])).toBeNull();
    const strict = compiled(council(4, { action: { valid: 'value == "x"', value: 'x' } })).plan;
    expect(verdict(rule('PB3'), strict, [request, fact('executed')])).toMatch(/not valid/u);
  });
  it('[PB4] by a slot that was passed over, and by logs that part', () => {
    expect(verdict(rule('PB4'), plan, [fact('executed', { slot: 2 })])).toMatch(/slot 2 after slot 0/u);
    expect(verdict(rule('PB4'), plan, [fact('installed'), fact('executed', { slot: 2 })])).toBeNull();
    const parting = [fact('executed'), fact('executed', { agent: 1, digest: 'e' })];
    expect(verdict(rule('PB4'), plan, parting)).toMatch(/parts from that of others/u);
  });
  it('[PB5] by a request that is executed twice', () => {
    const twice = [fact('executed'), fact('executed', { slot: 2 })];
    expect(verdict(rule('PB5'), plan, twice)).toMatch(/again/u);
    expect(verdict(rule('PB5'), plan, [fact('executed'), fact('executed', { slot: 2, task: -1 })])).toBeNull();
  });
  it('[PB5] by a request that is executed again on a state that holds it', () => {
    const again = fact('executed', { agent: 1, slot: 3 });
    const judged = (slot: number): string | null =>
      verdict(rule('PB5'), plan, [fact('executed', { slot: 2 }), fact('installed', { agent: 1, slot }), again]);
    expect(judged(2)).toBe('agent-2 executed attempt 1 at decide-0 again, after attempt 1');
    expect(judged(1)).toBeNull();
  });
  it('[PB6] by two states at one checkpoint', () => {
    expect(verdict(rule('PB6'), plan, [fact('stable'), fact('installed', { agent: 1, digest: 'e' })])).not.toBeNull();
    expect(verdict(rule('PB6'), plan, [fact('stable'), fact('stable', { agent: 1 })])).toBeNull();
  });
  it('[PB7] by a decision that only liars had executed', () => {
    expect(verdict(rule('PB7'), plan, [turned(0), fact('executed'), made('plan 0')])).not.toBeNull();
    expect(verdict(rule('PB7'), plan, [fact('executed'), made('other')])).not.toBeNull();
    expect(verdict(rule('PB7'), plan, [fact('executed'), made('plan 0')])).toBeNull();
  });
  it('[PB8] by a second request at a slot of a view', () => {
    expect(verdict(rule('PB8'), plan, [fact('accepted'), fact('accepted', { digest: 'e' })])).not.toBeNull();
    expect(verdict(rule('PB8'), plan, [fact('accepted'), fact('accepted', { digest: 'e', view: 1 })])).toBeNull();
  });
  it.each(['prepared', 'committed', 'stable', 'installed'])('[PB9] by too few different names, %s', (type) => {
    expect(verdict(rule('PB9'), plan, [fact(type)])).toBeNull();
    expect(verdict(rule('PB9'), plan, [fact(type, { certificate: [0, 1, 1] })])).not.toBeNull();
  });
  it('[PB20] by a proposal of somebody who is no primary, or that the primary never made', () => {
    const proposal = (from: number, more: object = {}): KnownFact => ({
      ...request,
      ...{ from, message: { ...fact('pre-prepare'), ...more } },
    });
    const accepted = (more: object = {}): KnownFact => fact('accepted', { agent: 1, certificate: [0], ...more });
    expect(verdict(rule('PB20'), plan, [proposal(actorOfAgent(0)), accepted()])).toBeNull();
    expect(verdict(rule('PB20'), plan, [proposal(actorOfAgent(2)), accepted()])).toMatch(/never proposed there$/u);
    expect(verdict(rule('PB20'), plan, [proposal(actorOfAgent(0)), accepted({ slot: 2 })])).not.toBeNull();
    expect(verdict(rule('PB20'), plan, [proposal(actorOfAgent(0)), accepted({ certificate: [2] })])).toBe(
      'agent-2 accepted what agent-3 proposed at slot 1 of view 0, which agent-1 leads',
    );
    expect(verdict(rule('PB20'), plan, [fact('accepted', { certificate: [0] })])).toBeNull();
    const order = { slot: 1, order: { task: 0, attempt: 1, value: 'plan 0', digest: 'd' } };
    const carried = (from: number): KnownFact => ({
      ...request,
      from,
      message: { type: 'consensus-pbft.new-view', group: 0, view: 1, changes: [], orders: [order] } as never,
    });
    const later = accepted({ view: 1, certificate: [1], agent: 2 });
    expect(verdict(rule('PB20'), plan, [carried(actorOfAgent(1)), later])).toBeNull();
    expect(verdict(rule('PB20'), plan, [carried(actorOfAgent(3)), later])).not.toBeNull();
  });
  it('[PB21] by a member that can be reached and stays in the dark', () => {
    const at = (time: number, each: KnownFact) => ({ fact: each, step: 1, time });
    const done = [0, 1, 2].map((agent) => at(10, fact('executed', { agent })));
    const judged = (...told: ReturnType<typeof at>[]): string | null => verdict(rule('PB21'), plan, [...done, ...told]);
    const { viewTimeoutMs } = plan.groups[0]!;
    expect(judged(at(10 + knowingPatiences * viewTimeoutMs, made('plan 0')))).not.toBeNull();
    expect(judged(at(9 + knowingPatiences * viewTimeoutMs, made('plan 0')))).toBeNull();
    const late = at(17_000, made('plan 0'));
    expect(judged(late)).toMatch(/^agent-4 knows nothing of slot 1, which others executed 16\.99 s ago/u);
    expect(judged(at(15_000, made('plan 0')))).toBeNull();
    expect(judged(at(500, fact('executed', { agent: 3 })), late)).toBeNull();
    expect(judged(at(500, fact('installed', { agent: 3 })), late)).toBeNull();
    expect(judged(at(500, { type: 'actor.crashed', actor: actorOfAgent(3) }), late)).toBeNull();
    expect(judged(at(500, turned(3)), late)).toBeNull();
  });
  it('[PB2] [PB4] [PB5] [PB6] also for one that once was silent, or lied and does no more', () => {
    const omits = (conduct: string): KnownFact => ({ ...turned(1), conduct }) as never;
    const over: KnownFact = { ...turned(1), on: false } as never;
    const split = [fact('executed'), fact('executed', { agent: 1, digest: 'e' })];
    for (const before of [[omits('silent')], [omits('replay')], [omits('selective-send')], [turned(1), over]]) {
      for (const name of ['PB2', 'PB4']) expect(verdict(rule(name), plan, [...before, ...split])).not.toBeNull();
      const states = [fact('stable'), fact('installed', { agent: 1, digest: 'e' })];
      expect(verdict(rule('PB6'), plan, [...before, ...states])).not.toBeNull();
      const twice = [fact('executed', { agent: 1 }), fact('executed', { agent: 1, slot: 2 })];
      expect(verdict(rule('PB5'), plan, [...before, ...twice])).not.toBeNull();
    }
  });
  it('[PB10] by a request that is left without an answer', () => {
    const at = (time: number, each: KnownFact) => ({ fact: each, step: 1, time });
    const unanswered = fact('unanswered');
    const enough = answerPatiences * plan.groups[0]!.viewTimeoutMs;
    expect(verdict(rule('PB10'), plan, [at(0, deciding), at(enough, unanswered)])).not.toBeNull();
    expect(verdict(rule('PB10'), plan, [at(0, deciding), at(enough - 1, unanswered)])).toBeNull();
    expect(verdict(rule('PB10'), plan, [at(0, deciding), at(90_000, unanswered)])).toMatch(/not decided in 90\.00 s/u);
    expect(verdict(rule('PB10'), plan, [at(0, deciding), at(9, made('plan 0')), at(90_000, deciding)])).toBeNull();
    const ended = { type: 'agent.slowed', agent: 0, factor: 2 } as const;
    expect(verdict(rule('PB10'), plan, [at(0, deciding), at(90_000, ended)])).not.toBeNull();
    // Two of four were faulty; or messages were lost to the last.
    const two = [at(0, turned(0)), at(0, turned(1))];
    expect(verdict(rule('PB10'), plan, [...two, at(0, deciding), at(90_000, unanswered)])).toBeNull();
    const lost = at(80_000, { ...request, type: 'message.lost', reason: 'loss' } as unknown as KnownFact);
    expect(verdict(rule('PB10'), plan, [at(0, deciding), lost, at(90_000, unanswered)])).toBeNull();
  });
  it('[PB10] only after the last trouble: what is slow, a member that comes back, and what the document promises', () => {
    const at = (time: number, each: KnownFact) => ({ fact: each, step: 1, time });
    const unanswered = at(90_000, fact('unanswered'));
    const slow = (delayMs: number): KnownFact => ({
      type: 'network.changed',
      rule: { rule: 'r', from: [], to: [], both: false, delayMs, loss: 0, duplicate: 0, reorder: 0 },
      on: true,
    });
    const judged = (of: Partial<Plan>, ...told: ReturnType<typeof at>[]): string | null =>
      verdict(rule('PB10'), { ...plan, ...of }, [at(0, deciding), ...told, unanswered]);
    // Delays take nothing from the patience while so many of them fit into it.
    const most = plan.groups[0]!.viewTimeoutMs / delaysForPatience;
    expect(judged({}, at(1, slow(most - 20)))).toMatch(/not decided in 89\.999 s/u);
    expect(judged({}, at(1, slow(2 * most)))).toBeNull();
    expect(judged({ boundMs: 50 }, at(1, slow(200)))).toBeNull();
    expect(judged({ boundMs: 200 }, at(1, slow(200)))).toBeNull();
    expect(judged({}, at(40_000, { type: 'actor.recovered', actor: 2 }))).toBeNull();
    expect(judged({}, at(40_000, { ...turned(0), on: false } as KnownFact))).toBeNull();
    expect(judged({ stableAfterMs: 20_000 })).toMatch(/not decided in 70\.00 s/u);
    expect(judged({ stableAfterMs: 30_000 })).toBeNull();
  });
  it('[PB10] a network that is promised to be whole is, and then every request is answered', () => {
    const network = {
      delayMs: { min: 1, max: 400 },
      loss: 0.6,
      duplicate: 0.3,
      reorder: 0.5,
      stableAfterMs: 9000,
      boundMs: 20,
    };
    for (let seed = 1; seed <= 8; seed += 1) {
      const ran = held(council(4, { seed, decisions: 3, apart: true, network, action: { viewTimeoutMs: 300 } }));
      expect(ran.plan.neverWhole).toBe(false);
      expect([ran.outcome, ran.broken]).toEqual(['succeeded', []]);
      const lost = ran.recorded.filter(({ fact: each, time }) => each.type === 'message.lost' && time >= 9000);
      expect(lost).toEqual([]);
    }
  });
  it('[PB10] only where the network was whole: not while a rule loses messages, nor where it loses them all along', () => {
    const at = (time: number, each: KnownFact) => ({ fact: each, step: 1, time });
    const unanswered = at(90_000, fact('unanswered'));
    const change = (on: boolean): KnownFact => ({
      type: 'network.changed',
      rule: { rule: 'r', from: [], to: [], both: false, delayMs: 0, loss: 0.5, duplicate: 0, reorder: 0 },
      on,
    });
    const begins = [at(0, deciding), at(5, change(true))];
    expect(verdict(rule('PB10'), plan, [...begins, unanswered])).toBeNull();
    expect(verdict(rule('PB10'), plan, [...begins, at(9, change(false)), unanswered])).not.toBeNull();
    expect(verdict(rule('PB10'), { ...plan, neverWhole: true }, [at(0, deciding), unanswered])).toBeNull();
  });
});

describe('checkpoints', () => {
  it('[PB12] what led to a stable one is forgotten, and the window moves on', () => {
    const ran = held(council(4, { decisions: 30, action: { checkpointEvery: 3 } }));
    expect(ran.broken).toEqual([]);
    const slices = (ran.run.worldAt(ran.run.steps).snapshot().states as { slices?: object[] }[]).slice(2, 6);
    for (const { slices: all } of slices) {
      const replica = Object.values(all!.at(-1)!)[0] as { slots: object; stable: { slot: number } };
      expect(replica.stable.slot).toBeGreaterThanOrEqual(27);
      expect(Object.keys(replica.slots).length).toBeLessThanOrEqual(6);
    }
  });
  it('[PB12] a primary at the end of the window waits, and nothing is lost', () => {
    const ran = held(council(4, { decisions: 20, apart: true, action: { checkpointEvery: 1 } }));
    expect(ran.broken).toEqual([]);
    expect(Object.keys(decided(ran))).toHaveLength(20);
    expect(Math.max(...told(ran, 'executed').map(({ slot }) => slot as number))).toBe(20);
  });
});

describe('views', () => {
  it('[PB14] primaries that fail one after the other are replaced, at most f of them', () => {
    const silent = [0, 1, 2].map((agent) => ({ agent, conduct: { kind: 'silent' } as const }));
    const ran = held(council(10), silent);
    expect(ran.broken).toEqual([]);
    expect(Math.max(...told(ran, 'entered').map(({ view }) => view as number))).toBe(3);
    const suspected = told(ran, 'suspected').filter(({ agent }) => agent === 9);
    expect(suspected.map(({ view }) => view)).toEqual([0, 1, 2]);
  });
  it('[PB14] f members that call for a new view without cause bring none about', () => {
    const ran = held(council(7, { decisions: 4 }), [
      { agent: 5, conduct: { kind: 'false-view-change', everyMs: 7 } },
      { agent: 6, conduct: { kind: 'false-view-change', everyMs: 11 } },
    ]);
    expect(told(ran, 'entered')).toEqual([]);
    expect(ran.broken).toEqual([]);
  });
  it('[PB14] one that waits alone asks alone, and f + 1 take the rest along', () => {
    const alone = held(council(4), [{ agent: 0, conduct: { kind: 'equivocate', value: null } }]);
    const suspected = told(alone, 'suspected').map(({ agent }) => agent);
    expect(suspected.length === 0 || new Set(suspected).size < 4).toBe(true);
    const all = held(council(4, { decisions: 3 }), [
      { agent: 0, conduct: { kind: 'equivocate', value: null }, untilMs: 60 },
      { agent: 0, conduct: { kind: 'silent' }, atMs: 60 },
    ]);
    expect(all.broken).toEqual([]);
    expect(all.outcome).toBe('succeeded');
  });
  it('[PB16] a member that was down learns what it missed when it is back', () => {
    const faults = [{ kind: 'crash' as const, agent: 'agent-4', atMs: 5, recoverMs: 480 }];
    const ran = held(council(4, { decisions: 30, faults, action: { checkpointEvery: 5 } }));
    expect(ran.broken).toEqual([]);
    expect(told(ran, 'installed').map(({ agent, slot }) => [agent, slot])).toContainEqual([3, 5]);
    expect(told(ran, 'suspected')).toEqual([]);
    expect(logs(ran, 4)[3]!.at(-1)).toBe('plan 29');
  });
  it('[PB16] [PB21] one that a liar keeps in the dark hears f + 1 others commit, asks, and knows as much as they', () => {
    // The primary proposes nothing to the last, and a checkpoint never gets its word either.
    const conduct = { kind: 'selective-send', to: [actorOfAgent(1), actorOfAgent(2), actorOfAgent(5)] } as const;
    const turn: Turn = { agent: 0, conduct };
    const tasks = council(4, { decisions: 6 }).tasks!;
    const wait = {
      id: 'wait',
      dependsOn: ['decide-5'],
      action: { kind: 'simulate' as const, durationMs: 20_000 },
      agent: 'worker',
    };
    const participants = [1, 2, 3, 4].map((at) => `agent-${String(at)}`);
    const named = tasks.map((each) => ({ ...each, action: { ...each.action, participants } })) as never[];
    const ran = held(council(4, { tasks: [...named, wait], agents: [...participants, 'worker'].map((id) => ({ id })) }), [turn]); // prettier-ignore
    expect(ran.broken).toEqual([]);
    expect(logs(ran, 4)[3]).toEqual(logs(ran, 4)[1]);
    expect(told(ran, 'entered')).toEqual([]);
  });
  it('[PB16] a primary that was down takes part in the view that came meanwhile', () => {
    const faults = [{ kind: 'crash' as const, agent: 'agent-1', atMs: 5, recoverMs: 4000 }];
    const tasks = council(4, { decisions: 2 }).tasks!;
    const wait = { id: 'wait', dependsOn: ['decide-0'], action: { kind: 'simulate' as const, durationMs: 6000 } };
    const ran = held(council(4, { faults, tasks: [tasks[0]!, wait, { ...tasks[1]!, dependsOn: ['wait'] }] }));
    expect(ran.broken).toEqual([]);
    expect(told(ran, 'entered').some(({ agent, view }) => agent === 0 && view === 1)).toBe(true);
    expect(logs(ran, 4)[0]).toEqual(['plan 0', 'plan 1']);
  });
});

describe('the client', () => {
  it('[PB17] gives a task up after so many rounds when too many are silent', () => {
    const silent = [0, 1].map((agent) => ({ agent, conduct: { kind: 'silent' } as const }));
    const ran = held(council(4), silent);
    expect(ran.outcome).toBe('failed');
    expect(ran.reason).toContain(`no agreement: too few of the group answered alike in ${String(roundsMax)} rounds`);
    expect(told(ran, 'repeated')).toHaveLength(roundsMax);
    const asked = ran.recorded.filter(({ fact: { type } }) => (type as string) === 'consensus-pbft.repeated');
    const pauses = asked.slice(1).map(({ time }, before) => time - asked[before]!.time);
    expect(Math.max(...pauses)).toBe(ran.plan.groups[0]!.viewTimeoutMs * 2 ** pauseDoublingsMax);
    expect(ran.broken).toEqual([]);
  });
  it('[PB17] is not led astray by f false answers', () => {
    const liars = [5, 6].map((agent) => ({ agent, conduct: { kind: 'lie', value: 'false' } as const }));
    expect(decided(held(council(7), liars))).toEqual({ 0: 'plan 0' });
  });
  it('[PB18] a value that is not valid fails at once, and nobody is asked', () => {
    const ran = held(council(4, { action: { value: 3, valid: 'value > 5' } }));
    expect(ran.reason).toMatch(/the value is not valid/u);
    expect(told(ran, 'accepted')).toEqual([]);
  });
  it('[PB18] replicas refuse an invalid value of a primary whose client signs it', () => {
    const ran = held(council(4, { action: { value: 7, valid: 'value == 7' } }), [
      { agent: 0, conduct: { kind: 'equivocate', value: 3 } },
    ]);
    expect(told(ran, 'refused').map(({ reason }) => reason)).toContain('the value is not valid');
    expect(decided(ran)).toEqual({ 0: 7 });
    expect(ran.broken).toEqual([]);
  });
  it('[PB17] a task that is stopped is stopped at once, and one that takes too long has failed', () => {
    const document = council(4);
    const late = held({ ...document, tasks: [{ ...document.tasks![0]!, timeoutMs: 30 }] });
    expect([late.outcome, late.run.now]).toEqual(['failed', 30]);
  });
  it('[PB19] ballots that are put into order are counted by the room that asked', () => {
    const ballots = { 'agent-1': 'tea', 'agent-2': 'tea', 'agent-3': 'milk', 'agent-4': 'tea' };
    const ran = held(council(4, { action: { protocol: 'majority', ordered: true, ballots } }));
    expect(ran.broken).toEqual([]);
    expect(decided(ran)).toEqual({ 0: 'tea' });
    expect(told(ran, 'executed').length).toBeGreaterThanOrEqual(2);
  });
});

describe('a run', () => {
  it('[PB2] is the same from any step on', () => {
    const turns = [{ agent: 0, conduct: { kind: 'equivocate', value: null } as const }];
    const ran = held(council(4, { decisions: 3, action: { checkpointEvery: 2 } }), turns);
    const end = ran.run.digest();
    const world = ran.run.worldAt(0);
    while (world.steps < ran.run.steps / 2) world.step();
    const copy = ran.run.worldAt(0);
    copy.restore(JSON.parse(JSON.stringify(world.snapshot())) as ReturnType<typeof world.snapshot>);
    while (copy.step() !== null);
    expect(copy.trace()).toBe(ran.run.trace());
    expect(ran.run.digest()).toBe(end);
  });
  it('[PB11] tells every message and fact in words', () => {
    const ran = held(council(4, { decisions: 3, action: { checkpointEvery: 1 } }), [
      { agent: 0, conduct: { kind: 'lie', value: null } },
    ]);
    const names = {
      task: (task: number) => ran.plan.tasks[task]!.id,
      agent: (agent: number) => ran.plan.agents[agent]!.id,
      service: (service: number) => ran.plan.services[service]!.id,
    };
    for (const { fact: each } of ran.recorded) {
      if (each.type === 'message.sent') expect(room.messages[each.message.type]).toBeDefined();
      if (!each.type.startsWith('consensus-pbft.')) continue;
      const sentence = room.facts[each.type]!.told(each, names);
      expect(sentence).not.toMatch(/undefined|object Object/u);
    }
  });
});
