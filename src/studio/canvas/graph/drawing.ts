/**
 * From document to what svelte-flow draws. Every node and edge that has not changed stays the same object, so that an edit
 * re-renders what it touched and nothing else. Pure: sizes are known, places are given, nothing is measured.
 */
import type { Edge, Node } from '@xyflow/svelte';
import {
  shownName,
  type Agent,
  type Document,
  type Memory,
  type Resource,
  type Sheet,
  type Task,
} from '../../../document/index.ts';
import { frameBox, noteSize, type Frame, type Note } from '../notes/notes.ts';
import type { Places } from './places.ts';
import {
  agentHandles,
  agentSize,
  beyondHandles,
  beyondSize,
  compositeHandles,
  compositeSize,
  shareHandles,
  shareSize,
  taskHandles,
  taskSize,
} from './sizes.ts';

export interface AgentData extends Record<string, unknown> {
  readonly agent: Agent;
  /** How many agents report to it. */
  readonly leads: number;
}
export interface TaskData extends Record<string, unknown> {
  readonly task: Task;
}
export interface CompositeData extends Record<string, unknown> {
  readonly task: Task;
  /** Its direct parts. */
  readonly parts: readonly string[];
}
export interface BeyondData extends Record<string, unknown> {
  readonly task: Task;
  /** On which side of this sheet it stands. */
  readonly side: 'before' | 'after';
}
export interface ResourceData extends Record<string, unknown> {
  readonly resource: Resource;
}
export interface MemoryData extends Record<string, unknown> {
  readonly memory: Memory;
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
export type CompositeNode = Node<CompositeData, 'composite'>;
export type BeyondNode = Node<BeyondData, 'beyond'>;
export type ResourceNode = Node<ResourceData, 'resource'>;
export type MemoryNode = Node<MemoryData, 'memory'>;
export type CanvasNode =
  AgentNode | TaskNode | CompositeNode | BeyondNode | ResourceNode | MemoryNode | NoteNode | FrameNode;
export type CanvasEdge = Edge<Record<string, never>, 'depends' | 'reports' | 'shares'>;

interface Pencil {
  readonly before: ReadonlyMap<string, CanvasNode>;
  readonly drawn: Map<string, CanvasNode>;
  readonly selected: ReadonlySet<string>;
  /** What find has found. */
  readonly found: ReadonlySet<string>;
  readonly places: Places;
}

/** How far what lies beyond a sheet stands from it, and from its neighbour. */
const beyondGap = 120;
const beyondStep = 42;

/** The nodes of a sheet. A node that is being dragged keeps the place under the pointer. */
export function drawNodes(
  sheet: Sheet,
  places: Places,
  {
    selected,
    found = new Set(),
    previous,
  }: Partial<Pencil> & {
    readonly selected: ReadonlySet<string>;
    readonly previous: readonly CanvasNode[];
  },
): CanvasNode[] {
  const { document } = sheet;
  const pencil: Pencil = {
    before: new Map(previous.map((node) => [node.id, node])),
    drawn: new Map(),
    selected,
    found,
    places,
  };
  drawRemarks(document, pencil);
  drawAgents(document, pencil);
  drawTasks(sheet, pencil);
  drawShares(document, pencil);
  drawBeyond(sheet, pencil);
  return sameList([...pencil.drawn.values()], previous);
}

function drawAgents({ agents = [] }: Document, pencil: Pencil): void {
  const leads = new Map<string, number>();
  for (const { reportsTo } of agents)
    if (reportsTo !== undefined) leads.set(reportsTo, (leads.get(reportsTo) ?? 0) + 1);
  for (const agent of agents) {
    const old = pencil.before.get(agent.id);
    const count = leads.get(agent.id) ?? 0;
    const same = old?.type === 'agent' && old.data.agent === agent && old.data.leads === count;
    put(pencil, agent.id, {
      type: 'agent',
      data: same ? old.data : { agent, leads: count },
      ...agentSize,
      measured: agentSize,
      handles: agentHandles,
      ariaLabel: `Agent ${shownName(agent)}`,
    });
  }
}

function drawTasks({ document, composites }: Sheet, pencil: Pencil): void {
  for (const task of document.tasks ?? []) {
    const old = pencil.before.get(task.id);
    const parts = composites.parts.get(task.id);
    if (parts === undefined) {
      put(pencil, task.id, {
        type: 'task',
        data: old?.type === 'task' && old.data.task === task ? old.data : { task },
        ...taskSize,
        measured: taskSize,
        handles: taskHandles,
        ariaLabel: `Task ${shownName(task)}`,
      });
      continue;
    }
    const same = old?.type === 'composite' && old.data.task === task && sameItems(old.data.parts, parts);
    put(pencil, task.id, {
      type: 'composite',
      data: same ? old.data : { task, parts },
      ...compositeSize,
      measured: compositeSize,
      handles: compositeHandles,
      ariaLabel: `Composite task ${shownName(task)}, ${String(parts.length)} parts; Enter opens it`,
    });
  }
}

function drawShares({ resources = [], memories = [] }: Document, pencil: Pencil): void {
  const shape = { ...shareSize, measured: shareSize, handles: shareHandles };
  for (const resource of resources) {
    const old = pencil.before.get(resource.id);
    const data = old?.type === 'resource' && old.data.resource === resource ? old.data : { resource };
    put(pencil, resource.id, {
      type: 'resource',
      data,
      ...shape,
      ariaLabel: `Resource ${shownName(resource)}`,
    });
  }
  for (const memory of memories) {
    const old = pencil.before.get(memory.id);
    const data = old?.type === 'memory' && old.data.memory === memory ? old.data : { memory };
    put(pencil, memory.id, { type: 'memory', data, ...shape, ariaLabel: `Shared memory ${shownName(memory)}` });
  }
}

/** Tasks elsewhere stand in a column on either side of what is drawn here. */
function drawBeyond({ document, beyond }: Sheet, { before, drawn, places }: Pencil): void {
  if (beyond.length === 0) return;
  const own = (document.tasks ?? []).flatMap(({ id }) => places.get(id) ?? []);
  const left = Math.min(...own.map(({ x }) => x), Infinity);
  const right = Math.max(...own.map(({ x }) => x), -Infinity);
  const middle = own.reduce((sum, { y }) => sum + y, 0) / Math.max(1, own.length) + taskSize.height / 2;
  const waits = new Set((document.tasks ?? []).flatMap(({ dependsOn = [] }) => dependsOn.map(nameOf)));
  const sides = { before: [] as Task[], after: [] as Task[] };
  for (const task of beyond) sides[waits.has(task.id) || own.length === 0 ? 'before' : 'after'].push(task);
  for (const side of ['before', 'after'] as const)
    sides[side].forEach((task, index) => {
      if (drawn.has(task.id)) return;
      const old = before.get(task.id);
      const top = middle - (sides[side].length * beyondStep) / 2;
      const x = side === 'before' ? left - beyondGap - beyondSize.width : right + taskSize.width + beyondGap;
      const same = old?.type === 'beyond' && old.data.task === task && old.data.side === side;
      keep(drawn, same ? old : undefined, {
        id: task.id,
        type: 'beyond',
        position: standing({ x: Number.isFinite(x) ? x : 0, y: top + index * beyondStep }, same ? old : undefined),
        data: same ? old.data : { task, side },
        selected: false,
        ...beyondSize,
        measured: beyondSize,
        handles: beyondHandles,
        selectable: false,
        draggable: false,
        connectable: false,
        ariaLabel: `${shownName(task)}, elsewhere`,
      });
    });
}

/** Frames lie behind all, notes behind cards that they touch. */
function drawRemarks(document: Document, { before, drawn, selected, found }: Pencil): void {
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
      ...marked(found.has(frame.id)),
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
      ...marked(found.has(note.id)),
      ...size,
      measured: size,
      handles: [],
      connectable: false,
      ariaLabel: 'Note',
    });
  }
}

