/** Composites on the canvas: made of tasks, gone with their parts, copied whole, taken apart without changing what waits for what. */
import { describe, expect, it } from 'vitest';
import { apply, compositesOf, sheetOf, validate, type Document, type Edit } from '../../../src/document/index.ts';
import { clipOf, pasteEdit } from '../../../src/studio/canvas/graph/clipboard.ts';
import { answerConnection } from '../../../src/studio/canvas/graph/connection-rules.ts';
import { drawNodes } from '../../../src/studio/canvas/graph/drawing.ts';
import { addEdit, removeEdit } from '../../../src/studio/canvas/graph/edits.ts';
import { placesOf } from '../../../src/studio/canvas/graph/places.ts';
import { drawEdges, isLifted } from '../../../src/studio/canvas/graph/wires.ts';
import { composable, composeEdit, dissolveEdit } from '../../../src/studio/canvas/sheets/composing.ts';
import { progressOf } from '../../../src/studio/canvas/sheets/progress.ts';

const chain: Document = {
  agents: [{ id: 'ana' }],
  tasks: [
    { id: 'a' },
    { id: 'b', dependsOn: ['a'] },
    { id: 'c', dependsOn: ['b'] },
    { id: 'd', dependsOn: [{ task: 'c', when: 'results.c.ok' }] },
  ],
  view: {
    nodes: { ana: { x: 0, y: -200 }, a: { x: 0, y: 0 }, b: { x: 300, y: 0 }, c: { x: 600, y: 0 }, d: { x: 900, y: 0 } },
  },
};
const whole: Document = {
  tasks: [
    { id: 'a' },
    { id: 'whole', dependsOn: [{ task: 'a', transferMs: 5 }] },
    { id: 'one', parent: 'whole' },
    { id: 'two', parent: 'whole', dependsOn: ['one'] },
    { id: 'z', dependsOn: ['whole'] },
  ],
  view: { notes: [{ id: 'note-1', text: 'inner', inside: 'whole', x: 0, y: 0 }] },
};
function applied(before: Document, edit: Edit | null | undefined): { document: Document; inverse: Edit } {
  const result = edit === null || edit === undefined ? null : apply(before, edit);
  if (result === null || !result.ok) throw new Error('refused');
  return result.value;
}
const draw = (document: Document, inside: string | null = null) =>
  drawNodes(sheetOf(document, inside), placesOf(document), { selected: new Set(), previous: [] });

describe('making a composite', () => {
  it('of agents, of nothing, or of tasks on two sheets is not possible', () => {
    expect(composable(chain, new Set(['ana']))).toEqual([]);
    expect(composable(whole, new Set(['a', 'one']))).toEqual([]);
    expect(composeEdit(chain, placesOf(chain), new Set())).toBeNull();
  });

  it('leaves every wire as it is, stands in the middle, and can be taken back', () => {
    const made = composeEdit(chain, placesOf(chain), new Set(['b', 'c']));
    const { document, inverse } = applied(chain, made?.edit);
    expect(document.tasks?.slice(0, 4).map(({ parent: _, ...task }) => task)).toEqual(chain.tasks);
    expect(compositesOf(document).parts.get('composite-1')).toEqual(['b', 'c']);
    expect(document.view?.nodes?.['composite-1']).toEqual({ x: 450, y: -7 });
    expect(draw(document).map(({ id }) => id)).toEqual(['ana', 'a', 'd', 'composite-1']);
    const edges = drawEdges(sheetOf(document), { selected: new Set(), previous: [] });
    expect(edges.map(({ source, target, id }) => [source, target, isLifted(id)])).toEqual([
      ['a', 'composite-1', true],
      ['composite-1', 'd', true],
    ]);
    expect(applied(document, inverse).document).toEqual(chain);
  });

  it('inside another makes it nest', () => {
    const { document } = applied(whole, composeEdit(whole, placesOf(whole), new Set(['one', 'two']))?.edit);
    expect(compositesOf(document).parentOf('composite-1')).toBe('whole');
  });
});

