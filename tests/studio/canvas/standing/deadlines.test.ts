/** Which cards are late: tasks by themselves, composites by what is in them, in words and in the tone that picture and map paint. */
import { describe, expect, it } from 'vitest';
import type { TaskState, TaskView } from '../../../../src/bridge/index.ts';
import type { Document } from '../../../../src/document/index.ts';
import type { CanvasNode } from '../../../../src/studio/canvas/graph/drawing.ts';
import { deadlinesOf, dueAt } from '../../../../src/studio/canvas/standing/deadlines.ts';
import { toneOf } from '../../../../src/studio/canvas/tones.ts';
import type { RunSession } from '../../../../src/studio/state/index.ts';

const document: Document = {
  tasks: [
    { id: 'whole' },
    { id: 'inner', parent: 'whole', deadlineMs: 900 },
    { id: 'a', parent: 'inner', deadlineMs: 500 },
    { id: 'b', parent: 'inner', deadlineMs: 0 },
    { id: 'c', parent: 'whole', deadlineMs: 700 },
    { id: 'alone' },
  ],
};
const deadlines = deadlinesOf(document);

/** A run at a time in which these tasks stand so; all others are running. */
function at(timeMs: number, ends: Readonly<Record<string, [TaskState, number]>> = {}) {
  const taskView = (id: string): TaskView => {
    const [state, endMs] = ends[id] ?? ['running', null];
    return { id, state, agent: 'ana', attempts: 1, sinceMs: 0, startMs: 0, endMs, dueMs: null, reason: null };
  };
  return { active: true, timeMs, taskView, agentView: () => undefined } as unknown as RunSession;
}
const node = (id: string, type: CanvasNode['type']) => ({ id, type }) as CanvasNode;

describe('what a card stands for', () => {
  it('is a task itself, and all that is in a composite however deep', () => {
    const ids = (card: string) => deadlines.get(card)?.map(({ id }) => id);
    expect(ids('a')).toEqual(['a']);
    expect(ids('inner')).toEqual(['inner', 'a']);
    expect(ids('whole')).toEqual(['inner', 'a', 'c']);
    expect([ids('b'), ids('alone')]).toEqual([undefined, undefined]);
  });

  it('comes to an end with parts that are in one another', () => {
    const rings = deadlinesOf({
      tasks: [
        { id: 'x', parent: 'y', deadlineMs: 1 },
        { id: 'y', parent: 'x' },
      ],
    });
    expect([...rings.keys()]).toEqual(['x', 'y']);
  });

  it.each([
    ['nothing yet', 400, {}, { whole: null, inner: 'due at 900 ms', a: 'due at 500 ms' }, []],
    [
      'a part',
      501,
      {},
      { whole: '1 part late', inner: '1 part late', a: 'overdue since 500 ms' },
      ['whole', 'inner', 'a'],
    ],
    ['two parts', 701, {}, { whole: '2 parts late', c: 'overdue since 700 ms' }, ['whole', 'inner', 'a', 'c']],
    ['a composite itself', 901, { a: ['succeeded', 400] }, { inner: 'overdue since 900 ms', a: 'in time' }, ['inner']],
    ['a part that failed late', 600, { a: ['failed', 550] }, { inner: '1 part late', a: 'late by 50 ms' }, ['a']],
    ['nothing that was dropped', 600, { a: ['skipped', 100] }, { whole: null, a: null }, []],
  ] as const)('is late by %s', (_what, timeMs, ends, words, late) => {
    const run = at(timeMs, ends as unknown as Parameters<typeof at>[1]);
    for (const [card, word] of Object.entries(words))
      expect(dueAt(deadlines, card, run)?.word ?? null, card).toBe(word);
    for (const card of late) {
      expect(dueAt(deadlines, card, run)?.late, card).toBe(true);
      expect(toneOf(node(card, card === 'a' || card === 'c' ? 'task' : 'composite'), run, deadlines), card).toBe(
        'failed',
      );
    }
  });

  it('has the tone of its state while it is in time', () => {
    expect(toneOf(node('a', 'task'), at(500), deadlines)).toBe('running');
    expect(toneOf(node('whole', 'composite'), at(500), deadlines)).toBe('running');
    expect(toneOf(node('alone', 'task'), at(99_999), deadlines)).toBe('running');
  });
});
