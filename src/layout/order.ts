/*
 * The graph side of a layered drawing: which layer a node belongs to, and in which order the nodes of a layer stand so
 * that few edges cross. It copes with cycles, and knows neither ids nor sizes.
 */
import { crossingsOf } from './crossings.ts';

/** What stands in a layer: an item, or a bend of an edge that passes the layer. */
export interface Node<Item> {
  readonly item: Item;
  /** Its place among all; bends come last. */
  readonly number: number;
  readonly parents: Node<Item>[];
  readonly children: Node<Item>[];
  /** Which layer it stands in, from 0. */
  layer: number;
  /** Where it stands in its layer, between 0 and 1, so that layers of different sizes compare. */
  rank: number;
  /** Where its neighbours stand on average. */
  centre: number;
}

/** A node that is drawn: a bend stands for no item. */
type Drawn<Item> = Node<Item | null>;

/** Sweeps over the layers at most, and sweeps without a gain after which no more is to be expected. */
const SWEEPS = 40;
const VAIN_MAX = 8;
/** Bends of long edges at most. */
const BENDS_MAX = 20_000;
/** Edges times sweeps are kept under this, so that a huge graph is placed in time although less neatly. */
const WORK_MAX = 2_000_000;

export function nodeOf<Item>(item: Item, number: number, layer = 0): Node<Item> {
  return { item, number, parents: [], children: [], layer, rank: 0, centre: 0 };
}

/** Puts an edge between two nodes. */
export function connect<Item>(from: Node<Item>, to: Node<Item>): void {
  from.children.push(to);
  to.parents.push(from);
}

/** The items of each layer in an order in which few edges cross. */
export function orderedLayers<Item>(nodes: readonly Node<Item>[]): Item[][] {
  setLayers(nodes);
  const drawn = withBends(nodes);
  const layers = membersOf(drawn);
  layers.forEach(setRanks);
  const edges = drawn.reduce((sum, { parents }) => sum + parents.length, 0);
  const sweeps = edges * SWEEPS <= WORK_MAX ? SWEEPS : edges * 2 <= WORK_MAX ? 2 : 0;
  let best = layers.map((layer) => layer.slice());
  let least = sweeps === SWEEPS ? countCrossings(layers) : Infinity;
  for (let sweep = 0, vain = 0; sweep < sweeps && vain < VAIN_MAX && least > 0; sweep += 1) {
    sweepOver(layers, sweep);
    if (sweeps < SWEEPS) continue;
    const crossings = countCrossings(layers);
    vain = crossings < least ? 0 : vain + 1;
    if (crossings < least) {
      least = crossings;
      best = layers.map((layer) => layer.slice());
    }
  }
  if (sweeps < SWEEPS) best = layers;
  return best.map((layer) => layer.flatMap(({ item }) => (item === null ? [] : [item])));
}

/** Layers as long as the longest path that leads to each node. A cycle is cut at its first node. */
function setLayers<Item>(nodes: readonly Node<Item>[]): void {
  const waiting = new Map(nodes.map((node) => [node, node.parents.length]));
  const placed = new Set<Node<Item>>();
  const placeFrom = (first: readonly Node<Item>[]): void => {
    const queue = [...first];
    for (const node of first) placed.add(node);
    for (const node of queue)
      for (const child of node.children) {
        if (placed.has(child)) continue;
        child.layer = Math.max(child.layer, node.layer + 1);
        const left = (waiting.get(child) ?? 0) - 1;
        waiting.set(child, left);
        if (left > 0) continue;
        placed.add(child);
        queue.push(child);
      }
  };
  placeFrom(nodes.filter(({ parents }) => parents.length === 0));
  // Only cycles are left, and what stands behind them.
  for (const node of nodes) if (!placed.has(node)) placeFrom([node]);
}

/** With a bend in every layer that an edge passes, so that long edges count where they cross; without, when they are too many. */
function withBends<Item>(nodes: readonly Node<Item>[]): readonly Drawn<Item>[] {
  const edges = nodes.map((from) => ({ from, to: from.children.slice() }));
  const passed = (from: Node<Item>, to: Node<Item>): number => Math.max(0, to.layer - from.layer - 1);
  const bends = edges.reduce((sum, { from, to }) => to.reduce((all, each) => all + passed(from, each), sum), 0);
  if (bends > BENDS_MAX) return nodes;
  for (const { children, parents } of nodes) children.length = parents.length = 0;
  const drawn: Drawn<Item>[] = [...nodes];
  for (const { from, to } of edges)
    for (const child of to) {
      let before: Drawn<Item> = from;
      for (let layer = from.layer + 1; layer < child.layer; layer += 1) {
        const bend: Drawn<Item> = nodeOf(null, drawn.length, layer);
        connect(before, bend);
        drawn.push(bend);
        before = bend;
      }
      connect(before, child);
    }
  return drawn;
}

/** One sweep: each layer in the order of the barycentres of its neighbours, downwards by parents, upwards by children. */
function sweepOver<Item>(layers: readonly Drawn<Item>[][], sweep: number): void {
  const down = sweep % 2 === 0;
  // Of equals, every second pair of sweeps turns the order round, so that the search does not stand still.
  const turn = sweep % 4 < 2 ? 1 : -1;
  for (const layer of down ? layers : [...layers].reverse()) {
    for (const node of layer) node.centre = barycentre(node, down ? node.parents : node.children);
    layer.sort(
      (one, other) => one.centre - other.centre || turn * (one.rank - other.rank) || one.number - other.number,
    );
    setRanks(layer);
  }
}

/** How many edges cross between neighbouring layers. */
function countCrossings<Item>(layers: readonly (readonly Drawn<Item>[])[]): number {
  let crossings = 0;
  let upper: readonly Drawn<Item>[] = [];
  for (const layer of layers) {
    const size = layer.length;
    const ends: number[] = [];
    for (const { children } of upper) {
      const lower: number[] = [];
      for (const { rank } of children) lower.push(Math.floor(rank * size));
      if (lower.length > 1) lower.sort((left, right) => left - right);
      for (const end of lower) ends.push(end);
    }
    crossings += crossingsOf(ends, size);
    upper = layer;
  }
  return crossings;
}

/** The mean rank of a node's neighbours; a node without any stays where it is. */
function barycentre<Item>({ rank }: Drawn<Item>, neighbours: readonly Drawn<Item>[]): number {
  if (neighbours.length === 0) return rank;
  let sum = 0;
  for (const each of neighbours) sum += each.rank;
  return sum / neighbours.length;
}

function setRanks<Item>(layer: readonly Drawn<Item>[]): void {
  layer.forEach((node, at) => {
    node.rank = (at + 0.5) / layer.length;
  });
}

function membersOf<Item>(nodes: readonly Drawn<Item>[]): Drawn<Item>[][] {
  const count = nodes.reduce((most, { layer }) => Math.max(most, layer + 1), 0);
  const layers: Drawn<Item>[][] = Array.from({ length: count }, () => []);
  for (const node of nodes) layers[node.layer]?.push(node);
  return layers;
}
