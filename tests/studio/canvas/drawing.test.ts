/** From document to drawing: what has not changed stays the same object, sizes are known, and nothing invalid is drawn. */
import { describe, expect, it } from 'vitest';
import { sheetOf, type Document } from '../../../src/document/index.ts';
import { drawNodes } from '../../../src/studio/canvas/graph/drawing.ts';
import { drawEdges } from '../../../src/studio/canvas/graph/wires.ts';
import { boxOf, hit } from '../../../src/studio/canvas/graph/hit.ts';
import { searchKinds } from '../../../src/studio/canvas/graph/node-kinds.ts';
import { placesOf } from '../../../src/studio/canvas/graph/places.ts';
import { edgeId } from '../../../src/studio/state/index.ts';

const document: Document = {
  agents: [{ id: 'lead' }, { id: 'ana', reportsTo: 'lead' }],
  tasks: [{ id: 'a' }, { id: 'b', dependsOn: ['a', 'a', 'gone', 'b'] }],
  view: { nodes: { lead: { x: 0, y: 0 }, ana: { x: 0, y: 100 }, a: { x: 0, y: 300 }, b: { x: 300, y: 300 } } },
};
const none: ReadonlySet<string> = new Set();
const draw = (next: Document, previous: ReturnType<typeof drawNodes> = [], selected = none) =>
  drawNodes(sheetOf(next), placesOf(next), { selected, previous });

describe('nodes', () => {
  it('carry sizes and handles, so that nothing is measured', () => {
    for (const node of draw(document)) {
      expect(node.measured).toEqual({ width: node.width, height: node.height });
      expect(node.handles?.map(({ type }) => type)).toEqual(['target', 'source']);
    }
  });

  it('drawn again unchanged are the very same list', () => {
    const first = draw(document);
    expect(draw({ ...document }, first)).toBe(first);
  });

  it('only what an edit touched is a new object', () => {
    const first = draw(document);
    const renamed: Document = { ...document, tasks: [{ id: 'a', name: 'New' }, document.tasks?.[1] ?? { id: 'b' }] };
    const next = draw(renamed, first);
    expect(next.map((node, index) => node === first[index])).toEqual([true, true, false, true]);
    const selected = draw(document, first, new Set(['b']));
    expect(selected.map((node, index) => node === first[index])).toEqual([true, true, true, false]);
  });

  it('under the pointer stay there while they are dragged', () => {
    const first = draw(document).map((node) =>
      node.id === 'a' ? { ...node, dragging: true, position: { x: 9, y: 9 } } : node,
    );
    expect(draw(document, first, new Set(['a'])).find(({ id }) => id === 'a')?.position).toEqual({ x: 9, y: 9 });
  });

  it('with an id that stands twice are drawn once', () => {
    expect(draw({ ...document, tasks: [{ id: 'a' }, { id: 'a' }, { id: 'lead' }] }).map(({ id }) => id)).toEqual([
      'lead',
      'ana',
      'a',
    ]);
  });
});

describe('edges', () => {
  it('are drawn once, and never to themselves or to nothing', () => {
    const edges = drawEdges(sheetOf(document), { selected: none, previous: [] });
    expect(edges.map(({ id }) => id)).toEqual([edgeId('reports', 'lead', 'ana'), edgeId('depends', 'a', 'b')]);
    expect(edges.map(({ ariaLabel }) => ariaLabel)).toEqual(['ana reports to lead', 'b depends on a']);
    expect(drawEdges(sheetOf({ ...document }), { selected: none, previous: edges })).toBe(edges);
  });
});

describe('geometry', () => {
  it('finds what lies under a point, and the box around everything', () => {
    const nodes = draw(document);
    expect(hit(nodes, { x: 310, y: 310 })).toBe('b');
    expect(hit(nodes, { x: 290, y: 310 })).toBeNull();
    expect(boxOf(nodes)).toEqual({ x: 0, y: 0, width: 476, height: 362 });
    expect(boxOf([])).toBeNull();
  });
});

describe('the palette', () => {
  it('finds kinds by any of their words, and nothing by none', () => {
    expect(searchKinds('')).toHaveLength(9);
    expect(searchKinds('hierarchy agent').map(({ id }) => id)).toEqual(['manager']);
    expect(searchKinds('dragon')).toEqual([]);
  });
});
