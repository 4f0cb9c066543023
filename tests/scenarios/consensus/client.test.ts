/** Whoever asks groups to decide is down for a while: what it had in hand is there when it is back, and its timers run again. */
import { describe, expect, it } from 'vitest';
import { factsOf, ranCompiled } from '../../support/running.ts';
import { compiled, crew, piece, task } from '../stage.ts';

describe.each(['pbft', 'raft', 'majority', 'unanimity'])('the client of %s', (protocol) => {
  const action = { kind: 'consensus', protocol, value: 'go', replyByMs: 1000, viewTimeoutMs: 300 } as never;
  const made = compiled(piece([task('vote', [], { action })], { agents: crew(4), network: { delayMs: 10 } }));
  const client = made.plan.groups[0]!.client;
  const down = (atMs: number, type: string) => ({ atMs, to: -1, message: { type, actor: client } });

  it.each([5, 15, 25, 45])('is down from %i ms for 200 ms, and the decision is made all the same', (atMs) => {
    const planned = [...(made.spec.planned ?? []), down(atMs, 'kernel.crash'), down(atMs + 200, 'kernel.recover')];
    const ran = ranCompiled({ ...made, spec: { ...made.spec, planned } });
    expect([ran.outcome, ran.broken]).toEqual(['succeeded', []]);
    expect(factsOf(ran, 'decision.made').map(({ value }) => value)).toEqual(['go']);
  });
});
