/*
 * The lines of a picture as paths: curves for what depends and what is assigned, right angles for who reports to whom.
 * They run as they do on the canvas. Pure geometry; it knows no colour.
 */
import { figure } from './markup.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

const STUB = 20;
const CORNER = 4;

/** A dependency, from the right side of one card to the left side of another. */
export function curveAcross(from: Point, to: Point): string {
  const reach = reachOf(to.x - from.x, 0.32);
  return curve(from, { x: from.x + reach, y: from.y }, { x: to.x - reach, y: to.y }, to);
}

/** An assignment, between a card above and one below, in either direction. */
export function curveDown(from: Point, to: Point, downward: boolean): string {
  const sign = downward ? 1 : -1;
  const reach = reachOf((to.y - from.y) * sign, 0.25) * sign;
  return curve(from, { x: from.x, y: from.y + reach }, { x: to.x, y: to.y - reach }, to);
}

/** From the bottom of a manager to the top of who reports to it, with rounded right angles. */
export function angled(from: Point, to: Point): string {
  const far = to.y - from.y >= STUB * 2;
  const middle = (from.y + to.y) / 2;
  const side = (from.x + to.x) / 2;
  const corners = far
    ? [
        { x: from.x, y: middle },
        { x: to.x, y: middle },
      ]
    : [
        { x: from.x, y: from.y + STUB },
        { x: side, y: from.y + STUB },
        { x: side, y: to.y - STUB },
        { x: to.x, y: to.y - STUB },
      ];
  return rounded([from, ...corners, to]);
}

/** The head of an arrow that ends here, pointing to the right. */
export function arrowHead({ x, y }: Point): string {
  return `M${figure(x - 6.6)} ${figure(y - 3.85)}L${figure(x + 1.1)} ${figure(y)}L${figure(x - 6.6)} ${figure(y + 3.85)}z`;
}

/** How far a curve goes straight on before it bends; one that goes back takes a wider way. */
function reachOf(distance: number, curvature: number): number {
  return distance >= 0 ? distance / 2 : curvature * 25 * Math.sqrt(-distance);
}

function curve(from: Point, first: Point, second: Point, to: Point): string {
  return `M${at(from)}C${at(first)} ${at(second)} ${at(to)}`;
}

function rounded(points: readonly Point[]): string {
  let path = '';
  points.forEach((point, index) => {
    const before = points[index - 1];
    const after = points[index + 1];
    if (before === undefined) path += `M${at(point)}`;
    else if (after === undefined) path += `L${at(point)}`;
    else path += `L${at(towards(point, before))}Q${at(point)} ${at(towards(point, after))}`;
  });
  return path;
}

/** The place a corner's radius away from a corner, at most half the way to its neighbour. */
function towards(from: Point, to: Point): Point {
  const length = Math.abs(to.x - from.x) + Math.abs(to.y - from.y);
  const share = length === 0 ? 0 : Math.min(CORNER, length / 2) / length;
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}

function at({ x, y }: Point): string {
  return `${figure(x)} ${figure(y)}`;
}
