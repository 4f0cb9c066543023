/** Negotiations as whole runs: deals, none, what is lost, who is down, who lies. */
import { describe, expect, it } from 'vitest';
import type { Document, NegotiateAction } from '../../../src/document/index.ts';
import { asksMax, type NegotiationFact } from '../../../src/protocols/negotiation/messages.ts';
import { play, task } from '../../scenarios/stage.ts';
import { deal } from './table.ts';

const factsOf = (document: Document): readonly NegotiationFact[] =>
  play(document).recorded.map(({ fact }) => fact as unknown as NegotiationFact);

describe('a deal', () => {
  it('[NG17] is the result of its task, and steers what depends on it', () => {
    const document = deal({}, {});
    const { result, states } = play({
      ...document,
      tasks: [
        ...document.tasks!,
        task('cheap', [{ task: 'deal', when: 'results.deal.agreed && results.deal.outcome.price < 5' }]),
        task('dear', [{ task: 'deal', when: 'results.deal.outcome.price >= 5 && results.deal.utilities.ana > 0.5' }]),
      ],
      expect: [{ that: 'deals.deal.agreed && deals.deal.rounds < 20' }],
    });
    expect(states).toEqual({ deal: 'succeeded', cheap: 'skipped', dear: 'succeeded' });
    expect(result.deals).toEqual({
      deal: {
        agreed: true,
        outcome: { price: 8, day: 'early' },
        utilities: { ana: expect.closeTo(0.6044, 4) as number, ben: expect.closeTo(0.5333, 4) as number },
        rounds: 7,
      },
    });
  });

  it('[NG17] none fails the task with its reason, or is its result', () => {
    const hard = {
      ana: {
        values: [
          [0, 1],
          [0, 1],
        ],
        reservation: 0.8,
      },
      ben: {
        values: [
          [1, 0],
          [1, 0],
        ],
        reservation: 0.8,
      },
    };
    const failed = play(deal({ utilities: hard }));
    expect(failed.result.tasks['deal']).toMatchObject({ state: 'failed', reason: 'no outcome is acceptable to both' });
    const kept = play(deal({ utilities: hard, atConflict: 'succeed' }));
    expect(kept.result.deals?.['deal']).toEqual({
      ...{ agreed: false, outcome: null, utilities: { ana: 0.8, ben: 0.8 }, rounds: 0 },
      reason: 'no outcome is acceptable to both',
    });
    expect([kept.states, kept.outcome]).toEqual([{ deal: 'succeeded' }, 'succeeded']);
  });

  it('[NG8] is not reached in too few rounds', () => {
    expect(play(deal({ rounds: 3 })).result.tasks['deal']).toMatchObject({
      state: 'failed',
      reason: 'no agreement within 3 rounds',
    });
  });

  it.each(['nash', 'kalai-smorodinsky', 'egalitarian'])(
    '[NG7] [NG12] a mediator finds one for three by %s',
    (protocol) => {
      const wants = (first: number[], second: number[]) => ({ values: [first, second] });
      const { result } = play({
        ...deal({
          ...{ protocol, participants: ['ana', 'ben', 'cleo'] },
          utilities: { ana: wants([0, 1], [0, 1]), ben: wants([1, 0], [0.5, 0.4]), cleo: wants([0.4, 0.5], [1, 0]) },
        }),
        agents: [{ id: 'ana' }, { id: 'ben' }, { id: 'cleo' }],
      });
      expect(result.deals?.['deal']).toMatchObject({ agreed: true, rounds: 1 });
      expect(result.messages.total).toBe(12);
    },
  );

  it('[NG12] who is offered less than no deal says no', () => {
    const { result } = play(
      deal(
        { protocol: 'nash' },
        {
          faults: [
            {
              kind: 'lie',
              agent: 'ben',
              value: {
                reservation: -5,
                values: [
                  [0, 1],
                  [1, 0],
                ],
              },
            },
          ],
        },
      ),
    );
    expect(result.tasks['deal']).toMatchObject({ state: 'failed', reason: 'ben refused the proposal' });
  });

  it('[NG9] [NG10] alternating offers end at once by patience, and in time by the rounds that are left', () => {
    const patient = play(deal({ protocol: 'alternating' }));
    expect(patient.result.deals?.['deal']).toMatchObject({ agreed: true, rounds: 1 });
    const wants = (concession: number) => ({
      ana: {
        values: [
          [0, 1],
          [0, 1],
        ],
        concession,
      },
      ben: {
        values: [
          [1, 0],
          [1, 0],
        ],
        concession: 1,
      },
    });
    const shares = [0.2, 5].map((pace) => {
      const { result } = play(deal({ protocol: 'alternating', utilities: wants(pace), rounds: 30 }));
      return (result.deals!['deal'] as { utilities: { ana: number } }).utilities.ana;
    });
    expect(shares[0]!).toBeGreaterThan(shares[1]!);
  });
});

