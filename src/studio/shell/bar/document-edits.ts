/** The edits that the top bar makes: the document's name and its pattern of coordination. Pure. */
import type { Document, Edit } from '../../../document/index.ts';

/** Names the document. */
export function renameEdit(name: string): Edit {
  return { kind: 'set-field', path: ['name'], value: name };
}

/** Chooses the pattern of coordination; settings beside it stay. */
export function patternEdit(document: Document, pattern: string): Edit {
  return document.coordination === undefined
    ? { kind: 'set-field', path: ['coordination'], value: { pattern } }
    : { kind: 'set-field', path: ['coordination', 'pattern'], value: pattern };
}
