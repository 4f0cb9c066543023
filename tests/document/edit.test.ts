import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonical, clonePlain } from '../../src/base/index.ts';
import {
  apply,
  emptyHistory,
  HISTORY_MAX,
  readDocument,
  redo,
  remember,
  seal,
  stringifyDocument,
  undo,
  type Document,
  type Edit,
} from '../../src/document/index.ts';
import { documents, edits, FULL } from './documents.ts';

const full = FULL as unknown as Document;

function applied(document: Document, edit: Edit): Document {
  const result = apply(document, edit);
  if (!result.ok) throw new Error(result.error.message);
  expect(
    stringifyDocument(apply(result.value.document, result.value.inverse).ok ? takenBack(result.value) : document),
  ).toBe(stringifyDocument(document));
  return result.value.document;
}

function takenBack(value: { readonly document: Document; readonly inverse: Edit }): Document {
  const back = apply(value.document, value.inverse);
  if (!back.ok) throw new Error(back.error.message);
  return back.value.document;
}

function refused(document: Document, edit: Edit): string {
  const before = canonical(document);
  const result = apply(document, edit);
  expect(canonical(document)).toBe(before);
  if (result.ok) throw new Error('the edit was applied');
  expect(result.error.message).toMatch(/\.$/);
  return result.error.code;
}

