/*
 * The graph side of a layered drawing: which layer a node belongs to, and in which order the nodes of a layer stand so
 * that few edges cross. It works on typed arrays of indices, copes with cycles, and knows neither ids nor sizes.
 */
import { crossingsOf } from './crossings.ts';

/** Edges as indices: `parents` of node i stand from `start[i]` to `start[i + 1]`. */
export interface Adjacency {
  readonly start: Int32Array;
  readonly nodes: Int32Array;
}

/** Both directions of a graph. */
export interface Graph {
  readonly size: number;
  readonly incoming: Adjacency;
  readonly outgoing: Adjacency;
}

/** Sweeps over the layers at most, and sweeps without a gain after which no more is to be expected. */
const SWEEPS = 40;
const VAIN_MAX = 8;
/** Bends of long edges at most. */
const BENDS_MAX = 20_000;
/** Edges times sweeps are kept under this, so that a huge graph is placed in time although less neatly. */
const WORK_MAX = 2_000_000;

/** Builds a graph of `size` nodes out of pairs (from, to) that stand one after the other. */
export function graphOf(size: number, pairs: readonly number[]): Graph {
  return { size, incoming: adjacency(size, pairs, 1), outgoing: adjacency(size, pairs, 0) };
}

function adjacency(size: number, pairs: readonly number[], key: 0 | 1): Adjacency {
  const start = new Int32Array(size + 1);
  for (let i = key; i < pairs.length; i += 2) start[pairs[i]! + 1]! += 1;
  for (let i = 0; i < size; i += 1) start[i + 1]! += start[i]!;
  const fill = start.slice(0, size);
  const nodes = new Int32Array(pairs.length / 2);
  for (let i = 0; i < pairs.length; i += 2) {
    const owner = pairs[i + key]!;
    nodes[fill[owner]!] = pairs[i + 1 - key]!;
    fill[owner]! += 1;
  }
  return { start, nodes };
}

/** The layer of each node: the length of the longest path that leads to it. A cycle is cut at its first node. */
export function layersOf({ size, incoming, outgoing }: Graph): Int32Array {
  const layer = new Int32Array(size);
  const waiting = new Int32Array(size);
  const queue = new Int32Array(size);
  const placed = new Uint8Array(size);
  let end = 0;
  for (let i = 0; i < size; i += 1) {
    waiting[i] = incoming.start[i + 1]! - incoming.start[i]!;
    if (waiting[i] === 0) {
      queue[end++] = i;
      placed[i] = 1;
    }
  }
  let nextUncut = 0;
  for (let head = 0; head < size; head += 1) {
    if (head === end) {
      // Only cycles are left: the first node that was not placed is cut loose.
      while (placed[nextUncut] === 1) nextUncut += 1;
      queue[end++] = nextUncut;
      placed[nextUncut] = 1;
    }
    const node = queue[head]!;
    for (let e = outgoing.start[node]!; e < outgoing.start[node + 1]!; e += 1) {
      const child = outgoing.nodes[e]!;
      if (placed[child] === 1) continue;
      if (layer[child]! <= layer[node]!) layer[child] = layer[node]! + 1;
      waiting[child]! -= 1;
      if (waiting[child] === 0) {
        queue[end++] = child;
        placed[child] = 1;
      }
    }
  }
  return layer;
}

/** The nodes of each layer in an order in which few edges cross. */
export function orderLayers(graph: Graph, layer: Int32Array): Int32Array[] {
  const drawn = withBends(graph, layer);
  const layers = membersOf(drawn.layer);
  const rank = new Float64Array(drawn.graph.size);
  for (const nodes of layers) setRanks(nodes, rank);
  const edges = drawn.graph.incoming.nodes.length;
  const sweeps = edges * SWEEPS <= WORK_MAX ? SWEEPS : edges * 2 <= WORK_MAX ? 2 : 0;
  let best = layers.map((nodes) => nodes.slice());
  let least = sweeps === SWEEPS ? countCrossings(drawn.graph, layers, rank) : Infinity;
  for (let sweep = 0, vain = 0; sweep < sweeps && vain < VAIN_MAX && least > 0; sweep += 1) {
    sweepOver(drawn.graph, layers, rank, sweep);
    if (sweeps < SWEEPS) continue;
    const crossings = countCrossings(drawn.graph, layers, rank);
    vain = crossings < least ? 0 : vain + 1;
    if (crossings < least) {
      least = crossings;
      best = layers.map((nodes) => nodes.slice());
    }
  }
  if (sweeps < SWEEPS) best = layers;
  return best.map((nodes) => nodes.filter((node) => node < graph.size));
}

