/** How agents and the coordinator stood at every place of a run, against what a log says that ends there. */
import { describe, expect, it } from 'vitest';
import { actorOfAgent, coordinatorActor, type KnownFact } from '../../../src/plan/index.ts';
import { FactLog } from '../../../src/replay/index.ts';
import { WhyIndex } from '../../../src/replay/why/why-index.ts';
import { randomDocument } from '../../support/documents.ts';
import { ran } from '../../support/running.ts';
import { compiled, crew, piece, task } from '../../scenarios/stage.ts';

const { plan } = compiled(piece([task('a')], { agents: crew(2) }));
const of = { task: 0, attempt: 1, agent: 0, lease: 1 };

function indexOf(...facts: KnownFact[]): { readonly index: WhyIndex; readonly log: FactLog } {
  const log = new FactLog();
  facts.forEach((fact, at) => {
    log.fact(fact, at, at * 10);
  });
  const index = new WhyIndex(plan, log);
  expect(index.advance(Infinity)).toBe(true);
  return { index, log };
}

describe('how somebody stood', () => {
  it('is what the facts before a place say, in random runs that fail in every way', () => {
    const seen = new Set<string>();
    for (let seed = 1; seed <= 12; seed += 1) {
      const { plan: of, run } = ran(randomDocument(seed));
      const whole = new WhyIndex(of, run.log);
      whole.advance(Infinity);
      const growing = new FactLog();
      const upTo = new WhyIndex(of, growing);
      for (let place = 0; place < Math.min(run.log.length, 400); place += 1) {
        for (const agent of of.agents.keys()) {
          expect(whole.standAt(agent, place)).toEqual(upTo.standAt(agent, place));
          seen.add(whole.standAt(agent, place).down);
        }
        for (const actor of [0, 1]) expect(whole.downSince(actor, place)).toBe(upTo.downSince(actor, place));
        growing.fact(run.log.at(place), run.log.stepOf(place), run.log.timeOf(place));
        upTo.advance(Infinity);
      }
    }
    expect([...seen].sort()).toEqual(['crashed', 'no', 'silent']);
  });
  it('who crashed is down, and not silent because a lease of it ended, until it is back', () => {
    const { index } = indexOf(
      { type: 'task.assigned', ...of, rule: 'r', compared: [] },
      { type: 'actor.crashed', actor: actorOfAgent(0) },
      { type: 'task.withdrawn', ...of, reason: 'silent' },
      { type: 'actor.recovered', actor: actorOfAgent(0) },
      { type: 'task.assigned', ...of, lease: 2, rule: 'r', compared: [] },
    );
    const stands = [0, 1, 2, 3, 4, 5].map((place) => index.standAt(0, place));
    expect(stands.map(({ down }) => down)).toEqual(['no', 'no', 'crashed', 'crashed', 'no', 'no']);
    expect(stands.map(({ held }) => held)).toEqual([0, 1, 1, 0, 0, 1]);
    expect([stands[2]!.sinceMs, stands[3]!.sinceMs]).toEqual([10, 10]);
    expect(index.standAt(1, 5)).toMatchObject({ held: 0, down: 'no' });
  });
  it('the coordinator is down from the fact that says so to the one that says that it is back', () => {
    const { index } = indexOf(
      { type: 'task.ready', task: 0, attempt: 1 },
      { type: 'actor.crashed', actor: coordinatorActor },
      { type: 'task.ready', task: 0, attempt: 2 },
      { type: 'actor.recovered', actor: coordinatorActor },
      { type: 'actor.crashed', actor: coordinatorActor },
    );
    // So many facts have happened.
    expect([0, 1, 2, 3, 4, 5].map((count) => index.downSince(coordinatorActor, count))).toEqual([null, null, 10, 10, null, 40]); // prettier-ignore
  });
});
