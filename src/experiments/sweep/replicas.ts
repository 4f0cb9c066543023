/**
 * The same document with so many replicas of a shared memory: those that it names, the first ones of them, and then the agents that
 * hold none yet. And the ways in which a memory of it could be kept, for the question which of them suits.
 */
import { err, ok, type Result } from '../../base/index.ts';
import { resolvedAgent, type Document } from '../../document/index.ts';

/** The id of the memory whose field, or any field, a path names, as in `memories[board].consistency`; null where it names none. */
export function memoryIn(path: string, field: string | null = null): string | null {
  const [, id, named] = /^memories\[([^\]]+)\]\.(\w+)$/u.exec(path) ?? [];
  return id === undefined || (field !== null && named !== field) ? null : id;
}

/** The document with so many replicas of a memory, or why it cannot have them. */
export function withReplicas(document: Document, id: string, count: number): Result<Document, string> {
  const memories = document.memories ?? [];
  const memory = memories.find((each) => each.id === id);
  if (memory === undefined) return err(`there is no memory "${id}"`);
  const workers = (document.agents ?? []).filter((agent) => resolvedAgent(agent).role !== 'manager');
  const all = [...new Set([...(memory.replicas ?? []), ...workers.map((agent) => agent.id)])];
  if (!Number.isSafeInteger(count) || count < 1 || count > all.length)
    return err(
      `the number of replicas is a whole number from 1 to ${String(all.length)}, since so many agents could hold one`,
    );
  const replicas = all.slice(0, count);
  return ok({ ...document, memories: memories.map((each) => (each === memory ? { ...each, replicas } : each)) });
}
