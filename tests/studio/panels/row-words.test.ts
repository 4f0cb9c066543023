/** What a row of the outline says: before a run how long and what for, in a run who, since when and what for. */
import { describe, expect, it } from 'vitest';
import type { AgentView, TaskView } from '../../../src/bridge/index.ts';
import type { Document } from '../../../src/document/index.ts';
import { agentRows, otherRows, taskRows, type OutlineRow } from '../../../src/studio/panels/outline-rows.ts';
import { rowWords } from '../../../src/studio/panels/row-words.ts';

const drawn: Document = {
  agents: [
    { id: 'ida', name: 'Ida' },
    { id: 'gil', name: 'Gil', reportsTo: 'ida', slots: 2, capabilities: { grill: 1 } },
  ],
  tasks: [
    { id: 'station', action: { kind: 'simulate', durationMs: { min: 1000, max: 2000 } } },
    {
      ...{ id: 'steak', name: 'Steak', action: { kind: 'simulate', durationMs: 2500 } },
      ...{ requires: ['grill'], dependsOn: ['station'], deadlineMs: 9000 },
    },
    { id: 'whole' },
    { id: 'part', parent: 'whole' },
  ],
  resources: [{ id: 'oven', units: 2 }],
  memories: [{ id: 'board' }],
  view: { notes: [{ id: 'n', text: 'Mind this', x: 0, y: 0 }] },
};
const nameOf = (id: string) => ({ ida: 'Ida', gil: 'Gil', steak: 'Steak' })[id] ?? id;
const row = (id: string): OutlineRow =>
  [...taskRows(drawn, new Set()), ...agentRows(drawn, new Set()), ...otherRows(drawn)].find((each) => each.id === id) ??
  ({} as OutlineRow);
const view = (change: Partial<TaskView>): TaskView => ({
  ...{ id: 'steak', state: 'pending', document: drawn, agent: null, attempts: 0, sinceMs: 0 },
  ...{ startMs: null, endMs: null, dueMs: null, reason: null, ...change },
});
const during = (change: Partial<TaskView>) => rowWords(row('steak'), { document: drawn, task: view(change), nameOf });

describe('before a run', () => {
  it('nothing is said of what says all by its name', () => {
    expect(rowWords(row('n'), { document: drawn, nameOf })).toBe('');
    expect(rowWords(row('whole'), { document: drawn, nameOf })).toBe('');
  });

  it('a task says how long it takes, what it needs, by when, and after what', () => {
    expect(rowWords(row('steak'), { document: drawn, nameOf })).toBe('2.50 s · grill · due at 9.00 s, after station');
    expect(rowWords(row('station'), { document: drawn, nameOf })).toMatch(/^1.*2/);
  });

  it('an agent says whom it leads or what it can; what is shared says how much there is', () => {
    expect(rowWords(row('ida'), { document: drawn, nameOf })).toBe('manages 1');
    expect(rowWords(row('gil'), { document: drawn, nameOf })).toBe('2 slots · grill');
    expect(rowWords(row('oven'), { document: drawn, nameOf })).toBe('2 units · shared');
    expect(rowWords(row('board'), { document: drawn, nameOf })).toContain('held by all');
  });
});

describe('in a run', () => {
  it('a task that waits says for what', () => {
    expect(during({})).toBe('pending since 0 ms, after station');
    expect(during({ state: 'ready', sinceMs: 900, reason: 'nobody is free' })).toBe(
      'ready since 900 ms, nobody is free',
    );
  });

  it('a task that runs says with whom, since when, until when and for which time', () => {
    expect(
      during({
        state: 'running',
        agent: 'gil',
        attempts: 2,
        sinceMs: 1200,
        startMs: 1200,
        dueMs: 3700,
      }),
    ).toBe('running with Gil since 1.20 s, due at 3.70 s, attempt 2');
  });

  it('a task that is over says by whom, when, how long it took and why it failed', () => {
    const ended = { agent: 'gil', attempts: 1, sinceMs: 3700, startMs: 1200, endMs: 3700 } as const;
    expect(during({ ...ended, state: 'succeeded' })).toBe('succeeded by Gil at 3.70 s, took 2.50 s');
    expect(during({ ...ended, state: 'failed', reason: 'it burnt' })).toBe(
      'failed by Gil at 3.70 s, took 2.50 s, it burnt',
    );
  });

  it('an agent says what it is at, and how much waits', () => {
    const gil: AgentView = {
      ...{ id: 'gil', state: 'working', conducts: [], slowness: 1, cutOff: false, slots: 2 },
      ...{ running: ['steak'], queued: 3, done: 1, busyMs: 5 },
    };
    const said = (agent: AgentView) => rowWords(row('gil'), { document: drawn, agent, nameOf });
    expect(said(gil)).toBe('at Steak, 1 of 2 slots busy, 3 queued, 1 task done');
    expect(said({ ...gil, state: 'crashed', running: [], slots: 1, queued: 0, done: 0 })).toBe('crashed');
  });
});
