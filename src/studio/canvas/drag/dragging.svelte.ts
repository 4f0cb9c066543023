/**
 * One drag on the canvas, from its start to its end: what is dragged, and what a dragged frame carries along. It adjusts the
 * places that the flow proposes and remembers the last ones; it never changes a document.
 */
import type { Place } from '../../../document/index.ts';
import type { CanvasNode } from '../graph/drawing.ts';
import { boxOf } from '../graph/hit.ts';
import type { Box } from '../graph/sizes.ts';
import { snap, type Guide } from './snapping.ts';

interface Carried {
  /** The frame, or the node dragged by hand, that it goes with. */
  readonly frame: string;
  /** From that one's corner to the node's. */
  readonly by: Place;
}

/** Neighbours farther away than this are not lined up with: they would hardly be in view. */
const neighbourhood = 900;

export class Dragging {
  guides = $state.raw<readonly Guide[]>([]);
  /** True while the person holds the key that lets things lie anywhere. */
  free = false;
  #reach = 0;
  #dragged: ReadonlySet<string> = new Set();
  #carried: ReadonlyMap<string, Carried> = new Map();
  #moved = new Map<string, Place>();
  /** Where what moves stood before: a drag that is taken back goes there, though the hand still moves. */
  #home: ReadonlyMap<string, Place> = new Map();
  #takenBack = false;

  get active(): boolean {
    return this.#dragged.size > 0;
  }
  get takenBack(): boolean {
    return this.#takenBack;
  }
  /** Everything goes back to where it stood; nothing more moves until the hand lets go. */
  takeBack(): void {
    this.#takenBack = true;
    this.guides = [];
  }

  /** Where everything that moved stands now. */
  get moved(): ReadonlyMap<string, Place> {
    return this.#moved;
  }

  /** Begins a drag; within `reach` of a neighbour's line, things snap to it. What is selected out of view comes `along`. */
  begin(
    nodes: readonly CanvasNode[],
    dragged: readonly CanvasNode[],
    reach: number,
    along: ReadonlySet<string> = new Set(),
  ): void {
    this.#reach = reach;
    this.free = false;
    this.#dragged = new Set(dragged.map(({ id }) => id));
    this.#carried = new Map([...carriedBy(nodes, this.#dragged), ...carriedAlong(nodes, this.#dragged, along)]);
    this.#moved = new Map();
    this.#takenBack = false;
    this.#home = new Map(
      nodes
        .filter(({ id }) => this.#dragged.has(id) || this.#carried.has(id))
        .map(({ id, position }) => [id, { ...position }]),
    );
  }

  end(): void {
    this.#takenBack = false;
    this.guides = [];
    this.#dragged = new Set();
    this.#carried = new Map();
    this.#moved = new Map();
  }

  /** The nodes as they should be drawn during this drag; the same list when none is dragged. */
  adjust(nodes: CanvasNode[]): CanvasNode[] {
    if (this.#dragged.size === 0) return nodes;
    if (this.#takenBack)
      return nodes.map((node) => {
        const home = this.#home.get(node.id);
        return home === undefined ? node : { ...node, position: { ...home }, dragging: false };
      });
    const moved = new Map<string, Place>();
    const by = this.#snap(nodes);
    for (const { id, position } of nodes)
      if (this.#dragged.has(id)) moved.set(id, { x: position.x + by.x, y: position.y + by.y });
    for (const [id, { frame, by }] of this.#carried) {
      const corner = moved.get(frame);
      if (corner !== undefined) moved.set(id, { x: corner.x + by.x, y: corner.y + by.y });
    }
    this.#moved = moved;
    return nodes.map((node) => {
      const place = moved.get(node.id);
      return place === undefined ? node : { ...node, position: { ...place }, dragging: true };
    });
  }

  /** How far the dragged nodes have to move to stand in line. */
  #snap(nodes: readonly CanvasNode[]): Place {
    const box = boxOf(nodes.filter(({ id }) => this.#dragged.has(id)));
    if (this.free || box === null) {
      this.guides = [];
      return { x: 0, y: 0 };
    }
    const neighbours = nodes
      .filter(({ id, type }) => type !== 'frame' && !this.#dragged.has(id) && !this.#carried.has(id))
      .map(({ position, width = 0, height = 0 }): Box => ({ ...position, width, height }))
      .filter(({ x, y }) => Math.abs(x - box.x) < neighbourhood && Math.abs(y - box.y) < neighbourhood);
    const { by, guides } = snap(box, neighbours, this.#reach);
    this.guides = guides;
    return by;
  }
}

/** What is selected and not dragged itself, held by the first node that is. */
function carriedAlong(
  nodes: readonly CanvasNode[],
  dragged: ReadonlySet<string>,
  along: ReadonlySet<string>,
): ReadonlyMap<string, Carried> {
  const lead = nodes.find(({ id }) => dragged.has(id));
  const carried = new Map<string, Carried>();
  if (lead === undefined) return carried;
  for (const { id, position } of nodes)
    if (along.has(id) && !dragged.has(id))
      carried.set(id, { frame: lead.id, by: { x: position.x - lead.position.x, y: position.y - lead.position.y } });
  return carried;
}

/** What stands in the frames that are dragged, and is not dragged itself. */
function carriedBy(nodes: readonly CanvasNode[], dragged: ReadonlySet<string>): ReadonlyMap<string, Carried> {
  const carried = new Map<string, Carried>();
  for (const frame of nodes) {
    if (frame.type !== 'frame' || !dragged.has(frame.id)) continue;
    for (const node of nodes)
      if (node.id !== frame.id && !dragged.has(node.id) && !carried.has(node.id) && holds(frame, node))
        carried.set(node.id, {
          frame: frame.id,
          by: { x: node.position.x - frame.position.x, y: node.position.y - frame.position.y },
        });
  }
  return carried;
}

/** Whether a node stands in a frame: a card by its middle, another frame as a whole. */
export function holds(frame: CanvasNode, { type, position: { x, y }, width = 0, height = 0 }: CanvasNode): boolean {
  const whole = type === 'frame';
  const [left, top, right, bottom] = whole
    ? [x, y, x + width, y + height]
    : [x + width / 2, y + height / 2, x + width / 2, y + height / 2];
  return (
    left >= frame.position.x &&
    top >= frame.position.y &&
    right <= frame.position.x + (frame.width ?? 0) &&
    bottom <= frame.position.y + (frame.height ?? 0)
  );
}
