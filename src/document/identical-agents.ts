/*
 * Agents for a document that says what is to be done but not by whom: so many workers, all alike. Whoever supplies
 * them, by hand or for a run, gets them here, so that the same number always means the same agents.
 */
import { freshId } from '../base/index.ts';
import type { Document } from './schema.ts';

/** The workers `agent-1` to `agent-N`, under ids that no other node has. */
export function identicalAgents(count: number, document: Document): { id: string; role: 'worker' }[] {
  const taken = new Set<string>();
  for (const list of [document.agents, document.tasks, document.resources, document.memories]) {
    for (const { id } of list ?? []) taken.add(id);
  }
  return Array.from({ length: count }, (_, at) => {
    const id = freshId(`agent-${String(at + 1)}`, taken);
    taken.add(id);
    return { id, role: 'worker' as const };
  });
}
