/** What gestures on the canvas make of a document: adding, moving, removing, wires that are refused. */
import { describe, expect, it } from 'vitest';
import { apply, type Document, type Edit } from '../../../src/document/index.ts';
import { layoutDocument } from '../../../src/layout/index.ts';
import { answerConnection } from '../../../src/studio/canvas/graph/connection-rules.ts';
import { addEdit, moveEdit, removeEdit, shifted } from '../../../src/studio/canvas/graph/edits.ts';
import { freePlace, nextInRows, placesOf, settlingEdits, tidyEdit } from '../../../src/studio/canvas/graph/places.ts';
import { edgeId } from '../../../src/studio/state/index.ts';

const document: Document = {
  agents: [
    { id: 'lead', name: 'Lead', role: 'manager' },
    { id: 'ana', name: 'Ana', reportsTo: 'lead' },
    { id: 'bo', reportsTo: 'ana' },
  ],
  tasks: [
    { id: 'a', name: 'First' },
    { id: 'b', dependsOn: ['a'] },
    { id: 'c', name: 'Third', dependsOn: ['b'], agent: 'ana' },
  ],
  view: {
    nodes: {
      lead: { x: 0, y: 0 },
      ana: { x: 0, y: 100 },
      bo: { x: 0, y: 200 },
      a: { x: 0, y: 300 },
      b: { x: 200, y: 300 },
      c: { x: 400, y: 300 },
    },
  },
};

function applied(before: Document, edit: Edit): Document {
  const result = apply(before, edit);
  if (!result.ok) throw new Error(result.error.message);
  return result.value.document;
}
const refusal = (source: string, target: string) => {
  const answer = answerConnection(document, { source, target });
  return 'refusal' in answer ? answer.refusal : null;
};

describe('wires', () => {
  it.each([
    ['a task to itself', 'a', 'a', 'A task cannot depend on itself.'],
    ['a dependency that is there', 'a', 'b', 'b depends on First already.'],
    ['a circle of tasks', 'c', 'a', 'Third comes after First, so this would close a circle.'],
    ['an agent to itself', 'ana', 'ana', 'An agent cannot report to itself.'],
    ['a reporting line that is there', 'lead', 'ana', 'Ana reports to Lead already.'],
    ['a circle of agents', 'bo', 'lead', 'bo reports to Lead, so it cannot manage it.'],
    [
      'an agent to a task',
      'ana',
      'a',
      'Agents connect only to agents and shared memories. To assign a task to an agent, pin it in the inspector.',
    ],
    ['an end that is gone', 'a', 'gone', 'One end of this connection is no longer in the document.'],
  ])('%s is refused with a sentence', (_, source, target, sentence) => {
    expect(refusal(source, target)).toBe(sentence);
  });

  it('what is not refused is an edit that the document takes', () => {
    const answer = answerConnection(document, { source: 'a', target: 'c' });
    expect(answer).toEqual({ edit: { kind: 'connect', from: 'a', to: 'c' } });
    const report = answerConnection(document, { source: 'lead', target: 'bo' });
    expect('edit' in report && applied(document, report.edit).agents?.[2]?.reportsTo).toBe('lead');
  });
});

