/**
 * Which wires may be drawn, and what each means: task to task is a dependency, agent to agent is a reporting line, and a wire to a
 * resource or a shared memory a share. One that may not be drawn is answered with one sentence that says why. Pure.
 */
import { shownName, compositesOf, withParts, type Document, type Edit } from '../../../document/index.ts';
import { isShared, shareBetween, shareEdit, typeOf } from '../shares/sharing-rules.ts';

/** A wire from the earlier task to the later, or from the manager to the report. */
export interface Connection {
  readonly source: string;
  readonly target: string;
}

export type ConnectionAnswer = { readonly edit: Edit } | { readonly refusal: string };

/** The edit that a wire makes, or why it may not be drawn. */
export function answerConnection(document: Document, { source, target }: Connection): ConnectionAnswer {
  const [from, to] = [typeOf(document, source), typeOf(document, target)];
  if (from === null || to === null) return { refusal: 'One end of this connection is no longer in the document.' };
  if (from === 'task' && to === 'task') return answerDependency(document, source, target);
  if (from === 'agent' && to === 'agent') return answerReport(document, source, target);
  const share = shareBetween([from, source], [to, target]);
  if (share === null)
    return {
      refusal:
        from === 'agent' || to === 'agent'
          ? 'Agents connect only to agents and shared memories. To assign a task to an agent, pin it in the inspector.'
          : 'A resource or a shared memory connects only to tasks and agents.',
    };
  if (isShared(document, share)) return { refusal: 'This connection exists already.' };
  const edit = shareEdit(document, share);
  return edit === null ? { refusal: 'One end of this connection is no longer in the document.' } : { edit };
}

/** A task waits for what its composites wait for, and a composite is done when its parts are. */
function answerDependency(document: Document, source: string, target: string): ConnectionAnswer {
  const name = (id: string) => shownName(document.tasks?.find((task) => task.id === id) ?? { id });
  if (source === target) return { refusal: 'A task cannot depend on itself.' };
  const composites = compositesOf(document);
  const written = new Map(
    (document.tasks ?? []).map((task) => [
      task.id,
      (task.dependsOn ?? []).map((one) => (typeof one === 'string' ? one : one.task)),
    ]),
  );
  if (written.get(target)?.includes(source) === true)
    return { refusal: `${name(target)} depends on ${name(source)} already.` };
  const inside = withParts(composites, [target]);
  if (inside.has(source))
    return { refusal: `${name(source)} is a subtask of ${name(target)}, which finishes after it.` };
  if (withParts(composites, [source]).has(target))
    return { refusal: `${name(target)} is a subtask of ${name(source)} and cannot depend on it.` };
  const before = (id: string): readonly string[] => {
    const all = [...(written.get(id) ?? []), ...(composites.parts.get(id) ?? [])];
    for (let at = composites.parentOf(id); at !== null; at = composites.parentOf(at))
      all.push(...(written.get(at) ?? []));
    return all;
  };
  if ([...inside].some((goal) => reaches(source, goal, before)))
    return { refusal: `${name(source)} comes after ${name(target)}, so this would close a circle.` };
  return { edit: { kind: 'connect', from: source, to: target } };
}

function answerReport(document: Document, manager: string, report: string): ConnectionAnswer {
  const name = (id: string) => shownName(document.agents?.find((agent) => agent.id === id) ?? { id });
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

/** Whether `goal` is `start` or stands somewhere above it. */
function reaches(start: string, goal: string, above: (id: string) => readonly string[]): boolean {
  const seen = new Set([start]);
  for (const id of seen) {
    if (id === goal) return true;
    for (const next of above(id)) seen.add(next);
  }
  return false;
}
