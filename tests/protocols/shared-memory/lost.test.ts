/** Writes that somebody overwrote who had read the key and did not see them. */
import { expect, it } from 'vitest';
import type { Task } from '../../../src/document/index.ts';
import { play, task } from '../../scenarios/stage.ts';
import { callWith } from '../../support/command-line.ts';
import { reads, shared, writes } from './scene.ts';

const upon = (id: string, value: number, dependsOn: string[], more: object = {}): Task => ({
  ...writes(id, value, dependsOn, more),
  ...{ reads: reads(id).reads! },
});
const lostIn = (tasks: Task[], more: object = {}): unknown =>
  play(shared(tasks, more)).result.memory!['board']!['lost'];

it('[SM22] of two that read the same and write, the first is lost', () => {
  expect(
    lostIn([writes('zero', 0), upon('one', 1, ['zero'], { ms: 10 }), upon('two', 2, ['zero'], { ms: 40 })]),
  ).toEqual([{ key: 'plan', task: 'one', by: 'two' }]);
});

it('[SM22] with it all that was built on it', () => {
  const chain = [writes('zero', 0), upon('one', 1, ['zero'], { ms: 10 }), upon('next', 2, ['one'], { ms: 10 })];
  expect(lostIn([...chain, upon('late', 3, ['zero'], { ms: 90 })])).toEqual([
    { key: 'plan', task: 'next', by: 'late' },
    { key: 'plan', task: 'one', by: 'late' },
  ]);
});

it.each<readonly [string, Task[]]>([
  ['one after the other', [writes('zero', 0), upon('one', 1, ['zero']), upon('two', 2, ['one'])]],
  [
    'who has not read the key means to overwrite it',
    [writes('zero', 0), writes('one', 1, ['zero']), writes('two', 2, ['zero'])],
  ],
  [
    'another key',
    [
      writes('zero', 0),
      {
        ...task('two', [], { ms: 60 }),
        reads: [{ memory: 'board', key: 'other' }],
        writes: [{ memory: 'board', key: 'plan', value: 2 }],
      },
    ],
  ],
])('[SM22] nothing is lost: %s', (_what, tasks) => {
  expect(lostIn(tasks)).toBeUndefined();
});

it('[SM22] an eventual register loses as a strong one does, and the command line says how many', () => {
  const memories = [{ id: 'board', consistency: 'eventual', replicas: ['agent-1', 'agent-2', 'agent-3'] }];
  const document = shared(
    [writes('zero', 0), upon('one', 1, ['zero'], { ms: 10 }), upon('two', 2, ['zero'], { ms: 40 })],
    { memories },
  );
  const { out } = callWith({ 'one.json': JSON.stringify({ format: 'conclave', version: 1, ...document }) }, [
    'simulate',
    'one.json',
  ]);
  expect(out).toMatch(/^memory {9}board: .*, all copies alike, 1 overwritten unseen$/mu);
});
