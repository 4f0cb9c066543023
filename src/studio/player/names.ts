/**
 * Names of tasks and agents for labels, and counts as people read them. An id without a node, such as an agent that was supplied
 * for a run, is its own name. Display only.
 */
import type { AgentView } from '../../bridge/index.ts';
import { shownName, type Document } from '../../document/index.ts';

/** What a run appends to a task's id for the task that undoes it. */
const undo = '/undo';

/** The node that an id of a run belongs to: the undoing of a task belongs to the task. */
export function nodeOf(id: string): string {
  return id.endsWith(undo) ? id.slice(0, -undo.length) : id;
}

export type NameOf = (id: string) => string;

/** Looks names up in a document; an id that it does not have stands for itself. */
export function namesOf(document: Document | null): NameOf {
  const names = new Map<string, string>();
  for (const nodes of [document?.tasks, document?.agents, document?.resources, document?.memories])
    for (const node of nodes ?? []) names.set(node.id, shownName(node));
  return (id) => names.get(id) ?? (id.endsWith(undo) ? `Undo ${names.get(nodeOf(id)) ?? nodeOf(id)}` : id);
}

/** Looks the deadlines of tasks up in a document, ms. */
export function deadlinesOf(document: Document | null): (task: string) => number | undefined {
  const deadlines = new Map((document?.tasks ?? []).map(({ id, deadlineMs }) => [id, deadlineMs]));
  return (id) => deadlines.get(id);
}

/** Ids of the agents that do not behave honestly as to what they say. */
export function liarsOf(document: Document | null): ReadonlySet<string> {
  return new Set((document?.agents ?? []).filter(({ behaviour }) => lies(behaviour)).map(({ id }) => id));
}

/** Whether an agent misbehaves at the playhead in what it says. */
export function liesNow(view: AgentView | undefined): boolean {
  return view !== undefined && view.conducts.some((kind) => kind !== 'silent');
}

const honestKinds: readonly string[] = ['honest', 'slow', 'crashing', 'silent'];

function lies(behaviour: unknown): boolean {
  return typeof behaviour === 'string' && !honestKinds.includes(behaviour);
}
