/** The giver's books: what is held, how much work that is, and which leases count. */
import { describe, expect, it } from 'vitest';
import { expiresMs, heldBy, heldHolding, type Ledger } from '../../../src/agents/ledger/books.ts';
import { Assigner } from '../../../src/agents/ledger/ledger.ts';
import { leaseOf } from '../../../src/agents/ledger/lease.ts';
import type { Context, Message } from '../../../src/kernel/index.ts';
import { actorOfAgent } from '../../../src/plan/index.ts';
import { compile } from '../../../src/workflow/index.ts';

/** A context that writes down what is asked of it. */
class Stage implements Context {
  now = 0;
  readonly step = 1;
  readonly self = 1;
  from = -1;
  readonly kind = 'message';
  readonly recorded: { readonly type: string }[] = [];
  readonly timers: { readonly atMs: number; readonly message: Message }[] = [];
  readonly sent: Message[] = [];
  send(_to: number, message: Message): void {
    this.sent.push(message);
  }
  signal(): void {}
  after(delayMs: number, message: Message): number {
    return this.timers.push({ atMs: this.now + delayMs, message });
  }
  cancel(): void {}
  withdraw(): void {}
  request(): number {
    return 0;
  }
  lot(): never {
    throw new Error('nothing is drawn here');
  }
  random(): never {
    throw new Error('nothing here is left to chance');
  }
  record(fact: { readonly type: string }): void {
    this.recorded.push(fact);
  }
  end(): void {}
}

function books(leaseMs = 0, slots = 1) {
  const compiled = compile({
    agents: [
      { id: 'ana', slots },
      { id: 'ben', speed: 2 },
    ],
    tasks: Array.from({ length: 4 }, (_, at) => ({
      id: `t${String(at)}`,
      action: { kind: 'simulate', durationMs: 10 },
    })),
  });
  if (!compiled.ok) throw new Error('the document of this test has errors');
  const assigner = new Assigner('test', compiled.value.plan, {
    acknowledge: false,
    lease: { ms: leaseMs, always: leaseMs > 0, intervals: 3 },
  });
  const stage = new Stage();
  const ledger = assigner.init();
  const give = (task: number, agent: number): void =>
    assigner.assign(ledger, stage, { task, attempt: 1, agent, availableMs: 0, rule: 'test', compared: [] });
  const hear = (agent: number, message: Message): ReturnType<Assigner['receive']> => {
    stage.from = actorOfAgent(agent);
    return assigner.receive(ledger, message, stage);
  };
  return { assigner, ledger, stage, give, hear };
}

const result = (task: number, lease: number): Message =>
  ({ type: 'test.result', task, attempt: 1, lease, end: { kind: 'succeeded', result: null } }) as Message;
const held = (ledger: Ledger): number[] => [0, 1].map((agent) => heldBy(ledger, agent));