describe('adding', () => {
  const places = placesOf(document);

  it('gives a fresh id and a name that fits it', () => {
    const first = addEdit(document, 'task', { place: { x: 1.4, y: 2.6 }, places });
    const once = applied(document, first.edit);
    const second = addEdit(once, 'task', { place: { x: 0, y: 0 }, places: placesOf(once) });
    expect([first.id, second.id]).toEqual(['task-1', 'task-2']);
    expect(once.view?.nodes?.['task-1']).toEqual({ x: 1, y: 3 });
    expect(applied(once, second.edit).tasks?.at(-1)?.name).toBe('Task 2');
  });

  it('wires a task that was made by dropping a wire, on either side', () => {
    const after = applied(
      document,
      addEdit(document, 'task', { place: { x: 0, y: 0 }, places, wire: { node: 'c', side: 'after' } }).edit,
    );
    expect(after.tasks?.at(-1)?.dependsOn).toEqual(['c']);
    const before = applied(
      document,
      addEdit(document, 'task', { place: { x: 0, y: 0 }, places, wire: { node: 'a', side: 'before' } }).edit,
    );
    expect(before.tasks?.[0]?.dependsOn).toEqual(['task-1']);
  });

  it('puts an agent under its manager, and a manager over an agent', () => {
    const under = applied(
      document,
      addEdit(document, 'worker', { place: { x: 0, y: 0 }, places, wire: { node: 'lead', side: 'after' } }).edit,
    );
    expect(under.agents?.at(-1)).toMatchObject({ id: 'agent-1', reportsTo: 'lead' });
    const over = applied(
      document,
      addEdit(document, 'manager', { place: { x: 0, y: 0 }, places, wire: { node: 'lead', side: 'before' } }).edit,
    );
    expect(over.agents?.[0]?.reportsTo).toBe('manager-1');
  });

  it('never covers a card that is in view', () => {
    let now = document;
    for (let index = 0; index < 12; index += 1)
      now = applied(
        now,
        addEdit(now, 'task', { place: freePlace(placesOf(now), { x: 100, y: 150 }), places: placesOf(now) }).edit,
      );
    const all = [...placesOf(now)].filter(([id]) => id.startsWith('task-'));
    for (const [id, one] of all)
      for (const [other, two] of placesOf(now))
        if (id !== other) expect(Math.abs(one.x - two.x) >= 160 || Math.abs(one.y - two.y) >= 70).toBe(true);
  });
});

describe('places', () => {
  it('what is added one after another stands in rows, in that order, and around what is there', () => {
    const standing = new Map([['note', { x: 230, y: 10 }]]);
    const taken: { x: number; y: number }[] = [];
    for (let index = 0; index < 5; index += 1) {
      const place = nextInRows(standing, { x: 0, y: 0 }, 650);
      taken.push(place);
      standing.set(String(index), place);
    }
    expect(taken).toEqual([
      { x: 0, y: 0 },
      { x: 0, y: 100 },
      { x: 200, y: 100 },
      { x: 400, y: 100 },
      { x: 0, y: 200 },
    ]);
    expect(nextInRows(new Map(), { x: 3, y: 4 }, 10)).toEqual({ x: 3, y: 4 });
  });
  it('what has no place yet is laid out, and written down with the first move', () => {
    const { view: _, ...loose } = document;
    const places = placesOf(loose);
    expect(places.size).toBe(6);
    const moved = applied(loose, moveEdit(loose, places, new Map([['a', { x: 7, y: 7 }]])));
    expect(placesOf(moved).get('a')).toEqual({ x: 7, y: 7 });
    expect(placesOf(moved).get('bo')).toEqual(places.get('bo'));
    expect(settlingEdits(moved, placesOf(moved))).toEqual([]);
  });

  it('a node without a place among placed ones stands below them', () => {
    const more: Document = { ...document, tasks: [...(document.tasks ?? []), { id: 'd' }] };
    expect(placesOf(more).get('d')).toEqual({ x: 0, y: 400 });
  });

  it('shifting leaves wires and unknown ids alone', () => {
    expect([...shifted(placesOf(document), ['a', edgeId('depends', 'a', 'b'), 'gone'], { x: 5, y: -5 })]).toEqual([
      ['a', { x: 5, y: 295 }],
    ]);
  });

  it('tidying an empty document is nothing', () => {
    expect(tidyEdit({})).toBeNull();
    const tidy = tidyEdit(layoutDocument(document));
    expect(tidy !== null && placesOf(applied(document, tidy)).size).toBe(6);
  });
});

describe('removing', () => {
  it('a wire goes alone, and is not removed twice with its node', () => {
    const wire = edgeId('depends', 'a', 'b');
    expect(removeEdit(document, new Set([wire]))).toEqual({ kind: 'disconnect', from: 'a', to: 'b' });
    const both = removeEdit(document, new Set([wire, 'a']));
    expect(both).toEqual({ kind: 'remove-node', collection: 'tasks', id: 'a' });
    expect(both !== null && applied(document, both).tasks?.[0]).toEqual({ id: 'b', dependsOn: [] });
  });

  it('a reporting line goes without its agents', () => {
    const edit = removeEdit(document, new Set([edgeId('reports', 'lead', 'ana')]));
    expect(edit !== null && applied(document, edit).agents?.[1]).toEqual({ id: 'ana', name: 'Ana' });
  });

  it('nothing of the document is nothing to remove', () => {
    expect(removeEdit(document, new Set(['gone']))).toBeNull();
  });
});
