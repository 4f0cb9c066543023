/**
 * Which nodes and wires of a drawing are given to the flow: what stands in or near the view, and the far ends of wires that
 * cross it. Pure. A far end is given without its card, so that a wire can be drawn to it and nothing else costs.
 */
import type { CanvasEdge, CanvasNode } from '../graph/drawing.ts';
import type { Box } from '../graph/sizes.ts';

/** How a node is given: as a whole card, or as the end of a wire. */
export type Part = 'card' | 'end';
export type Listing = ReadonlyMap<string, Part>;

/** A drawing with no more nodes than this is given whole. */
export const wholeMax = 60;

const ends = new WeakMap<CanvasNode, CanvasNode>();

/** What should be given of a drawing while `window` of it is in or near the view; what is nearest to its middle comes first. */
export function listingOf(nodes: readonly CanvasNode[], edges: readonly CanvasEdge[], window: Box): Listing {
  const listing = new Map<string, Part>();
  if (nodes.length <= wholeMax) {
    for (const { id } of nodes) listing.set(id, 'card');
    return listing;
  }
  const at = new Map<string, CanvasNode>();
  const inside: { readonly id: string; readonly far: number }[] = [];
  const [middleX, middleY] = [window.x + window.width / 2, window.y + window.height / 2];
  for (const node of nodes) {
    at.set(node.id, node);
    const { x, y } = node.position;
    const { width = 0, height = 0 } = node;
    if (node.dragging === true) inside.push({ id: node.id, far: -1 });
    else if (
      x <= window.x + window.width &&
      x + width >= window.x &&
      y <= window.y + window.height &&
      y + height >= window.y
    )
      inside.push({ id: node.id, far: Math.abs(x + width / 2 - middleX) + Math.abs(y + height / 2 - middleY) });
  }
  inside.sort((one, other) => one.far - other.far || (one.id < other.id ? -1 : 1));
  for (const { id } of inside) listing.set(id, 'card');
  for (const { source, target } of edges) {
    if (listing.get(source) === 'card' && listing.get(target) === 'card') continue;
    const [from, to] = [at.get(source), at.get(target)];
    if (from === undefined || to === undefined || !crosses(from, to, window)) continue;
    if (!listing.has(source)) listing.set(source, 'end');
    if (!listing.has(target)) listing.set(target, 'end');
  }
  return listing;
}

/** Whether a wire between two nodes may be seen in the window: the box around both touches it. */
function crosses(
  { position: a, width = 0, height = 0 }: CanvasNode,
  { position: b, width: w = 0, height: h = 0 }: CanvasNode,
  window: Box,
): boolean {
  return (
    Math.min(a.x, b.x) <= window.x + window.width &&
    Math.max(a.x + width, b.x + w) >= window.x &&
    Math.min(a.y, b.y) <= window.y + window.height &&
    Math.max(a.y + height, b.y + h) >= window.y
  );
}

/** A step from what is given to what should be: at most so many more and so many fewer; the same object when nothing is left to do. */
export function stepTowards(
  given: Listing,
  wanted: Listing,
  { add, remove }: { add: number; remove: number },
): Listing {
  const next = new Map(given);
  let [added, removed] = [0, 0];
  for (const [id, part] of given) {
    if (removed >= remove) break;
    if (!wanted.has(id)) {
      next.delete(id);
      removed += part === 'card' ? 1 : 0.25;
    } else if (part === 'card' && wanted.get(id) === 'end') {
      next.set(id, 'end');
      removed += 1;
    }
  }
  for (const [id, part] of wanted) {
    if (added >= add) break;
    const now = next.get(id);
    if (now === part || now === 'card') continue;
    next.set(id, part);
    added += part === 'card' ? 1 : 0.25;
  }
  return added === 0 && removed === 0 ? given : next;
}

/** The nodes that are given, in the order of the drawing; the same list when all of them are whole. */
export function givenNodes(nodes: CanvasNode[], listing: Listing): CanvasNode[] {
  const given: CanvasNode[] = [];
  let whole = true;
  for (const node of nodes) {
    const part = listing.get(node.id);
    if (part !== 'card') whole = false;
    if (part !== undefined) given.push(part === 'card' ? node : endOf(node));
  }
  return whole ? nodes : given;
}

/** The wires between nodes that are given. */
export function givenEdges(edges: CanvasEdge[], listing: Listing): CanvasEdge[] {
  const given = edges.filter(({ source, target }) => listing.has(source) && listing.has(target));
  return given.length === edges.length ? edges : given;
}

/** Brings what the flow did to the nodes it was given back into the drawing. */
export function mergedNodes(
  nodes: CanvasNode[],
  given: readonly CanvasNode[],
  changed: readonly CanvasNode[],
): CanvasNode[] {
  const after = changesOf(given, changed);
  if (after.size === 0) return nodes;
  return nodes.map((node) => {
    const now = after.get(node.id);
    if (now === undefined) return node;
    return now.data['end'] === true ? { ...node, position: now.position, selected: now.selected ?? false } : now;
  });
}

/** The same for wires. */
export function mergedEdges(
  edges: CanvasEdge[],
  given: readonly CanvasEdge[],
  changed: readonly CanvasEdge[],
): CanvasEdge[] {
  const after = changesOf(given, changed);
  return after.size === 0 ? edges : edges.map((edge) => after.get(edge.id) ?? edge);
}

function changesOf<Item extends { readonly id: string }>(
  given: readonly Item[],
  changed: readonly Item[],
): ReadonlyMap<string, Item> {
  const before = new Set(given);
  return new Map(changed.filter((item) => !before.has(item)).map((item) => [item.id, item]));
}

/** A node without its card. Of one node it is always the same object. */
function endOf(node: CanvasNode): CanvasNode {
  let end = ends.get(node);
  if (end === undefined) {
    end = { ...node, data: { ...node.data, end: true }, draggable: false, connectable: false } as CanvasNode;
    ends.set(node, end);
  }
  return end;
}
