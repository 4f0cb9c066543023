/**
 * The wait-for graph as lines between cards: from who waits to what it waits for, and from there to who holds it; straight from one to the
 * other where the resource has no card on this sheet. Pure.
 */
import type { WaitsView } from '../../../bridge/index.ts';
import type { Box } from '../graph/sizes.ts';

export interface Link {
  readonly key: string;
  readonly kind: 'waits' | 'holds';
  readonly from: Point;
  readonly to: Point;
  /** Part of a circle in which nobody can go on. */
  readonly stuck: boolean;
}
interface Point {
  readonly x: number;
  readonly y: number;
}

/** Lines between cards, each once, so many at most; `boxOf` gives null for what is not drawn. */
export function linksOf(
  { waits, holds, cycle }: Pick<WaitsView, 'waits' | 'holds' | 'cycle'>,
  boxOf: (id: string) => Box | null,
  linksMax: number,
): Link[] {
  const links = new Map<string, Link>();
  const around = (cycle ?? []).map(({ id }) => id);
  const nextOf = (task: string): string | undefined =>
    around.includes(task) ? around[(around.indexOf(task) + 1) % around.length] : undefined;
  const add = (kind: Link['kind'], ids: readonly [string, string], stuck: boolean): void => {
    const [from, to] = [boxOf(ids[0]), boxOf(ids[1])];
    const key = `${kind} ${ids.join(' ')}`;
    if (from === null || to === null || ids[0] === ids[1] || links.size >= linksMax) return;
    if (links.get(key)?.stuck !== true) links.set(key, { key, kind, ...between(from, to), stuck });
  };
  const heldBy = (resource: string): readonly string[] =>
    holds.flatMap((each) => (each.resource === resource ? [each.task] : []));
  /** The resources by which the circle closes. */
  const closing = new Set(
    waits.flatMap(({ task, resource }) => {
      const next = nextOf(task);
      return next !== undefined && heldBy(resource).includes(next) ? [`${resource} ${next}`] : [];
    }),
  );
  for (const { task, resource } of waits) {
    const isStuck = (holder: string): boolean => nextOf(task) === holder;
    if (boxOf(resource) !== null) add('waits', [task, resource], heldBy(resource).some(isStuck));
    else for (const holder of heldBy(resource)) add('waits', [task, holder], isStuck(holder));
  }
  const wanted = new Set(waits.map(({ resource }) => resource));
  for (const { task, resource } of holds)
    if (wanted.has(resource)) add('holds', [resource, task], closing.has(`${resource} ${task}`));
  return [...links.values()];
}

/** From border to border on the line between two middles. */
function between(from: Box, to: Box): { readonly from: Point; readonly to: Point } {
  const [start, end] = [middle(from), middle(to)];
  return { from: edge(from, end), to: edge(to, start) };
}

function middle({ x, y, width, height }: Box): Point {
  return { x: x + width / 2, y: y + height / 2 };
}

/** Where the line from the middle of a box to a point leaves it, with some room. */
function edge(box: Box, to: Point): Point {
  const { x, y } = middle(box);
  const [dx, dy] = [to.x - x, to.y - y];
  const share = Math.min(
    dx === 0 ? Infinity : (box.width / 2 + 4) / Math.abs(dx),
    dy === 0 ? Infinity : (box.height / 2 + 4) / Math.abs(dy),
    1,
  );
  return { x: x + dx * share, y: y + dy * share };
}
