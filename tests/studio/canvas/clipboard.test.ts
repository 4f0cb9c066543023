/** Copy and paste as text: foreign texts are refused, ids are fresh, and what nodes say of one another comes along. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apply, validate, type Document } from '../../../src/document/index.ts';
import { clipFromText, clipOf, clipText, pasteEdit } from '../../../src/studio/canvas/graph/clipboard.ts';
import { placesOf } from '../../../src/studio/canvas/graph/places.ts';

const document: Document = {
  agents: [
    { id: 'lead', role: 'manager' },
    { id: 'ana', reportsTo: 'lead' },
  ],
  tasks: [
    { id: 'a' },
    { id: 'b', dependsOn: ['a'], agent: 'ana', action: { kind: 'simulate', durationMs: { ana: 5, lead: 7 } } },
    { id: 'c', dependsOn: ['a', { task: 'b', when: 'results.b.ok' }] },
  ],
  view: {
    nodes: {
      a: { x: 0, y: 0 },
      b: { x: 100, y: 50 },
      c: { x: 200, y: 0 },
      lead: { x: 0, y: -200 },
      ana: { x: 0, y: -100 },
    },
  },
};
const places = placesOf(document);

function pasted(
  target: Document,
  clip: Document | null,
  where: Parameters<typeof pasteEdit>[3],
): { document: Document; ids: readonly string[] } {
  if (clip === null) throw new Error('no clip');
  const { edit, ids } = pasteEdit(target, placesOf(target), clip, where);
  const result = apply(target, edit);
  if (!result.ok) throw new Error(result.error.message);
  return { document: result.value.document, ids };
}

describe('what is no clip', () => {
  it.each([
    '',
    'hello',
    '{',
    '[]',
    '{"a":1}',
    '{"format":"conclave"}',
    '{"format":"other","tasks":[{"id":"a"}]}',
    '{"format":"conclave","tasks":[{"id":""}]}',
    '{"format":"conclave","version":99,"tasks":[{"id":"a"}]}',
  ])('%s', (text) => {
    expect(clipFromText(text)).toBeNull();
  });
  it('a selection without nodes has no text', () => {
    expect(clipText(document, places, new Set(['gone']))).toBeNull();
  });
});

describe('paste', () => {
  it('a clip is a document that this very program reads', () => {
    const text = clipText(document, places, new Set(['b', 'c'])) ?? '';
    expect(clipFromText(text)).toEqual({
      format: 'conclave',
      version: 1,
      tasks: [
        { id: 'b', agent: 'ana', action: { kind: 'simulate', durationMs: { ana: 5, lead: 7 } } },
        { id: 'c', dependsOn: [{ task: 'b', when: 'results.b.ok' }] },
      ],
      view: { nodes: { b: { x: 100, y: 50 }, c: { x: 200, y: 0 } } },
    });
  });

  it('in the same document gives fresh ids, inner wires and rewritten conditions', () => {
    const { document: after, ids } = pasted(document, clipOf(document, places, new Set(['b', 'c'])), {
      where: { by: { x: 10, y: 20 } },
    });
    expect(ids).toEqual(['b-2', 'c-2']);
    expect(after.tasks?.slice(3)).toEqual([
      { id: 'b-2', agent: 'ana', action: { kind: 'simulate', durationMs: { ana: 5, lead: 7 } } },
      { id: 'c-2', dependsOn: [{ task: 'b-2', when: 'results["b-2"].ok' }] },
    ]);
    expect(after.view?.nodes?.['c-2']).toEqual({ x: 210, y: 20 });
  });

  it('in another document forgets agents that are not there', () => {
    const other: Document = { tasks: [{ id: 'x' }], view: { nodes: { x: { x: 0, y: 0 } } } };
    const { document: after, ids } = pasted(other, clipOf(document, places, new Set(['b'])), {
      where: { at: { x: 500, y: 600 } },
    });
    expect(ids).toEqual(['b']);
    expect(after.tasks?.[1]).toEqual({ id: 'b', action: { kind: 'simulate', durationMs: {} } });
    expect(after.view?.nodes?.['b']).toEqual({ x: 500, y: 600 });
  });

  it('an agent keeps its manager where that one is', () => {
    const { document: after } = pasted(document, clipOf(document, places, new Set(['ana'])), {
      where: { by: { x: 0, y: 0 } },
    });
    expect(after.agents?.at(-1)).toEqual({ id: 'ana-2', reportsTo: 'lead' });
  });

  it('whatever is selected, pasting it twice leaves a sound document', () => {
    fc.assert(
      fc.property(fc.subarray(['lead', 'ana', 'a', 'b', 'c'], { minLength: 1 }), (ids) => {
        const clip = clipOf(document, places, new Set(ids));
        const once = pasted(document, clip, { where: { by: { x: 1, y: 1 } } });
        const twice = pasted(once.document, clip, { where: { at: { x: 0, y: 0 } } });
        expect(new Set([...once.ids, ...twice.ids]).size).toBe(ids.length * 2);
        expect(validate(twice.document).filter(({ severity }) => severity === 'error')).toEqual([]);
      }),
      { seed: 20, numRuns: 31 },
    );
  });
});

describe('a thousand nodes', () => {
  it('are copied and pasted with fresh ids in far less than a second', () => {
    const tasks = Array.from({ length: 1000 }, (_, at) => ({
      id: `task-${String(at + 1)}`,
      dependsOn: at === 0 ? [] : [{ task: `task-${String(at)}`, when: `results["task-${String(at)}"].ok` }],
    }));
    const wide: Document = { tasks };
    const stand = placesOf(wide);
    const before = performance.now();
    const clip = clipOf(wide, stand, new Set(tasks.map(({ id }) => id)));
    const { edit, ids } = pasteEdit(wide, stand, clip ?? {}, { where: { by: { x: 28, y: 28 } } });
    const result = apply(wide, edit);
    // Renaming them one by one took 5 s on a quiet machine; this leaves room for a busy one.
    expect(performance.now() - before).toBeLessThan(2000);
    expect(new Set(ids).size).toBe(1000);
    expect(result.ok && result.value.document.tasks?.[1001]).toEqual({
      id: 'task-1002',
      dependsOn: [{ task: 'task-1001', when: 'results["task-1001"].ok' }],
    });
    expect(result.ok && apply(result.value.document, result.value.inverse)).toMatchObject({
      value: { document: wide },
    });
  });
});
