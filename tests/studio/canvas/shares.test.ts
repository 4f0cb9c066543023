/** Resources and shared memories on the canvas: wires from either side mean the same, and taking one away leaves no trace. */
import { describe, expect, it } from 'vitest';
import { apply, sheetOf, type Document, type Edit } from '../../../src/document/index.ts';
import { answerConnection } from '../../../src/studio/canvas/graph/connection-rules.ts';
import { addEdit, removeEdit } from '../../../src/studio/canvas/graph/edits.ts';
import { matchesOf } from '../../../src/studio/canvas/find/find.svelte.ts';
import { placesOf } from '../../../src/studio/canvas/graph/places.ts';
import { drawEdges } from '../../../src/studio/canvas/graph/wires.ts';
import { memoryLine, resourceLine } from '../../../src/studio/canvas/shares/share-words.ts';
import { edgeId } from '../../../src/studio/state/index.ts';

const shared: Document = {
  agents: [{ id: 'ana', name: 'Ana' }],
  tasks: [{ id: 'print', resources: [{ id: 'press', units: 2 }], reads: ['notes'], writes: ['notes'] }, { id: 'fold' }],
  resources: [{ id: 'press', name: 'Press', units: 2 }, { id: 'ink' }],
  memories: [{ id: 'notes', replicas: ['ana'] }],
};
function applied(before: Document, edit: Edit | null): Document {
  const result = edit === null ? null : apply(before, edit);
  if (result === null || !result.ok) throw new Error('refused');
  return result.value.document;
}
function connected(source: string, target: string): Document {
  const answer = answerConnection(shared, { source, target });
  if ('refusal' in answer) throw new Error(answer.refusal);
  return applied(shared, answer.edit);
}

describe('wires', () => {
  it.each([
    ['press', 'print', 'This connection exists already.'],
    ['print', 'press', 'This connection exists already.'],
    ['ana', 'notes', 'This connection exists already.'],
    ['press', 'notes', 'A resource or a shared memory connects only to tasks and agents.'],
    [
      'ana',
      'press',
      'Agents connect only to agents and shared memories. To assign a task to an agent, pin it in the inspector.',
    ],
  ])('from %s to %s is refused with a sentence', (source, target, refusal) => {
    expect(answerConnection(shared, { source, target })).toEqual({ refusal });
  });

  it('mean a need, a read or a write, whichever way they are drawn', () => {
    expect(connected('ink', 'fold').tasks?.[1]).toEqual({ id: 'fold', resources: [{ id: 'ink' }] });
    expect(connected('fold', 'ink').tasks?.[1]).toEqual({ id: 'fold', resources: [{ id: 'ink' }] });
    expect(connected('notes', 'fold').tasks?.[1]).toEqual({ id: 'fold', reads: ['notes'] });
    expect(connected('fold', 'notes').tasks?.[1]).toEqual({ id: 'fold', writes: ['notes'] });
  });

  it('are drawn with what they say, once each', () => {
    const edges = drawEdges(sheetOf(shared), { selected: new Set(), previous: [] });
    expect(edges.map(({ ariaLabel }) => ariaLabel)).toEqual([
      'print needs Press',
      'print reads notes',
      'print writes notes',
      'Ana holds a copy of notes',
    ]);
  });

  it('of what is held for a part of the work are drawn once, and taken away with all its times', () => {
    const holds = [{ resource: 'press', toMs: 5 }, { resource: 'ink' }, { resource: 'press', fromMs: 9 }];
    const held: Document = { ...shared, tasks: [{ id: 'print', holds }] };
    const edges = drawEdges(sheetOf(held), { selected: new Set(), previous: [] });
    expect(edges.map(({ ariaLabel }) => ariaLabel)).toEqual([
      'print holds Press for a part of its work',
      'print holds ink for a part of its work',
      'Ana holds a copy of notes',
    ]);
    const gone = applied(held, removeEdit(held, new Set([edgeId('holds', 'press', 'print')])));
    expect(gone.tasks).toEqual([{ id: 'print', holds: [{ resource: 'ink' }] }]);
    const inside: Document = { ...held, tasks: [{ id: 'whole' }, { id: 'print', parent: 'whole', holds }] };
    expect(sheetOf(inside).lifted).toEqual([
      { kind: 'holds', from: 'press', to: 'whole' },
      { kind: 'holds', from: 'ink', to: 'whole' },
    ]);
  });

  it('that are taken away leave the rest', () => {
    const gone = applied(shared, removeEdit(shared, new Set([edgeId('reads', 'notes', 'print')])));
    expect(gone.tasks?.[0]).toEqual({
      id: 'print',
      resources: [{ id: 'press', units: 2 }],
      reads: [],
      writes: ['notes'],
    });
    const none = applied(shared, removeEdit(shared, new Set([edgeId('shares', 'notes', 'ana')])));
    expect(none.memories?.[0]?.replicas).toEqual([]);
  });

  it('of parts are lifted to their composite', () => {
    const parts: Document = {
      tasks: [{ id: 'w' }, { id: 'p', parent: 'w', resources: [{ id: 'r' }], writes: ['m'] }],
      resources: [{ id: 'r' }],
      memories: [{ id: 'm' }],
    };
    expect(sheetOf(parts).lifted).toEqual([
      { kind: 'needs', from: 'r', to: 'w' },
      { kind: 'writes', from: 'w', to: 'm' },
    ]);
  });
});

