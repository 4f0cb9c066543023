/** The account of a negotiation: every outcome where it belongs, every word at its step, and what a lie came to. */
import { describe, expect, it } from 'vitest';
import type { Document, NegotiateAction } from '../../../src/document/index.ts';
import { DealBook, type AskedDeal } from '../../../src/replay/deals/deals.ts';
import type { DealView } from '../../../src/replay/index.ts';
import { deal, issues } from '../../protocols/negotiation/table.ts';
import { play, task } from '../../scenarios/stage.ts';

function seen(document: Document, asked: Partial<AskedDeal> = {}): DealView | null {
  const { plan, run } = play(document);
  const book = new DealBook(plan, run.log);
  while (!book.advance(7)) continue;
  return book.of({ task: '', attempt: 0, axes: [0, 1], claimed: false, ...asked });
}
const of = (more: Partial<NegotiateAction> = {}, rest: Partial<Document> = {}, asked: Partial<AskedDeal> = {}) =>
  seen(deal(more, rest), asked)!;

const even = {
  participants: ['ana', 'ben'],
  issues: [{ name: 'share', min: 0, max: 100 }],
  utilities: { ana: { values: [[0, 1]] }, ben: { values: [[1, 0]] } },
};

describe('the plot of a negotiation', () => {
  it('is nothing where nothing is negotiated', () => {
    const plain = deal();
    expect(seen({ ...plain, tasks: [task('other')] })).toBeNull();
    expect(seen(plain, { task: 'another' })).toBeNull();
  });

  it('has all outcomes, the frontier and the points where they belong', () => {
    const view = of();
    expect(view).toMatchObject({ task: 'deal', outcomes: 20, axes: [0, 1], front: expect.anything() as unknown });
    expect(view.spots).toHaveLength(20);
    const front = view.front!;
    for (const [x, y] of view.spots) {
      const beaten = front.some(([right, up]) => right >= x - 1e-9 && up >= y - 1e-9);
      expect(beaten, `${x}, ${y}`).toBe(true);
    }
    for (let at = 1; at < front.length; at += 1) {
      expect(front[at]![0]).toBeLessThan(front[at - 1]![0]);
      expect(front[at]![1]).toBeGreaterThan(front[at - 1]![1]);
    }
    const nash = view.points.find(({ kinds }) => kinds.includes('nash'))!;
    const product = ([x, y]: readonly [number, number]): number => (x - 0.1) * (y - 0.1);
    const best = Math.max(...view.spots.filter(([x, y]) => x >= 0.1 && y >= 0.1).map(product));
    expect(product(nash.spot)).toBeCloseTo(best, 9);
    expect(view.ended?.spot).toEqual(nash.spot);
  });

  it('has every word at the step at which it was said, and each nearer to the other than the one before', () => {
    const view = of();
    expect(view.words.length).toBeGreaterThan(4);
    expect(view.words.at(-1)).toMatchObject({ word: 'accepted', outcome: view.ended!.outcome });
    view.words.forEach(({ step }, at) => {
      if (at > 0) expect(step).toBeGreaterThanOrEqual(view.words[at - 1]!.step);
    });
    for (const party of [0, 1]) {
      const own = view.words.filter((word) => word.party === party && word.word === 'offered');
      for (let at = 1; at < own.length; at += 1)
        expect(own[at]!.worths[1 - party]).toBeGreaterThan(own[at - 1]!.worths[1 - party]!);
    }
  });

  it('shows the sides that are asked for, of three with a mediator', () => {
    const third = { values: [[1, 0], [0, 1]] }; // prettier-ignore
    const utilities = { ...deal().tasks![0]!.action, kind: 'negotiate' } as NegotiateAction;
    const more = {
      ...{ protocol: 'nash', participants: ['ana', 'ben', 'cleo'], issues },
      utilities: { ...utilities.utilities, cleo: third },
    };
    const agents = ['ana', 'ben', 'cleo'].map((id) => ({ id }));
    const one = of(more, { agents });
    const other = of(more, { agents }, { axes: [2, 0] });
    expect(other.axes).toEqual([2, 0]);
    expect(other.words).toEqual(one.words.map((word) => ({ ...word, spot: [word.worths[2], word.worths[0]] })));
    expect(one.words).toMatchObject([{ word: 'proposed', party: -1 }]);
    expect(of(more, { agents }, { axes: [7, 0] }).axes).toEqual([0, 1]);
  });

  it('tells what a liar claims from what it wants, and what it gained', () => {
    const faults = [{ kind: 'lie' as const, agent: 'ana', value: { reservation: 0.4 } }];
    const truth = of(even, { faults });
    expect(truth.parties.map(({ reservation, lied }) => [reservation, lied])).toEqual([
      [0, true],
      [0, false],
    ]);
    expect(truth.ended!.lies).toEqual([{ party: 0, honest: 0.5, gained: expect.closeTo(0.2, 9) as number }]);
    const claim = of(even, { faults }, { claimed: true });
    expect(claim.parties[0]!.reservation).toBe(0.4);
    const [isAt, wasAt] = [claim, truth].map(
      ({ points }) => points.find(({ kinds }) => kinds.includes('nash'))!.spot[0],
    );
    expect([isAt, wasAt]).toEqual([0.7, 0.5]);
  });

  it('says how each concedes by the rounds that are left, and nothing of the patient', () => {
    const paced = {
      ...{ protocol: 'alternating', rounds: 20 },
      utilities: { ana: { values: [[0, 1]], concession: 0.2 }, ben: { values: [[1, 0]] } },
    };
    expect(of({ ...even, ...paced }).parties.map(({ pace }) => pace)).toEqual([0.2, null]);
    expect(of({ ...even, ...paced, protocol: 'zeuthen' }).parties.map(({ pace }) => pace)).toEqual([null, null]);
  });

  it('is thinned where there are many outcomes', () => {
    const many = [
      { name: 'price', min: 0, max: 299 },
      { name: 'day', min: 0, max: 299 },
    ];
    const view = of({
      issues: many,
      utilities: {
        ana: { weights: [0.7, 0.3], values: [[0, 1], [0, 1]] }, // prettier-ignore
        ben: { weights: [0.4, 0.6], values: [[1, 0], [1, 0]] }, // prettier-ignore
      },
    });
    expect(view.outcomes).toBe(90_000);
    expect(view.spots.length).toBeGreaterThan(200);
    expect(view.spots.length).toBeLessThanOrEqual(3000);
    expect(view.front!.length).toBeLessThanOrEqual(400);
  });
});