describe('the books of a giver', () => {
  it('a result under an old lease, or from one who does not hold the task, is fenced', () => {
    const { ledger, stage, give, hear } = books();
    give(0, 0);
    expect(hear(1, result(0, 1)).kind).toBe('nothing');
    expect(hear(0, result(0, 7)).kind).toBe('nothing');
    expect(stage.recorded.filter((fact) => fact.type === 'task.fenced')).toHaveLength(2);
    expect(held(ledger)).toEqual([1, 0]);
    expect(hear(0, result(0, 1)).kind).toBe('ended');
    expect(hear(0, result(0, 1)).kind).toBe('nothing');
    expect(held(ledger)).toEqual([0, 0]);
  });

  it('load is what is left: the first of the queue counts down, what waits does not', () => {
    const { assigner, ledger, stage, give, hear } = books();
    for (const task of [0, 1, 2]) give(task, 0);
    give(3, 1);
    expect([assigner.backlogMs(ledger, 0, 0), assigner.backlogMs(ledger, 1, 0)]).toEqual([30, 5]);
    expect([assigner.backlogMs(ledger, 0, 4), assigner.backlogMs(ledger, 0, 40)]).toEqual([26, 20]);
    stage.now = 40;
    hear(0, result(0, 1));
    expect(assigner.backlogMs(ledger, 0, 40)).toBe(20);
    expect(assigner.backlogMs(ledger, 0, 43)).toBe(17);
    hear(0, result(1, 1));
    hear(0, result(2, 1));
    expect(assigner.backlogMs(ledger, 0, 43)).toBe(0);
  });

  it('as many count down as there are slots, whichever of them ends first', () => {
    const { assigner, ledger, stage, give, hear } = books(0, 2);
    for (const task of [0, 1, 2, 3]) give(task, 0);
    expect(assigner.backlogMs(ledger, 0, 5)).toBe(15);
    stage.now = 5;
    hear(0, result(1, 1));
    expect(assigner.backlogMs(ledger, 0, 7)).toBe((30 - 7 - 2) / 2);
    hear(0, result(3, 1));
    hear(0, result(0, 1));
    expect(assigner.backlogMs(ledger, 0, 7)).toBe((10 - 2) / 2);
  });

  const sign = (upTo: number, held: number, news: number[], more: object = {}): Message =>
    ({ type: 'test.heartbeat', life: 0, upTo, held, news, whole: false, goals: false, ...more }) as Message;

  it('a sign of life renews all that the agent ever said it holds, and nothing else', () => {
    const { ledger, stage, give, hear } = books(100);
    for (const task of [0, 1, 2]) give(task, 0);
    stage.now = 60;
    hear(0, sign(2, 2, [0, 1, 2, 1]));
    expect([0, 1, 2].map((task) => expiresMs(ledger, task))).toEqual([160, 100, 160]);
    stage.now = 90;
    hear(0, sign(2, 2, []));
    expect([0, 1, 2].map((task) => expiresMs(ledger, task))).toEqual([190, 100, 190]);
    hear(0, sign(3, 1, [2, -1]));
    stage.now = 120;
    hear(0, sign(3, 1, []));
    expect([0, 1, 2].map((task) => expiresMs(ledger, task))).toEqual([220, 100, 190]);
    expect(stage.sent.filter(({ type }) => type !== 'test.assign')).toEqual([]);
  });

  it('where a change is missing, or the sum is another, it asks for all, and stops what it knows nothing of', () => {
    const { ledger, stage, give, hear } = books(100);
    for (const task of [0, 1]) give(task, 0);
    stage.now = 60;
    hear(0, sign(5, 2, [1, 1]));
    const said = () => stage.sent.filter(({ type }) => type !== 'test.assign');
    expect(said()).toEqual([{ type: 'test.ask', goals: false }]);
    expect([0, 1].map((task) => expiresMs(ledger, task))).toEqual([100, 160]);
    hear(0, sign(5, 3, [0, 1, 1, 1, 3, 7], { whole: true }));
    expect([0, 1].map((task) => expiresMs(ledger, task))).toEqual([160, 160]);
    expect(said().slice(1)).toEqual([{ type: 'test.cancel', task: 3, lease: 7 }]);
  });

  it('a sign from before a crash says nothing about the life after it', () => {
    const { ledger, stage, give, hear } = books(100);
    give(0, 0);
    hear(0, sign(1, 1, [0, 1]));
    stage.now = 50;
    hear(0, sign(0, 0, [], { life: 1 }));
    stage.now = 70;
    hear(0, sign(1, 1, [0, 1]));
    expect(expiresMs(ledger, 0)).toBe(100);
  });

  it('the end of an old pause does not end a new suspicion', () => {
    const { assigner, ledger, stage, give, hear } = books(100);
    give(0, 0);
    stage.now = 100;
    expect(hear(-2, stage.timers[0]!.message).kind).toBe('lost');
    const trial = stage.timers[1]!;
    hear(0, { type: 'test.hello' });
    expect(assigner.freeSlots(ledger, 0)).toBe(1);
    give(0, 0);
    stage.now = 290;
    heldHolding(ledger, 0).expiresMs = 290;
    expect(hear(-2, stage.timers[2]!.message).kind).toBe('lost');
    stage.now = trial.atMs;
    expect(hear(-2, trial.message).kind).toBe('nothing');
    expect(assigner.freeSlots(ledger, 0)).toBe(0);
  });

  it('a lease of auto is kept only where something can be lost', () => {
    const calm = { lossy: false, drawnLoss: 0, delayMaxMs: 0 };
    const intervals = 3;
    expect(leaseOf('auto', calm)).toEqual({ ms: 1000, always: false, intervals });
    expect(leaseOf(70, calm)).toEqual({ ms: 70, always: true, intervals });
    expect(leaseOf(0, { ...calm, lossy: true })).toEqual({ ms: 0, always: false, intervals });
    expect(leaseOf('auto', { ...calm, lossy: true })).toEqual({ ms: 1000, always: true, intervals });
    expect(leaseOf('auto', { ...calm, lossy: true, delayMaxMs: 500 })).toEqual({ ms: 3000, always: true, intervals });
  });
});
