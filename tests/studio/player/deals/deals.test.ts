/** What is said of a negotiation at a step, and where the names of its plot stand. */
import { describe, expect, it } from 'vitest';
import type { DealView } from '../../../../src/bridge/index.ts';
import {
  heardBy,
  lieLines,
  plotSaid,
  standingLine,
  tacticText,
  worthText,
} from '../../../../src/studio/player/deals/deal-words.ts';
import { frameOf, labelsOf, scaleOf, scalesOf } from '../../../../src/studio/player/deals/plot-places.ts';

const view: DealView = {
  ...{ tasks: [{ id: 'deal', title: 'Deal' }], task: 'deal', protocol: 'Monotonic concession', axes: [0, 1] },
  parties: [
    { id: 'ana', name: 'Ana', reservation: 0.1, lied: true, pace: null },
    { id: 'ben', name: 'Ben', reservation: 0.2, lied: false, pace: 0.2 },
  ],
  ...{ outcomes: 3, rational: 1, spots: [[0, 1], [0.5, 0.5], [1, 0]], front: [[1, 0], [0.5, 0.5], [0, 1]] }, // prettier-ignore
  points: [{ kinds: ['nash'], spot: [0.5, 0.5], outcome: 'price 5', worths: [0.5, 0.5], tied: 1 }],
  ...{ attempts: [{ attempt: 1, step: 2 }], attempt: 1, total: 2 },
  words: [
    { step: 4, timeMs: 10, word: 'offered', party: 0, round: 1, spot: [1, 0], outcome: 'price 9', worths: [1, 0], risks: null },
    { step: 6, timeMs: 20, word: 'accepted', party: 1, round: 1, spot: [0.5, 0.5], outcome: 'price 5', worths: [0.5, 0.5], risks: null },
  ], // prettier-ignore
  ended: {
    ...{
      step: 8,
      timeMs: 30,
      agreed: true,
      spot: [0.5, 0.5],
      outcome: 'price 5',
      reason: '',
      rounds: 1,
      worths: [0.5, 0.5],
    },
    lies: [{ party: 0, honest: 0.3, gained: 0.2 }],
  },
};

describe('what is said', () => {
  it('is where it stands at the playhead', () => {
    expect(heardBy(view, 5)).toHaveLength(1);
    expect(standingLine(view, 3)).toBe('Nothing is offered yet.');
    expect(standingLine(view, 5)).toBe('Round 1: Ana offered price 9, worth 1 to Ana, 0 to Ben.');
    expect(standingLine(view, 8)).toBe('Deal after 1 round: price 5 (the Nash point), worth 0.5 to Ana, 0.5 to Ben.');
    const none = { ...view, ended: { ...view.ended!, agreed: false, reason: 'no deal by the deadline' } };
    expect(standingLine(none, 9)).toBe('No deal: no deal by the deadline.');
    expect(plotSaid(view, 3)).toContain('worth to Ana (to the right) and Ben (up)');
  });
  it('tells of a lie once it is over', () => {
    expect(lieLines(view, 7)).toEqual([]);
    expect(lieLines(view, 8)).toEqual([
      'Ana lied about what it wants and gained 0.2 by it: it has 0.5, and by the truth it would have had 0.3.',
    ]);
  });
  it('names tactics', () => {
    expect([null, 0.2, 1, 5].map(tacticText)).toEqual([
      '',
      'concedes late (Boulware, pace 0.2)',
      'concedes evenly (pace 1)',
      'concedes early (Conceder, pace 5)',
    ]);
    expect([-0.25, 1 / 3, -1e-9].map(worthText)).toEqual(['−0.25', '0.333', '0']);
  });
});

describe('places', () => {
  const frame = frameOf(400, 300);
  it('hold all outcomes and what no deal is worth, and worth rises to the right and up', () => {
    const { x, y } = scalesOf({ ...view, parties: view.parties.map((each) => ({ ...each, reservation: -3 })) }, frame);
    for (const [scale, from, to] of [
      [x, frame.left, frame.right],
      [y, frame.top, frame.bottom],
    ] as const)
      // prettier-ignore
      for (const worth of [-3, 0, 1]) {
        expect(scale.at(worth)).toBeGreaterThanOrEqual(from);
        expect(scale.at(worth)).toBeLessThanOrEqual(to);
      }
    expect(x.at(1)).toBeGreaterThan(x.at(0));
    expect(y.at(1)).toBeLessThan(y.at(0));
  });
  it('have round ticks within the scale, also where all is worth the same', () => {
    for (const [low, high] of [
      [0, 1],
      [0.31, 0.33],
      [-7, 4000],
      [5, 5],
      [0, 0],
      [1e9, 1e9 + 1],
    ] as const) {
      // prettier-ignore
      const { ticks, from, to, at } = scaleOf([low, high], 40, 400);
      expect(ticks.length, `${low} to ${high}`).toBeGreaterThan(0);
      for (const tick of ticks) expect(tick >= from - 1e-9 && tick <= to + 1e-9).toBe(true);
      expect(Number.isFinite(at(low))).toBe(true);
    }
  });
  it('keep names apart where points crowd', () => {
    const points = [0, 1, 2, 3].map((at) => ({ text: `Point ${String(at)}`, x: 200 + 4 * at, y: 150 }));
    const labels = labelsOf(points, [], frame);
    const boxes = labels.map(({ text, x, y, anchor }) => {
      const wide = text.length * 6;
      const left = anchor === 'start' ? x : anchor === 'end' ? x - wide : x - wide / 2;
      return { left, right: left + wide, top: y - 9, bottom: y + 2 };
    });
    for (const one of boxes)
      for (const other of boxes)
        if (one !== other)
          expect(
            one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom,
          ).toBe(false);
  });
});
