/*
 * Who takes part in a decision as it is written: the agents that are named, or all that can do the task. The engine
 * reckons the same when it compiles; here is what forms and experiments ask while nothing runs.
 */
import type { Document } from './schema.ts';
import type { Task } from './schema/task.ts';
import { resolvedAgent, resolvedTask } from './defaults.ts';
import { canPerform, onlyManagers } from './validate/capable.ts';

/** Ids of the agents that take part. */
export function decidersOf(document: Document, task: Task): readonly string[] {
  const { action } = task;
  const here = (ids: Iterable<string>): string[] =>
    [...new Set(ids)].filter((id) => document.agents?.some((agent) => agent.id === id));
  if (action?.kind === 'negotiate') {
    const { participants = [], utilities = {} } = action;
    return here(participants.length > 0 ? participants : Object.keys(utilities));
  }
  const chosen = here(action?.kind === 'consensus' ? (action.participants ?? []) : []);
  return chosen.length > 0 ? chosen : capableOf(document, task);
}

/** Ids of the agents that can do the task. */
export function capableOf(document: Document, task: Task): readonly string[] {
  const agents = (document.agents ?? []).map(resolvedAgent);
  const needs = resolvedTask(task);
  const managers = onlyManagers(agents);
  return agents.filter((agent) => canPerform(agent, needs, managers)).map(({ id }) => id);
}
