/*
 * How large a document may be. It is looked at before anything else is read of it.
 */
import { problemAt, type Problem } from '../problem.ts';
import type { Document } from '../../schema.ts';

/** The largest document that is opened for work. */
export const DOCUMENT_LIMITS = { tasksMax: 100_000, dependenciesMax: 1_000_000, agentsMax: 10_000 } as const;

/** Whether a document is larger than what is opened for work; nothing else is looked at then. */
export function sizeProblems(document: Document): Problem[] {
  const { agents = [], tasks = [] } = document;
  const problems: Problem[] = [];
  const check = (what: 'agents' | 'tasks' | 'dependencies', count: number, most: number): void => {
    if (count <= most) return;
    const message = `There are ${String(count)} ${what}, and at most ${String(most)} can be worked with; split the document.`;
    const path = what === 'dependencies' ? ['tasks'] : [what];
    problems.push(problemAt({}, path, { code: `too-many-${what}`, severity: 'error', message }));
  };
  check('agents', agents.length, DOCUMENT_LIMITS.agentsMax);
  check('tasks', tasks.length, DOCUMENT_LIMITS.tasksMax);
  let edges = 0;
  for (const task of tasks) edges += Array.isArray(task?.dependsOn) ? task.dependsOn.length : 0;
  check('dependencies', edges, DOCUMENT_LIMITS.dependenciesMax);
  return problems;
}