describe('edits that do not apply', () => {
  test('nodes that are not there are named', () => {
    for (const edit of [
      { kind: 'remove-node', collection: 'tasks', id: 'nobody' },
      { kind: 'update-node', collection: 'agents', id: 'nobody', field: ['name'], value: 'x' },
      { kind: 'rename-node', collection: 'agents', id: 'nobody', to: 'x' },
      { kind: 'connect', from: 'nobody', to: 'collect' },
      { kind: 'connect', from: 'collect', to: 'nobody' },
      { kind: 'set-manager', agent: 'ana', manager: 'nobody' },
    ] as const) {
      expect(refused(full, edit)).toBe('edit/no-such-node');
    }
  });

  test('an id that any node has cannot be given again', () => {
    expect(refused(full, { kind: 'add-node', collection: 'tasks', node: { id: 'ana' } })).toBe('edit/id-taken');
    expect(refused(full, { kind: 'rename-node', collection: 'agents', id: 'ana', to: 'collect' })).toBe(
      'edit/id-taken',
    );
  });

  test('[row 2] prototype names are no ids, no keys and no paths', () => {
    for (const id of ['__proto__', 'constructor', 'prototype', '']) {
      expect(refused(full, { kind: 'add-node', collection: 'tasks', node: { id } })).toBe('edit/unsafe-name');
      expect(refused(full, { kind: 'rename-node', collection: 'tasks', id: 'collect', to: id })).toBe(
        'edit/unsafe-name',
      );
    }
    expect(refused(full, { kind: 'set-field', path: ['__proto__', 'polluted'], value: 1 })).toBe('edit/unsafe-name');
    expect(refused(full, { kind: 'move-nodes', places: JSON.parse('{"__proto__": {"x": 1, "y": 1}}') as never })).toBe(
      'edit/unsafe-name',
    );
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test('[row 8] a dependency that would close a cycle, a self-edge and a second edge are refused', () => {
    expect(refused(full, { kind: 'connect', from: 'decide', to: 'collect' })).toBe('edit/not-allowed');
    expect(refused(full, { kind: 'connect', from: 'collect', to: 'collect' })).toBe('edit/not-allowed');
    expect(refused(full, { kind: 'connect', from: 'collect', to: 'decide' })).toBe('edit/not-allowed');
    expect(refused(full, { kind: 'disconnect', from: 'decide', to: 'collect' })).toBe('edit/not-allowed');
  });

  test('nobody manages itself or its own manager', () => {
    expect(refused(full, { kind: 'set-manager', agent: 'ana', manager: 'ana' })).toBe('edit/not-allowed');
    expect(refused(full, { kind: 'set-manager', agent: 'lead', manager: 'ana' })).toBe('edit/not-allowed');
  });

  test('a value of a wrong shape is refused in the words of the schema', () => {
    const shapes: Edit[] = [
      { kind: 'update-node', collection: 'agents', id: 'ana', field: ['slots'], value: 'two' },
      { kind: 'update-node', collection: 'tasks', id: 'collect', field: ['retry', 'attempts'], value: 0 },
      { kind: 'set-field', path: ['network', 'loss'], value: 2 },
      { kind: 'set-field', path: ['tasks'], value: {} },
      { kind: 'insert-item', path: ['tasks'], index: 0, value: { name: 'no id' } },
      { kind: 'set-field', path: ['view', 'nodes', 'ana'], value: { x: 1 } },
      { kind: 'set-field', path: ['coordination'], value: [] },
    ];
    for (const edit of shapes) expect(refused(full, edit), JSON.stringify(edit)).toBe('edit/shape');
    const result = apply(full, shapes[0] as Edit);
    expect(result.ok ? '' : result.error.message).toBe('agents[1].slots: This must be a number.');
  });

  test('places that do not exist are refused', () => {
    for (const edit of [
      { kind: 'remove-item', path: ['tasks'], index: 4 },
      { kind: 'insert-item', path: ['tasks'], index: 9, value: { id: 'z' } },
      { kind: 'insert-item', path: ['name'], index: 0, value: 1 },
      { kind: 'set-field', path: ['name', 'inner'], value: 1 },
      { kind: 'set-field', path: ['tasks', 9], value: { id: 'z' } },
      { kind: 'set-field', path: [], value: {} },
    ] as const) {
      expect(refused(full, edit)).toBe('edit/no-such-place');
    }
  });

  test('a batch applies whole or not at all', () => {
    const edit: Edit = {
      kind: 'batch',
      edits: [
        { kind: 'set-field', path: ['name'], value: 'changed' },
        { kind: 'remove-node', collection: 'tasks', id: 'nobody' },
      ],
    };
    expect(refused(full, edit)).toBe('edit/no-such-node');
  });
});

describe('edits that apply', () => {
  test('renaming rewrites everything that names the node, in place', () => {
    const text = stringifyDocument(applied(full, { kind: 'rename-node', collection: 'agents', id: 'ana', to: 'zoe' }));
    expect(text).toBe(stringifyDocument(full).replaceAll('"ana"', '"zoe"'));
    const tasks = stringifyDocument(
      applied(full, { kind: 'rename-node', collection: 'tasks', id: 'draft', to: 'first-draft' }),
    );
    expect(tasks).not.toContain('"draft"');
    expect(tasks).toContain('results[\\"first-draft\\"].ok && results.collect');
  });

  test('removing takes along everything that names the node, and nothing else', () => {
    const without = applied(full, { kind: 'remove-node', collection: 'agents', id: 'ana' });
    expect(stringifyDocument(without)).not.toContain('"ana"');
    expect(without.faults).toHaveLength(1);
    expect(without.network?.links).toEqual([]);
    expect(without.tasks).toHaveLength(4);
    const tasks = applied(full, { kind: 'remove-node', collection: 'tasks', id: 'collect' });
    expect(tasks.tasks?.map((task) => task.dependsOn?.length)).toEqual([1, 0, undefined]);
    expect(tasks.view?.nodes).toEqual({ ana: { x: 0, y: 0 } });
  });

  test('connecting, disconnecting, managing and moving do what they say', () => {
    const connected = applied(full, { kind: 'connect', from: 'collect', to: 'report', transferMs: 5 });
    expect(connected.tasks?.[3]?.dependsOn).toEqual([{ task: 'collect', transferMs: 5 }]);
    expect(applied(connected, { kind: 'disconnect', from: 'collect', to: 'report' }).tasks?.[3]?.dependsOn).toEqual([]);
    // However often it is named, and whatever stands between.
    for (const named of [
      ['a', 'b', 'a'],
      ['a', 'a', 'b'],
      ['b', 'a', 'a'],
      ['a', 'b', { task: 'a', transferMs: 1 }, 'a'],
    ]) {
      const twice = { tasks: [{ id: 'a' }, { id: 'b' }, { id: 'c', dependsOn: named }] };
      expect(applied(twice, { kind: 'disconnect', from: 'a', to: 'c' }).tasks?.[2]?.dependsOn).toEqual(['b']);
    }
    expect(applied(full, { kind: 'set-manager', agent: 'ben', manager: null }).agents?.[2]?.reportsTo).toBeUndefined();
    const moved = applied(full, { kind: 'move-nodes', places: { collect: { x: 1, y: 2 }, draft: { x: 3, y: 4 } } });
    expect(moved.view?.nodes?.['collect']).toEqual({ x: 1, y: 2, width: 5 });
    expect(applied({}, { kind: 'move-nodes', places: { a: { x: 1, y: 2 } } })).toEqual({
      view: { nodes: { a: { x: 1, y: 2 } } },
    });
  });

  test('what is not touched is shared, and the document is never mutated', () => {
    const before = clonePlain(full);
    const after = applied(full, {
      kind: 'update-node',
      collection: 'tasks',
      id: 'draft',
      field: ['priority'],
      value: 3,
    });
    expect(full).toEqual(before);
    expect(after.agents).toBe(full.agents);
    expect(after.tasks?.[0]).toBe(full.tasks?.[0]);
    expect(after.tasks?.[2]).not.toBe(full.tasks?.[2]);
  });

  test('of two nodes with one id, the one meant is renamed and references stay with the other', () => {
    const twins: Document = { tasks: [{ id: 'a' }, { id: 'a' }, { id: 'b', dependsOn: ['a'] }] };
    const after = applied(twins, { kind: 'rename-node', collection: 'tasks', id: 'a', index: 1, to: 'a-2' });
    expect(after.tasks).toEqual([{ id: 'a' }, { id: 'a-2' }, { id: 'b', dependsOn: ['a'] }]);
  });

  test('any sequence of edits, taken back one by one, gives the same text again', () => {
    let tried = 0;
    let succeeded = 0;
    fc.assert(
      fc.property(documents, fc.array(edits, { minLength: 1, maxLength: 12 }), (start, sequence) => {
        const text = stringifyDocument(start);
        const inverses: Edit[] = [];
        let document = start;
        for (const edit of sequence) {
          tried += 1;
          const result = apply(document, edit);
          if (!result.ok) continue;
          succeeded += 1;
          inverses.unshift(result.value.inverse);
          document = result.value.document;
        }
        expect(readDocument(document as never).problems.map((problem) => problem.code)).not.toContain('shape');
        for (const inverse of inverses) {
          const back = apply(document, inverse);
          if (!back.ok) throw new Error(back.error.message);
          document = back.value.document;
        }
        expect(stringifyDocument(document)).toBe(text);
        expect(stringifyDocument(start)).toBe(text);
      }),
      { seed: 20_260_102, numRuns: 1500 },
    );
    expect(succeeded / tried).toBeGreaterThan(0.25);
  });

  test('an edit and its inverse survive a journal: they are plain data', () => {
    fc.assert(
      fc.property(documents, edits, (start, edit) => {
        const result = apply(start, JSON.parse(JSON.stringify(edit)) as Edit);
        if (!result.ok) return;
        const inverse = JSON.parse(JSON.stringify(result.value.inverse)) as Edit;
        const back = apply(result.value.document, inverse);
        expect(back.ok && stringifyDocument(back.value.document)).toBe(stringifyDocument(start));
      }),
      { seed: 3, numRuns: 500 },
    );
  });
});

describe('history', () => {
  function step(document: Document, edit: Edit): { document: Document; undo: Edit; redo: Edit } {
    const result = apply(document, edit);
    if (!result.ok) throw new Error(result.error.message);
    return { document: result.value.document, undo: result.value.inverse, redo: edit };
  }

  test('nothing can be taken back or done again in a fresh history', () => {
    expect(undo(emptyHistory())).toBeNull();
    expect(redo(emptyHistory())).toBeNull();
  });

  test('undo and redo lead back and forth over the same documents', () => {
    const states = [full];
    let history = emptyHistory();
    for (const edit of [
      { kind: 'remove-node', collection: 'tasks', id: 'collect' },
      { kind: 'rename-node', collection: 'agents', id: 'ana', to: 'zoe' },
      { kind: 'add-node', collection: 'tasks', node: { id: 'new' } },
    ] as const) {
      const one = step(states.at(-1) as Document, edit);
      states.push(one.document);
      history = remember(history, { label: edit.kind, key: null, undo: one.undo, redo: one.redo });
    }
    let document = states.at(-1) as Document;
    for (const expected of states.slice(0, -1).reverse()) {
      const back = undo(history);
      document = step(document, back?.edit as Edit).document;
      history = back?.history ?? history;
      expect(stringifyDocument(document)).toBe(stringifyDocument(expected));
    }
    for (const expected of states.slice(1)) {
      const again = redo(history);
      document = step(document, again?.edit as Edit).document;
      history = again?.history ?? history;
      expect(stringifyDocument(document)).toBe(stringifyDocument(expected));
    }
  });

  test('a drag is one step, and the same fields again keep its size', () => {
    let history = emptyHistory();
    let document = full;
    for (let x = 1; x <= 50; x += 1) {
      const one = step(document, { kind: 'move-nodes', places: { ana: { x, y: 0 }, collect: { x, y: 1 } } });
      document = one.document;
      history = remember(history, { label: 'Move', key: 'drag-1', undo: one.undo, redo: one.redo });
    }
    expect(history.past).toHaveLength(1);
    expect(JSON.stringify(history).length).toBeLessThan(600);
    expect(stringifyDocument(step(document, undo(history)?.edit as Edit).document)).toBe(stringifyDocument(full));
  });

  test('steps that touch different places under one key are taken back together', () => {
    let history = emptyHistory();
    let document: Document = { tasks: [{ id: 'a' }] };
    const start = stringifyDocument(document);
    for (const field of ['name', 'description', 'name']) {
      const one = step(document, { kind: 'update-node', collection: 'tasks', id: 'a', field: [field], value: field });
      document = one.document;
      history = remember(history, { label: 'Type', key: 'typing', undo: one.undo, redo: one.redo });
    }
    expect(history.past).toHaveLength(1);
    const back = undo(history);
    const before = step(document, back?.edit as Edit).document;
    expect(stringifyDocument(before)).toBe(start);
    expect(stringifyDocument(step(before, redo(back?.history ?? history)?.edit as Edit).document)).toBe(
      stringifyDocument(document),
    );
  });

  test('a sealed step takes no more in, a new step forgets the future, and the oldest steps go first', () => {
    const entry = {
      label: 'x',
      key: 'k',
      undo: { kind: 'batch', edits: [] },
      redo: { kind: 'batch', edits: [] },
    } as const;
    const sealed = remember(seal(remember(emptyHistory(), entry)), entry);
    expect(sealed.past).toHaveLength(2);
    expect(remember(undo(sealed)?.history ?? sealed, { ...entry, key: null }).future).toEqual([]);
    let long = emptyHistory();
    for (let i = 0; i < HISTORY_MAX + 5; i += 1) long = remember(long, { ...entry, key: null, label: String(i) });
    expect(long.past).toHaveLength(HISTORY_MAX);
    expect(long.past[0]?.label).toBe('5');
  });
});
