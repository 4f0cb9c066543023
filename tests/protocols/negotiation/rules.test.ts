/** Every rule of negotiations finds a fault that is planted in what was recorded, and none in what was not touched. */
import { expect, it } from 'vitest';
import type { Document, NegotiateAction } from '../../../src/document/index.ts';
import { decisionRooms } from '../../../src/protocols/index.ts';
import { callsMax, type NegotiationFact } from '../../../src/protocols/negotiation/messages.ts';
import { ran, verdict, type Ran, type Recorded } from '../../support/running.ts';
import { deal } from './table.ts';

const room = decisionRooms.find(({ name }) => name === 'negotiation')!;

type Change = (fact: NegotiationFact) => object;

/** What a rule says of a run, and of the same run with some facts changed. */
function said(rule: string, document: Document, change: Change): [string | null, string | null] {
  const { plan, recorded } = ran(document);
  const invariant = room.invariants(plan).find((each) => each.rule === rule)!;
  const changed = recorded.map((each): Recorded => {
    const fact = each.fact as unknown as NegotiationFact;
    return { ...each, fact: { ...fact, ...change(fact) } as never };
  });
  return [verdict(invariant, plan, recorded), verdict(invariant, plan, changed)];
}

const closed =
  (more: object): Change =>
  (fact) =>
    fact.type === 'negotiation.closed' ? more : {};
const mediated: Partial<NegotiateAction> = { protocol: 'nash' };

it.each<[string, Document, Change, string]>([
  [
    '[NG3] no deal although there was one',
    deal(),
    closed({ agreed: false, number: -1, reason: 'no outcome is acceptable to both' }),
    'although there was one',
  ],
  [
    '[NG3] a deal although nothing is acceptable',
    deal({
      atConflict: 'succeed',
      utilities: {
        ana: {
          values: [
            [0, 1],
            [0, 0],
          ],
          reservation: 0.4,
        },
        ben: {
          values: [
            [1, 0],
            [0, 0],
          ],
          reservation: 0.4,
        },
      },
    }),
    closed({ agreed: true, number: 0 }),
    'nothing was acceptable',
  ],
  [
    '[NG4] an offer that is better for its owner',
    deal(),
    (fact) => (fact.type === 'negotiation.offered' && fact.turn > 1 ? { gains: [fact.turn, fact.turn] } : {}),
    'offered itself more',
  ],
  [
    '[NG4] an offer that is worse for the other',
    deal(),
    (fact) => (fact.type === 'negotiation.offered' && fact.turn > 1 ? { gains: [-fact.turn, -fact.turn] } : {}),
    'offered the other less',
  ],
  [
    '[NG5] a concession of whoever risks more',
    deal(),
    (fact) =>
      fact.type === 'negotiation.offered' && fact.risks !== null
        ? { risks: [...fact.risks].reverse(), tied: false }
        : {},
    'conceded on',
  ],
  [
    '[NG5] a coin although the risks differ',
    deal(),
    (fact) => (fact.type === 'negotiation.accepted' ? { risks: [0.2, 0.3], tied: true } : {}),
    'conceded on',
  ],
  ['[NG6] more rounds than there are points', deal(), closed({ rounds: 21 }), 'took 21 rounds'],
  ['[NG7] a deal that could be bettered', deal(), closed({ number: 7 }), "at nobody's cost"],
  ['[NG7] a deal of a lower product', deal(), closed({ number: 16 }), 'not the best by zeuthen'],
  [
    '[NG7] a mediator off its point',
    deal({ protocol: 'egalitarian' }),
    closed({ number: 16 }),
    'not the best by egalitarian',
  ],
  ['[NG8] a round beyond the last', deal({ rounds: 9 }), closed({ rounds: 10 }), 'took 10 rounds of 9'],
  ['[NG11] a deal below a reservation value', deal(), closed({ number: 0 }), 'worth less than none'],
  [
    '[NG12] a deal that nobody accepted',
    deal(),
    (fact) => (fact.type === 'negotiation.accepted' ? { number: 3 } : {}),
    'not all had agreed',
  ],
  [
    '[NG12] a deal that one never answered',
    deal(mediated),
    (fact) => (fact.type === 'negotiation.answered' ? { agent: 0 } : {}),
    'not all had agreed',
  ],
  [
    '[NG12] a deal that one refused',
    deal(mediated),
    (fact) => (fact.type === 'negotiation.answered' ? { accepts: false } : {}),
    'not all had agreed',
  ],
  [
    '[NG13] a negotiation behind its deadline',
    deal(),
    (fact) => (fact.type === 'negotiation.called' ? { untilMs: -1 } : {}),
    'behind its deadline',
  ],
  [
    '[NG14] a turn that is said twice',
    deal(),
    (fact) => (fact.type === 'negotiation.offered' && fact.turn === 3 ? { turn: 2 } : {}),
    'which was at 3',
  ],
  [
    '[NG15] an honest party of which something else is told',
    deal(),
    (fact) => (fact.type === 'negotiation.opened' ? { parties: [...fact.parties].reverse() } : {}),
    'something else than it does',
  ],
  [
    '[NG15] a party that declares what it does not want',
    deal(),
    (fact) => (fact.type === 'negotiation.declared' ? { preferences: { ...fact.preferences, reservation: 1 } } : {}),
    'something else than it does',
  ],
  [
    '[NG16] a desk that repeats for ever',
    deal({}, { network: { loss: 0.9 }, seed: 2 }),
    (fact) => (fact.type === 'negotiation.repeated' ? { round: callsMax + 1 } : {}),
    'was asked about',
  ],
])('%s is found', (title, document, change, says) => {
  const rule = /NG\d+/.exec(title)![0];
  const [before, after] = said(rule, document, change);
  expect(before).toBeNull();
  expect(after).toContain(says);
});

it('every rule that is checked in runs has a planted fault above', () => {
  const { plan }: Ran = ran(deal());
  expect(
    room
      .invariants(plan)
      .map(({ rule }) => rule)
      .sort(),
  ).toEqual(['NG11', 'NG12', 'NG13', 'NG14', 'NG15', 'NG16', 'NG3', 'NG4', 'NG5', 'NG6', 'NG7', 'NG8']);
});
