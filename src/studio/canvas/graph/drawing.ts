/**
 * From document to what svelte-flow draws. Every node and edge that has not changed stays the same object, so that an edit
 * re-renders what it touched and nothing else. Pure: sizes are known, places are given, nothing is measured.
 */
import type { Edge, Node } from '@xyflow/svelte';
import type { Agent, Document, Task } from '../../../document/index.ts';
import { edgeId } from '../../state/index.ts';
import { frameBox, noteSize, type Frame, type Note } from '../notes/notes.ts';
import type { Places } from './places.ts';
import { agentHandles, agentSize, taskHandles, taskSize } from './sizes.ts';

export interface AgentData extends Record<string, unknown> {
  readonly agent: Agent;
  /** How many agents report to it. */
  readonly leads: number;
}
export interface TaskData extends Record<string, unknown> {
  readonly task: Task;
}
export interface NoteData extends Record<string, unknown> {
  readonly note: Note;
}
export interface FrameData extends Record<string, unknown> {
  readonly frame: Frame;
}
export type NoteNode = Node<NoteData, 'note'>;
export type FrameNode = Node<FrameData, 'frame'>;
export type AgentNode = Node<AgentData, 'agent'>;
export type TaskNode = Node<TaskData, 'task'>;
export type CanvasNode = AgentNode | TaskNode | NoteNode | FrameNode;
export type CanvasEdge = Edge<Record<string, never>, 'depends' | 'reports'>;

/** The nodes of a document. A node that is being dragged keeps the place under the pointer. */
export function drawNodes(
  document: Document,
  places: Places,
  { selected, previous }: { selected: ReadonlySet<string>; previous: readonly CanvasNode[] },
): CanvasNode[] {
  const before = new Map(previous.map((node) => [node.id, node]));
  const leads = new Map<string, number>();
  for (const { reportsTo } of document.agents ?? [])
    if (reportsTo !== undefined) leads.set(reportsTo, (leads.get(reportsTo) ?? 0) + 1);
  const drawn = new Map<string, CanvasNode>();
  drawRemarks(document, { before, drawn, selected });
  for (const agent of document.agents ?? []) {
    const old = before.get(agent.id);
    const count = leads.get(agent.id) ?? 0;
    const data =
      old?.type === 'agent' && old.data.agent === agent && old.data.leads === count
        ? old.data
        : { agent, leads: count };
    const shape = {
      type: 'agent',
      data,
      ...agentSize,
      measured: agentSize,
      handles: agentHandles,
      ariaLabel: `Agent ${agent.name ?? agent.id}`,
    } as const;
    keep(drawn, old, {
      id: agent.id,
      position: placeOf(places, old, agent.id),
      selected: selected.has(agent.id),
      ...shape,
    });
  }
  for (const task of document.tasks ?? []) {
    const old = before.get(task.id);
    const data = old?.type === 'task' && old.data.task === task ? old.data : { task };
    const shape = {
      type: 'task',
      data,
      ...taskSize,
      measured: taskSize,
      handles: taskHandles,
      ariaLabel: `Task ${task.name ?? task.id}`,
    } as const;
    keep(drawn, old, {
      id: task.id,
      position: placeOf(places, old, task.id),
      selected: selected.has(task.id),
      ...shape,
    });
  }
  return sameList([...drawn.values()], previous);
}

