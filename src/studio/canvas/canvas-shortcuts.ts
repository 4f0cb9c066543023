/**
 * What keys do on the canvas, as commands for the one registry. They act while the canvas has the focus and nothing else does, so that a
 * list or a form keeps its own arrows and its own Delete, and a focus that was lost deletes nothing. By name they act from anywhere.
 */
import type { Shortcut, Workspace } from '../state/index.ts';
import { addNode, addNote, offerHere } from './commands/adding.ts';
import { duplicateSelection, removeSelection } from './commands/clipping.ts';
import {
  composeSelection,
  composites,
  dissolveSelection,
  framesToUngroup,
  groupSelection,
  mayCompose,
  ungroupSelection,
} from './commands/grouping.ts';
import { nudgeSelection, selectAll, walk } from './commands/moving.ts';
import { selectedTasks, switchSelection } from './commands/switching.ts';
import type { CanvasDesk } from './desk.svelte.ts';
import { alignSelection, distributeSelection, selectStream } from './drag/arrange-selection.ts';
import { alignments } from './drag/arranging.ts';
import { handCommands } from './hands/hand-commands.ts';
import { nodeKinds } from './graph/node-kinds.ts';
import { remarkOf } from './notes/notes.ts';

const step = 8;
const bigStep = 40;
const directions = [
  { key: 'ArrowLeft', name: 'left', stream: 'upstream', x: -1, y: 0 },
  { key: 'ArrowRight', name: 'right', stream: 'downstream', x: 1, y: 0 },
  { key: 'ArrowUp', name: 'up', stream: 'above', x: 0, y: -1 },
  { key: 'ArrowDown', name: 'down', stream: 'below', x: 0, y: 1 },
] as const;
const streamWords = {
  upstream: 'all tasks before the selected ones',
  downstream: 'all tasks after the selected ones',
  above: 'all managers above the selected agents',
  below: 'all reports of the selected agents',
} as const;
const alignKeys = { left: 'A', centre: 'H', right: 'D', top: 'W', middle: 'V', bottom: 'S' } as const;

/** What is done without keys of ours: the browser's own copy and cut have them. */
export interface Clipboard {
  readonly copy: (cut: boolean) => void;
}
type Options = Omit<Shortcut, 'id' | 'label' | 'group' | 'run'>;

/** Every command of the canvas. */
export function canvasShortcuts(desk: CanvasDesk, workspace: Workspace, clipboard: Clipboard): readonly Shortcut[] {
  return [
    ...addCommands(desk),
    ...editCommands(desk, workspace, clipboard),
    ...groupCommands(desk, workspace),
    ...sheetCommands(desk, workspace),
    ...viewCommands(desk),
    ...arrangeCommands(desk, workspace),
    ...moveCommands(desk, workspace),
    ...handCommands(desk, () => onCanvas(desk)),
  ];
}

function command(
  group: Shortcut['group'],
  id: string,
  label: string,
): (run: () => void, options?: Options) => Shortcut {
  return (run, options = {}) => ({ id, label, group, run, ...options });
}

function addCommands(desk: CanvasDesk): Shortcut[] {
  return [
    command(
      'Canvas',
      'canvas.add',
      'Add a node…',
    )(() => offerHere(desk, clientOf(desk)), {
      keys: ['N'],
      words: 'insert create new step block quick search',
    }),
    ...nodeKinds.map(({ id, label, words }) =>
      command('Canvas', `canvas.add.${id}`, `Add a ${label.toLowerCase()}`)(() => addNode(desk, id), { words }),
    ),
    command(
      'Canvas',
      'canvas.note',
      'Add a note',
    )(() => addNote(desk, clientOf(desk)), {
      keys: ['Shift+S'],
      when: () => desk.editable,
    }),
  ];
}

