/** What differs between two states is named once, and what does not is never named; the way back is one edit and the way forth its inverse. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apply, type Document } from '../../../../src/document/index.ts';
import { diffDocuments, type Difference } from '../../../../src/studio/versions/compare/diff.ts';
import { drawComparison } from '../../../../src/studio/versions/compare/comparison.ts';
import { meaningDigest } from '../../../../src/studio/versions/meaning.ts';
import { restoreEdit } from '../../../../src/studio/versions/restore.ts';

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
const short = ({ mark, kind, key, changes }: Difference): string =>
  [
    mark,
    ...(key.startsWith(kind) ? [] : [kind]),
    key.replaceAll('\u001f', ' '),
    ...changes.map(({ field }) => field),
  ].join(' ');
const differences = (after: Document): string[] => diffDocuments(before, after).map(short);

describe('diff of two documents', () => {
  it('finds nothing where only writing differs: order of keys, a dependency as text or as object', () => {
    const { name, ...rest } = before;
    const tasks = (before.tasks ?? []).map((task) => ({
      ...task,
      ...(task.dependsOn === undefined
        ? {}
        : { dependsOn: task.dependsOn.map((each) => (typeof each === 'string' ? { task: each } : each)) }),
    }));
    expect(diffDocuments(before, { ...rest, ...(name === undefined ? {} : { name }), tasks })).toEqual([]);
    expect(diffDocuments({}, {})).toEqual([]);
  });

  it('does not stumble over names that objects carry', () => {
    const odd: Document = {
      tasks: [{ id: 'constructor', dependsOn: ['toString'] }],
      view: { nodes: { toString: { x: 0, y: 0 } } },
    };
    expect(diffDocuments({ view: { nodes: {} } }, odd).filter(({ mark }) => mark === 'moved')).toEqual([]);
    expect(diffDocuments(odd, odd)).toEqual([]);
    expect(drawComparison(odd, odd, []).nodes).toHaveLength(1);
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
      'removed task c',
      'changed agent ana slots',
      'changed task a name priority',
      'added task d',
      'removed reports lead ana',
      'removed depends b c',
      'changed depends a b transferMs',
      'added depends b d',
      'changed setting seed seed',
    ]);
  });

  it('tells a move from a change', () => {
    const view = { nodes: { ...before.view?.nodes, a: { x: 50, y: 200 } } };
    expect(differences({ ...before, view })).toEqual(['moved task a']);
  });

  it('goes into objects field by field, and shows both values as texts', () => {
    const [first, second] = [
      { tasks: [{ id: 'a', retry: { max: 1, backoffMs: 5 }, note: 'x' }] },
      { tasks: [{ id: 'a', retry: { max: 3, backoffMs: 5 }, capabilities: ['b'] }] },
    ] as unknown as readonly [Document, Document];
    expect(diffDocuments(first, second)[0]?.changes).toEqual([
      { field: 'retry.max', before: '1', after: '3' },
      { field: 'note', before: 'x', after: null },
      { field: 'capabilities', before: null, after: '["b"]' },
    ]);
  });

  it('names notes and frames by what they say', () => {
    const note = { id: 'n', text: 'Ask Ana', x: 0, y: 0 };
    const [added] = diffDocuments(before, { ...before, view: { ...before.view, notes: [note] } });
    expect(added).toMatchObject({ mark: 'added', kind: 'note', label: 'Ask Ana' });
  });

  it('draws what is gone at its old place, with each wire that came or went', () => {
    const after: Document = {
      ...before,
      tasks: [{ id: 'a', name: 'Collect' }, { id: 'b' }],
      agents: [
        { id: 'lead', role: 'manager' },
        { id: 'bo', reportsTo: 'lead' },
      ],
    };
    const { nodes, edges } = drawComparison(before, after, diffDocuments(before, after));
    expect(nodes.map(({ id, data }) => `${id} ${data.marks.join(' ')}`.trim()).sort()).toEqual([
      'a',
      'ana removed',
      'b',
      'bo added',
      'c removed',
      'lead',
    ]);
    expect(nodes.find(({ id }) => id === 'c')?.position).toEqual({ x: 400, y: 200 });
    expect(edges.map(({ source, target, data }) => `${source} ${target} ${String(data?.mark)}`).sort()).toEqual([
      'a b removed',
      'b c removed',
      'lead ana removed',
      'lead bo added',
    ]);
  });

  it('turned round, added is removed and removed is added', () => {
    fc.assert(
      fc.property(documents, documents, (left, right) => {
        const there = diffDocuments(left, right).map(({ mark, kind, key }) => `${mark} ${kind} ${key}`);
        const opposite = { added: 'removed', removed: 'added', changed: 'changed', moved: 'moved' } as const;
        const back = diffDocuments(right, left).map(({ mark, kind, key }) => `${opposite[mark]} ${kind} ${key}`);
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
