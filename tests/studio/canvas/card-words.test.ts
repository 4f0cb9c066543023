/** What cards say in their one line. */
import { describe, expect, it } from 'vitest';
import type { AgentView, TaskView } from '../../../src/bridge/index.ts';
import {
  agentLine,
  besideBefore,
  isLiar,
  loadOf,
  taskLine,
  taskWord,
} from '../../../src/studio/canvas/cards/card-words.ts';

const agent: AgentView = {
  id: 'a',
  state: 'idle',
  conducts: [],
  slowness: 1,
  cutOff: false,
  slots: 2,
  running: [],
  queued: 0,
  done: 0,
  busyMs: 0,
};
const task: TaskView = {
  id: 't',
  state: 'pending',
  agent: null,
  attempts: 0,
  sinceMs: 0,
  startMs: null,
  endMs: null,
  dueMs: null,
  reason: null,
};

describe('an agent', () => {
  it('that lies says so before anything else', () => {
    expect(agentLine({ id: 'a', behaviour: 'flipping-votes' }, 3, undefined)).toBe('Byzantine: flips votes');
    expect([
      isLiar({ id: 'a', behaviour: 'lying' }),
      isLiar({ id: 'a', behaviour: 'slow' }),
      isLiar({ id: 'a' }),
    ]).toEqual([true, false, false]);
  });
  it('at rest says whom it leads or what it can do', () => {
    expect(agentLine({ id: 'a', role: 'manager' }, 2, undefined)).toBe('manages 2');
    expect(agentLine({ id: 'a', slots: 3, capabilities: ['x', 'y'] }, 0, undefined)).toBe('3 slots · x, y');
    expect(agentLine({ id: 'a' }, 0, undefined)).toBe('any task');
  });
  it('in a run says what it does, and its bar shows the share of busy slots', () => {
    expect(agentLine({ id: 'a' }, 0, { ...agent, state: 'crashed' })).toBe('crashed');
    expect(agentLine({ id: 'a' }, 0, { ...agent, running: ['t'], queued: 2 })).toBe('1/2 · 2 queued');
    expect(agentLine({ id: 'a' }, 0, { ...agent, slots: 1, running: ['t'], queued: 2 })).toBe('2 queued');
    expect(agentLine({ id: 'a' }, 0, { ...agent, slots: 1, running: ['t'] })).toBe('working');
    expect([loadOf(undefined), loadOf({ ...agent, running: ['t'] }), loadOf({ ...agent, slots: 0 })]).toEqual([
      0, 0.5, 0,
    ]);
  });
});

describe('a task', () => {
  it('at rest says how long and what it needs', () => {
    expect(
      taskLine({ id: 't', requires: ['x'], action: { kind: 'simulate', durationMs: { min: 100, max: 200 } } }, {}),
    ).toBe('100 to 200 ms · x');
    expect(taskLine({ id: 't' }, {})).toBe('1.00 s');
  });
  it('in a run says which try it is and how long it took', () => {
    expect(taskWord({ ...task, state: 'running', attempts: 2 })).toBe('running, attempt 2');
    expect(taskWord({ ...task, state: 'succeeded', startMs: 100, endMs: 400 })).toBe('done in 300 ms');
    expect(taskWord({ ...task, state: 'ready', attempts: 1 })).toBe('waiting to retry');
    expect(taskWord(task)).toBeUndefined();
  });
});

describe('a task beside the run before', () => {
  const over = { ...task, state: 'succeeded', endMs: 4200 } as const;
  it('says when it ended, and how much sooner or later that is', () => {
    expect(besideBefore(over, 5900)).toMatchObject({ at: 'at 4.20 s', change: '−1.70 s', tone: 'succeeded' });
    expect(besideBefore(over, 4000)).toMatchObject({ change: '+200 ms', tone: 'waiting' });
    expect(besideBefore(over, 4200)).toMatchObject({ change: 'same', tone: 'idle' });
  });
  it('says nothing while it runs, when it failed, or where it is new', () => {
    expect(besideBefore({ ...task, state: 'running' }, 10)).toBeNull();
    expect(besideBefore({ ...over, state: 'failed' }, 10)).toBeNull();
    expect(besideBefore(over, undefined)).toBeNull();
  });
});
