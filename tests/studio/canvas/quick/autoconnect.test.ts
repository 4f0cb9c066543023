/** What a new node is connected to without a wire being drawn: where nothing fits first, then one edit that undo takes back whole. */
import { describe, expect, it } from 'vitest';
import { apply, sheetOf, type Document, type Edit } from '../../../../src/document/index.ts';
import { drawNodes } from '../../../../src/studio/canvas/graph/drawing.ts';
import { addEdit } from '../../../../src/studio/canvas/graph/edits.ts';
import { placesOf } from '../../../../src/studio/canvas/graph/places.ts';
import { taskSize } from '../../../../src/studio/canvas/graph/sizes.ts';
import { wireBeside, wireFor, wireWords } from '../../../../src/studio/canvas/wires/autoconnect.ts';

const document: Document = {
  agents: [
    { id: 'ann', name: 'Ann', role: 'manager' },
    { id: 'rosa', reportsTo: 'ann' },
    { id: 'free' },
    { id: 'lost', reportsTo: 'nobody' },
  ],
  tasks: [{ id: 'peel', name: 'Peel' }, { id: 'far' }],
  resources: [{ id: 'oven' }],
  view: {
    nodes: {
      ann: { x: 0, y: 0 },
      rosa: { x: 0, y: 200 },
      free: { x: 400, y: 0 },
      lost: { x: 800, y: 0 },
      peel: { x: 0, y: 400 },
      far: { x: 900, y: 400 },
      oven: { x: 0, y: 600 },
    },
  },
};
const places = placesOf(document);
const nodes = drawNodes(sheetOf(document), places, { selected: new Set(), previous: [] });

function undone(edit: Edit): readonly [Document, Document] {
  const result = apply(document, edit);
  if (!result.ok) throw new Error(result.error.message);
  const { document: after, inverse } = result.value;
  const back = apply(after, inverse);
  if (!back.ok) throw new Error(back.error.message);
  return [after, back.value.document];
}

describe('what is selected', () => {
  it.each([
    ['nothing', null, 'task'],
    ['an agent, for a task', 'ann', 'task'],
    ['a task, for an agent', 'peel', 'worker'],
    ['a resource', 'oven', 'task'],
    ['a task, for a note', 'peel', 'note'],
    ['a worker of nobody', 'free', 'worker'],
    ['a worker whose manager is gone', 'lost', 'worker'],
  ] as const)('is followed by nothing when it is %s', (_, selected, kind) => {
    expect(wireFor(document, selected, kind)).toBeNull();
  });

  it('is followed by a task, or by who reports to it or beside it', () => {
    expect(wireFor(document, 'peel', 'decision')).toEqual({ node: 'peel', side: 'after' });
    expect(wireFor(document, 'ann', 'worker')).toEqual({ node: 'ann', side: 'after' });
    expect(wireFor(document, 'rosa', 'worker')).toEqual({ node: 'ann', side: 'after' });
    expect(wireWords(document, wireFor(document, 'peel', 'task'))).toBe('after Peel');
    expect(wireWords(document, wireFor(document, 'rosa', 'worker'))).toBe('reporting to Ann');
  });
});

describe('a place', () => {
  const beside = (kind: Parameters<typeof wireBeside>[1], x: number, y: number) =>
    wireBeside({ nodes, document }, kind, { x, y }, taskSize)?.node ?? null;

  it('far from all, left of a card, or beside one of another kind continues nothing', () => {
    expect(beside('task', 600, 431)).toBeNull();
    expect(beside('task', -200, 431)).toBeNull();
    expect(beside('task', 330, 560)).toBeNull();
    expect(beside('memory', 330, 431)).toBeNull();
    expect(beside('worker', 476, 120)).toBeNull();
  });

  it('right of a task, or below a manager, continues it', () => {
    expect(beside('task', 330, 431)).toBe('peel');
    expect(beside('worker', 76, 120)).toBe('ann');
  });
});

describe('the edit', () => {
  it('says all that was typed, connects, and is taken back whole', () => {
    const { edit, id } = addEdit(document, 'task', {
      ...{ place: { x: 240, y: 400 }, places, wire: { node: 'peel', side: 'after' } },
      said: { name: 'Chop', requires: ['knife'], action: { kind: 'simulate', durationMs: 300 } },
      after: ['far', 'peel'],
    });
    const [after, back] = undone(edit);
    expect(after.tasks?.at(-1)).toEqual({
      ...{ id, name: 'Chop', requires: ['knife'] },
      ...{ action: { kind: 'simulate', durationMs: 300 }, dependsOn: ['peel', 'far'] },
    });
    expect(back).toEqual(document);
  });
});
