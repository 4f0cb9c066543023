/** Commands on what is selected that the bar of a card, its menus and the keyboard share. */
import { keyText } from '../../design/index.ts';
import type { Shortcut } from '../../state/index.ts';
import { edgeEnds } from '../../state/index.ts';
import { kindsOffered } from '../commands/adding.ts';
import { pasteText } from '../commands/clipping.ts';
import type { CanvasDesk } from '../desk.svelte.ts';
import { answerConnection } from '../graph/connection-rules.ts';
import type { Edit, Place } from '../../../document/index.ts';
import { wireTypeOf } from '../graph/node-kinds.ts';
import { boxOnStage, toClient } from '../stage/bringing.ts';

/** Every one of them. `onCanvas`: whether keys are meant for the canvas now. */
export function handCommands(desk: CanvasDesk, onCanvas: () => boolean): readonly Shortcut[] {
  const named = () => desk.editable && namedCard(desk) !== null;
  return [
    {
      id: 'canvas.rename',
      label: 'Rename on the card',
      words: 'title label name edit',
      keys: ['F2'],
      group: 'Edit',
      when: () => named() && onCanvas(),
      run: () => {
        rename(desk, namedCard(desk));
      },
    },
    {
      id: 'canvas.connect',
      label: 'Connect: what the selected wait for or report to…',
      words: 'edge wire link arrow depends dependency handoff hand-off transition route reports',
      keys: ['C'],
      group: 'Edit',
      when: () => connectable(desk).length > 0,
      run: () => {
        desk.hands.connecting = { at: cornerOf(desk), ids: connectable(desk) };
      },
    },
    {
      id: 'canvas.chain',
      label: 'Connect the selected tasks one after the other',
      words: 'edge wire chain sequence sequential pipeline order',
      group: 'Edit',
      when: () => chainEdits(desk) !== null,
      run: () => {
        const edits = chainEdits(desk);
        if (edits !== null) desk.edit({ kind: 'batch', label: 'Connect', edits }, 'Connect the selected in order');
      },
    },
    {
      id: 'canvas.insert',
      label: 'Insert into the selected connection…',
      words: 'node edge wire between split',
      group: 'Edit',
      when: () => desk.editable && insertable(desk) !== null,
      run: () => {
        insert(desk);
      },
    },
    {
      id: 'canvas.paste',
      label: 'Paste',
      words: 'clipboard',
      group: 'Edit',
      when: () => desk.editable,
      run: () => void paste(desk),
    },
    {
      id: 'canvas.menu',
      label: 'Menu of what is selected',
      words: 'context menu right click',
      keys: ['Shift+F10', 'ContextMenu'],
      group: 'Edit',
      when: () => onCanvas(),
      run: () => {
        openMenu(desk, cornerOf(desk));
      },
    },
  ];
}

/** The selected card that has a name of its own; null when there is none. */
export function namedCard({ workspace: { selection }, stage }: CanvasDesk): string | null {
  const { single } = selection;
  const type = single === null ? undefined : stage.at.get(single)?.type;
  return type === undefined || type === 'note' || type === 'frame' || type === 'beyond' ? null : single;
}

/** Opens the name of a card for writing. */
export function rename(desk: CanvasDesk, id: string | null): void {
  if (id === null) return;
  if (!desk.editable) desk.say();
  else desk.openForWriting(id);
}

/** Opens the menu of what is selected, or of the canvas. */
export function openMenu(desk: CanvasDesk, at: Place): void {
  const { selection } = desk.workspace;
  const edge = selection.single !== null && edgeEnds(selection.single) !== null;
  desk.hands.menu = { at, about: selection.ids.size === 0 ? 'canvas' : edge ? 'edge' : 'node' };
}

/** Where a menu opens that no pointer asked for: at the corner of what is selected, else in the middle of the canvas. */
function cornerOf(desk: CanvasDesk): Place {
  const [first] = desk.workspace.selection.ids;
  const origin = desk.element?.getBoundingClientRect();
  const ends = first === undefined ? null : edgeEnds(first);
  const box = first === undefined ? null : boxOnStage(desk, ends?.to ?? first);
  if (origin === undefined) return { x: 0, y: 0 };
  const inside = (at: number, from: number, size: number) => Math.max(from + 8, Math.min(from + size - 8, at));
  if (box === null) return { x: origin.left + origin.width / 2, y: origin.top + origin.height / 3 };
  return {
    x: inside(origin.left + box.x + (ends === null ? 24 : 0), origin.left, origin.width),
    y: inside(origin.top + box.y + (ends === null ? box.height : box.height / 2), origin.top, origin.height),
  };
}

/** The selected tasks, or the selected agents, that can be connected to others; none when both are, or anything else. */
function connectable({ workspace: { document, selection }, editable }: CanvasDesk): readonly string[] {
  const ids = [...selection.ids];
  if (!editable || document === null || ids.length === 0) return [];
  const all = (nodes: readonly { readonly id: string }[] = []) => ids.every((id) => nodes.some((one) => one.id === id));
  return all(document.tasks) || all(document.agents) ? ids : [];
}

/** The edits that make each of the selected tasks wait for the one that was selected before it; null when nothing is to be done. */
function chainEdits({ workspace: { document, selection }, editable }: CanvasDesk): Edit[] | null {
  const ids = [...selection.ids];
  if (!editable || document === null || ids.length < 2) return null;
  if (!ids.every((id) => document.tasks?.some((task) => task.id === id) === true)) return null;
  const edits = ids.slice(1).flatMap((target, at) => {
    const answer = answerConnection(document, { source: ids[at] ?? '', target });
    return 'edit' in answer ? [answer.edit] : [];
  });
  return edits.length === 0 ? null : edits;
}

/** The selected connection into which a node can be put. */
function insertable({ workspace: { selection } }: CanvasDesk): { readonly id: string; readonly to: string } | null {
  const ends = selection.single === null ? null : edgeEnds(selection.single);
  if (selection.single === null || ends === null) return null;
  return ends.kind === 'depends' || ends.kind === 'reports' ? { id: selection.single, to: ends.to } : null;
}

/** Offers what can be put into the selected connection, halfway along it. */
function insert(desk: CanvasDesk): void {
  const wire = insertable(desk);
  const ends = wire === null ? null : edgeEnds(wire.id);
  if (wire === null || ends === null) return;
  const middles = [ends.from, ends.to].map((id) => {
    const { position, width = 0, height = 0 } = desk.stage.at.get(id) ?? { position: { x: 0, y: 0 } };
    return { x: position.x + width / 2, y: position.y + height / 2 };
  });
  const [from = { x: 0, y: 0 }, to = from] = middles;
  const place = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
  desk.dropWire = wire.id;
  const kinds = kindsOffered(desk, null).filter((kind) => wireTypeOf(kind) === ends.kind);
  desk.quickAdd = { client: toClient(desk, place), place, wire: null, kinds };
}

async function paste(desk: CanvasDesk): Promise<void> {
  try {
    pasteText(desk, await navigator.clipboard.readText());
  } catch {
    desk.tell(`The browser did not give us its clipboard: press ${keyText('Mod+V')} on the canvas instead.`);
  }
}