function editCommands(desk: CanvasDesk, workspace: Workspace, clipboard: Clipboard): Shortcut[] {
  const some = () => workspace.selection.ids.size > 0;
  const here = () => onCanvas(desk);
  const remove = () => removeSelection(desk, true);
  return [
    command('Edit', 'canvas.remove', 'Delete the selection')(remove, { when: some }),
    command(
      'Edit',
      'canvas.delete',
      'Delete the selection and connect its neighbours',
    )(remove, {
      keys: ['Delete', 'Backspace'],
      when: () => some() && here(),
    }),
    command(
      'Edit',
      'canvas.delete.plain',
      'Delete the selection with its connections',
    )(() => removeSelection(desk), {
      keys: ['Shift+Delete', 'Shift+Backspace'],
      when: () => some() && here(),
    }),
    command(
      'Edit',
      'canvas.duplicate',
      'Duplicate the selection',
    )(() => duplicateSelection(desk), { keys: ['Mod+D'], when: some }),
    command(
      'Edit',
      'canvas.write',
      'Edit the selected note or group',
    )(() => (desk.writing = workspace.selection.single), {
      keys: ['F2', 'Enter'],
      when: () => here() && remarkOf(workspace.document, workspace.selection.single ?? '') !== null,
    }),
    command(
      'Edit',
      'canvas.switch',
      'Disable or enable the selected tasks',
    )(() => switchSelection(desk), {
      keys: ['D'],
      words: 'mute bypass deactivate skip switch off',
      when: () => desk.editable && selectedTasks(desk).length > 0,
    }),
    command('Edit', 'canvas.copy', 'Copy the selection')(() => clipboard.copy(false), { when: some }),
    command('Edit', 'canvas.cut', 'Cut the selection')(() => clipboard.copy(true), { when: some }),
    command('Edit', 'canvas.all', 'Select everything')(() => selectAll(desk), { keys: ['Mod+A'], when: here }),
    command(
      'Edit',
      'canvas.clear',
      'Clear the selection',
    )(() => workspace.selection.clear(), {
      keys: ['Escape'],
      when: () => some() && here(),
    }),
  ];
}

function groupCommands(desk: CanvasDesk, workspace: Workspace): Shortcut[] {
  const some = () => workspace.selection.ids.size > 0;
  return [
    command(
      'Edit',
      'canvas.group',
      'Group the selection',
    )(() => groupSelection(desk), {
      keys: ['Mod+G'],
      words: 'frame section box region crew team',
      when: () => some() && desk.editable,
    }),
    command(
      'Edit',
      'canvas.compose',
      'Make a composite of the selected tasks',
    )(() => composeSelection(desk), {
      keys: ['Shift+G'],
      words: 'subgraph subflow sub-workflow nest module subprocess flow graph',
      when: () => mayCompose(desk),
    }),
    command(
      'Edit',
      'canvas.dissolve',
      'Ungroup the composite into its subtasks',
    )(() => dissolveSelection(desk), {
      keys: ['Mod+Shift+G'],
      when: () => desk.editable && composites(desk).length > 0,
    }),
    command(
      'Edit',
      'canvas.ungroup',
      'Ungroup: remove the group',
    )(() => ungroupSelection(desk), {
      keys: ['Mod+Shift+G'],
      when: () => desk.editable && composites(desk).length === 0 && framesToUngroup(desk).length > 0,
    }),
  ];
}

/** Going from sheet to sheet, and finding things on all of them. */
function sheetCommands(desk: CanvasDesk, workspace: Workspace): Shortcut[] {
  const chosen = () => composites(desk).find((id) => id === workspace.selection.single) ?? null;
  return [
    command(
      'Canvas',
      'canvas.enter',
      'Open the selected composite',
    )(() => desk.goInto(chosen()), { keys: ['Enter'], when: () => onCanvas(desk) && chosen() !== null }),
    command(
      'Canvas',
      'canvas.leave',
      'Leave this composite',
    )(() => desk.leave(), {
      keys: ['Escape'],
      when: () => desk.inside !== null && workspace.selection.ids.size === 0 && onCanvas(desk),
    }),
    command(
      'Canvas',
      'canvas.find',
      'Find on the canvas',
    )(() => desk.find.begin(), { keys: ['Mod+F'], whileTyping: true }),
  ];
}

