/**
 * The canvas's own state: what is drawn, what is selected, the quick add, and how far away the drawing is seen from.
 * Gestures of the hand come in here and leave as edits of the workspace, commands stand in commands/; neither changes a document itself.
 */
import { createContext, untrack } from 'svelte';
import {
  flattened,
  sheetOf,
  type Document,
  type Edit,
  type Place,
  type Sheet,
  shownName,
} from '../../document/index.ts';
import { edgeEnds, namePartsIn, type EditOptions, type LayOut, type Notices, type Workspace } from '../state/index.ts';
import { answerConnection, type Connection } from './graph/connection-rules.ts';
import { drawNodes, type CanvasEdge, type CanvasNode } from './graph/drawing.ts';
import { Dragging } from './drag/dragging.svelte.ts';
import type { AgentFilter } from './agents/agent-filter.svelte.ts';
import { Find } from './find/find.svelte.ts';
import { Hands } from './hands/hands.svelte.ts';
import { insertEdit, moveAllEdit } from './graph/edits.ts';
import { deadlinesOf, type Deadlines } from './standing/deadlines.ts';
import { Decisions } from './standing/decisions.svelte.ts';
import { Shares } from './standing/shares.svelte.ts';
import { placesOf, tidyEdit, type Places } from './graph/places.ts';
import type { Box } from './graph/sizes.ts';
import type { QuickAdd } from './quick/quick-rows.ts';
import { remarkEdit, remarkOf, remarkPlaces } from './notes/notes.ts';
import { glide } from './stage/gliding.ts';
import { changedSheets, sheetFor } from './sheets/elsewhere.ts';
import { Stage } from './stage/stage.svelte.ts';
import { drawEdges } from './graph/wires.ts';
import { wireTypeFor } from './wires/insertion.ts';
import { cardZoom, linesAt } from './far/levels.ts';
import type { PartsOf } from '../format/index.ts';
import { wireAt } from './wires/nearest.ts';
import { isDense } from './graph/dense.ts';

/** Where the page is wide enough for the zoom bar to stand over the drawing. */
export const barOverDrawing = 'min-width: 1280px';

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
  /** Told when a hand takes hold of the view. */
  letGo(): void;
}

/** With more nodes than this, one picture of chips replaces cards that are far: a screen holds too many of them there. */
export const pictureNodes = 150;
/** How far from a wire a node may be let go to be put into it: by its middle, or by the pointer that carries a new one. */
const reachOfCard = 22;
const reachOfPointer = 16;

export class CanvasDesk {
  nodes = $state.raw<CanvasNode[]>([]);
  edges = $state.raw<CanvasEdge[]>([]);
  quickAdd = $state.raw<QuickAdd | null>(null);
  /** The wire that what is dragged now would be put into. */
  dropWire = $state.raw<string | null>(null);
  /** The card that what is dragged now would come after. */
  besideOf = $state.raw<string | null>(null);
  /** What is written on the canvas: the words of a note or frame, the name of a card. */
  writing = $state.raw<string | null>(null);
  readonly stage = new Stage(this);
  readonly dragging = new Dragging();
  readonly hands = new Hands();
  /** How the decision in hand stands, for cards. */
  readonly decisions = new Decisions();
  readonly shares = new Shares();
  readonly workspace: Workspace;
  readonly find: Find;
  readonly filter: AgentFilter;
  /** True where something lies out of view and the map has no free corner: then it is shown when it is asked for. */
  mapOffered = $state(false);
  mapWanted = $state(false);
  /** The last place of the pointer over the canvas, in pixels of the page. */
  pointer: Place | null = null;
  element: HTMLElement | undefined;

