/** Whose a task is: by what an agent may do while nothing runs, by who does it in a run. */
import { expect, it } from 'vitest';
import type { TaskView } from '../../../../src/bridge/index.ts';
import type { Document } from '../../../../src/document/index.ts';
import { tasksOf } from '../../../../src/studio/canvas/agents/tasks-of.ts';

const document: Document = {
  agents: [{ id: 'ana', capabilities: ['cook'] }, { id: 'bo' }, { id: 'cy', role: 'manager' }],
  tasks: [
    { id: 'whole' },
    { id: 'soup', requires: ['cook'], parent: 'whole' },
    { id: 'serve' },
    { id: 'pay', agent: 'cy' },
    { id: 'off', disabled: true },
  ],
};
const still = { active: false, taskView: () => undefined };

it('while nothing runs, what an agent may do: no composite, nothing disabled, nothing that is pinned to another', () => {
  expect(tasksOf(document, 'ana', still)).toEqual(['soup', 'serve']);
  expect(tasksOf(document, 'bo', still)).toEqual(['serve']);
  expect(tasksOf(document, 'cy', still)).toEqual(['pay']);
  expect(tasksOf(document, 'gone', still)).toEqual([]);
});

it('in a run, what it does or has done at the playhead, and nothing that it only may do', () => {
  const agents: Record<string, string> = { soup: 'ana', pay: 'cy' };
  const run = { active: true, taskView: (id: string) => ({ agent: agents[id] ?? null }) as TaskView };
  expect(tasksOf(document, 'ana', run)).toEqual(['soup']);
  expect(tasksOf(document, 'bo', run)).toEqual([]);
});