describe('nodes', () => {
  it('a resource that goes takes the needs of it along', () => {
    const gone = applied(shared, removeEdit(shared, new Set(['press', 'notes'])));
    expect(gone.tasks?.[0]).toEqual({ id: 'print', resources: [], reads: [], writes: [] });
    expect([gone.resources?.length, gone.memories?.length]).toEqual([1, 0]);
  });

  it('added by a wire are wired', () => {
    const options = { place: { x: 0, y: 0 }, places: placesOf(shared) };
    const resource = addEdit(shared, 'resource', { ...options, wire: { node: 'fold', side: 'before' } });
    expect(applied(shared, resource.edit).tasks?.[1]?.resources).toEqual([{ id: 'resource-1' }]);
    const memory = addEdit(shared, 'memory', { ...options, wire: { node: 'ana', side: 'after' } });
    expect(applied(shared, memory.edit).memories?.[1]).toEqual({ id: 'memory-1', name: 'Memory 1', replicas: ['ana'] });
    const task = addEdit(shared, 'task', { ...options, wire: { node: 'notes', side: 'after' } });
    expect(applied(shared, task.edit).tasks?.[2]).toEqual({ id: 'task-1', name: 'Task 1', reads: ['notes'] });
  });

  it('say their terms in one line', () => {
    expect(resourceLine({ id: 'r', mode: 'exclusive', leaseMs: 2000 })).toBe('1 unit · exclusive · lease 2.00 s');
    expect(memoryLine({ id: 'm' })).toBe('eventual · held by all');
    expect(memoryLine({ id: 'm', consistency: 'strong' })).toBe('strong · held by all');
  });

  it('have places without being placed', () => {
    expect([...placesOf(shared).keys()].sort()).toEqual(['ana', 'fold', 'ink', 'notes', 'press', 'print']);
  });
});

describe('find', () => {
  it('finds nothing by blanks, and everything by name, id or kind', () => {
    const noted: Document = { ...shared, view: { notes: [{ id: 'n', text: 'Mind the Press', x: 0, y: 0 }] } };
    expect(matchesOf(noted, '  ')).toEqual([]);
    expect(matchesOf(noted, 'dragon')).toEqual([]);
    expect(matchesOf(noted, 'press')).toEqual(['press', 'n']);
    expect(matchesOf(noted, 'memory')).toEqual(['notes']);
    expect(matchesOf(noted, 'ana worker')).toEqual(['ana']);
  });
});
