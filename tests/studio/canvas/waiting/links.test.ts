/** The lines of the wait-for graph: from who waits to what, from there to who holds it, thick where they close a circle. */
import { describe, expect, it } from 'vitest';
import { linksOf } from '../../../../src/studio/canvas/waiting/links.ts';
import { freeMiddle } from '../../../../src/studio/canvas/waiting/middle.ts';

const boxes = new Map(
  ['ada', 'ben', 'cleo', 'left', 'right'].map((id, at) => [id, { x: at * 300, y: 0, width: 100, height: 40 }]),
);
const boxOf = (id: string) => boxes.get(id) ?? null;
const link = (task: string, resource: string) => ({ task, resource, units: 1, sinceMs: 0 });
const named = (id: string) => ({ id, name: id });
const brief = (...asked: Parameters<typeof linksOf>) =>
  linksOf(...asked).map(({ key, stuck }) => `${key}${stuck ? '!' : ''}`);

describe('lines between cards', () => {
  const holds = [link('ada', 'left'), link('ben', 'right'), link('cleo', 'far')];
  const circle = { holds, waits: [link('ada', 'right'), link('ben', 'left')], cycle: [named('ada'), named('ben')] };

  it('lead to what is waited for and on to its holder, and not to what nobody wants', () => {
    expect(brief({ holds, waits: [link('cleo', 'left')], cycle: null }, boxOf, 9)).toEqual([
      'waits cleo left',
      'holds left ada',
    ]);
  });
  it('are marked where they close a circle, and only there', () => {
    expect(brief({ ...circle, waits: [...circle.waits, link('cleo', 'left')] }, boxOf, 9)).toEqual([
      ...['waits ada right!', 'waits ben left!', 'waits cleo left', 'holds left ada!', 'holds right ben!'],
    ]);
  });
  it('go straight to the holder where the resource has no card, and are left out where a task has none', () => {
    expect(brief({ holds, waits: [link('ada', 'far'), link('nobody', 'left')], cycle: null }, boxOf, 9)).toEqual([
      ...['waits ada cleo', 'holds left ada'],
    ]);
  });
  it('are so many at most, and begin and end beside the cards', () => {
    const waits = [link('ada', 'left'), link('ben', 'left'), link('cleo', 'left')];
    expect(linksOf({ holds, waits, cycle: null }, boxOf, 2)).toHaveLength(2);
    const [first] = linksOf({ holds: [], waits: [link('ada', 'left')], cycle: null }, boxOf, 9);
    expect([first?.from, first?.to]).toEqual([
      { x: 104, y: 20 },
      { x: 896, y: 20 },
    ]);
  });
});

describe('the words in the middle of a circle', () => {
  const at = (x: number, y: number) => ({ x, y, width: 100, height: 40 });
  const circle = [at(0, 0), at(400, 0), at(200, 300)];
  const words = { width: 120, height: 60 };
  it('stand in the middle of its cards', () => {
    expect(freeMiddle(circle, circle, words)).toEqual({ x: 250, y: 120 });
  });
  it('stand nowhere where a card would be below them, and beside one they may touch it', () => {
    expect(freeMiddle(circle, [...circle, at(309, 100)], words)).toBeNull();
    expect(freeMiddle(circle, [...circle, at(310, 100), at(200, 50)], words)).not.toBeNull();
    expect(freeMiddle([], [], words)).toBeNull();
  });
});