describe('what is lost', () => {
  it('[NG14] a word that is lost is asked for and said again; the deal is the same', () => {
    const clean = play(deal()).result.deals!['deal'];
    for (let seed = 0; seed < 12; seed += 1) {
      const { result, recorded } = play(
        deal({}, { seed, network: { delayMs: { min: 1, max: 9 }, loss: 0.3, duplicate: 0.2 } }),
      );
      expect(result.deals!['deal'], `seed ${seed}`).toEqual(clean);
      const asked = recorded.filter(({ fact }) => fact.type === ('negotiation.asked' as never)).length;
      expect(asked).toBeLessThan(asksMax);
      // Where both risk the same at first, the second may speak twice in a row.
      const even = deal(
        {
          issues: [{ name: 'share', min: 0, max: 10 }],
          utilities: { ana: { values: [[0, 1]] }, ben: { values: [[1, 0]] } },
        },
        { seed, network: { delayMs: 3, loss: 0.4 } },
      );
      expect(play(even).result.deals!['deal'], `even, seed ${seed}`).toMatchObject({
        agreed: true,
        outcome: { share: 5 },
      });
    }
  });

  it('[NG13] nobody waits beyond the deadline for a party that is gone', () => {
    const { result, makespanMs, recorded } = play(
      deal({ deadlineMs: 500 }, { network: { delayMs: 5 }, faults: [{ kind: 'crash', agent: 'ben', atMs: 32 }] }),
    );
    expect(result.tasks['deal']).toMatchObject({ state: 'failed', reason: 'no deal by the deadline', endMs: 500 });
    expect(makespanMs).toBe(0);
    expect(recorded.at(-1)!.time).toBeLessThan(1000);
  });

  it('[NG13] [NG14] a party or a desk that comes back goes on where it was', () => {
    const clean = play(deal({}, { network: { delayMs: 5 } })).result.deals!['deal'];
    for (const agent of ['ana', 'ben', 'client'])
      for (let atMs = 1; atMs < 70; atMs += 9) {
        const { result } = play(
          deal({}, { network: { delayMs: 5 }, faults: [{ kind: 'crash', agent, atMs, recoverMs: atMs + 40 }] }),
        );
        expect(result.deals!['deal'], `${agent} down at ${atMs}`).toEqual(clean);
      }
  });

  it('[NG13] a deadline or a cancelled task ends the talk', () => {
    const words = factsOf(deal({ deadlineMs: 60 }, { network: { delayMs: 10 } }));
    expect(words.at(-1)).toMatchObject({ type: 'run.finished' });
    expect(words.find(({ type }) => type === 'negotiation.closed')).toMatchObject({
      agreed: false,
      reason: 'no deal by the deadline',
    });
    const last = words.findLastIndex(({ type }) => type === 'negotiation.offered');
    expect(last).toBeLessThan(words.findIndex(({ type }) => type === 'negotiation.closed') + 4);
  });
});

describe('a lie', () => {
  const even: Partial<NegotiateAction> = {
    issues: [{ name: 'share', min: 0, max: 100 }],
    utilities: { ana: { values: [[0, 1]] }, ben: { values: [[1, 0]] } },
  };
  it('[NG18] about what no deal is worth gains, and the result says how much', () => {
    const { result } = play(deal(even, { faults: [{ kind: 'lie', agent: 'ana', value: { reservation: 0.4 } }] }));
    expect(result.deals!['deal']).toMatchObject({
      agreed: true,
      outcome: { share: 70 },
      utilities: { ana: 0.7, ben: expect.closeTo(0.3, 9) as number },
      lies: { ana: { honest: 0.5, gained: expect.closeTo(0.2, 9) as number } },
    });
    expect(result.tasks['deal']!.state).toBe('succeeded');
  });

  it('[NG18] of its own making claims half of the way to its best', () => {
    const { result } = play(deal(even, { faults: [{ kind: 'lie', agent: 'ben' }] }));
    expect(result.deals!['deal']).toMatchObject({
      outcome: { share: 25 },
      lies: { ben: { honest: 0.5, gained: 0.25 } },
    });
  });

  it('[NG18] that asks for too much loses the deal', () => {
    const both = ['ana', 'ben'].map((agent) => ({ kind: 'lie' as const, agent, value: { reservation: 0.6 } }));
    const { result } = play(deal({ ...even, atConflict: 'succeed' }, { faults: both }));
    expect(result.deals!['deal']).toMatchObject({
      agreed: false,
      lies: { ana: { honest: 0.2, gained: -0.2 }, ben: { gained: expect.closeTo(-0.2, 9) as number } },
    });
  });

  it('[NG18] of which nothing can be read is the one of its own making', () => {
    for (const value of ['all of it', { values: [['x']] }, { weights: [1, 2] }, [0.4], 7])
      expect(play(deal(even, { faults: [{ kind: 'lie', agent: 'ben', value }] })).result.deals!['deal']).toMatchObject({
        outcome: { share: 25 },
      });
  });
});
