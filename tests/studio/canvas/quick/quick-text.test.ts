/** What is typed into the quick add, read as a node: what is no time and no name first, then each kind. */
import { describe, expect, it } from 'vitest';
import type { Document } from '../../../../src/document/index.ts';
import { nodeKinds, type NodeKindId } from '../../../../src/studio/canvas/graph/node-kinds.ts';
import { quickRows } from '../../../../src/studio/canvas/quick/quick-rows.ts';
import { fieldsSaid, kindAtStart, nodesCalled, readQuickText } from '../../../../src/studio/canvas/quick/quick-text.ts';

const kitchen: Document = {
  agents: [{ id: 'ann', name: 'Ann', role: 'manager' }],
  tasks: [
    { id: 'peel', name: 'Peel' },
    { id: 't2', name: 'Plate one' },
    { id: 't3', name: 'Plate two' },
  ],
};
const everything = nodeKinds.map(({ id }) => id);

describe('a text', () => {
  it('keeps what means nothing as part of the name', () => {
    for (const text of ['Mail a@b.c', 'Table 5', 'v1.2ms3', '5mss', '-5ms', '1e3s', '@', 'a <b'])
      expect(readQuickText(text, 'worker'), text).toMatchObject({ duration: null, capabilities: [] });
    expect(readQuickText('Table 5', 'task').name).toBe('Table 5');
    expect(readQuickText('Mail a@b.c', 'task').name).toBe('Mail a@b.c');
    expect(readQuickText('@', 'task')).toMatchObject({ name: '@', capabilities: [] });
    expect(readQuickText('Room 5m x2', 'memory').name).toBe('Room 5m x2');
    expect(readQuickText('Vote 300ms', 'decision').name).toBe('Vote 300ms');
  });

  it('gives a task a name, a time, capabilities and what it waits for', () => {
    expect(readQuickText('Chop onions 300ms @knife,board @knife < Peel, Wash up', 'task')).toEqual({
      name: 'Chop onions',
      duration: 300,
      capabilities: ['knife', 'board'],
      count: null,
      after: ['Peel', 'Wash up'],
    });
  });

  it.each([
    ['300ms', 300],
    ['300 ms', 300],
    ['1.5s', 1500],
    ['1,5 s', 1500],
    ['2min', 120_000],
    ['2m', 120_000],
    ['1h', 3_600_000],
    ['500-300ms', { min: 300, max: 500 }],
    ['1..2s', { min: 1000, max: 2000 }],
  ])('takes %s for a time', (text, duration) => {
    expect(readQuickText(`Chop ${text} fine`, 'task')).toMatchObject({ name: 'Chop fine', duration });
  });

  it('gives an agent slots and a manager, and a resource units', () => {
    const said = readQuickText('Rosa @grill x2 <- Ann', 'worker');
    expect(said).toMatchObject({ name: 'Rosa', count: 2, after: ['Ann'] });
    expect(fieldsSaid('worker', said)).toEqual({ name: 'Rosa', capabilities: ['grill'], slots: 2 });
    expect(fieldsSaid('resource', readQuickText('Oven x3', 'resource'))).toEqual({ name: 'Oven', units: 3 });
  });

  it('names its kind at the beginning, when more follows', () => {
    expect(kindAtStart('agent')).toBeNull();
    expect(kindAtStart('agents Rosa')).toBeNull();
    expect(kindAtStart('constructor Rosa')).toBeNull();
    expect(kindAtStart('Agent Rosa @grill')).toEqual({ kind: 'worker', rest: 'Rosa @grill' });
  });
});

describe('names of others', () => {
  it('that fit none or several are said', () => {
    expect(nodesCalled(kitchen, 'task', ['Chp'])).toEqual({ problem: 'No task is called “Chp”.' });
    expect(nodesCalled(kitchen, 'task', ['pla'])).toMatchObject({ problem: expect.stringContaining('Plate two') });
    expect(nodesCalled(kitchen, 'worker', ['Ann', 'Ann'])).toMatchObject({ problem: expect.stringContaining('one') });
  });

  it('are found by id, name or beginning, each once', () => {
    expect(nodesCalled(kitchen, 'task', ['pe', 'PEEL', 't3'])).toEqual({ ids: ['peel', 't3'] });
  });
});

describe('rows', () => {
  const rows = (text: string, offered: readonly NodeKindId[] = everything) =>
    quickRows(text, offered, kitchen).map(({ label, detail, problem }) => [label, problem ?? detail]);

  it('are all kinds while nothing is typed', () => {
    expect(rows('  ').map(([label]) => label)).toEqual(nodeKinds.map(({ label }) => label));
  });

  it('put a kind first that is called so, here or elsewhere, and a name first that is none', () => {
    const offered: readonly NodeKindId[] = ['task', ...everything.filter((id) => id !== 'task')];
    const first = (text: string) => rows(text, offered)[0]?.[0];
    for (const word of ['supervisor', 'orchestrator', 'router', 'crew']) expect(first(word), word).toBe('Manager');
    for (const word of ['agent', 'assistant', 'bot']) expect(first(word), word).toBe('Worker');
    for (const word of ['subflow', 'workflow']) expect(first(word), word).toBe('Composite task');
    expect(first('sticky')).toBe('Note');
    expect(first('blackboard')).toBe('Shared memory');
    expect(first('Call')).toBe('Task “Call”');
    expect(first('Plan')).toBe('Task “Plan”');
  });

  it('say what was understood, and why it cannot be taken', () => {
    expect(rows('task Chop 1-2s @knife < Peel')[0]).toEqual([
      'Task “Chop”',
      '1.00 s to 2.00 s · needs knife · after Peel',
    ]);
    expect(rows('worker Rosa @grill x2 < Ann')[0]).toEqual(['Worker “Rosa”', 'can grill · 2 slots · reports to Ann']);
    expect(rows('task Chop < Chp')[0]).toEqual(['Task “Chop”', 'No task is called “Chp”.']);
  });
});
