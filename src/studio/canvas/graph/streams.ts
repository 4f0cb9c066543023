/** What lies up- and downstream of nodes: along dependencies for tasks, along reporting lines for agents. Pure. */
import type { Document } from '../../../document/index.ts';

export type Stream = 'upstream' | 'downstream' | 'above' | 'below';

/** The nodes among `ids` with all that can be reached from them along a stream. */
export function streamOf(document: Document, ids: Iterable<string>, stream: Stream): ReadonlySet<string> {
  const next = stream === 'upstream' || stream === 'downstream' ? taskSteps(document) : agentSteps(document);
  const forward = stream === 'downstream' || stream === 'below';
  const steps = new Map<string, string[]>();
  for (const [from, to] of next) {
    const [start, end] = forward ? [from, to] : [to, from];
    const list = steps.get(start) ?? [];
    list.push(end);
    steps.set(start, list);
  }
  const found = new Set(ids);
  for (const id of found) for (const each of steps.get(id) ?? []) found.add(each);
  return found;
}

function taskSteps({ tasks = [] }: Document): (readonly [string, string])[] {
  const known = new Set(tasks.map(({ id }) => id));
  return tasks.flatMap(({ id, dependsOn = [] }) =>
    dependsOn
      .map((one) => (typeof one === 'string' ? one : one.task))
      .filter((before) => known.has(before))
      .map((before) => [before, id] as const),
  );
}

function agentSteps({ agents = [] }: Document): (readonly [string, string])[] {
  const known = new Set(agents.map(({ id }) => id));
  return agents.flatMap(({ id, reportsTo }) =>
    reportsTo !== undefined && known.has(reportsTo) ? [[reportsTo, id] as const] : [],
  );
}
