import { describe, expect, it } from 'vitest';
import {
  arrowOf,
  castOf,
  gutter,
  lanesIn,
  rowHeight,
  wordPlace,
} from '../../../../../src/studio/player/messages/drawing/geometry.ts';
import { messageRow } from '../rows.ts';

const lane = (actor: number) => ({ actor, agent: `a${String(actor)}`, title: `A${String(actor)}` });
const three = [lane(1), lane(2), lane(3)];

describe('lanes', () => {
  it('without anybody there is no lane, and the drawing is as wide as its view', () => {
    expect(lanesIn([], 0, 500)).toMatchObject({ width: 500, at: [] });
  });

  it('share the view, and are wider than it rather than too narrow', () => {
    const { at, width } = lanesIn(three, 0, 700);
    expect(width).toBe(700);
    expect(at[0]).toBeGreaterThan(gutter);
    expect(at.at(-1)).toBeLessThan(700);
    expect(
      lanesIn(
        Array.from({ length: 50 }, (_, at) => lane(at)),
        0,
        700,
      ).width,
    ).toBeGreaterThan(5000);
  });

  it('those without a lane of their own share the last one', () => {
    const lanes = lanesIn(three, 7, 900);
    expect(lanes.at).toHaveLength(4);
    expect(lanes.of(99)).toBe(lanes.at[3]);
  });
});

describe('arrows', () => {
  const lanes = lanesIn(three, 0, 900);

  it('what takes no time stays within its row', () => {
    const { tip } = arrowOf(messageRow({ index: 4, from: 1, to: 3, endRow: 4 }), lanes, 2, 'propose');
    expect(tip.y).toBeGreaterThan(2 * rowHeight);
    expect(tip.y).toBeLessThan(3 * rowHeight);
    expect(tip.x).toBeCloseTo(lanes.of(3) - 2);
  });

  it('what takes time ends where it arrives, also outside of the view', () => {
    const { tip } = arrowOf(messageRow({ index: 0, from: 3, to: 1, endRow: 9 }), lanes, 5, 'propose');
    expect(tip.y).toBe(4 * rowHeight);
  });

  it('what is lost on the way ends on the way, what finds nobody there does not', () => {
    const at = (end: 'loss' | 'crashed') => arrowOf(messageRow({ from: 1, to: 3, end }), lanes, 0, 'propose').tip.x;
    expect(at('loss')).toBeGreaterThan(lanes.of(1));
    expect(at('loss')).toBeLessThan(lanes.of(3) - 50);
    expect(at('crashed')).toBeCloseTo(lanes.of(3) - 2);
  });

  it('a label never begins left of the steps nor ends beyond the drawing', () => {
    const words = 'call for proposals · a task with a rather long name';
    for (const [from, to] of [
      [1, 2],
      [2, 1],
      [3, 2],
      [1, 3],
    ] as const)
      for (const endRow of [0, 5]) {
        const { label } = arrowOf(messageRow({ from, to, endRow }), lanes, 0, words);
        const width = words.length * 6.7;
        const left =
          label.anchor === 'start' ? label.x : label.anchor === 'end' ? label.x - width : label.x - width / 2;
        expect(left).toBeGreaterThanOrEqual(gutter);
        expect(left + width).toBeLessThanOrEqual(lanes.width);
      }
  });

  it('who talks to itself gets a loop', () => {
    const { path } = arrowOf(messageRow({ from: 2, to: 2 }), lanes, 0, 'goal');
    expect(path).toContain('h18');
  });
});

describe('the word of a phase', () => {
  it('stands at the other end of its line than the label of its first message', () => {
    const lanes = lanesIn(three, 0, 900);
    const place = (from: number, to: number) =>
      wordPlace(arrowOf(messageRow({ from, to, endRow: 9 }), lanes, 0, 'propose'), lanes);
    expect(place(1, 2)).toEqual({ x: 900 - 8, anchor: 'end' });
    expect(place(3, 1)).toEqual({ x: gutter + 8, anchor: 'start' });
  });
});

describe('what several hear', () => {
  const lanes = lanesIn([1, 2, 3, 4].map(lane), 0, 1000);
  const target = (to: number, end: 'delivered' | 'loss' = 'delivered') => ({
    ...{ to, end, endStep: 3, endMs: 30, lie: null, value: '' },
  });
  const cast = (from: number, ...targets: ReturnType<typeof target>[]) =>
    castOf(messageRow({ index: 2, from, targets }), lanes, 0, 'commit');

  it('is one line that goes from lane to lane on both sides of its sender, level in its row', () => {
    const { pieces, y } = cast(2, target(4), target(1), target(3));
    expect(pieces.map((piece) => piece.target.to)).toEqual([3, 4, 1]);
    expect(pieces.map(({ way }) => way)).toEqual([1, 1, -1]);
    expect(pieces[1]?.path).toBe(`M${String(lanes.of(3))} ${String(y)}H${String(lanes.of(4) - 2)}`);
    expect([y > 2 * rowHeight, y < 3 * rowHeight]).toEqual([true, true]);
  });

  it('ends for whom it is lost before their lane, and goes on from there to the next', () => {
    const { pieces } = cast(1, target(2, 'loss'), target(3));
    const [lost, next] = pieces;
    expect(lost?.x).toBeGreaterThan(lanes.of(1));
    expect(lost?.x).toBeLessThan(lanes.of(2) - 20);
    expect(next?.path).toContain(`M${String(lost?.x)} `);
  });

  it('has its label and its times within the drawing', () => {
    for (const from of [1, 4]) {
      const { label, pieces } = cast(from, ...[1, 2, 3, 4].filter((each) => each !== from).map((each) => target(each)));
      const width = 'commit'.length * 6.7;
      const [least, most] = label.anchor === 'start' ? [label.x, label.x + width] : [label.x - width, label.x];
      expect(least).toBeGreaterThanOrEqual(gutter);
      expect(most).toBeLessThanOrEqual(lanes.width);
      expect(pieces.every(({ note }) => note.x > gutter && note.x < lanes.width)).toBe(true);
    }
  });
});
