/** What of a drawing the flow is given: nothing that is far away, wires with both their ends, and what the flow did comes back. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CanvasEdge, CanvasNode } from '../../../../src/studio/canvas/graph/drawing.ts';
import {
  givenEdges,
  givenNodes,
  listingOf,
  mergedEdges,
  mergedNodes,
  stepTowards,
  wholeMax,
  type Listing,
} from '../../../../src/studio/canvas/stage/listing.ts';

const task = (id: string, x: number, y = 0): CanvasNode => ({
  id,
  type: 'task',
  position: { x, y },
  data: { task: { id } },
  width: 176,
  height: 62,
});
const wire = (source: string, target: string): CanvasEdge => ({
  id: `${source} ${target}`,
  type: 'depends',
  source,
  target,
});
/** A row of tasks, 200 apart, each behind the one before. */
const row = Array.from({ length: 100 }, (_, at) => task(`t${String(at)}`, at * 200));
const chain = row.slice(1).map(({ id }, at) => wire(`t${String(at)}`, id));
const window = { x: 1000, y: -100, width: 800, height: 300 };
const all = { add: Infinity, remove: Infinity };
const shown = (listing: Listing, part: 'card' | 'end') =>
  [...listing].filter((each) => each[1] === part).map(([id]) => id);

describe('what is given of a large drawing', () => {
  it('leaves out what is out of the window, and wires that do not touch it', () => {
    const listing = listingOf(row, chain, window);
    expect(listing.has('t30')).toBe(false);
    expect(givenEdges(chain, listing).some(({ id }) => id === 't30 t31')).toBe(false);
  });

  it('gives cards in the window, those in its middle first, and only the ends of wires beyond', () => {
    const listing = listingOf(row, chain, window);
    expect(shown(listing, 'card').sort()).toEqual(['t5', 't6', 't7', 't8', 't9']);
    expect([...listing.keys()][0]).toBe('t7');
    expect(shown(listing, 'end').sort()).toEqual(['t10', 't4']);
  });

  it('gives both ends of a wire that crosses the window from outside to outside', () => {
    const far = [
      ...row.map((node) => ({ ...node, position: { x: node.position.x, y: 5000 } })),
      task('a', 0),
      task('b', 9000),
    ];
    expect(shown(listingOf(far, [wire('a', 'b')], window), 'end').sort()).toEqual(['a', 'b']);
  });

  it('keeps a node that is dragged, wherever it is', () => {
    const nodes = row.map((node) => (node.id === 't90' ? { ...node, dragging: true } : node));
    expect(listingOf(nodes, [], window).get('t90')).toBe('card');
  });

  it('gives a small drawing whole', () => {
    const few = row.slice(0, wholeMax);
    const listing = listingOf(few, [], { x: 1e6, y: 0, width: 1, height: 1 });
    expect(givenNodes(few, listing)).toBe(few);
  });

  it('gives every node of a window as a card, and no wire without both ends, whatever the drawing', () => {
    const coordinate = fc.integer({ min: -5000, max: 5000 });
    const links = fc.array(fc.tuple(fc.nat({ max: 119 }), fc.nat({ max: 119 })), { maxLength: 150 });
    const places = fc.array(fc.tuple(coordinate, coordinate), { minLength: 120, maxLength: 120 });
    fc.assert(
      fc.property(places, links, (at, pairs) => {
        const nodes = at.map(([x, y], index) => task(`t${String(index)}`, x, y));
        const edges = pairs.map(([from, to]) => wire(`t${String(from)}`, `t${String(to)}`));
        const listing = listingOf(nodes, edges, window);
        const given = new Set(givenNodes(nodes, listing).map(({ id }) => id));
        for (const {
          id,
          position: { x, y },
        } of nodes)
          expect(listing.get(id) === 'card').toBe(x <= 1800 && x + 176 >= 1000 && y <= 200 && y + 62 >= -100);
        for (const { source, target } of givenEdges(edges, listing))
          expect(given.has(source) && given.has(target)).toBe(true);
      }),
      { seed: 7, numRuns: 60 },
    );
  });
});

describe('steps towards what is wanted', () => {
  const none: Listing = new Map();
  const wanted = listingOf(row, chain, window);

  it('does nothing when nothing is left to do', () => {
    const there = stepTowards(none, wanted, all);
    expect(stepTowards(there, wanted, all)).toBe(there);
  });

  it('adds no more than allowed at a time, and comes to what is wanted', () => {
    let given = none;
    const sizes: number[] = [];
    for (let next = stepTowards(given, wanted, { add: 2, remove: 1 }); next !== given;) {
      given = next;
      sizes.push(shown(given, 'card').length);
      next = stepTowards(given, wanted, { add: 2, remove: 1 });
    }
    expect(sizes.slice(0, 3)).toEqual([2, 4, 5]);
    expect(new Map([...given].sort(([one], [other]) => (one < other ? -1 : 1)))).toEqual(wanted);
  });

  it('takes away what is no longer wanted, and turns a card that went out of the window into an end', () => {
    const before: Listing = new Map([
      ['t99', 'card'],
      ['t4', 'card'],
    ]);
    const after = stepTowards(before, wanted, all);
    expect(after.has('t99')).toBe(false);
    expect(after.get('t4')).toBe('end');
  });
});

describe('what the flow did to what it was given', () => {
  const listing = listingOf(row, chain, window);
  const given = givenNodes(row, listing);

  it('leaves the drawing as it is when the flow changed nothing', () => {
    expect(mergedNodes(row, given, [...given])).toBe(row);
    expect(mergedEdges(chain, givenEdges(chain, listing), givenEdges(chain, listing))).toBe(chain);
  });

  it('brings a moved card back, and touches no other node', () => {
    const changed = given.map((node) => (node.id === 't6' ? { ...node, position: { x: 1, y: 2 } } : node));
    const after = mergedNodes(row, given, changed);
    expect(after.filter((node, at) => node !== row[at]).map(({ id, position }) => ({ id, position }))).toEqual([
      { id: 't6', position: { x: 1, y: 2 } },
    ]);
  });

  it('brings back what happened to an end, and its card stays one', () => {
    const changed = given.map((node) => (node.id === 't4' ? { ...node, selected: true } : node));
    const back = mergedNodes(row, given, changed).find(({ id }) => id === 't4');
    expect(back?.selected).toBe(true);
    expect(back?.data).toBe(row[4]?.data);
  });

  it('gives the same object for the same end, so that nothing is drawn again', () => {
    expect(givenNodes(row, listing).find(({ id }) => id === 't4')).toBe(given.find(({ id }) => id === 't4'));
  });
});
