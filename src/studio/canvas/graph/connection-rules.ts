/**
 * Which wires may be drawn, and what each means: task to task is a dependency, agent to agent is a reporting line.
 * A wire that may not be drawn is answered with one sentence that says why. Pure.
 */
import type { Document, Edit } from '../../../document/index.ts';

/** A wire from the earlier task to the later, or from the manager to the report. */
export interface Connection {
  readonly source: string;
  readonly target: string;
}

export type ConnectionAnswer = { readonly edit: Edit } | { readonly refusal: string };

/** The edit that a wire makes, or why it may not be drawn. */
export function answerConnection(document: Document, { source, target }: Connection): ConnectionAnswer {
  const kinds = [kindOf(document, source), kindOf(document, target)];
  if (kinds.includes(null)) return { refusal: 'One end of this wire is not in the document any more.' };
  if (kinds[0] !== kinds[1])
    return { refusal: 'A wire joins two tasks or two agents: to give a task to an agent, pin it in the inspector.' };
  if (kinds[0] === 'task') return answerDependency(document, source, target);
  return answerReport(document, source, target);
}

function answerDependency(document: Document, source: string, target: string): ConnectionAnswer {
  const name = (id: string) => document.tasks?.find((task) => task.id === id)?.name ?? id;
  if (source === target) return { refusal: 'A task cannot wait for itself.' };
  const before = new Map(
    (document.tasks ?? []).map((task) => [
      task.id,
      (task.dependsOn ?? []).map((one) => (typeof one === 'string' ? one : one.task)),
    ]),
  );
  if (before.get(target)?.includes(source) === true)
    return { refusal: `${name(target)} waits for ${name(source)} already.` };
  if (reaches(source, target, (id) => before.get(id) ?? [])) {
    return { refusal: `${name(source)} comes after ${name(target)}, so this would close a circle.` };
  }
  return { edit: { kind: 'connect', from: source, to: target } };
}

function answerReport(document: Document, manager: string, report: string): ConnectionAnswer {
  const name = (id: string) => document.agents?.find((agent) => agent.id === id)?.name ?? id;
  if (manager === report) return { refusal: 'An agent cannot report to itself.' };
  const managers = new Map((document.agents ?? []).map((agent) => [agent.id, agent.reportsTo]));
  if (managers.get(report) === manager) return { refusal: `${name(report)} reports to ${name(manager)} already.` };
  const above = (id: string) => {
    const next = managers.get(id);
    return next === undefined ? [] : [next];
  };
  if (reaches(manager, report, above))
    return { refusal: `${name(manager)} reports to ${name(report)}, so it cannot manage it.` };
  return { edit: { kind: 'set-manager', agent: report, manager } };
}

function kindOf(document: Document, id: string): 'task' | 'agent' | null {
  if (document.tasks?.some((task) => task.id === id) === true) return 'task';
  return document.agents?.some((agent) => agent.id === id) === true ? 'agent' : null;
}

/** Whether `goal` is `start` or stands somewhere above it. */
function reaches(start: string, goal: string, above: (id: string) => readonly string[]): boolean {
  const seen = new Set([start]);
  for (const id of seen) {
    if (id === goal) return true;
    for (const next of above(id)) seen.add(next);
  }
  return false;
}
