/*
 * Agents for a document that is imported or run and names none: so many workers, all alike. Agents that a document names
 * are never added to and never changed.
 */
import { identicalAgents, type Document, type Problem } from '../document/index.ts';
import { checkDocument } from '../workflow/index.ts';

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
  return { document: supplied, problems: checkDocument(supplied), notes };
}
