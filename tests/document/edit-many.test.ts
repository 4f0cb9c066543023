/** Many nodes renamed or removed at once: the same document as one by one, taken back to the letter, and in time. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  apply,
  renamedAll,
  stringifyDocument,
  type Collection,
  type Document,
  type Edit,
} from '../../src/document/index.ts';
import { costMs } from '../support/cost.ts';
import { documents } from './documents.ts';

const collections = ['agents', 'tasks', 'resources', 'memories'] as const;
/** Nodes whose id stands once: only they can be told by it. */
function nodesOf(document: Document): { collection: Collection; id: string }[] {
  const all = collections.flatMap((collection) => (document[collection] ?? []).map(({ id }) => ({ collection, id })));
  return all.filter(({ id }) => all.filter((other) => other.id === id).length === 1);
}
function applied(document: Document, edit: Edit): { document: Document; inverse: Edit } {
  const result = apply(document, edit);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

describe('many at once', () => {
  test('removed in one batch is removed one by one, and comes back to the letter', () => {
    fc.assert(
      fc.property(documents, fc.array(fc.nat(), { minLength: 2, maxLength: 8 }), (start, picks) => {
        const nodes = nodesOf(start);
        const chosen = nodes.filter((_, at) => picks.some((pick) => pick % nodes.length === at));
        const edits = chosen.map((node): Edit => ({ kind: 'remove-node', ...node }));
        const slow = edits.reduce((document, edit) => applied(document, edit).document, start);
        const { document, inverse } = applied(start, { kind: 'batch', edits });
        expect(stringifyDocument(document)).toBe(stringifyDocument(slow));
        expect(stringifyDocument(applied(document, inverse).document)).toBe(stringifyDocument(start));
      }),
      { seed: 20_261_129, numRuns: 600 },
    );
  });

  test('renamed at once is renamed one by one', () => {
    fc.assert(
      fc.property(documents, (start) => {
        let slow = start;
        const names = Object.fromEntries(collections.map((collection) => [collection, new Map<string, string>()]));
        for (const { collection, id } of nodesOf(start)) {
          const result = apply(slow, { kind: 'rename-node', collection, id, to: `new ${id}` });
          if (!result.ok) continue;
          slow = result.value.document;
          names[collection]?.set(id, `new ${id}`);
        }
        expect(renamedAll(start, names)).toEqual(slow);
      }),
      { seed: 20_261_129, numRuns: 600 },
    );
  });

  test('what a composite hands on is rewritten too, and every way of naming a result', () => {
    const start: Document = {
      tasks: [
        { id: 'all', reduce: 'results.a.n + results["a"].n + results[\'b-2\'].n + size(results.ab)' },
        { id: 'a', parent: 'all' },
        { id: 'b-2', parent: 'all' },
      ],
    };
    const names = {
      tasks: new Map([
        ['a', 'c'],
        ['b-2', 'd'],
      ]),
    };
    const reduce = 'results.c.n + results["c"].n + results["d"].n + size(results.ab)';
    expect(renamedAll(start, names).tasks?.[0]?.reduce).toBe(reduce);
    expect(start.tasks?.[0]?.reduce).toContain('results.a.n');
  });

  test('moving many writes all of their places at once, and takes them back', () => {
    const tasks = Array.from({ length: 40 }, (_, at) => ({ id: `t-${String(at)}` }));
    const places = Object.fromEntries(tasks.map(({ id }, at) => [id, { x: at, y: 2 }]));
    const start: Document = { tasks, view: { nodes: { 't-7': { x: 1, y: 1, pinned: true } } } };
    const { document, inverse } = applied(start, { kind: 'move-nodes', places });
    expect(document.view?.nodes).toEqual({ ...places, 't-7': { x: 7, y: 2, pinned: true } });
    expect(applied(document, inverse).document).toEqual(start);
  });

  test('a thousand of two thousand are removed and come back in far less than a second', () => {
    const tasks = Array.from({ length: 2000 }, (_, at) => ({
      id: `t-${String(at)}`,
      dependsOn: at === 0 ? [] : [`t-${String(at - 1)}`],
    }));
    const nodes = Object.fromEntries(tasks.map(({ id }, at) => [id, { x: at, y: 0 }]));
    const edits = tasks.slice(500, 1500).map(({ id }): Edit => ({ kind: 'remove-node', collection: 'tasks', id }));
    const start: Document = { tasks, view: { nodes } };
    let document = start;
    let back = start;
    const took = costMs(() => {
      const made = applied(start, { kind: 'batch', edits });
      document = made.document;
      back = applied(document, made.inverse).document;
    });
    // One walk for each of them took 5 s on a quiet machine; this leaves room for a slow one.
    expect(took).toBeLessThan(2000);
    expect(document.tasks).toHaveLength(1000);
    expect(back).toEqual(start);
  });
});
