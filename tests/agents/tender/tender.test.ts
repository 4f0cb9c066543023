/** Both ends of a tender, word by word: what is late, unusable or not understood, and what a repeated word does. */
import { describe, expect, it } from 'vitest';
import type { AgentHost } from '../../../src/agents/index.ts';
import { bidderRole, Tender, tenderWords, type TenderSettings } from '../../../src/agents/index.ts';
import { standing } from '../../../src/agents/tender/bids.ts';
import type { Context, Message } from '../../../src/kernel/index.ts';
import { compiled, crew, piece, task } from '../../scenarios/stage.ts';

const words = tenderWords('contract-net');
const settings: TenderSettings = {
  bid: 'completion',
  weights: { finish: 1, cost: 1, confidence: 1, load: 1 },
  replyMs: 10,
  validMs: 100,
  binding: 'reserve',
  backlog: 0,
  payment: 'first',
  penalty: 0,
};
const { plan } = compiled(piece([task('a'), task('b')], { agents: crew(3) }));

/** A context that only writes down what it is told to do. */
function stage(now = 0, from = -1, self = 1) {
  const sent: { to: number; message: Message & Record<string, unknown> }[] = [];
  const facts: Record<string, unknown>[] = [];
  const context = {
    now,
    step: 1,
    self,
    from,
    send: (to: number, message: Message) => sent.push({ to, message: message as never }),
    record: (fact: object) => facts.push(fact as never),
    after: () => 7,
    cancel: () => undefined,
  } as unknown as Context;
  return { context, sent, facts };
}
const offer = (call: number, more: object = {}, validUntilMs = 1000): Message =>
  ({
    type: words.propose,
    task: 0,
    call,
    terms: { price: 1, finishMs: 1, load: 0, cost: 0, confidence: 1, ...more },
    validUntilMs,
  }) as Message;

describe('the initiator', () => {
  const opened = () => {
    const tender = new Tender(plan, words, settings);
    const state = tender.init();
    tender.open(state, stage().context, { task: 0, round: 1, invited: [0, 1, 2], arrivals: [] });
    return { tender, state };
  };
  it.each([
    { price: NaN },
    { price: Infinity },
    { finishMs: -Infinity },
    { confidence: undefined as unknown as number },
  ])('[CN5] rejects an offer that cannot be weighed: %o', (terms) => {
    const { tender, state } = opened();
    const { context, sent } = stage(1, 2);
    tender.receive(state, offer(1, terms), context);
    expect(sent).toMatchObject([{ to: 2, message: { type: words.reject, reason: 'unusable' } }]);
    expect(state.calls[0]!.bids).toEqual([]);
  });
  it('[CN4] rejects as late what comes after the end, or for a call that is over', () => {
    const { tender, state } = opened();
    const late = stage(11, 2);
    tender.receive(state, offer(1), late.context);
    const other = stage(1, 2);
    tender.receive(state, offer(77), other.context);
    for (const { sent } of [late, other]) expect(sent).toMatchObject([{ message: { reason: 'late' } }]);
  });
  it('[CN3] counts what comes in the very instant of the end, is complete when all have answered, and hears nobody twice', () => {
    const { tender, state } = opened();
    tender.receive(state, offer(1), stage(10, 2).context);
    tender.receive(state, offer(1), stage(10, 2).context);
    tender.receive(state, { type: words.refuse, task: 0, call: 1, reason: 'busy' } as Message, stage(10, 3).context);
    expect(state.due).toEqual([]);
    tender.receive(state, { type: words.notUnderstood, task: 0, call: 1 } as Message, stage(10, 4).context);
    expect(state.due).toEqual([0]);
    expect(tender.takeDue(state, stage(10).context, {})!.order.map(({ agent }) => agent)).toEqual([0]);
  });
  it('[CN3] an offer whose time is over does not stand', () => {
    const { tender, state } = opened();
    tender.receive(state, offer(1, {}, 4), stage(3, 2).context);
    tender.receive(state, { type: words.replyBy, task: 0, call: 1 } as Message, stage(10, 1).context);
    expect(tender.takeDue(state, stage(10).context, {})!.order).toEqual([]);
  });
});

it('[CN3] an offer stands up to its very end, whatever others do', () => {
  const bid = (agent: number, validUntilMs: number) =>
    ({ agent, validUntilMs, terms: { price: 1, finishMs: 1, load: 0, cost: 0, confidence: 1 } }) as const;
  const bids = [9, 10, 11].map((until, agent) => bid(agent, until));
  for (const now of [8, 9, 10, 11, 12])
    for (const some of [bids, bids.slice(1), bids.slice(2), [bids[0]!, bids[2]!]])
      expect(standing(some, now)).toEqual(some.filter(({ validUntilMs }) => validUntilMs >= now));
});

