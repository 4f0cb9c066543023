/** Ids of everything of a document that can be selected on its drawing but its connections. */
import type { Document } from '../../../document/index.ts';

/** Ids of all agents, tasks, resources, memories, notes and frames. */
export function nodeIdsOf(document: Document | null): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const nodes of [
    document?.agents,
    document?.tasks,
    document?.resources,
    document?.memories,
    document?.view?.notes,
    document?.view?.frames,
  ])
    for (const node of nodes ?? []) ids.add(node.id);
  return ids;
}
