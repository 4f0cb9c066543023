/** Copy, cut, paste, duplicate and delete of what is selected. The text on the clipboard is a small document; see graph/clipboard. */
import { compositesOf, shownName, withParts, type Document, type Edit, type Place } from '../../../document/index.ts';
import { plural } from '../../design/index.ts';
import { edgeEnds } from '../../state/index.ts';
import type { CanvasDesk } from '../desk.svelte.ts';
import { clipFromText, clipOf, clipText, pasteEdit } from '../graph/clipboard.ts';
import { removeEdit } from '../graph/edits.ts';
import { remarkOf } from '../notes/notes.ts';

const duplicateBy = { x: 28, y: 28 };

/** What is selected, as text for the clipboard; null when no node is. */
export function copiedText({ workspace: { shown, selection }, places }: CanvasDesk): string | null {
  return shown === null ? null : clipText(shown, places, selection.ids);
}

/** Pastes a text at the pointer; a text that is none of a drawing is refused in a sentence. */
export function pasteText(desk: CanvasDesk, text: string): void {
  if (text.trim() === '') return;
  const clip = clipFromText(text);
  if (clip === null) {
    desk.tell('Nothing pasted: this text is no part of a workflow. Copy nodes here, or drop a file to import it.');
    return;
  }
  const at = desk.pointer === null ? desk.view?.centre() : desk.view?.toDrawing(desk.pointer);
  insert(desk, clip, { where: { at: at ?? { x: 0, y: 0 } }, label: 'Paste' });
}

/** Puts a copy of what is selected beside it. */
export function duplicateSelection(desk: CanvasDesk): void {
  const { document, selection } = desk.workspace;
  const clip = document === null ? null : clipOf(document, desk.places, selection.ids);
  if (clip !== null) insert(desk, clip, { where: { by: duplicateBy }, label: 'Duplicate' });
}

/** What deleting comes to: the edit, what is said of it, and how many parts go that are not to be seen. */
export function removalOf(
  document: Document,
  ids: ReadonlySet<string>,
  join: boolean,
): { readonly edit: Edit; readonly said: string; readonly parts: number } | null {
  const edit = removeEdit(document, ids, { join });
  if (edit === null) return null;
  const all = withParts(compositesOf(document), ids);
  const wires = wiresAt(document, all) + [...ids].filter((id) => edgeEnds(id) !== null).length;
  const nodes = [...ids].filter((id) => edgeEnds(id) === null);
  const [only] = nodes;
  const what =
    only === undefined
      ? plural(wires, 'wire')
      : nodes.length === 1
        ? wordsOf(document, only)
        : plural(nodes.length, 'node');
  const along = only === undefined || wires === 0 ? '' : ` with ${plural(wires, 'connection')}`;
  return { edit, said: `${what} deleted${along}`, parts: all.size - ids.size };
}

/** Dependencies and reporting lines that end at one of these nodes. */
function wiresAt({ agents = [], tasks = [] }: Document, ids: ReadonlySet<string>): number {
  let count = 0;
  for (const { id, dependsOn = [] } of tasks)
    for (const one of dependsOn) if (ids.has(id) || ids.has(typeof one === 'string' ? one : one.task)) count += 1;
  for (const { id, reportsTo } of agents)
    if (reportsTo !== undefined && (ids.has(id) || ids.has(reportsTo))) count += 1;
  return count;
}

function wordsOf(document: Document, id: string): string {
  const { agents = [], tasks = [], resources = [], memories = [] } = document;
  const node = [...agents, ...tasks, ...resources, ...memories].find((each) => each.id === id);
  const remark = remarkOf(document, id);
  return node !== undefined ? shownName(node) : remark === null ? id : remark.kind === 'note' ? 'Note' : 'Group';
}

/** Deletes what is selected; with `join`, the neighbours of what goes are joined where it is plain how. */
export function removeSelection(desk: CanvasDesk, join = false): void {
  const { document, selection } = desk.workspace;
  const removal = document === null ? null : removalOf(document, selection.ids, join);
  if (removal === null || !desk.edit(removal.edit, 'Delete', { said: removal.said })) return;
  selection.clear();
  // What was not to be seen is named.
  if (removal.parts > 0) desk.tell(`${plural(removal.parts, 'part')} went with it; undo restores everything.`);
}

interface Insertion {
  readonly where: { readonly at: Place } | { readonly by: Place };
  readonly label: string;
}

function insert(desk: CanvasDesk, clip: Document, { where, label }: Insertion): void {
  const { document } = desk.workspace;
  if (document === null) return;
  const { edit, ids } = pasteEdit(document, desk.places, clip, { where, inside: desk.inside });
  const said = `${plural(ids.length, 'node')} ${label === 'Paste' ? 'pasted' : 'duplicated'}`;
  if (desk.edit(edit, label, { said })) desk.workspace.select(ids);
}
