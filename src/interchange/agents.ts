/*
 * Agents for a document that says what is to be done but not by whom: so many workers, all alike. Agents that a
 * document names are never added to and never changed.
 */
import { freshId } from '../base/index.ts';
import { validate, type Document, type Problem } from '../document/index.ts';

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

/** The document with `count` identical workers where it names no agents. */
export function supplyAgents(
  reading: { readonly document: Document; readonly problems: readonly Problem[] },
  count: number,
): { readonly document: Document; readonly problems: readonly Problem[]; readonly notes: readonly string[] } {
  const { document, problems } = reading;
  if ((document.agents?.length ?? 0) > 0) {
    const notes = ['The document names its own agents, so none were supplied.'];
    return { document, problems, notes };
  }
  const supplied = { ...document, agents: identicalAgents(count, document) };
  const notes = [`${String(count)} identical ${count === 1 ? 'worker was' : 'workers were'} supplied.`];
  return { document: supplied, problems: validate(supplied), notes };
}