describe('the bidder', () => {
  const host = (free: number): AgentHost =>
    ({
      agent: 0,
      freeSlots: free,
      queued: 0,
      held: () => [],
      holds: () => false,
      oldestQueued: () => null,
      take: () => undefined,
    }) as unknown as AgentHost;
  const role = bidderRole(plan, { words, giver: 1, settings, room: 'contract-net' });
  const cfp = (of: number, call: number): Message =>
    ({ type: words.cfp, task: of, call, replyByMs: 10, arrivals: [] }) as Message;
  it('[CN5] does not understand a call for a task that it does not know', () => {
    const { context, sent } = stage(0, 1, 2);
    role.receive(role.init(0), cfp(99, 1), context, host(1));
    expect(sent).toMatchObject([{ to: 1, message: { type: words.notUnderstood, call: 1 } }]);
  });
  it('[CN6] promises its one slot to one call, refuses the next as busy, and is free again when rejected', () => {
    const slice = role.init(0);
    const { context, sent } = stage(0, 1, 2);
    role.receive(slice, cfp(0, 1), context, host(1));
    role.receive(slice, cfp(1, 2), context, host(1));
    role.receive(slice, { type: words.reject, task: 0, call: 1, reason: 'outbid' } as Message, context, host(1));
    role.receive(slice, cfp(1, 3), context, host(1));
    expect(sent.map(({ message }) => message.type)).toEqual([words.propose, words.refuse, words.propose]);
  });
  it('[CN6] a repeated call is answered once, and a promise runs out', () => {
    const slice = role.init(0);
    const { context, sent } = stage(0, 1, 2);
    role.receive(slice, cfp(0, 1), context, host(1));
    role.receive(slice, cfp(0, 1), context, host(1));
    role.receive(slice, { type: words.expired, giver: 1, task: 0, call: 1 } as unknown as Message, context, host(1));
    role.receive(slice, cfp(1, 2), context, host(1));
    expect(sent.map(({ message }) => message['call'])).toEqual([1, 2]);
  });
  it('[CN6] [CN7] an award without a promise is taken up only where there is room, else returned', () => {
    const award = {
      type: words.assign,
      task: 0,
      attempt: 1,
      lease: 3,
      call: 9,
      availableMs: 0,
      key: 0,
      heartbeatMs: 0,
    };
    const { context, sent } = stage(0, 1, 2);
    role.receive(role.init(0), award, context, host(0));
    expect(sent).toMatchObject([{ to: 1, message: { type: words.decommit, task: 0, lease: 3, penalty: 0 } }]);
  });
  it('[CN14] offers to drop a contract for one call at a time, and for another once that one is over', () => {
    const ranks = compiled(piece([task('low', [], { priority: 0 }), task('lower', [], { priority: 0 }), task('x', [], { priority: 9 }), task('y', [], { priority: 9 }), task('z', [], { priority: 9 })], { agents: crew(3) })).plan; // prettier-ignore
    const levelled = bidderRole(ranks, {
      words,
      giver: 1,
      settings: { ...settings, penalty: 1 },
      room: 'contract-net',
    });
    const contract = (of: number, lease: number) => ({ task: of, lease, room: 'contract-net' });
    for (const waiting of [[contract(0, 3)], [contract(0, 1), contract(1, 1)], [contract(0, 3), contract(0, 4)]]) {
      const busy = { ...host(0), queued: 0, oldestQueued: (passes: (work: never) => boolean) => waiting.find((work) => passes(work as never)) ?? null } as unknown as AgentHost; // prettier-ignore
      const slice = levelled.init(0);
      const { context, sent, facts } = stage(0, 1, 2);
      for (const of of [2, 3, 4]) levelled.receive(slice, cfp(of, of), context, busy);
      const answers = [words.propose, ...(waiting.length > 1 ? [words.propose] : [words.refuse]), words.refuse];
      expect(sent.map(({ message }) => message.type)).toEqual(answers);
      expect(facts.map((fact) => fact['instead'])).toEqual(waiting.map((each) => each.task));
      levelled.receive(slice, { type: words.reject, task: 2, call: 2, reason: 'outbid' } as Message, context, busy);
      levelled.receive(slice, cfp(4, 5), context, busy);
      expect(sent.at(-1)!.message.type).toBe(words.propose);
      expect(facts.at(-1)!['instead']).toBe(waiting[0]!.task);
    }
  });
});
