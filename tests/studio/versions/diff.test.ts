/** What differs between two states is named once, and what does not is never named; the way back is one edit and the way forth its inverse. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apply, type Document } from '../../../src/document/index.ts';
import { diffDocuments, type Difference } from '../../../src/studio/versions/diff.ts';
import { drawDifference } from '../../../src/studio/versions/marked-drawing.ts';
import { meaningDigest } from '../../../src/studio/versions/meaning.ts';
import { restoreEdit } from '../../../src/studio/versions/restore.ts';

const before: Document = {
  name: 'Flow',
  seed: 1,
  agents: [
    { id: 'lead', role: 'manager' },
    { id: 'ana', reportsTo: 'lead' },
  ],
  tasks: [
    { id: 'a', name: 'Collect' },
    { id: 'b', dependsOn: ['a'] },
    { id: 'c', dependsOn: ['b'] },
  ],
  view: {
    nodes: {
      lead: { x: 0, y: 0 },
      ana: { x: 0, y: 100 },
      a: { x: 0, y: 200 },
      b: { x: 200, y: 200 },
      c: { x: 400, y: 200 },
    },
  },
};
const short = ({ mark, kind, key, fields }: Difference): string => [mark, kind, key, ...fields].join(' ');
const differences = (after: Document): string[] => diffDocuments(before, after).differences.map(short);

describe('diff of two documents', () => {
  it('finds nothing where only writing differs: order of keys, a dependency as text or as object', () => {
    const { name, ...rest } = before;
    const tasks = (before.tasks ?? []).map((task) => ({
      ...task,
      ...(task.dependsOn === undefined
        ? {}
        : { dependsOn: task.dependsOn.map((each) => (typeof each === 'string' ? { task: each } : each)) }),
    }));
    expect(diffDocuments(before, { ...rest, ...(name === undefined ? {} : { name }), tasks })).toEqual({
      differences: [],
      moved: 0,
    });
    expect(diffDocuments({}, {}).differences).toEqual([]);
  });

  it('does not stumble over names that objects carry', () => {
    const odd: Document = {
      tasks: [{ id: 'constructor', dependsOn: ['toString'] }],
      view: { nodes: { toString: { x: 0, y: 0 } } },
    };
    expect(diffDocuments({ view: { nodes: {} } }, odd)).toMatchObject({ moved: 0 });
    expect(diffDocuments(odd, odd).differences).toEqual([]);
  });

  it('names added, removed and changed nodes and edges, with the fields', () => {
    const after: Document = {
      ...before,
      seed: 2,
      agents: [
        { id: 'lead', role: 'manager' },
        { id: 'ana', slots: 2 },
      ],
      tasks: [
        { id: 'a', name: 'Gather', priority: 3 },
        { id: 'b', dependsOn: [{ task: 'a', transferMs: 5 }] },
        { id: 'd', dependsOn: ['b'] },
      ],
    };
    expect(differences(after)).toEqual([
      'changed agent ana slots',
      'removed task c',
      'changed task a name priority',
      'added task d',
      'removed reports ana',
      'removed depends b c',
      'changed depends a b',
      'added depends b d',
      'changed setting seed',
    ]);
  });

  it('counts what only moved apart, and draws what is gone', () => {
    const view = { nodes: { ...before.view?.nodes, a: { x: 50, y: 200 } } };
    const moved = diffDocuments(before, { ...before, view });
    expect(moved).toEqual({ differences: [], moved: 1 });
    const after: Document = { ...before, tasks: (before.tasks ?? []).slice(0, 2) };
    const marked = drawDifference(before, after, diffDocuments(before, after));
    expect(marked.drawing?.tasks.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(marked.nodes.get('c')).toBe('removed');
    expect(marked.lines.get('b c')).toBe('removed');
  });

  it('turned round, added is removed and removed is added', () => {
    fc.assert(
      fc.property(documents, documents, (left, right) => {
        const there = diffDocuments(left, right).differences.map(({ mark, kind, key }) => `${mark} ${kind} ${key}`);
        const opposite = { added: 'removed', removed: 'added', changed: 'changed' } as const;
        const back = diffDocuments(right, left).differences.map(
          ({ mark, kind, key }) => `${opposite[mark]} ${kind} ${key}`,
        );
        expect(there.sort()).toEqual(back.sort());
      }),
      { seed: 31, numRuns: 200 },
    );
  });
});

describe('restoring', () => {
  it('has nothing to do where nothing differs', () => {
    expect(restoreEdit(before, structuredClone(before), 'x')).toBeNull();
  });

  it('leads to the version by one edit, and its inverse leads back', () => {
    fc.assert(
      fc.property(documents, documents, (now, then) => {
        const edit = restoreEdit(now, then, 'Before');
        if (edit === null) {
          expect(now).toEqual(then);
          return;
        }
        const there = apply(now, edit);
        expect(there.ok && there.value.document).toEqual(then);
        const back = there.ok ? apply(there.value.document, there.value.inverse) : there;
        expect(back.ok && back.value.document).toEqual(now);
      }),
      { seed: 32, numRuns: 200 },
    );
  });
});

describe('the meaning of a document', () => {
  it('is the same after a move or a new title, and another after a new seed', () => {
    const digest = meaningDigest(before);
    expect(meaningDigest({ ...before, name: 'Other', description: 'x', view: {} })).toBe(digest);
    expect(meaningDigest({ ...before, seed: 9 })).not.toBe(digest);
  });
});

const ids = ['a', 'b', 'c', 'd'] as const;
const tasks = fc.subarray([...ids]).chain((chosen) =>
  fc.tuple(
    ...chosen.map((id) =>
      fc.record({
        id: fc.constant(id),
        priority: fc.nat(2),
        dependsOn: fc.subarray(ids.filter((each) => each < id)),
      }),
    ),
  ),
);
const documents: fc.Arbitrary<Document> = fc
  .record({ seed: fc.nat(1), tasks, description: fc.constantFrom('', 'x') }, { requiredKeys: [] })
  .map((document) => document as Document);
