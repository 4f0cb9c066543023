/**
 * What is written over a drawing seen from so far that no card has room for its name: names of families of tasks where they stand
 * together, of managers for their teams, and of single nodes where there is room left. Like names on a map they never overlap, keep their
 * size, and depend on the zoom alone, so that nothing moves while the view is panned. Pure.
 */
import { shortLines, stemOf, widthOf, type PartsOf } from '../../format/index.ts';
import type { CanvasNode } from '../graph/drawing.ts';
import type { Box } from '../graph/sizes.ts';

/** A name over the drawing. */
export interface Region {
  readonly key: string;
  readonly text: string;
  /** Its middle, in the drawing. */
  readonly x: number;
  readonly y: number;
  /** The nodes that it stands for. */
  readonly ids: readonly string[];
}

/** A cell is about a place of the layout: what stands in neighbouring cells stands together. */
const cellWidth = 250;
const cellHeight = 115;
/** So many of one family make a region. */
const familyMin = 3;
/** Names at most, and how many are tried. */
const namesMax = 60;
const triedMax = 600;
/** Around a name, px of the screen. */
const labelHeight = 20;
const labelPad = 16;
const textMax = 220;
/** A name has so many pixels. */
const singleMax = 150;

/** Every name that could be written, the most important first. */
export function candidatesOf(
  nodes: readonly CanvasNode[],
  nameOf: (id: string) => string,
  partsOf: PartsOf,
): readonly Region[] {
  const textOf = (name: string): string => shortLines(name, singleMax, 1, partsOf(name))[0]?.text ?? name;
  const families = new Map<string, CanvasNode[]>();
  const single: CanvasNode[] = [];
  const teams: CanvasNode[] = [];
  for (const node of nodes) {
    if (node.type === 'note' || node.type === 'frame') continue;
    if (node.type === 'agent' && node.data.leads > 0) {
      teams.push(node);
      continue;
    }
    const name = nameOf(node.id);
    const stem = stemOf(name, partsOf(name));
    const key = `${node.type} ${stem === '' ? name : stem}`;
    if (families.get(key)?.push(node) === undefined) families.set(key, [node]);
  }
  const regions: Region[] = [];
  for (const [key, members] of families)
    for (const cluster of clustersOf(members)) {
      if (cluster.length < familyMin) single.push(...cluster);
      else
        regions.push(regionOf(key, `${textOf(key.slice(key.indexOf(' ') + 1))} × ${String(cluster.length)}`, cluster));
    }
  regions.sort((one, other) => other.ids.length - one.ids.length || one.y - other.y || one.x - other.x);
  return [
    ...teams.map((node) => regionOf(node.id, textOf(nameOf(node.id)), [node])),
    ...regions,
    ...single.map((node) => regionOf(node.id, textOf(nameOf(node.id)), [node])),
  ].slice(0, triedMax);
}

/** As many of them, in their order, as find room at a zoom without covering each other. */
export function placed(candidates: readonly Region[], zoom: number, within: Box | null = null): readonly Region[] {
  const taken: { readonly region: Region; readonly half: number }[] = [];
  const high = labelHeight / zoom;
  for (const candidate of candidates) {
    if (taken.length >= namesMax) break;
    const half = labelWidth(candidate.text) / 2 / zoom;
    const region = { ...candidate, x: inside(candidate.x, half, within) };
    const free = taken.every(
      ({ region: other, half: its }) =>
        Math.abs(other.y - region.y) >= high || Math.abs(other.x - region.x) >= half + its,
    );
    if (free) taken.push({ region, half });
  }
  return taken.map(({ region }) => region);
}

/** Where the middle of a name stands that keeps within the drawing. */
function inside(x: number, half: number, within: Box | null): number {
  if (within === null || within.width < 2 * half) return x;
  return Math.min(within.x + within.width - half, Math.max(within.x + half, x));
}

function labelWidth(text: string): number {
  return Math.min(textMax, widthOf(text) + labelPad);
}

function regionOf(key: string, text: string, members: readonly CanvasNode[]): Region {
  const [left, top, right, bottom] = members.reduce<[number, number, number, number]>(
    ([l, t, r, b], { position: { x, y }, width = 0, height = 0 }) => [
      Math.min(l, x),
      Math.min(t, y),
      Math.max(r, x + width),
      Math.max(b, y + height),
    ],
    [Infinity, Infinity, -Infinity, -Infinity],
  );
  const ids = members.map(({ id }) => id);
  return { key: `${key} ${ids[0] ?? ''}`, text, x: (left + right) / 2, y: (top + bottom) / 2, ids };
}

/** Those that stand together, in the order of the drawing. */
function clustersOf(members: readonly CanvasNode[]): CanvasNode[][] {
  const cells = new Map<string, CanvasNode[]>();
  const cellOf = ({ position: { x, y } }: CanvasNode): readonly [number, number] => [
    Math.round(x / cellWidth),
    Math.round(y / cellHeight),
  ];
  for (const node of members) {
    const key = cellOf(node).join(' ');
    if (cells.get(key)?.push(node) === undefined) cells.set(key, [node]);
  }
  const clusters: CanvasNode[][] = [];
  for (const key of [...cells.keys()]) {
    const queue = [key];
    const cluster: CanvasNode[] = [];
    for (const at of queue) {
      const found = cells.get(at);
      if (found === undefined) continue;
      cells.delete(at);
      cluster.push(...found);
      const [column = 0, row = 0] = at.split(' ').map(Number);
      for (const right of [-1, 0, 1])
        for (const down of [-1, 0, 1]) queue.push(`${String(column + right)} ${String(row + down)}`);
    }
    if (cluster.length > 0) clusters.push(cluster);
  }
  return clusters;
}
