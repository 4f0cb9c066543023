/**
 * The first decision of a document that says nothing of its network: messages would take no time, and all of it would happen in one
 * instant. They get some, with the decision, in the same edit. Pure.
 */
import { formatTime, isDecided, type Document, type Edit } from '../../../document/index.ts';

const delayMs = 20;

/** What a person is told of it. */
export const watchableWords = `Messages now take ${formatTime(delayMs)} each, so that the decision can be watched; Network in the settings of the document changes it.`;

/** The edit that adds a decision, with a delay; null where the document has decided on one, or on decisions, before. */
export function watchableEdit(edit: Edit, { network, tasks = [] }: Document): Edit | null {
  if (network?.delayMs !== undefined || tasks.some(({ action }) => isDecided(action))) return null;
  const delay: Edit =
    network === undefined
      ? { kind: 'set-field', path: ['network'], value: { delayMs } }
      : { kind: 'set-field', path: ['network', 'delayMs'], value: delayMs };
  return edit.kind === 'batch'
    ? { ...edit, edits: [...edit.edits, delay] }
    : { kind: 'batch', label: 'Add a decision', edits: [edit, delay] };
}
