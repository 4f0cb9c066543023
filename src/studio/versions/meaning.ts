/** What a document means, as a short digest: all but its drawing and its title. Two that would run alike have the same one. Pure. */
import { digestJson } from '../../base/index.ts';
import type { Document } from '../../document/index.ts';

/** The digest; only for equality. */
export function meaningDigest(document: Document): string {
  const { view: _view, name: _name, description: _description, ...meaning } = document;
  return digestJson(meaning);
}
