/** What a document means, as a short digest: all but its drawing, its title and its lesson. Two that would run alike have the same one. Pure. */
import { digestJson } from '../../base/index.ts';
import type { Document } from '../../document/index.ts';

/** The digest; only for equality. */
export function meaningDigest(document: Document): string {
  const { view: _view, name: _name, description: _description, lesson: _lesson, ...meaning } = document;
  return digestJson(meaning);
}
