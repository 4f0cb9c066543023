/**
 * Every problem of a document, as a run would find them. What knows the patterns and expressions is fetched when the first
 * document is open; until it has come, the problems of the drawing alone are told, which are a part of them.
 */
import { validate, withNames, type Document, type Problem } from '../../../document/index.ts';

let full: ((document: Document) => readonly Problem[]) | null = null;

/** The problems that can be told now, for people: nodes go by their names. */
export function problemsNow(document: Document): readonly Problem[] {
  const named = withNames(document.agents, document.tasks, document.resources, document.memories);
  return (full ?? validate)(document).map(({ message, fix, ...problem }) => ({
    ...problem,
    message: named(message),
    ...(fix === undefined ? {} : { fix: { ...fix, label: named(fix.label) } }),
  }));
}

/** Fetches what is missing; true when there is more to tell than before. */
export async function fetchCheck(): Promise<boolean> {
  if (full !== null) return false;
  const { checkDocument } = await import('../../../workflow/index.ts');
  full = checkDocument;
  return true;
}
