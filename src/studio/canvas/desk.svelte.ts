/**
 * The canvas's own state: what is drawn, what is selected, the quick add, and how far away the drawing is seen from.
 * Gestures come in here and leave as edits of the workspace; it never changes a document itself.
 */
import { createContext, untrack } from 'svelte';
import type { Document, Edit, Place } from '../../document/index.ts';
import { edgeEnds, type Notices, type Workspace } from '../state/index.ts';
import { clipFromText, clipOf, clipText, pasteEdit } from './graph/clipboard.ts';
import { answerConnection, type Connection } from './graph/connection-rules.ts';
import { drawEdges, drawNodes, type CanvasEdge, type CanvasNode } from './graph/drawing.ts';
import { Dragging, holds } from './drag/dragging.svelte.ts';
import {
  addEdit,
  addIntoEdit,
  insertEdit,
  moveAllEdit,
  removeEdit,
  shifted,
  takenIds,
  type Wire,
} from './graph/edits.ts';
import { boxOf } from './graph/hit.ts';
import type { NodeKindId } from './graph/node-kinds.ts';
import { freePlace, placesOf, tidyEdit, type Places } from './graph/places.ts';
import { agentSize, taskSize, type Box } from './graph/sizes.ts';
import { addFrameEdit, addNoteEdit, remarkEdit, remarkOf, remarkPlaces } from './notes/notes.ts';
import { wireTypeFor } from './wires/insertion.ts';
import { wireAt } from './wires/nearest.ts';

/** What the canvas can do with the view; the flow gives it once it stands. */
export interface View {
  /** Client coordinates to those of the drawing. */
  toDrawing(client: Place): Place;
  /** The middle of what is seen, in the drawing. */
  centre(): Place;
  fit(): void;
  zoomTo(zoom: number): void;
  zoomBy(factor: number): void;
  centreOn(place: Place, zoom?: number): void;
}

export interface QuickAdd {
  /** Where it opens, in pixels of the page. */
  readonly client: Place;
  readonly place: Place;
  readonly wire: Wire | null;
  readonly kinds: readonly NodeKindId[];
}

/** Below this zoom a card cannot be read, so it becomes a chip. */
export const chipZoom = 0.45;
/** Below this zoom, and with more nodes than this, one picture replaces the cards. */
const pictureZoom = 0.32;
const pictureNodes = 600;
const duplicateBy = { x: 28, y: 28 };
/** How far from a wire a node may be let go to be put into it: by its middle, or by the pointer that carries a new one. */
const reachOfCard = 22;
const reachOfPointer = 16;

export class CanvasDesk {
  nodes = $state.raw<CanvasNode[]>([]);
  edges = $state.raw<CanvasEdge[]>([]);
  quickAdd = $state.raw<QuickAdd | null>(null);
  /** The wire that what is dragged now would be put into. */
  dropWire = $state.raw<string | null>(null);
  /** The note or frame whose words are being written on the canvas. */
  writing = $state.raw<string | null>(null);
  zoom = $state(1);
  readonly dragging = new Dragging();
  /** The last place of the pointer over the canvas, in pixels of the page. */
  pointer: Place | null = null;
  element: HTMLElement | undefined;