function viewCommands(desk: CanvasDesk): Shortcut[] {
  return [
    command(
      'Canvas',
      'canvas.focus',
      'Go to the canvas',
    )(() => {
      desk.focus();
    }),
    command('Canvas', 'canvas.fit', 'Fit everything in view')(() => desk.view?.fit(), { keys: ['1'] }),
    command('Canvas', 'canvas.actual', 'Zoom to 100%')(() => desk.view?.zoomTo(1), { keys: ['0'] }),
    command('Canvas', 'canvas.in', 'Zoom in')(() => desk.view?.zoomBy(1.25), { keys: ['+', '='] }),
    command('Canvas', 'canvas.out', 'Zoom out')(() => desk.view?.zoomBy(0.8), { keys: ['-'] }),
    command(
      'Canvas',
      'canvas.tidy',
      'Tidy the layout',
    )(() => void desk.tidy(), {
      words: 'auto-layout arrange organise organize dagre graph flow clean',
      keys: ['Shift+L'],
      when: () => desk.editable && !desk.empty,
    }),
  ];
}

function arrangeCommands(desk: CanvasDesk, workspace: Workspace): Shortcut[] {
  const several = (least: number) => () => desk.editable && workspace.selection.ids.size >= least;
  return [
    ...alignments.map((to) =>
      command(
        'Canvas',
        `canvas.align.${to}`,
        `Align the selection: ${to}`,
      )(() => alignSelection(desk, workspace, to), { keys: [`Alt+${alignKeys[to]}`], when: several(2) }),
    ),
    command(
      'Canvas',
      'canvas.distribute.x',
      'Distribute the selection across',
    )(() => distributeSelection(desk, workspace, 'x'), { keys: ['Alt+Shift+H'], when: several(3) }),
    command(
      'Canvas',
      'canvas.distribute.y',
      'Distribute the selection downwards',
    )(() => distributeSelection(desk, workspace, 'y'), { keys: ['Alt+Shift+V'], when: several(3) }),
  ];
}

function moveCommands(desk: CanvasDesk, workspace: Workspace): Shortcut[] {
  const some = () => workspace.selection.ids.size > 0;
  const here = () => onCanvas(desk) && !desk.empty;
  return directions.flatMap(({ key, name, stream, x, y }) => {
    const move = (by: number) => () => {
      nudgeSelection(desk, { x: x * by, y: y * by }, name);
    };
    return [
      // Arrows alone look around and change nothing.
      command(
        'Canvas',
        `canvas.walk.${name}`,
        `Select the next node ${name}`,
      )(() => walk(desk, { x, y }), {
        keys: [key],
        when: here,
      }),
      command(
        'Canvas',
        `canvas.nudge.${name}`,
        `Move the selection ${name}`,
      )(move(step), {
        keys: [`Alt+Shift+${key}`],
        when: () => here() && some(),
      }),
      command(
        'Canvas',
        `canvas.shove.${name}`,
        `Move the selection far ${name}`,
      )(move(bigStep), {
        keys: [`Mod+Alt+Shift+${key}`],
        when: () => here() && some(),
      }),
      command(
        'Canvas',
        `canvas.stream.${stream}`,
        `Select ${streamWords[stream]} as well`,
      )(() => selectStream(desk, workspace, stream), {
        keys: [`Shift+${key}`],
        when: () => here() && some(),
      }),
    ];
  });
}

/** Whether keys are meant for the canvas: it has the focus, and no list that floats over it. */
export function onCanvas(desk: CanvasDesk): boolean {
  const { activeElement } = document;
  return (
    desk.quickAdd === null &&
    desk.hands.connecting === null &&
    activeElement !== null &&
    desk.element?.contains(activeElement) === true
  );
}

/** Where a node is added by a key: under the pointer, else in the middle of the canvas. */
function clientOf(desk: CanvasDesk): { x: number; y: number } {
  if (desk.pointer !== null) return desk.pointer;
  const box = desk.element?.getBoundingClientRect();
  return box === undefined ? { x: 0, y: 0 } : { x: box.left + box.width / 2, y: box.top + box.height / 2 };
}