/** Frames lie behind all, notes behind cards that they touch. */
function drawRemarks(
  document: Document,
  {
    before,
    drawn,
    selected,
  }: { before: Map<string, CanvasNode>; drawn: Map<string, CanvasNode>; selected: ReadonlySet<string> },
): void {
  for (const frame of document.view?.frames ?? []) {
    const old = before.get(frame.id);
    const data = old?.type === 'frame' && old.data.frame === frame ? old.data : { frame };
    const { width, height } = frameBox(frame);
    keep(drawn, old, {
      id: frame.id,
      type: 'frame',
      position: standing(frame, old),
      data,
      selected: selected.has(frame.id),
      width,
      height,
      measured: { width, height },
      handles: [],
      connectable: false,
      zIndex: -1,
      dragHandle: '.grip',
      ariaLabel: `Group ${frame.title ?? frame.id}`,
    });
  }
  for (const note of document.view?.notes ?? []) {
    const old = before.get(note.id);
    const data = old?.type === 'note' && old.data.note === note ? old.data : { note };
    const size = noteSize(note.text ?? '');
    keep(drawn, old, {
      id: note.id,
      type: 'note',
      position: standing(note, old),
      data,
      selected: selected.has(note.id),
      ...size,
      measured: size,
      handles: [],
      connectable: false,
      ariaLabel: 'Note',
    });
  }
}

/** The edges of a document; those that lead nowhere are left to the problems. */
export function drawEdges(
  document: Document,
  { selected, previous }: { selected: ReadonlySet<string>; previous: readonly CanvasEdge[] },
): CanvasEdge[] {
  const before = new Map(previous.map((edge) => [edge.id, edge]));
  const drawn = new Map<string, CanvasEdge>();
  const agents = new Map((document.agents ?? []).map((agent) => [agent.id, agent.name ?? agent.id]));
  const tasks = new Map((document.tasks ?? []).map((task) => [task.id, task.name ?? task.id]));
  const add = (type: 'depends' | 'reports', source: string, target: string, ariaLabel: string) => {
    const id = edgeId(type, source, target);
    const isSelected = selected.has(id);
    const old = before.get(id);
    if (old !== undefined && (old.selected ?? false) === isSelected && old.ariaLabel === ariaLabel) drawn.set(id, old);
    else drawn.set(id, { id, type, source, target, selected: isSelected, ariaLabel });
  };
  for (const { id, reportsTo } of document.agents ?? []) {
    const manager = reportsTo === undefined ? undefined : agents.get(reportsTo);
    if (reportsTo !== undefined && manager !== undefined && reportsTo !== id)
      add('reports', reportsTo, id, `${agents.get(id) ?? id} reports to ${manager}`);
  }
  for (const task of document.tasks ?? []) {
    for (const dependency of task.dependsOn ?? []) {
      const from = typeof dependency === 'string' ? dependency : dependency.task;
      const earlier = tasks.get(from);
      if (earlier !== undefined && from !== task.id)
        add('depends', from, task.id, `${tasks.get(task.id) ?? task.id} depends on ${earlier}`);
    }
  }
  return sameList([...drawn.values()], previous);
}

function placeOf(places: Places, old: CanvasNode | undefined, id: string): { x: number; y: number } {
  return standing(places.get(id) ?? { x: 0, y: 0 }, old);
}

/** Where a node stands: under the pointer while it is dragged, and at the same object while it has not moved. */
function standing(
  place: { readonly x: number; readonly y: number },
  old: CanvasNode | undefined,
): { x: number; y: number } {
  if (old?.dragging === true) return old.position;
  return old !== undefined && old.position.x === place.x && old.position.y === place.y
    ? old.position
    : { x: place.x, y: place.y };
}

function keep(drawn: Map<string, CanvasNode>, old: CanvasNode | undefined, node: CanvasNode): void {
  if (drawn.has(node.id)) return;
  const same =
    old !== undefined &&
    old.type === node.type &&
    old.data === node.data &&
    old.position === node.position &&
    (old.selected ?? false) === node.selected &&
    old.ariaLabel === node.ariaLabel;
  drawn.set(node.id, same ? old : old?.dragging === true ? { ...node, dragging: true } : node);
}

/** The earlier list when nothing in it changed, so that nothing is drawn again. */
function sameList<T>(next: T[], previous: readonly T[]): T[] {
  return next.length === previous.length && next.every((item, index) => item === previous[index])
    ? (previous as T[])
    : next;
}
