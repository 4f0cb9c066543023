/**
 * Where lanes, arrows and their labels stand in the sequence diagram. Pure arithmetic: rows have one height, a message
 * that takes no time is level within its row, one that takes time slants down to where it arrives.
 */
import type { MessageLane, MessageRow, MessageTarget } from '../../../../bridge/index.ts';

export const rowHeight = 34;
/** Room for the steps on the left. */
export const gutter = 84;
const laneLeast = 112;
const laneMost = 300;
const letterWidth = 6.7;
/** Within a row: the label's line, where an arrow begins, where a level one ends. */
const labelLine = 13;
const arrowStart = 20;
const arrowEnd = 26;
/** The line of what is said to several at once, and of the times below it. */
const castLine = 18.5;
const timeLine = 30;

export interface Lanes {
  /** Width of the whole drawing. */
  readonly width: number;
  readonly laneWidth: number;
  /** The middle of each lane. */
  readonly at: readonly number[];
  /** The middle of an actor's lane; the last one for those without a lane of their own. */
  of(actor: number): number;
}

/** Lanes side by side in a view of this width; wider than it where they would be too narrow. */
export function lanesIn(lanes: readonly MessageLane[], others: number, width: number): Lanes {
  const count = lanes.length + (others > 0 ? 1 : 0);
  const room = Math.max(0, width - gutter);
  const laneWidth = Math.max(laneLeast, Math.min(laneMost, count === 0 ? laneLeast : room / count));
  const left = gutter + Math.max(0, (room - laneWidth * count) / 2);
  const at = Array.from({ length: count }, (_each, place) => left + laneWidth * (place + 0.5));
  const byActor = new Map(lanes.map(({ actor }, place) => [actor, at[place] ?? left]));
  return {
    width: Math.max(width, gutter + laneWidth * count),
    laneWidth,
    at,
    of: (actor) => byActor.get(actor) ?? at.at(-1) ?? left,
  };
}

export interface Arrow {
  readonly path: string;
  /** Where it ends, and which way its head looks, in degrees. */
  readonly tip: { readonly x: number; readonly y: number; readonly turn: number };
  readonly label: { readonly x: number; readonly y: number; readonly anchor: 'start' | 'middle' | 'end' };
}

/** Whether a message never arrived. */
export function isLost({ end }: Pick<MessageRow, 'end'>): boolean {
  return end !== 'open' && end !== 'delivered';
}

/** Drawings begin at every so many rows, so that scrolling changes no arrow. */
export const anchorRows = 100;

/** The row at which the drawing begins that shows this row. */
export function anchorOf(row: number): number {
  return Math.floor(row / anchorRows) * anchorRows;
}

/** The arrow of a message in a drawing that begins at the row `first`. */
export function arrowOf(row: MessageRow, lanes: Lanes, first: number, label: string): Arrow {
  const top = (row.index - first) * rowHeight;
  const from = lanes.of(row.from);
  const to = lanes.of(row.to);
  const y = top + arrowStart;
  const level = row.endRow <= row.index;
  const bottom = level ? top + arrowEnd : (row.endRow - first) * rowHeight;
  if (from === to) {
    const low = level ? top + arrowEnd + 2 : bottom;
    return {
      path: `M${from} ${y - 6}h18V${low}h-14`,
      tip: { x: from + 2, y: low, turn: 180 },
      label: { x: from + 26, y: top + labelLine + 6, anchor: 'start' },
    };
  }
  // What is lost on the way gets halfway; what finds nobody gets there.
  const share = row.end === 'loss' || row.end === 'partition' ? 0.55 : 1;
  const way = Math.sign(to - from);
  const x = from + (to - from) * share - (share === 1 ? way * 2 : 0);
  const end = y + (bottom - y) * share;
  return {
    path: `M${from} ${y}L${x} ${end}`,
    tip: { x, y: end, turn: (Math.atan2(end - y, x - from) * 180) / Math.PI },
    label: { ...labelPlace(from, to, level, label.length * letterWidth, lanes.width), y: top + labelLine },
  };
}

function labelPlace(
  from: number,
  to: number,
  level: boolean,
  width: number,
  whole: number,
): Pick<Arrow['label'], 'x' | 'anchor'> {
  if (level) {
    const half = width / 2 + 6;
    return { x: Math.max(gutter + half, Math.min(whole - half, (from + to) / 2)), anchor: 'middle' };
  }
  // Beside the sender, where the slanting arrow has not gone far yet.
  const right = from + 10 + width <= whole;
  const left = from - 10 - width >= gutter;
  return (to > from && right) || !left ? { x: from + 10, anchor: 'start' } : { x: from - 10, anchor: 'end' };
}

/** Where the word of a phase stands under its line: at the end where the label of its first message is not. */
export function wordPlace({ label }: Pick<Arrow, 'label'>, { width }: Lanes): Pick<Arrow['label'], 'x' | 'anchor'> {
  return label.x > width / 2 ? { x: gutter + 8, anchor: 'start' } : { x: width - 8, anchor: 'end' };
}

/** What is said to several at once: a line from its sender to both sides, of a piece for each that hears it. */
export interface Cast {
  readonly y: number;
  readonly from: number;
  readonly label: Arrow['label'];
  readonly pieces: readonly CastPiece[];
}
export interface CastPiece {
  readonly target: MessageTarget;
  readonly path: string;
  /** Where its head or its cross is; `way` is 1 for one that looks right. */
  readonly x: number;
  readonly way: number;
  /** Where a mask stands on it. */
  readonly middle: number;
  readonly note: { readonly x: number; readonly y: number; readonly anchor: 'start' | 'end' };
}

/** The lines of a row that several hear, in a drawing that begins at the row `first`. */
export function castOf(row: MessageRow, lanes: Lanes, first: number, label: string): Cast {
  const top = (row.index - first) * rowHeight;
  const from = lanes.of(row.from);
  const y = top + castLine;
  const sides = [1, -1].map((way) =>
    row.targets
      .map((target) => ({ target, at: lanes.of(target.to) }))
      .filter(({ at }) => (way > 0 ? at >= from : at < from))
      .sort((one, other) => way * (one.at - other.at)),
  );
  const pieces = sides.flatMap((side, place) => {
    const way = place === 0 ? 1 : -1;
    let begins = from;
    let lane = from;
    return side.map(({ target, at }): CastPiece => {
      // What is lost on the way gets halfway from the lane before, and the line goes on from there; what finds nobody gets there.
      const short = target.end === 'loss' || target.end === 'partition';
      const x = short ? lane + (at - lane) * 0.6 : at - way * 2;
      const path = `M${begins} ${y}H${x}`;
      const note = { x: x - way * 11, y: top + timeLine, anchor: way > 0 ? ('end' as const) : ('start' as const) };
      const middle = (begins + x) / 2;
      lane = at;
      begins = short ? x : at;
      return { target, path, x, middle, way, note };
    });
  });
  const right = (sides[0]?.length ?? 0) > 0;
  const room = right ? from + 8 : from - 8;
  const width = label.length * letterWidth;
  const fits = right ? room + width <= lanes.width : room - width >= gutter;
  const anchor = right === fits ? 'start' : 'end';
  return { y, from, label: { x: fits ? room : right ? from - 8 : from + 8, y: top + labelLine, anchor }, pieces };
}