  readonly #workspace: Workspace;
  readonly #notices: Notices;
  #view: View | null = null;
  readonly places: Places = $derived.by(() =>
    this.#workspace.shown === null ? new Map() : placesOf(this.#workspace.shown),
  );
  /** Where everything on the drawing stands, notes and frames too. */
  readonly standing: Places = $derived.by(() =>
    this.#workspace.shown === null ? this.places : new Map([...this.places, ...remarkPlaces(this.#workspace.shown)]),
  );
  readonly #names: ReadonlyMap<string, string> = $derived.by(() => namesOf(this.#workspace.shown));
  readonly #marks: ReadonlyMap<string, 'error' | 'warning'> = $derived.by(() => {
    const marks = new Map<string, 'error' | 'warning'>();
    for (const { severity, place } of this.#workspace.problems) {
      if (place.id !== undefined && severity !== 'info' && marks.get(place.id) !== 'error')
        marks.set(place.id, severity);
    }
    return marks;
  });

  constructor(workspace: Workspace, notices: Notices) {
    this.#workspace = workspace;
    this.#notices = notices;
  }

  get view(): View | null {
    return this.#view;
  }
  get empty(): boolean {
    return this.nodes.length === 0;
  }
  get far(): boolean {
    return this.zoom < chipZoom;
  }
  /** True when a picture stands in for the cards. */
  get picture(): boolean {
    return this.zoom < pictureZoom && this.nodes.length > pictureNodes;
  }
  get editable(): boolean {
    return this.#workspace.editable;
  }

  /** The name of an agent or a task, by its id. */
  nameOf(id: string): string {
    return this.#names.get(id) ?? id;
  }
  /** Whether a node has problems that a person must see. */
  markOf(id: string): 'error' | 'warning' | undefined {
    return this.#marks.get(id);
  }

  attach(view: View): void {
    this.#view = view;
  }

  /** Draws document and selection as they are now. */
  draw(): void {
    const { shown, selection } = this.#workspace;
    const { places } = this;
    const selected = selection.ids;
    untrack(() => {
      if (shown === null) return;
      this.nodes = drawNodes(shown, places, { selected, previous: this.nodes });
      this.edges = drawEdges(shown, { selected, previous: this.edges });
    });
  }

  /** Applies an edit; when it is refused, the drawing goes back to what the document says. */
  edit(edit: Edit, label: string, coalesce?: string): boolean {
    const taken = this.#workspace.edit(edit, { label, ...(coalesce === undefined ? {} : { coalesce }) });
    if (!taken) this.redraw();
    return taken;
  }

  /** Throws away what gestures have drawn. */
  redraw(): void {
    this.nodes = this.nodes.map((node) => ({
      ...node,
      dragging: false,
      position: { ...(this.standing.get(node.id) ?? node.position) },
    }));
    this.draw();
  }

  /** Nodes are being dragged: one without wires may be put into the wire that it is held over. */
  dragged(nodes: readonly CanvasNode[]): void {
    const { document } = this.#workspace;
    const [node] = nodes;
    const type = document === null || node === undefined || nodes.length > 1 ? null : wireTypeFor(document, node.id);
    if (node === undefined || type === null) this.dropWire = null;
    else this.aim(middleOf(node), type, reachOfCard);
  }

  /** Finds the wire that something held at a place of the drawing would be put into. */
  aim(place: Place, type: 'depends' | 'reports', reach = reachOfPointer / this.zoom): void {
    this.dropWire = wireAt({ nodes: this.nodes, edges: this.edges }, place, { type, reach })?.id ?? null;
  }

  /** Nodes were dropped after a drag. */
  dropped(nodes: readonly CanvasNode[]): void {
    const { document } = this.#workspace;
    const wire = this.dropWire;
    this.dropWire = null;
    const { moved } = this.dragging;
    this.dragging.end();
    this.nodes = this.nodes.map((node) => (node.dragging === true ? { ...node, dragging: false } : node));
    const [only] = nodes;
    const place = moved.get(only?.id ?? '');
    if (document === null || only === undefined || place === undefined) return;
    if (wire !== null)
      this.edit(insertEdit(document, this.places, { wire, id: only.id, place }), 'Insert into the wire');
    else this.edit(moveAllEdit(document, this.places, moved), moved.size === 1 ? 'Move' : 'Move the selection');
  }

  nudge(by: Place): void {
    const { document, selection } = this.#workspace;
    const moved = shifted(this.standing, selection.ids, by);
    if (document !== null && moved.size > 0)
      this.edit(moveAllEdit(document, this.places, moved), 'Nudge', `nudge:${[...moved.keys()].join(',')}`);
  }

  answer(connection: Connection): string | null {
    const { document } = this.#workspace;
    const answer = document === null ? { refusal: 'No document is open.' } : answerConnection(document, connection);
    return 'refusal' in answer ? answer.refusal : null;
  }

  connect(connection: Connection): void {
    const { document } = this.#workspace;
    if (document === null) return;
    const answer = answerConnection(document, connection);
    if ('refusal' in answer) this.#notices.toast(answer.refusal, { key: 'connect' });
    else this.edit(answer.edit, answer.edit.kind === 'connect' ? 'Connect' : 'Set the manager');
  }

  /** Opens the quick add at a place of the page. */
  offer(client: Place, wire: Wire | null = null): void {
    if (this.#view === null) return;
    if (!this.editable) {
      this.say();
      return;
    }
    const isTask = wire !== null && this.#workspace.document?.tasks?.some(({ id }) => id === wire.node) === true;
    const kinds: readonly NodeKindId[] =
      wire === null
        ? ['task', 'worker', 'manager']
        : isTask
          ? ['task']
          : wire.side === 'after'
            ? ['worker', 'manager']
            : ['manager'];
    this.quickAdd = { client, place: this.#view.toDrawing(client), wire, kinds };
  }

  /** Adds a node; without a place, in the middle of what is seen, clear of what stands there. */
  add(kind: NodeKindId, { place, wire }: { place?: Place | undefined; wire?: Wire | null } = {}): void {
    const { document } = this.#workspace;
    if (document === null) return;
    const size = kind === 'task' ? taskSize : agentSize;
    const centre = place ?? this.#view?.centre() ?? { x: 0, y: 0 };
    const corner = { x: centre.x - (wire ? 0 : size.width / 2), y: centre.y - size.height / 2 };
    const free = place === undefined ? freePlace(this.places, corner) : corner;
    const into = this.dropWire;
    this.dropWire = null;
    const addition =
      into === null
        ? addEdit(document, kind, { place: free, places: this.places, ...(wire ? { wire } : {}) })
        : addIntoEdit(document, kind, { place: free, places: this.places, wire: into });
    if (!this.edit(addition.edit, `Add ${kind === 'task' ? 'a task' : kind === 'worker' ? 'a worker' : 'a manager'}`))
      return;
    this.#workspace.select([addition.id]);
  }

  /** Adds a note at a place of the page, and lets the person write in it. */
  addNote(client: Place): void {
    const { document } = this.#workspace;
    if (document === null || this.#view === null) return;
    const { edit, id } = addNoteEdit(document, this.#view.toDrawing(client), takenIds(document));
    if (this.edit(edit, 'Add a note')) this.#write(id);
  }

  /** Puts a frame around what is selected. */
  group(): void {
    const { document, selection } = this.#workspace;
    const around = boxOf(this.nodes.filter(({ id }) => selection.has(id)));
    if (document === null || around === null) return;
    const { edit, id } = addFrameEdit(document, around, takenIds(document));
    if (this.edit(edit, 'Group')) this.#write(id);
  }

  /** The frames that ungrouping would take away: those selected, else the smallest around all that is selected. */
  get groups(): readonly string[] {
    const { selection } = this.#workspace;
    const chosen = this.nodes.filter(({ id }) => selection.has(id));
    const frames = chosen.filter(({ type }) => type === 'frame');
    if (frames.length > 0 || chosen.length === 0) return frames.map(({ id }) => id);
    const area = ({ width = 0, height = 0 }: CanvasNode) => width * height;
    const [smallest] = this.nodes
      .filter((node) => node.type === 'frame' && chosen.every((one) => holds(node, one)))
      .sort((one, other) => area(one) - area(other));
    return smallest === undefined ? [] : [smallest.id];
  }

  ungroup(): void {
    const { document } = this.#workspace;
    const edit = document === null ? null : removeEdit(document, new Set(this.groups));
    if (edit !== null) this.edit(edit, 'Ungroup');
  }

  /** Sets the words of a note or the name of a frame. */
  write(id: string, words: string): void {
    const remark = remarkOf(this.#workspace.document, id);
    if (remark === null) return;
    const before = remark.kind === 'note' ? remark.note.text : remark.frame.title;
    if ((before ?? '') !== words)
      this.edit(remarkEdit(remark, remark.kind === 'note' ? 'text' : 'title', words), 'Write');
  }

  /** A frame was given another size. */
  resized(id: string, { x, y, width, height }: Box): void {
    const remark = remarkOf(this.#workspace.document, id);
    if (remark === null) return;
    const sides = Object.entries({ x, y, width, height });
    const edits = sides.map(([side, value]) => remarkEdit(remark, side, Math.round(value)));
    this.edit({ kind: 'batch', label: 'Resize', edits }, 'Resize');
  }

  /** Deletes what is selected; with `join`, the neighbours of what goes are joined where it is plain how. */
  removeSelection(join = false): void {
    const { document, selection } = this.#workspace;
    const edit = document === null ? null : removeEdit(document, selection.ids, { join });
    if (edit !== null && this.edit(edit, 'Delete')) this.#workspace.selection.clear();
  }

  selectAll(): void {
    this.#workspace.select(this.nodes.map(({ id }) => id));
  }

  /** What is selected, as text for the clipboard; null when no node is. */
  copied(): string | null {
    const { shown, selection } = this.#workspace;
    return shown === null ? null : clipText(shown, this.places, selection.ids);
  }

  /** Pastes a text at the pointer; false when it is no clip. */
  paste(text: string): boolean {
    const clip = clipFromText(text);
    if (clip === null) return false;
    const at = this.pointer === null ? this.#view?.centre() : this.#view?.toDrawing(this.pointer);
    this.#insert(clip, { at: at ?? { x: 0, y: 0 } }, 'Paste');
    return true;
  }

  duplicate(): void {
    const { document, selection } = this.#workspace;
    const clip = document === null ? null : clipOf(document, this.places, selection.ids);
    if (clip !== null) this.#insert(clip, { by: duplicateBy }, 'Duplicate');
  }

  tidy(): void {
    const { document } = this.#workspace;
    const edit = document === null ? null : tidyEdit(document);
    if (edit === null || !this.edit(edit, 'Tidy')) return;
    this.draw();
    this.#view?.fit();
  }

  /** Selects the nearest node in a direction from the selected one, or the one nearest the middle. */
  walk(direction: Place): void {
    const { single } = this.#workspace.selection;
    const from = single === null || edgeEnds(single) !== null ? null : single;
    const origin = (from === null ? undefined : this.places.get(from)) ?? this.#view?.centre() ?? { x: 0, y: 0 };
    let best: { id: string; score: number } | null = null;
    for (const [id, { x, y }] of this.places) {
      const [dx, dy] = [x - origin.x, y - origin.y];
      const along = dx * direction.x + dy * direction.y;
      if (id === from || (from !== null && along <= 0)) continue;
      const aside = Math.abs(dx * direction.y) + Math.abs(dy * direction.x);
      const score = from === null ? Math.hypot(dx, dy) : along + aside * 2;
      if (best === null || score < best.score) best = { id, score };
    }
    if (best !== null) this.#workspace.focus(best.id);
  }

  /** Says why nothing can be edited now. */
  say(): void {
    this.#workspace.edit({ kind: 'batch', edits: [] });
  }

  /** Selects a note or frame and opens it for writing. */
  #write(id: string): void {
    this.#workspace.select([id]);
    this.writing = id;
  }

  #insert(clip: Document, where: { readonly at: Place } | { readonly by: Place }, label: string): void {
    const { document } = this.#workspace;
    if (document === null) return;
    const { edit, ids } = pasteEdit(document, this.places, clip, where);
    if (this.edit(edit, label)) this.#workspace.select(ids);
  }
}

function namesOf(document: Document | null): ReadonlyMap<string, string> {
  return new Map([...(document?.agents ?? []), ...(document?.tasks ?? [])].map(({ id, name }) => [id, name ?? id]));
}

function middleOf({ position, width = 0, height = 0 }: CanvasNode): Place {
  return { x: position.x + width / 2, y: position.y + height / 2 };
}

export const [getDesk, setDesk] = createContext<CanvasDesk>();
