/** Snapping, lining up, spreading, and selecting along the wires. */
import { describe, expect, it } from 'vitest';
import type { Document } from '../../../src/document/index.ts';
import { align, alignments, distribute } from '../../../src/studio/canvas/drag/arranging.ts';
import { snap } from '../../../src/studio/canvas/drag/snapping.ts';
import { streamOf } from '../../../src/studio/canvas/graph/streams.ts';

const box = (id: string, x: number, y: number, width = 100, height = 50) => ({ id, x, y, width, height });

describe('snapping', () => {
  it('goes to the grid, without guides, where no neighbour is near', () => {
    expect(snap(box('a', 13, 3), [box('b', 400, 400)], 6)).toEqual({ by: { x: 3, y: -3 }, guides: [] });
  });

  it('goes to the nearest line of a neighbour and shows it', () => {
    const { by, guides } = snap(box('a', 403, 100), [box('b', 400, 400), box('c', 398, 700)], 6);
    expect(by).toEqual({ x: -3, y: 4 });
    expect(guides).toContainEqual({ axis: 'x', at: 400, from: 104, to: 450 });
    expect(guides.every(({ axis }) => axis === 'x')).toBe(true);
  });

  it('lines the middles of unequal boxes up, on both axes', () => {
    const { by, guides } = snap(box('a', 2, 0, 60, 30), [box('b', -20, 200), box('c', 300, -9)], 3);
    expect(by).toEqual({ x: -2, y: 1 });
    expect(guides.map(({ axis, at }) => [axis, at])).toEqual([
      ['x', 30],
      ['y', 16],
    ]);
  });
});

describe('lining up and spreading', () => {
  const boxes = [box('a', 0, 0), box('b', 130, 40, 60, 20), box('c', 400, 10)];

  it('one node is never moved, nor two spread', () => {
    for (const to of alignments) expect(align(boxes.slice(0, 1), to).size).toBe(0);
    expect(distribute(boxes.slice(0, 2), 'x').size).toBe(0);
  });

  it.each([
    ['left', [0, 0, 0], null],
    ['centre', [200, 220, 200], null],
    ['right', [400, 440, 400], null],
    ['top', null, [0, 0, 0]],
    ['middle', null, [5, 20, 5]],
    ['bottom', null, [10, 40, 10]],
  ] as const)('aligns %s', (to, xs, ys) => {
    const moved = align(boxes, to);
    boxes.forEach(({ id, x, y }, index) => {
      const place = moved.get(id) ?? { x, y };
      expect(place).toEqual({ x: xs?.[index] ?? x, y: ys?.[index] ?? y });
    });
  });

  it('leaves equal gaps and the outermost where they are', () => {
    expect([...distribute(boxes, 'x')]).toEqual([['b', { x: 220, y: 40 }]]);
  });
});

describe('selecting along the wires', () => {
  const document: Document = {
    agents: [{ id: 'top' }, { id: 'mid', reportsTo: 'top' }, { id: 'low', reportsTo: 'mid' }],
    tasks: [{ id: 'a' }, { id: 'b', dependsOn: ['a', 'gone'] }, { id: 'c', dependsOn: [{ task: 'b' }] }, { id: 'd' }],
  };
  it.each([
    ['downstream', 'b', ['b', 'c']],
    ['upstream', 'c', ['a', 'b', 'c']],
    ['above', 'low', ['low', 'mid', 'top']],
    ['below', 'top', ['low', 'mid', 'top']],
    ['below', 'b', ['b']],
    ['upstream', 'nothing', ['nothing']],
  ] as const)('%s of %s', (stream, id, all) => {
    expect([...streamOf(document, [id], stream)].sort()).toEqual(all);
  });
});
