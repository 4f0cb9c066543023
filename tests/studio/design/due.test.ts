/** How a task stands with its deadline, wherever that is told. */
import { describe, expect, it } from 'vitest';
import type { Bar } from '../../../src/bridge/index.ts';
import { dueOf } from '../../../src/studio/design/index.ts';
import { taskLine, taskWord } from '../../../src/studio/canvas/cards/card-words.ts';
import { taskFacts } from '../../../src/studio/inspector/state/state-facts.ts';
import { taskRows } from '../../../src/studio/panels/outline-rows.ts';
import { dueOfBar } from '../../../src/studio/player/timeline/drawing/due.ts';
import { laneSummary } from '../../../src/studio/player/timeline/lane-summary.ts';

const task = {
  id: 't',
  state: 'succeeded',
  agent: 'ana',
  attempts: 1,
  sinceMs: 0,
  startMs: 100,
  endMs: 900,
  dueMs: null,
  reason: null,
} as const;

describe('a deadline', () => {
  it.each([
    ['none', undefined, task, 0, null],
    ['0, which is none', 0, task, 0, null],
    ['at rest', 500, undefined, 0, { late: false, word: 'due at 500 ms' }],
    ['before it', 500, { ...task, state: 'running', endMs: null }, 500, { late: false, word: 'due at 500 ms' }],
    [
      'behind it, not over',
      500,
      { ...task, state: 'running', endMs: null },
      501,
      { late: true, word: 'overdue since 500 ms' },
    ],
    ['ended at it', 900, task, 5000, { late: false, word: 'in time' }],
    ['ended behind it', 899, task, 5000, { late: true, word: 'late by 1 ms' }],
    ['failed behind it', 500, { ...task, state: 'failed' }, 5000, { late: true, word: 'late by 400 ms' }],
    ['never to come', 500, { ...task, state: 'skipped' }, 5000, null],
  ] as const)('%s', (_what, deadlineMs, view, timeMs, told) => {
    expect(dueOf(deadlineMs, view, timeMs)).toEqual(told);
  });

  it('is told by card, inspector and outline', () => {
    const late = dueOf(500, task, 5000);
    expect(taskWord(task, late)).toBe('late by 400 ms');
    expect(taskWord(task, dueOf(900, task, 5000))).toBe('done in 800 ms');
    expect(taskLine({ id: 't', deadlineMs: 4000 }, {})).toContain('due at 4.00 s');
    expect(taskFacts(task, 5000, (id) => id, 500)).toContainEqual(['Deadline', '500 ms, late by 400 ms']);
    expect(taskFacts(task, 5000, (id) => id).map(([name]) => name)).not.toContain('Deadline');
    const rows = taskRows(
      {
        tasks: [
          { id: 't', deadlineMs: 500 },
          { id: 'u', deadlineMs: 0 },
        ],
      },
      new Set(),
    );
    expect(rows.map(({ deadlineMs }) => deadlineMs)).toEqual([500, undefined]);
  });

  it('is told by the lanes, of work that was not given up', () => {
    const bar: Bar = {
      task: 't',
      kind: 'running',
      end: 'succeeded',
      attempt: 1,
      startMs: 100,
      endMs: 900,
      row: 0,
      startStep: 1,
      critical: false,
      count: 1,
    };
    const deadlineOf = (id: string) => (id === 't' ? 500 : undefined);
    expect(dueOfBar(bar, deadlineOf)).toEqual({ deadlineMs: 500, late: true, word: 'late by 400 ms' });
    for (const other of [
      { task: 'u' },
      { kind: 'queued' },
      { end: 'cancelled' },
      { count: 2 },
      { task: 't/undo' },
    ] as const)
      expect(dueOfBar({ ...bar, ...other }, deadlineOf)).toBeNull();
    const lane = { agent: 'ana', slots: 1, utilization: 0.5, bars: [bar] };
    const name = (id: string) => (id === 'ana' ? 'Ana' : 'Parcel');
    expect(laneSummary(lane, { step: 9, timeMs: 1000 }, name, deadlineOf)).toContain('Parcel late by 400 ms');
    expect(laneSummary(lane, { step: 9, timeMs: 500 }, name, deadlineOf)).not.toContain('late');
  });
});
