/** Copy, cut, paste, duplicate and delete of what is selected. The text on the clipboard is a small document; see graph/clipboard. */
import { compositesOf, withParts, type Document, type Place } from '../../../document/index.ts';
import { plural } from '../../design/index.ts';
import type { CanvasDesk } from '../desk.svelte.ts';
import { clipFromText, clipOf, clipText, pasteEdit } from '../graph/clipboard.ts';
import { removeEdit } from '../graph/edits.ts';

const duplicateBy = { x: 28, y: 28 };

/** What is selected, as text for the clipboard; null when no node is. */
export function copiedText({ workspace: { shown, selection }, places }: CanvasDesk): string | null {
  return shown === null ? null : clipText(shown, places, selection.ids);
}

/** Pastes a text at the pointer; false when it is no clip. */
export function pasteText(desk: CanvasDesk, text: string): boolean {
  const clip = clipFromText(text);
  if (clip === null) return false;
  const at = desk.pointer === null ? desk.view?.centre() : desk.view?.toDrawing(desk.pointer);
  insert(desk, clip, { where: { at: at ?? { x: 0, y: 0 } }, label: 'Paste' });
  return true;
}

/** Puts a copy of what is selected beside it. */
export function duplicateSelection(desk: CanvasDesk): void {
  const { document, selection } = desk.workspace;
  const clip = document === null ? null : clipOf(document, desk.places, selection.ids);
  if (clip !== null) insert(desk, clip, { where: { by: duplicateBy }, label: 'Duplicate' });
}

/** Deletes what is selected; with `join`, the neighbours of what goes are joined where it is plain how. */
export function removeSelection(desk: CanvasDesk, join = false): void {
  const { document, selection } = desk.workspace;
  if (document === null) return;
  const { ids } = selection;
  const edit = removeEdit(document, ids, { join });
  if (edit === null || !desk.edit(edit, 'Delete')) return;
  selection.clear();
  const gone = withParts(compositesOf(document), ids).size - ids.size;
  // What was not to be seen is named.
  if (gone > 0) desk.tell(`${plural(gone, 'part')} went with what was deleted; undo brings all of it back.`);
}

interface Insertion {
  readonly where: { readonly at: Place } | { readonly by: Place };
  readonly label: string;
}

function insert(desk: CanvasDesk, clip: Document, { where, label }: Insertion): void {
  const { document } = desk.workspace;
  if (document === null) return;
  const { edit, ids } = pasteEdit(document, desk.places, clip, { where, inside: desk.inside });
  if (desk.edit(edit, label)) desk.workspace.select(ids);
}
