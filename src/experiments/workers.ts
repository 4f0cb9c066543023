/**
 * The same document with another number of workers, for the question how many are enough. Managers stay; of the others the first
 * ones stay, and more are copies of these in turn, under ids of their own. An agent that goes, goes with all that names it, as when
 * a person removes it from the drawing.
 */
import { err, freshId, ok, type JsonObject, type Result } from '../base/index.ts';
import {
  apply,
  forEachReference,
  identicalAgents,
  resolvedAgent,
  type Document,
  type Edit,
} from '../document/index.ts';

const workersMax = 10_000;

/** The document with so many workers, or why it cannot have them. */
export function withWorkers(document: Document, count: number): Result<Document, string> {
  if (!Number.isSafeInteger(count) || count < 1 || count > workersMax)
    return err(`the number of agents is a whole number from 1 to ${String(workersMax)}`);
  const workers = (document.agents ?? []).filter((agent) => resolvedAgent(agent).role !== 'manager');
  if (workers.length === 0)
    return ok({ ...document, agents: [...(document.agents ?? []), ...identicalAgents(count, document)] });
  const gone = workers.slice(count).map(({ id }): Edit => ({ kind: 'remove-node', collection: 'agents', id }));
  const edits = [...gone, ...copies(document, count)];
  if (edits.length === 0) return ok(document);
  const changed = apply(document, { kind: 'batch', edits });
  return changed.ok ? ok(changed.value.document) : err(changed.error.message);
}

/** The copies that are missing, each with the durations that its model has by name. */
function copies(document: Document, count: number): Edit[] {
  const workers = (document.agents ?? []).filter((agent) => resolvedAgent(agent).role !== 'manager');
  const taken = new Set<string>();
  for (const list of [document.agents, document.tasks, document.resources, document.memories])
    for (const { id } of list ?? []) taken.add(id);
  const edits: Edit[] = [];
  for (let at = workers.length; at < count; at += 1) {
    const model = workers[at % workers.length]!;
    const id = freshId(`${model.id}-${String(Math.floor(at / workers.length) + 1)}`, taken);
    taken.add(id);
    edits.push(
      { kind: 'add-node', collection: 'agents', node: { ...(model as unknown as JsonObject), id } },
      ...durations(document, model.id, id),
    );
  }
  return edits;
}

function durations(document: Document, model: string, id: string): Edit[] {
  const edits: Edit[] = [];
  forEachReference(
    document,
    ({ target, id: named, path, at }) => {
      if (target !== 'agents' || at !== 'key' || named !== model) return;
      let value: unknown = document;
      for (const key of path) value = (value as Record<string | number, unknown>)[key];
      if (typeof value === 'number') edits.push({ kind: 'set-field', path: [...path.slice(0, -1), id], value });
    },
    { dependencies: false },
  );
  return edits;
}
