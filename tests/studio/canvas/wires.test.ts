/** Nodes put into wires, wires found under a point, and deletions that join what stood around. */
import { describe, expect, it } from 'vitest';
import { apply, sheetOf, type Document, type Edit } from '../../../src/document/index.ts';
import { drawNodes } from '../../../src/studio/canvas/graph/drawing.ts';
import { drawEdges } from '../../../src/studio/canvas/graph/wires.ts';
import { addIntoEdit, insertEdit, removeEdit } from '../../../src/studio/canvas/graph/edits.ts';
import { placesOf } from '../../../src/studio/canvas/graph/places.ts';
import { insertionEdits, wireTypeFor } from '../../../src/studio/canvas/wires/insertion.ts';
import { wireAt } from '../../../src/studio/canvas/wires/nearest.ts';
import { edgeId } from '../../../src/studio/state/index.ts';

const document: Document = {
  agents: [{ id: 'lead' }, { id: 'mid', reportsTo: 'lead' }, { id: 'low', reportsTo: 'mid' }, { id: 'free' }],
  tasks: [
    { id: 'a' },
    { id: 'b', dependsOn: [{ task: 'a', transferMs: 5, when: 'results.a > 1' }] },
    { id: 'c', dependsOn: ['b'] },
    { id: 'd', dependsOn: ['c'] },
    { id: 'loose' },
  ],
  view: {
    nodes: {
      lead: { x: 0, y: -400 },
      mid: { x: 0, y: -300 },
      low: { x: 0, y: -200 },
      free: { x: 400, y: -300 },
      a: { x: 0, y: 0 },
      b: { x: 240, y: 0 },
      c: { x: 480, y: 100 },
      d: { x: 720, y: 100 },
      loose: { x: 0, y: 300 },
    },
  },
};

function applied(before: Document, edit: Edit | null): Document {
  if (edit === null) throw new Error('no edit');
  const result = apply(before, edit);
  if (!result.ok) throw new Error(result.error.message);
  return result.value.document;
}
const task = (of: Document, id: string) => of.tasks?.find((one) => one.id === id);
const agent = (of: Document, id: string) => of.agents?.find((one) => one.id === id);
const places = placesOf(document);
const drawn = {
  nodes: drawNodes(sheetOf(document), places, { selected: new Set(), previous: [] }),
  edges: drawEdges(sheetOf(document), { selected: new Set(), previous: [] }),
};

describe('a wire under a point', () => {
  it('is none where no wire of that type runs', () => {
    expect(wireAt(drawn, { x: 100, y: 200 }, { type: 'depends', reach: 20 })).toBeNull();
    expect(wireAt(drawn, { x: 208, y: 31 }, { type: 'reports', reach: 20 })).toBeNull();
  });

  it('is the nearest of those within reach', () => {
    expect(wireAt(drawn, { x: 208, y: 40 }, { type: 'depends', reach: 20 })?.id).toBe(edgeId('depends', 'a', 'b'));
    expect(wireAt(drawn, { x: 448, y: 81 }, { type: 'depends', reach: 20 })?.id).toBe(edgeId('depends', 'b', 'c'));
    expect(wireAt(drawn, { x: 80, y: -320 }, { type: 'reports', reach: 20 })?.id).toBe(
      edgeId('reports', 'lead', 'mid'),
    );
  });
});

