/** What renews a lease, as the arbiter hears it: a message at a time, with the clock in the test's hand. */
import { expect, it } from 'vitest';
import type { Context, Fact, Message } from '../../../src/kernel/index.ts';
import { actorOfAgent } from '../../../src/plan/index.ts';
import { arbiterMachine } from '../../../src/protocols/arbiters/arbiter.ts';
import { compiled } from '../../scenarios/stage.ts';
import { kitchen, needs } from './scene.ts';

const leaseMs = 60;
const { plan } = compiled(
  kitchen([needs('bread'), needs('cake')], { resources: [{ id: 'oven', mode: 'exclusive', leaseMs }] }),
);
const service = plan.services.findIndex(({ id }) => id === 'oven');

/** An arbiter whose oven agent 0 has since 0 ms, under token 1. */
function granted() {
  const machine = arbiterMachine(plan);
  const state = machine.init();
  const hear = (now: number, message: Message): { sent: unknown[]; facts: unknown[] } => {
    const [sent, facts]: [unknown[], unknown[]] = [[], []];
    const context = {
      ...{ now, from: actorOfAgent(0), after: () => 1, cancel: () => undefined },
      send: (_to: number, each: Message) => sent.push(each),
      record: (fact: Fact) => facts.push(fact),
    };
    machine.receive(state, message, context as unknown as Context);
    return { sent, facts };
  };
  const wants = [{ place: 0, service, units: 1 }];
  const asked = { type: 'arbiters.ask', floor: 1, task: 0, lease: 1, ask: 1, wants, doneMs: 0, again: 0 };
  expect(hear(0, asked as Message).sent).toEqual([
    { type: 'arbiters.granted', ask: 1, got: [{ service, token: 1, untilMs: leaseMs }] },
  ]);
  const renew = (now: number, token: number) =>
    hear(now, { type: 'arbiters.renew', floor: 1, held: [{ ask: 1, service, token }] } as Message);
  const expired = (now: number): boolean =>
    hear(now, { type: 'arbiters.tick' }).facts.some((fact) => (fact as Fact).type === 'arbiters.expired');
  return { renew, expired };
}

it('[AR3] the present token renews a lease from when it is heard, and as often as it is', () => {
  const { renew, expired } = granted();
  for (const now of [30, 80, 130])
    expect(renew(now, 1)).toEqual({
      sent: [{ type: 'arbiters.renewed', held: [{ ask: 1, service, untilMs: now + leaseMs }] }],
      facts: [],
    });
  expect([expired(130 + leaseMs - 1), expired(130 + leaseMs)]).toEqual([false, true]);
});

it.each([0, 2])('[AR3] another token (%i) renews nothing, and the fact says so', (token) => {
  const { renew, expired } = granted();
  expect(renew(30, token)).toEqual({
    sent: [{ type: 'arbiters.renewed', held: [] }],
    facts: [{ type: 'arbiters.stale', agent: 0, service, token }],
  });
  expect([expired(leaseMs - 1), expired(leaseMs)]).toEqual([false, true]);
});

it('[AR3] what has run out is not renewed any more', () => {
  const { renew, expired } = granted();
  expect(expired(leaseMs)).toBe(true);
  expect(renew(leaseMs + 1, 1).facts).toEqual([{ type: 'arbiters.stale', agent: 0, service, token: 1 }]);
});
