/** Which message a lie is about: the one that follows it, of that kind, from that liar to that hearer. */
import { expect, it } from 'vitest';
import type { Envelope } from '../../../src/kernel/index.ts';
import { actorOfAgent, type KnownFact } from '../../../src/plan/index.ts';
import { FactLog } from '../../../src/replay/index.ts';
import { lieIn } from '../../../src/replay/messages/lies.ts';
import { MessageLog } from '../../../src/replay/messages/message-log.ts';
import { compiled, crew, piece, task } from '../../scenarios/stage.ts';

const { plan } = compiled(piece([task('a')], { agents: crew(3) }));
const [liar, hearer, other] = [0, 1, 2].map(actorOfAgent) as [number, number, number];

function told(lie: object, said: { from?: number; to?: number; type?: string } = {}): string | null {
  const { from = liar, to = hearer, type = 'voting.ballot' } = said;
  const log = new FactLog();
  log.fact({ type: 'agent.lied', agent: 0, to: hearer, conduct: 'lie', says: 'voting.ballot', withheld: false, ...lie } as KnownFact, 1, 0); // prettier-ignore
  log.message('message.sent', { sequence: 1, from, to, time: 5, message: { type, task: 0, value: 'go' } } as unknown as Envelope, 1, 0); // prettier-ignore
  const messages = new MessageLog(plan, log);
  messages.advance(Infinity);
  return lieIn(plan, log, messages, 0);
}

it('is told of nobody else, to nobody else, and in no other word', () => {
  expect(told({})).toBe('agent-1 told agent-2 "go"');
  expect(told({ conduct: 'replay' })).toBe('agent-1 says again what it said before');
  expect(told({ withheld: true })).toBeNull();
  expect(told({ to: other })).toBeNull();
  expect(told({ agent: 2 })).toBeNull();
  expect(told({ says: 'voting.commit' })).toBeNull();
  expect([told({}, { to: other }), told({}, { from: other }), told({}, { type: 'voting.commit' })]).toEqual([null, null, null]); // prettier-ignore
});
