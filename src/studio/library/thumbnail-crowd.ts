/**
 * The small picture of a document with too many nodes for cards and lines: where anything stands, as fields of a grid. What has no place
 * stands in columns by what it waits for. Pure geometry, in time that grows with the document and no faster.
 */
import type { Document } from '../../document/index.ts';

/** Fields of the grid, at most. */
const columnsMax = 64;
const rowsMax = 32;
/** A field and the gap after it, in units of the picture. */
const pitch = 10;
const field = 8;

interface Point {
  readonly x: number;
  readonly y: number;
}

export interface CrowdDrawing {
  readonly viewBox: string;
  /** All fields in which something stands, as one path. */
  readonly path: string;
}

/** The picture of many nodes; null when there are none. */
export function drawCrowd(document: Document): CrowdDrawing | null {
  const points = pointsOf(document);
  if (points.length === 0) return null;
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y } of points) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x);
    bottom = Math.max(bottom, y);
  }
  const [width, height] = [Math.max(1, right - left), Math.max(1, bottom - top)];
  const taken = new Set<number>();
  for (const { x, y } of points) {
    const column = Math.round(((x - left) / width) * (columnsMax - 1));
    const row = Math.round(((y - top) / height) * (rowsMax - 1));
    taken.add(row * columnsMax + column);
  }
  const fields = [...taken].sort((one, other) => one - other);
  return {
    viewBox: `-${String(pitch)} -${String(pitch)} ${String((columnsMax + 2) * pitch)} ${String((rowsMax + 2) * pitch)}`,
    path: fields
      .map((at) => {
        const [x, y] = [(at % columnsMax) * pitch, Math.floor(at / columnsMax) * pitch];
        return `M${String(x)} ${String(y)}h${String(field)}v${String(field)}h-${String(field)}z`;
      })
      .join(''),
  };
}

function pointsOf(document: Document): readonly Point[] {
  const tasks = document.tasks ?? [];
  const places = document.view?.nodes ?? {};
  const nodes = [...(document.agents ?? []), ...tasks];
  const placed = nodes.flatMap(({ id }) => (Object.hasOwn(places, id) ? (places[id] ?? []) : []));
  if (placed.length * 2 >= nodes.length) return placed;
  const depth = depthsOf(document);
  const counts = new Map<number, number>();
  return tasks.map(({ id }) => {
    const x = depth.get(id) ?? 0;
    const y = counts.get(x) ?? 0;
    counts.set(x, y + 1);
    return { x, y };
  });
}

/** How many tasks stand before each, on the longest way; those on a ring stand where the walk leaves them. */
function depthsOf({ tasks = [] }: Document): ReadonlyMap<string, number> {
  const after = new Map<string, string[]>();
  const open = new Map<string, number>();
  const depth = new Map(tasks.map(({ id }) => [id, 0]));
  for (const { id, dependsOn = [] } of tasks) {
    const before = dependsOn.map((one) => (typeof one === 'string' ? one : one.task)).filter((one) => depth.has(one));
    open.set(id, before.length);
    for (const one of before) {
      const list = after.get(one);
      if (list === undefined) after.set(one, [id]);
      else list.push(id);
    }
  }
  const ready = tasks.filter(({ id }) => open.get(id) === 0).map(({ id }) => id);
  for (let at = 0; at < ready.length; at += 1) {
    const id = ready[at] ?? '';
    for (const next of after.get(id) ?? []) {
      depth.set(next, Math.max(depth.get(next) ?? 0, (depth.get(id) ?? 0) + 1));
      open.set(next, (open.get(next) ?? 1) - 1);
      if (open.get(next) === 0) ready.push(next);
    }
  }
  return depth;
}
