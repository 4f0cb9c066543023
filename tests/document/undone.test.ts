/** What a document asks for and no run does yet is named, each thing once, with its first place; what is done is not. */
import { describe, expect, test } from 'vitest';
import { conclave } from '../../src/cli/conclave.ts';
import { measureOnThreads } from '../../src/cli/experiment/threads.ts';
import { undone, type Document } from '../../src/document/index.ts';
import { FULL } from './documents.ts';

const oven = {
  format: 'conclave',
  agents: [{ id: 'a' }, { id: 'b' }],
  resources: [{ id: 'oven', mode: 'exclusive', units: 1 }],
  tasks: ['x', 'y'].map((id) => ({ id, action: { kind: 'simulate', durationMs: 100 }, resources: [{ id: 'oven' }] })),
};

describe('what no run does yet', () => {
  test('a document that asks for nothing of it has no warning', () => {
    const tasks = [
      { id: 't', action: { kind: 'simulate', durationMs: 5 } },
      { id: 'u', dependsOn: ['t'] },
    ];
    expect(undone({ agents: [{ id: 'a' }], tasks } as Document)).toEqual([]);
    expect(undone({})).toEqual([]);
  });

  test.each<[string, object, string]>([
    ['tasks[0].resources[0]', oven, 'the units of the resource "oven" (asked for by x and 1 more)'],
    ['tasks[0].reads', { tasks: [{ id: 't', reads: ['m'] }], memories: [{ id: 'm' }] }, 'the shared memory "m"'],
    ['tasks[0].writes', { tasks: [{ id: 't', writes: ['m'] }] }, 'the shared memory "m"'],
    ['tasks[0].action', { tasks: [{ id: 't', action: { kind: 'llm' } }] }, 'the action "llm"'],
    ['tasks[0].action', { tasks: [{ id: 't', action: { kind: 'map', items: 'x' } }] }, 'the action "map"'],
    [
      'tasks[0].repeat',
      { tasks: [{ id: 't', repeat: { max: 3 } }] },
      'The field "repeat" of the task "t" is not known',
    ],
    ['quarrels', { quarrels: { deadlock: 'detect' } }, 'The field "quarrels" is not known'],
    [
      'tasks[0].recalls',
      {
        tasks: [
          { id: 't', recalls: ['k'] },
          { id: 'part', parent: 't' },
        ],
      },
      'what "t" recalls',
    ],
    ['memories[0].consistency', { memories: [{ id: 'm', consistency: 'causal' }] }, 'the consistency "causal"'],
    ['faults[0]', { faults: [{ kind: 'earthquake' }] }, 'the kind "earthquake"'],
    ['agents[0].behaviour', { agents: [{ id: 'a', behaviour: 'slow' }] }, 'The behaviour "slow"'],
  ])('%s', (path, document, words) => {
    const found = undone(document as Document);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ path, severity: 'warning', message: expect.stringContaining(words) as string });
    expect(found[0]?.message).toMatch(/\.$/u);
  });

  test('everything at once is told at once', () => {
    expect(undone(FULL as Document).map(({ path }) => path)).toEqual(
      expect.arrayContaining(['future', 'tasks[1].resources[0]', 'tasks[2].writes']),
    );
  });

  const calling: Document = {
    agents: [{ id: 'a' }],
    tasks: [{ id: 'x', action: { kind: 'http', durationMs: 100 } }],
  };
  test('a simulation says so, to a person and in the JSON', () => {
    const call = (...args: string[]): string => {
      let out = '';
      conclave(args, {
        read: () => new TextEncoder().encode(JSON.stringify(calling)),
        write: () => undefined,
        print: (text) => (out += text),
        complain: () => undefined,
        clock: () => 0,
        measure: (documents, seeds) => measureOnThreads('', documents, seeds),
      });
      return out;
    };
    expect(call('simulate', 'f')).toMatch(/^warning +This version leaves out the action "http"/mu);
    expect(JSON.parse(call('simulate', 'f', '--json'))).toMatchObject({
      outcome: 'succeeded',
      warnings: [{ code: 'not-done', path: 'tasks[0].action' }],
    });
  });
});