type Shape<N> = N extends CanvasNode ? Omit<N, 'id' | 'position' | 'selected'> : never;

/** Draws a node at its place. */
function put({ before, drawn, selected, found, places }: Pencil, id: string, shape: Shape<CanvasNode>): void {
  const old = before.get(id);
  const position = standing(places.get(id) ?? { x: 0, y: 0 }, old);
  keep(drawn, old, { id, position, selected: selected.has(id), ...marked(found.has(id)), ...shape });
}

function marked(isFound: boolean): { class?: string } {
  return isFound ? { class: 'found' } : {};
}

function nameOf(dependency: NonNullable<Task['dependsOn']>[number]): string {
  return typeof dependency === 'string' ? dependency : dependency.task;
}

function sameItems(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((item, index) => item === other[index]);
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
    old.class === node.class &&
    old.ariaLabel === node.ariaLabel;
  const known = { ...node, ariaRole: 'group' as const, domAttributes: { id: elementId(node.id) } };
  drawn.set(node.id, same ? old : old?.dragging === true ? { ...known, dragging: true } : known);
}

/** The id of the element that shows a node, by which the canvas names the one that is walked to. */
export function elementId(id: string): string {
  return `node-${id.replaceAll(/[^\w-]/g, (sign) => `_${sign.charCodeAt(0).toString(16)}`)}`;
}

/** The earlier list when nothing in it changed, so that nothing is drawn again. */
export function sameList<T>(next: T[], previous: readonly T[]): T[] {
  return next.length === previous.length && next.every((item, index) => item === previous[index])
    ? (previous as T[])
    : next;
}
