/**
 * What is done to an imported document before it is stored: agents for a workflow that names none, and how many problems it has.
 * Fetched with the first import, because listing workflows needs neither edits nor checks.
 */
import { invariant } from '../../../base/index.ts';
import { apply, validate, type Document } from '../../../document/index.ts';
import { knownNames } from '../../../protocols/index.ts';
import { addAgentsEdit } from '../../state/index.ts';

/** The document with so many identical agents. */
export function withAgents(document: Document, count: number): Document {
  const result = apply(document, addAgentsEdit(document, count));
  invariant(result.ok, 'new agents have fresh ids');
  return result.value.document;
}

/** How many problems the tab will list: no remarks, and what is found in the document, not in the file that it came from. */
export function problemsListed(document: Document): number {
  return validate(document, knownNames).filter(({ severity }) => severity !== 'info').length;
}