  readonly notices: Notices;
  readonly #layOut: LayOut | null;
  /** The composite that the person went into. */
  #inside = $state.raw<{ readonly documentId: string | null; readonly composite: string } | null>(null);
  /** The node whose sheet was opened last, so that going elsewhere by hand is not undone. */
  #followed: string | null = null;
  readonly sheet: Sheet = $derived.by(() => sheetOf(this.workspace.shown ?? {}, this.inside));
  #view: View | null = null;
  readonly places: Places = $derived.by(() =>
    this.workspace.shown === null ? new Map() : placesOf(this.workspace.shown),
  );
  /** Where everything on the drawing stands, notes and frames too. */
  readonly standing: Places = $derived.by(() =>
    this.workspace.shown === null ? this.places : new Map([...this.places, ...remarkPlaces(this.workspace.shown)]),
  );
  /** True from Escape until the hand lets go of the wire that it was drawing. */
  wireTakenBack = false;
  /** What find has found on this sheet, or inside what stands on it; else what stands out for an agent. */
  readonly found: ReadonlySet<string> = $derived.by(
    () => new Set((this.find.active ? this.find.matches : this.filter.ids).flatMap((id) => this.standIn(id) ?? [])),
  );
  /** Which tasks with deadlines each card stands for. */
  readonly deadlines: Deadlines = $derived.by(() => deadlinesOf(this.workspace.shown ?? {}));
  readonly #names: ReadonlyMap<string, string> = $derived.by(() => namesOf(this.workspace.shown));
  /** What tells a name from others of the document. */
  readonly partsOf: PartsOf = $derived.by(() => namePartsIn(this.workspace.shown));
  readonly #marks: ReadonlyMap<string, 'error' | 'warning'> = $derived.by(() => {
    const marks = new Map<string, 'error' | 'warning'>();
    for (const { severity, place } of this.workspace.problems) {
      if (place.id !== undefined && severity !== 'info' && marks.get(place.id) !== 'error')
        marks.set(place.id, severity);
    }
    return marks;
  });

  constructor(workspace: Workspace, notices: Notices, filter: AgentFilter, layOut: LayOut | null = null) {
    this.#layOut = layOut;
    this.workspace = workspace;
    this.find = new Find(workspace);
    this.filter = filter;
    this.notices = notices;
  }

  get view(): View | null {
    return this.#view;
  }
  get empty(): boolean {
    return this.nodes.length === 0;
  }
  /** The composite whose inside is drawn; null on the sheet that a document opens with. */
  get inside(): string | null {
    const { shown, documentId } = this.workspace;
    const inside = this.#inside?.documentId === documentId ? this.#inside?.composite : undefined;
    return inside !== undefined && shown?.tasks?.some(({ id }) => id === inside) === true ? inside : null;
  }
  get zoom(): number {
    return this.stage.zoom;
  }
  /** True where a card shows its name and the sign of its state alone. */
  get far(): boolean {
    return this.zoom < cardZoom;
  }
  /** True when a picture stands in for the cards. */
  get picture(): boolean {
    return this.far && this.nodes.length > pictureNodes;
  }
  /** The zoom in strides, for what need not follow every frame of it. */
  readonly zoomStep: number = $derived(Math.floor(this.zoom * 40) / 40);
  /** How much of a name a whole card of a task has room for, in pixels of 12 px letters. */
  readonly nameRoom: number = $derived(Math.floor((128 * 12) / Math.max(13, 12 / Math.max(cardZoom, this.zoomStep))));
  /** How many lines of a name a card has room for. */
  readonly lines: 0 | 1 | 2 = $derived(linesAt(this.zoom));
  /** True where wires cross so often that most of them step back. */
  readonly dense: boolean = $derived.by(() => isDense(this.edges, this.stage.at));
  /** Whether a wire joins what is selected or pointed at, where that has to be said. */
  lit(source: string, target: string): boolean {
    if (!this.dense) return false;
    const { selection } = this.workspace;
    const { pointed } = this.stage;
    return source === pointed || target === pointed || selection.has(source) || selection.has(target);
  }
  get editable(): boolean {
    return this.workspace.editable;
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

  /** What stands on this sheet for a task: itself, or the composite around it; null when it is elsewhere. */
  standIn(id: string): string | null {
    const { inside, composites } = this.sheet;
    if (composites.parts.size === 0) return id;
    for (let at: string | null = id; at !== null; at = composites.parentOf(at))
      if (composites.parentOf(at) === inside) return at;
    return null;
  }

  /** Draws document and selection as they are now. */
  draw(): void {
    this.#follow();
    const { shown, selection } = this.workspace;
    const { places, sheet, found } = this;
    const selected = selection.ids;
    untrack(() => {
      if (shown === null) return;
      this.nodes = drawNodes(sheet, places, { selected, found, previous: this.nodes });
      this.edges = drawEdges(sheet, { selected, previous: this.edges });
    });
  }

  /** Shows the inside of a composite, or the sheet that a document opens with. */
  goInto(composite: string | null): void {
    if (composite === this.inside) return;
    this.workspace.selection.clear();
    this.#followed = null;
    this.#open(composite);
    this.draw();
    this.#view?.fit();
  }

  /** Goes back to where the open composite stands. */
  leave(): void {
    const { inside } = this;
    if (inside === null) return;
    this.#open(this.sheet.composites.parentOf(inside));
    this.#followed = inside;
    this.workspace.focus(inside);
  }

  #open(composite: string | null): void {
    this.#inside = composite === null ? null : { documentId: this.workspace.documentId, composite };
  }

  /** What is selected alone is shown, on whichever sheet it stands. */
  #follow(): void {
    const { single } = this.workspace.selection;
    const { shown } = this.workspace;
    if (single === this.#followed) return;
    this.#followed = single;
    if (single === null || shown === null || edgeEnds(single) !== null) return;
    const home = sheetFor(shown, single);
    if (home !== untrack(() => this.inside)) this.#open(home);
  }

  /** Applies an edit; when it is refused, the drawing goes back to what the document says. */
  edit(edit: Edit, label: string, options: Pick<EditOptions, 'coalesce' | 'said'> = {}): boolean {
    const taken = this.workspace.edit(edit, { label, ...options });
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
    const { document } = this.workspace;
    const [node] = nodes;
    const type = document === null || node === undefined || nodes.length > 1 ? null : wireTypeFor(document, node.id);
    if (node === undefined || type === null) this.dropWire = null;
    else this.aim(middleOf(node), type, reachOfCard);
  }

  /** Finds the wire that something held at a place of the drawing would be put into. */
  aim(place: Place, type: 'depends' | 'reports', reach = reachOfPointer / this.zoom): void {
    this.dropWire = wireAt({ nodes: this.nodes, edges: this.edges }, place, { type, reach })?.id ?? null;
  }

  /** Takes back what the hand is dragging; false when it drags nothing. */
  takeBack(): boolean {
    if (!this.dragging.active || this.dragging.takenBack) return false;
    this.dragging.takeBack();
    this.dropWire = null;
    this.nodes = this.dragging.adjust(this.nodes);
    return true;
  }

  /** Nodes were dropped after a drag. */
  dropped(nodes: readonly CanvasNode[]): void {
    const { document } = this.workspace;
    const wire = this.dropWire;
    this.dropWire = null;
    const { moved, takenBack } = this.dragging;
    this.dragging.end();
    if (takenBack) {
      this.redraw();
      return;
    }
    this.nodes = this.nodes.map((node) => (node.dragging === true ? { ...node, dragging: false } : node));
    const [only] = nodes;
    const place = moved.get(only?.id ?? '');
    if (document === null || only === undefined || place === undefined) return;
    if (wire !== null)
      this.edit(insertEdit(document, this.places, { wire, id: only.id, place }), 'Insert into the connection');
    else this.edit(moveAllEdit(document, this.places, moved), moved.size === 1 ? 'Move' : 'Move the selection');
  }

  answer(connection: Connection): string | null {
    const { document } = this.workspace;
    const answer = document === null ? { refusal: 'No document is open.' } : answerConnection(document, connection);
    return 'refusal' in answer ? answer.refusal : null;
  }

  connect(connection: Connection): void {
    const { document } = this.workspace;
    if (document === null) return;
    const answer = answerConnection(document, connection);
    if ('refusal' in answer) this.notices.toast(answer.refusal, { key: 'connect' });
    else this.edit(answer.edit, answer.edit.kind === 'set-manager' ? 'Set the manager' : 'Connect');
  }

  /** Sets the words of a note or the name of a frame. */
  write(id: string, words: string): boolean {
    const remark = remarkOf(this.workspace.document, id);
    if (remark === null) return false;
    const edit = remarkEdit(remark, remark.kind === 'note' ? 'text' : 'title', words);
    return this.edit(edit, 'Write', { coalesce: `write ${id}`, said: '' });
  }

  /** A frame was given another size. */
  resized(id: string, { x, y, width, height }: Box): void {
    const remark = remarkOf(this.workspace.document, id);
    if (remark === null) return;
    const sides = Object.entries({ x, y, width, height });
    const edits = sides.map(([side, value]) => remarkEdit(remark, side, Math.round(value)));
    this.edit({ kind: 'batch', label: 'Resize', edits }, 'Resize');
  }

  /** Lays the sheet out afresh: worked out aside, one step of undo, and the cards glide to their places. */
  async tidy(): Promise<void> {
    const { document } = this.workspace;
    if (document === null || this.#layOut === null) return;
    try {
      const edit = tidyEdit(await this.#layOut(flattened(this.sheet)));
      if (edit === null) return;
      if (this.workspace.document !== document) this.tell('The document changed meanwhile. Tidy again.');
      else if (this.edit(edit, 'Tidy')) this.#settle();
    } catch (error) {
      this.notices.failure('Nothing was moved.', error);
    }
  }

  #settle(): void {
    const before = this.nodes;
    this.draw();
    this.#view?.fit();
    glide(this, before);
  }

  /** Says why nothing can be edited now. */
  say(): void {
    this.workspace.edit({ kind: 'batch', edits: [] });
  }

  /** Says what an edit took along. */
  tell(sentence: string): void {
    this.notices.toast(sentence, { key: 'taken-along' });
  }

  /** Gives the canvas the focus, so that the next key is meant for it. */
  focus(): void {
    this.element?.querySelector<HTMLElement>('.svelte-flow')?.focus({ preventScroll: true });
  }

  /** Says where the last undo or redo happened, when nothing of it is to be seen on this sheet. */
  tellElsewhere(): void {
    const [{ turnedBack }, { document }] = [this.workspace, this.workspace];
    if (turnedBack === null || document === null) return;
    const sheets = changedSheets(turnedBack.before, document);
    const [sheet] = sheets;
    if (sheet === undefined || sheets.has(this.inside)) return;
    const where = sheet === null ? 'the main canvas' : `the inside of ${this.nameOf(sheet)}`;
    this.notices.toast(`${turnedBack.said}, on ${where}.`, {
      key: 'elsewhere',
      actions: [{ label: 'Go there', run: () => this.goInto(sheet) }],
    });
  }

  /** Selects a note, a frame or a card and opens its words for writing. */
  openForWriting(id: string): void {
    this.workspace.select([id]);
    this.writing = id;
  }
}

function namesOf(document: Document | null): ReadonlyMap<string, string> {
  const { agents = [], tasks = [], resources = [], memories = [] } = document ?? {};
  return new Map([...agents, ...tasks, ...resources, ...memories].map(({ id, name }) => [id, shownName({ id, name })]));
}

function middleOf({ position, width = 0, height = 0 }: CanvasNode): Place {
  return { x: position.x + width / 2, y: position.y + height / 2 };
}

export const [getDesk, setDesk] = createContext<CanvasDesk>();