describe('putting a node into a wire', () => {
  it('is not offered to a node that has wires, nor to what is no card', () => {
    for (const id of ['a', 'b', 'd', 'lead', 'low', 'gone']) expect(wireTypeFor(document, id)).toBeNull();
    expect(wireTypeFor(document, 'loose')).toBe('depends');
    expect(wireTypeFor(document, 'free')).toBe('reports');
  });

  it('does nothing with a wire that is not there or ends at the node itself', () => {
    expect(insertionEdits(document, edgeId('depends', 'a', 'd'), 'loose')).toEqual([]);
    expect(insertionEdits(document, edgeId('depends', 'a', 'b'), 'b')).toEqual([]);
    expect(insertionEdits(document, 'loose', 'loose')).toEqual([]);
  });

  it('joins both halves, keeps condition and transfer on the first, and makes room to the right', () => {
    const wire = edgeId('depends', 'a', 'b');
    const after = applied(document, insertEdit(document, places, { wire, id: 'loose', place: { x: 120.6, y: 0 } }));
    expect(task(after, 'loose')?.dependsOn).toEqual([{ task: 'a', transferMs: 5, when: 'results.a > 1' }]);
    expect(task(after, 'b')?.dependsOn).toEqual(['loose']);
    expect(after.view?.nodes).toMatchObject({ loose: { x: 224, y: 0 }, b: { x: 448 }, c: { x: 688 }, d: { x: 928 } });
    expect(after.view?.nodes?.['a']).toEqual({ x: 0, y: 0 });
  });

  it('puts an agent between a manager and a report', () => {
    const wire = edgeId('reports', 'lead', 'mid');
    const after = applied(document, insertEdit(document, places, { wire, id: 'free', place: { x: 1, y: 2 } }));
    expect([agent(after, 'free')?.reportsTo, agent(after, 'mid')?.reportsTo]).toEqual(['lead', 'free']);
    expect(after.view?.nodes?.['free']).toEqual({ x: 1, y: 2 });
  });

  it('takes a new task too, as one step of undo', () => {
    const wire = edgeId('depends', 'b', 'c');
    const { id, edit } = addIntoEdit(document, 'task', { wire, place: { x: 300, y: 50 }, places });
    const result = apply(document, edit);
    if (!result.ok) throw new Error(result.error.message);
    const after = result.value.document;
    expect([task(after, id)?.dependsOn, task(after, 'c')?.dependsOn]).toEqual([['b'], [id]]);
    expect(applied(after, result.value.inverse)).toEqual(document);
  });
});

describe('deleting with its neighbours joined', () => {
  const remove = (from: Document, ...ids: string[]) => applied(from, removeEdit(from, new Set(ids), { join: true }));

  it('does not guess: several before and several after stay apart', () => {
    const wide: Document = {
      tasks: [
        { id: 'p' },
        { id: 'q' },
        { id: 'm', dependsOn: ['p', 'q'] },
        { id: 'r', dependsOn: ['m'] },
        { id: 's', dependsOn: ['m'] },
      ],
    };
    const after = remove(wide, 'm');
    expect([task(after, 'r')?.dependsOn, task(after, 's')?.dependsOn]).toEqual([[], []]);
  });

  it('does not join over a condition on what goes', () => {
    const conditional: Document = {
      tasks: [{ id: 'p' }, { id: 'm', dependsOn: ['p'] }, { id: 'r', dependsOn: [{ task: 'm', when: 'results.m' }] }],
    };
    expect(task(remove(conditional, 'm'), 'r')?.dependsOn).toEqual([]);
  });

  it('leaves all apart when it is asked to delete plainly', () => {
    const after = applied(document, removeEdit(document, new Set(['c'])));
    expect(task(after, 'd')?.dependsOn).toEqual([]);
  });

  it('bridges one task and a chain of tasks, and keeps the condition of what stays', () => {
    expect(task(remove(document, 'c'), 'd')?.dependsOn).toEqual(['b']);
    expect(task(remove(document, 'b', 'c'), 'd')?.dependsOn).toEqual([{ task: 'a', when: 'results.a > 1' }]);
  });

  it('bridges one to many, once where a wire is there already', () => {
    const fan: Document = {
      tasks: [
        { id: 'p' },
        { id: 'm', dependsOn: ['p'] },
        { id: 'r', dependsOn: ['p', 'm'] },
        { id: 's', dependsOn: ['m'] },
      ],
    };
    const after = remove(fan, 'm');
    expect([task(after, 'r')?.dependsOn, task(after, 's')?.dependsOn]).toEqual([['p'], ['p']]);
  });

  it('hands the reports of an agent to the next manager above', () => {
    expect(agent(remove(document, 'mid'), 'low')?.reportsTo).toBe('lead');
    expect(agent(remove(document, 'lead'), 'mid')?.reportsTo).toBeUndefined();
  });
});
