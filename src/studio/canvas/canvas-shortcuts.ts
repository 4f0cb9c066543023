/**
 * What keys do on the canvas, as commands for the one registry. They act while the canvas has the focus, or nothing has it,
 * so that a list or a form keeps its own arrows and its own Delete.
 */
import type { Shortcut, Workspace } from '../state/index.ts';
import type { CanvasDesk } from './desk.svelte.ts';

const step = 8;
const bigStep = 40;
const directions = [
  { key: 'ArrowLeft', name: 'left', x: -1, y: 0 },
  { key: 'ArrowRight', name: 'right', x: 1, y: 0 },
  { key: 'ArrowUp', name: 'up', x: 0, y: -1 },
  { key: 'ArrowDown', name: 'down', x: 0, y: 1 },
] as const;

/** Every command of the canvas. */
export function canvasShortcuts(desk: CanvasDesk, workspace: Workspace, clipboard: { readonly copy: (cut: boolean) => void }): readonly Shortcut[] {
  const here = () => onCanvas(desk);
  const some = () => workspace.selection.ids.size > 0;
  const group = 'Canvas';
  return [
    { id: 'canvas.add', label: 'Add a node…', keys: ['N'], group, run: () => { desk.offer(clientOf(desk)); } },
    { id: 'canvas.add.task', label: 'Add a task', group, run: () => { desk.add('task'); } },
    { id: 'canvas.add.worker', label: 'Add a worker', group, run: () => { desk.add('worker'); } },
    { id: 'canvas.add.manager', label: 'Add a manager', group, run: () => { desk.add('manager'); } },
    { id: 'canvas.remove', label: 'Delete what is selected', group: 'Edit', when: some, run: () => { desk.removeSelection(); } },
    { id: 'canvas.delete', label: 'Delete the selection by key', keys: ['Delete', 'Backspace'], group: 'Edit', when: () => some() && here(), run: () => { desk.removeSelection(); } },
    { id: 'canvas.duplicate', label: 'Duplicate the selection', keys: ['Mod+D'], group: 'Edit', when: some, run: () => { desk.duplicate(); } },
    { id: 'canvas.copy', label: 'Copy the selection', group: 'Edit', when: some, run: () => { clipboard.copy(false); } },
    { id: 'canvas.cut', label: 'Cut the selection', group: 'Edit', when: some, run: () => { clipboard.copy(true); } },
    { id: 'canvas.all', label: 'Select everything', keys: ['Mod+A'], group: 'Edit', when: here, run: () => { desk.selectAll(); } },
    { id: 'canvas.clear', label: 'Clear the selection', keys: ['Escape'], group, when: () => some() && here(), run: () => { workspace.selection.clear(); } },
    { id: 'canvas.fit', label: 'Fit everything in view', keys: ['1'], group, run: () => { desk.view?.fit(); } },
    { id: 'canvas.actual', label: 'Zoom to 100 %', keys: ['0'], group, run: () => { desk.view?.zoomTo(1); } },
    { id: 'canvas.in', label: 'Zoom in', keys: ['+', '='], group, run: () => { desk.view?.zoomBy(1.25); } },
    { id: 'canvas.out', label: 'Zoom out', keys: ['-'], group, run: () => { desk.view?.zoomBy(0.8); } },
    { id: 'canvas.tidy', label: 'Tidy: lay everything out afresh', keys: ['Shift+L'], group, when: () => desk.editable && !desk.empty, run: () => { desk.tidy(); } },
    ...directions.flatMap(({ key, name, x, y }): Shortcut[] => [
      {
        id: `canvas.nudge.${name}`, label: `Move the selection ${name}, or select a node`, keys: [key], group, when: () => here() && !desk.empty,
        run: () => { if (some()) desk.nudge({ x: x * step, y: y * step }); else desk.walk({ x, y }); },
      },
      { id: `canvas.shove.${name}`, label: `Move the selection far ${name}`, keys: [`Shift+${key}`], group, when: () => here() && some(), run: () => { desk.nudge({ x: x * bigStep, y: y * bigStep }); } },
      { id: `canvas.walk.${name}`, label: `Select the next node ${name}`, keys: [`Alt+${key}`], group, when: () => here() && !desk.empty, run: () => { desk.walk({ x, y }); } },
    ]),
  ];
}

/** Whether keys are meant for the canvas: it has the focus, or nothing has. */
export function onCanvas(desk: CanvasDesk): boolean {
  const { activeElement } = document;
  return activeElement === null || activeElement === document.body || desk.element?.contains(activeElement) === true;
}

/** Where a node is added by a key: under the pointer, else in the middle of the canvas. */
function clientOf(desk: CanvasDesk): { x: number; y: number } {
  if (desk.pointer !== null) return desk.pointer;
  const box = desk.element?.getBoundingClientRect();
  return box === undefined ? { x: 0, y: 0 } : { x: box.left + box.width / 2, y: box.top + box.height / 2 };
}