describe('taking one apart', () => {
  it('hands what it waited for to its first parts, and what waited for it to its last', () => {
    const made = dissolveEdit(whole, placesOf(whole), new Set(['whole']));
    const { document, inverse } = applied(whole, made?.edit);
    expect(made?.parts).toEqual(['one', 'two']);
    expect(document.tasks).toEqual([
      { id: 'a' },
      { id: 'one', dependsOn: [{ task: 'a', transferMs: 5 }] },
      { id: 'two', dependsOn: ['one'] },
      { id: 'z', dependsOn: ['two'] },
    ]);
    expect(applied(document, inverse).document).toEqual(whole);
  });

  it('two that wait for one another keep their order', () => {
    const two: Document = {
      tasks: [{ id: 'p' }, { id: 'p1', parent: 'p' }, { id: 'q', dependsOn: ['p'] }, { id: 'q1', parent: 'q' }],
    };
    const { document } = applied(two, dissolveEdit(two, placesOf(two), new Set(['p', 'q']))?.edit);
    expect(document.tasks).toEqual([{ id: 'p1' }, { id: 'q1', dependsOn: ['p1'] }]);
  });

  it('a plain task is none', () => {
    expect(dissolveEdit(whole, placesOf(whole), new Set(['a']))).toBeNull();
  });
});

describe('deleting, copying, adding', () => {
  it('parts and notes go with their composite in one step', () => {
    const { document, inverse } = applied(whole, removeEdit(whole, new Set(['whole'])));
    expect(document.tasks).toEqual([{ id: 'a' }, { id: 'z', dependsOn: [] }]);
    expect(document.view?.notes).toEqual([]);
    expect(applied(document, inverse).document).toEqual(whole);
  });

  it('a copy has parts of its own, and pasted inside becomes a part', () => {
    const clip = clipOf(whole, placesOf(whole), new Set(['whole']));
    if (clip === null) throw new Error('no clip');
    const { edit, ids } = pasteEdit(whole, placesOf(whole), clip, { where: { by: { x: 9, y: 9 } }, inside: 'whole' });
    const { document } = applied(whole, edit);
    const { parts, parentOf } = compositesOf(document);
    expect(ids).toEqual(['whole-2']);
    expect([parentOf('whole-2'), parts.get('whole-2')]).toEqual(['whole', ['one-2', 'two-2']]);
    expect(document.view?.notes?.map(({ id, inside }) => [id, inside])).toEqual([
      ['note-1', 'whole'],
      ['note-2', 'whole-2'],
    ]);
    expect(validate(document).filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('what is added inside is a part; a new composite has one already', () => {
    const options = { place: { x: 1, y: 2 }, places: placesOf(whole), inside: 'whole' };
    const { document, id } = { ...applied(whole, addEdit(whole, 'composite', options).edit), id: 'composite-1' };
    expect([compositesOf(document).parentOf(id), compositesOf(document).parts.get(id)]).toEqual(['whole', ['task-1']]);
    const agent = applied(whole, addEdit(whole, 'worker', options).edit).document;
    expect([agent.agents?.length, agent.view?.nodes?.['agent-1']]).toEqual([1, undefined]);
  });
});

describe('wires across a border', () => {
  it.each([
    ['one', 'whole', 'one is a subtask of whole, which finishes after it.'],
    ['whole', 'one', 'one is a subtask of whole and cannot depend on it.'],
    ['z', 'one', 'z comes after one, so this would close a circle.'],
    ['two', 'a', 'two comes after a, so this would close a circle.'],
  ])('from %s to %s is refused with a sentence', (source, target, refusal) => {
    expect(answerConnection(whole, { source, target })).toEqual({ refusal });
  });

  it('that close no circle may be drawn', () => {
    expect(answerConnection(whole, { source: 'one', target: 'z' })).toEqual({
      edit: { kind: 'connect', from: 'one', to: 'z' },
    });
  });

  it('lead to what stands elsewhere, which is drawn aside and cannot be taken hold of', () => {
    const beyond = draw(applied(whole, { kind: 'connect', from: 'one', to: 'z' }).document, 'whole').find(
      ({ type }) => type === 'beyond',
    );
    expect(beyond).toMatchObject({ id: 'z', selectable: false, draggable: false, data: { side: 'after' } });
  });
});

describe('progress', () => {
  it('of no states is pending, and the most pressing state stands for all', () => {
    expect(progressOf([undefined, undefined])).toEqual({
      done: 0,
      state: 'pending',
      shares: [{ tone: 'none', count: 2 }],
    });
    expect(progressOf(['succeeded', 'running', 'failed']).state).toBe('failed');
    expect(progressOf(['succeeded', 'running', 'pending'])).toMatchObject({ done: 1, state: 'running' });
    expect(progressOf(['succeeded', 'skipped'])).toMatchObject({ done: 2, state: 'succeeded' });
  });
});
