/** Where things stand in the plot of a negotiation: scales with their ticks, and names beside their points without covering each other. */
import type { DealView } from '../../../bridge/index.ts';

export type Spot = readonly [x: number, y: number];

export interface Scale {
  readonly from: number;
  readonly to: number;
  /** The place of a worth, px. */
  at(worth: number): number;
  readonly ticks: readonly number[];
}

export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export function frameOf(width: number, height: number): Frame {
  return { width, height, left: 46, right: width - 14, top: 12, bottom: height - 40 };
}

/** Distances of ticks, times a power of ten. */
const steps = [1, 2, 5];

/** A scale over all of these, with a little air, from a place to another. */
export function scaleOf(worths: readonly number[], begin: number, end: number): Scale {
  const low = worths.reduce((least, worth) => Math.min(least, worth), Infinity);
  const high = worths.reduce((most, worth) => Math.max(most, worth), -Infinity);
  const span = high - low || Math.max(1, Math.abs(high)) * 0.1;
  const [from, to] = [low - span * 0.04, high + span * 0.04];
  const at = (worth: number) => begin + ((worth - from) / (to - from)) * (end - begin);
  return { from, to, at, ticks: ticksOf(from, to, Math.max(2, Math.floor(Math.abs(end - begin) / 64))) };
}

function ticksOf(from: number, to: number, most: number): readonly number[] {
  const rough = (to - from) / most;
  let unit = 10 ** Math.floor(Math.log10(rough));
  if (!Number.isFinite(unit) || unit === 0) return [];
  const factor = steps.find((each) => each * unit >= rough);
  unit *= factor ?? 10;
  const first = Math.ceil(from / unit);
  const count = Math.floor(to / unit) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_, at) => Number(((first + at) * unit).toPrecision(10)));
}

/** The scales of both sides: over all outcomes, and what no deal is worth. */
export function scalesOf(
  { spots, parties, axes, words }: DealView,
  frame: Frame,
): { readonly x: Scale; readonly y: Scale } {
  const over = (side: 0 | 1): number[] => [
    ...spots.map((spot) => spot[side]),
    ...words.map(({ spot }) => spot[side]),
    parties[axes[side]]?.reservation ?? 0,
  ];
  return { x: scaleOf(over(0), frame.left, frame.right), y: scaleOf(over(1), frame.bottom, frame.top) };
}

export interface Label {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'end' | 'middle';
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** About as wide as a letter of a label, and as high as its line. */
const letter = 6.2;
const line = 14;
const gap = 9;

/** A name for each point, where it covers no other name, no mark that is to be seen, and does not leave the frame. */
export function labelsOf(
  points: readonly { readonly text: string; readonly x: number; readonly y: number }[],
  marks: readonly Spot[],
  frame: Frame,
): readonly Label[] {
  const taken: Box[] = [...points.map(({ x, y }) => boxAt([x, y], 5)), ...marks.map((spot) => boxAt(spot, 3))];
  return points.map(({ text, x, y }) => {
    const wide = text.length * letter;
    const places = placesOf(x, y).map(([anchor, left, base]): Label => ({ text, anchor, x: left, y: base }));
    const cost = (label: Label): number => {
      const box = boxOf(label, wide);
      const outside =
        box.left < frame.left || box.right > frame.right || box.top < frame.top - 4 || box.bottom > frame.bottom;
      return (outside ? 100 : 0) + taken.reduce((sum, other) => sum + (covers(box, other) ? 1 : 0), 0);
    };
    const best = places.reduce((one, other) => (cost(other) < cost(one) ? other : one));
    taken.push(boxOf(best, wide));
    return best;
  });
}

/** Beside, above and below a point, near and a line further. */
function placesOf(x: number, y: number): readonly (readonly [Label['anchor'], number, number])[] {
  return [
    ['start', x + gap, y + 4],
    ['start', x + gap - 2, y - gap],
    ['start', x + gap - 2, y + gap + 8],
    ['end', x - gap, y + 4],
    ['end', x - gap + 2, y - gap],
    ['end', x - gap + 2, y + gap + 8],
    ['middle', x, y - gap - 3],
    ['middle', x, y + gap + 12],
    ['start', x + gap, y - gap - line],
    ['end', x - gap, y + gap + 8 + line],
  ];
}

function boxAt([x, y]: Spot, half: number): Box {
  return { left: x - half, top: y - half, right: x + half, bottom: y + half };
}
function boxOf({ x, y, anchor }: Label, wide: number): Box {
  const left = anchor === 'start' ? x : anchor === 'end' ? x - wide : x - wide / 2;
  return { left, top: y - 10, right: left + wide, bottom: y + 3 };
}
function covers(one: Box, other: Box): boolean {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}

/** A path through places. */
export function pathOf(spots: readonly Spot[]): string {
  return spots.map(([x, y], at) => `${at === 0 ? 'M' : 'L'}${round(x)} ${round(y)}`).join(' ');
}

export function round(value: number): number {
  return Math.round(value * 10) / 10;
}
