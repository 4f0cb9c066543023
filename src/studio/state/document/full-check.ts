/**
 * Every problem of a document, as a run would find them. What knows the patterns and expressions is fetched when the first
 * document is open; until it has come, the problems of the drawing alone are told, which are a part of them.
 */
import { validate, type Document, type Problem } from '../../../document/index.ts';

let full: ((document: Document) => readonly Problem[]) | null = null;

/** The problems that can be told now. */
export function problemsNow(document: Document): readonly Problem[] {
  return (full ?? validate)(document);
}

/** Fetches what is missing; true when there is more to tell than before. */
export async function fetchCheck(): Promise<boolean> {
  if (full !== null) return false;
  const { checkDocument } = await import('../../../workflow/index.ts');
  full = checkDocument;
  return true;
}