/** The graph with a bend in every layer that an edge passes, so that long edges count where they cross; without, when they are too many. */
function withBends(graph: Graph, layer: Int32Array): { graph: Graph; layer: Int32Array } {
  const pairs: number[] = [];
  const layers = Array.from(layer);
  const { start, nodes } = graph.outgoing;
  for (let from = 0; from < graph.size; from += 1)
    for (let e = start[from]!; e < start[from + 1]!; e += 1) {
      const to = nodes[e]!;
      let before = from;
      for (let at = layer[from]! + 1; at < layer[to]!; at += 1) {
        if (layers.length - graph.size > BENDS_MAX) return { graph, layer };
        pairs.push(before, layers.length);
        before = layers.length;
        layers.push(at);
      }
      pairs.push(before, to);
    }
  return { graph: graphOf(layers.length, pairs), layer: Int32Array.from(layers) };
}

/** One sweep: each layer in the order of the barycentres of its neighbours, downwards by parents, upwards by children. */
function sweepOver(graph: Graph, layers: Int32Array[], rank: Float64Array, sweep: number): void {
  const down = sweep % 2 === 0;
  // Of equals, every second pair of sweeps turns the order round, so that the search does not stand still.
  const turn = sweep % 4 < 2 ? 1 : -1;
  const neighbours = down ? graph.incoming : graph.outgoing;
  const centre = new Float64Array(graph.size);
  for (let step = 0; step < layers.length; step += 1) {
    const nodes = layers[down ? step : layers.length - 1 - step]!;
    for (const node of nodes) centre[node] = barycentre(neighbours, node, rank);
    nodes.sort((left, right) => centre[left]! - centre[right]! || turn * (rank[left]! - rank[right]!) || left - right);
    setRanks(nodes, rank);
  }
}

/** How many edges cross between neighbouring layers. */
function countCrossings({ outgoing }: Graph, layers: readonly Int32Array[], rank: Float64Array): number {
  let crossings = 0;
  for (let at = 0; at + 1 < layers.length; at += 1) {
    const size = layers[at + 1]!.length;
    const ends: number[] = [];
    for (const node of layers[at]!) {
      const lower: number[] = [];
      for (let e = outgoing.start[node]!; e < outgoing.start[node + 1]!; e += 1)
        lower.push(Math.floor(rank[outgoing.nodes[e]!]! * size));
      lower.sort((left, right) => left - right);
      for (const end of lower) ends.push(end);
    }
    crossings += crossingsOf(Int32Array.from(ends), size);
  }
  return crossings;
}

/** The mean rank of a node's neighbours; a node without any stays where it is. */
function barycentre({ start, nodes }: Adjacency, node: number, rank: Float64Array): number {
  const from = start[node]!;
  const to = start[node + 1]!;
  if (from === to) return rank[node]!;
  let sum = 0;
  for (let e = from; e < to; e += 1) sum += rank[nodes[e]!]!;
  return sum / (to - from);
}

/** Ranks between 0 and 1, so that layers of different sizes compare. */
function setRanks(nodes: Int32Array, rank: Float64Array): void {
  for (let i = 0; i < nodes.length; i += 1) rank[nodes[i]!] = (i + 0.5) / nodes.length;
}

function membersOf(layer: Int32Array): Int32Array<ArrayBuffer>[] {
  const counts: number[] = [];
  for (const at of layer) {
    while (counts.length <= at) counts.push(0);
    counts[at]! += 1;
  }
  const layers = counts.map((count) => new Int32Array(count));
  const fill = new Int32Array(counts.length);
  for (let node = 0; node < layer.length; node += 1) {
    const at = layer[node]!;
    layers[at]![fill[at]!] = node;
    fill[at]! += 1;
  }
  return layers;
}
