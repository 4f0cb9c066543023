/**
 * Beliefs and goals for a random document: agents begin with some, tasks change them, conditions of dependencies and goals
 * look at them, and votes are cast by them. The same dice give the same; the document still comes to an end.
 */
import type { Document, Task } from '../../src/document/index.ts';
import type { Dice } from './documents.ts';

const changes = [
  { n: 'beliefs.n + 1' },
  { n: 0 },
  { m: true },
  { m: 'has(beliefs.m) && !beliefs.m', n: 'beliefs.n * 2' },
  { gone: 'beliefs.never' },
  { list: [1, { a: null }] },
] as const;

/** The document with minds. */
export function believing(document: Document, dice: Dice): Document {
  const { agents = [], tasks = [] } = document;
  const ids = agents.map(({ id }) => id);
  return {
    ...document,
    agents: agents.map((agent) => ({
      ...agent,
      beliefs: { n: dice.integer(0, 2), ...(dice.chance(0.5) ? { m: dice.chance(0.5) } : {}) },
      goals: [
        'rest',
        ...(dice.chance(0.7) ? [{ id: 'counted', when: 'beliefs.n > 1' }] : []),
        ...(dice.chance(0.5) ? [{ id: 'some', when: 'results.exists(id, results[id].ok)' }] : []),
      ],
    })),
    tasks: tasks.map((task) => looking(task, ids, dice)),
  };
}

function looking(task: Task, agents: readonly string[], dice: Dice): Task {
  return {
    ...task,
    ...(dice.chance(0.5) ? { believes: { ...dice.one(changes) } } : {}),
    ...(task.dependsOn === undefined
      ? {}
      : {
          dependsOn: task.dependsOn.map((one) => (dice.chance(0.3) ? conditional(one, dice.one(agents), dice) : one)),
        }),
  };
}

function conditional(one: NonNullable<Task['dependsOn']>[number], agent: string, dice: Dice) {
  const written = typeof one === 'string' ? { task: one } : one;
  if ('when' in written && written.when !== undefined) return one;
  const when = dice.one([
    `beliefs.${agent}.n >= 1`,
    `has(beliefs.${agent}.m) && beliefs.${agent}.m`,
    `size(beliefs) > 0 && results["${written.task}"].ok`,
  ]);
  return { ...written, when };
}
