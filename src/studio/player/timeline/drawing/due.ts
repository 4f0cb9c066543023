/**
 * Deadlines on the lanes: a mark where the deadline of a bar's task lies, and from there to the bar's end what it is late by. Which bars
 * are late is decided here for the painter, the card under the pointer and the table alike.
 */
import type { Bar } from '../../../../bridge/index.ts';
import { endedAt, type Due } from '../../../design/index.ts';
import { nodeOf } from '../../names.ts';
import type { Place } from './halted.ts';
import type { Palette } from './palette.ts';

/** The deadline of a task, ms; undefined where it has none. */
export type DeadlineOf = (task: string) => number | undefined;

/** How the work of a bar stands with the deadline of its task; null where there is none, or where it was given up. */
export function dueOfBar(bar: Bar, deadlineOf: DeadlineOf): (Due & { readonly deadlineMs: number }) | null {
  if (bar.kind !== 'running' || bar.count > 1 || bar.end === 'cancelled' || nodeOf(bar.task) !== bar.task) return null;
  const deadlineMs = deadlineOf(bar.task);
  if (deadlineMs === undefined || deadlineMs <= 0) return null;
  return { deadlineMs, ...endedAt(bar.endMs, deadlineMs) };
}

/** Paints the mark at `x`: a post with a flag, and when it is late a thick line on to the end of the bar. */
export function paintDue(
  context: CanvasRenderingContext2D,
  palette: Palette,
  { x, place, late }: { readonly x: number; readonly place: Place; readonly late: boolean },
): void {
  const tone = late ? palette.failed.strong : palette.waiting.strong;
  const [at, bottom] = [Math.round(x), place.top + place.height];
  context.fillStyle = tone;
  // Beside its own bar it is a stub, so that it crosses no other bar's label.
  const within = x >= place.left && x <= place.left + place.width;
  context.fillRect(at - 1, place.top - 3, 2, within ? place.height + 5 : 5);
  context.beginPath();
  context.moveTo(at, place.top - 4);
  context.lineTo(at + 6, place.top - 1);
  context.lineTo(at, place.top + 2);
  context.fill();
  if (late) context.fillRect(at, bottom - 1, Math.max(0, place.left + place.width - at), 3);
}
