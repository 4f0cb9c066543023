/** Where the time axis puts its ticks, and how it writes them: round numbers of the unit that people would use at that zoom. */
import { spanOf, type TimeWindow } from './time-window.ts';

export interface Tick {
  readonly timeMs: number;
  readonly label: string;
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const steps: readonly number[] = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((count) => count * second),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * minute),
  ...[1, 2, 3, 6, 12].map((count) => count * hour),
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000].map((count) => count * day),
];

/** The least round step at which ticks are `gap` pixels or more apart. */
export function tickStep(window: TimeWindow, width: number, gap = 84): number {
  const least = (spanOf(window) * gap) / Math.max(1, width);
  return steps.find((step) => step >= least) ?? Math.ceil(least / (10_000 * day)) * 10_000 * day;
}

/** The ticks inside the window, in order of time. */
export function ticksOf(window: TimeWindow, width: number, gap = 84): readonly Tick[] {
  const step = tickStep(window, width, gap);
  const ticks: Tick[] = [];
  for (let index = Math.max(0, Math.ceil(window.fromMs / step)); index * step <= window.toMs; index += 1)
    ticks.push({ timeMs: index * step, label: tickLabel(index * step, step) });
  return ticks;
}

/** A tick's time, as exact as its step and no more: `250 ms`, `4.5 s`, `12 min 30 s`, `1 h 05 min`, `2 d 06 h`. */
export function tickLabel(timeMs: number, step: number): string {
  if (timeMs < second && step < second) return `${String(timeMs)} ms`;
  if (timeMs < 10 * minute && step < minute) return `${(timeMs / second).toFixed(decimals(step))} s`;
  if (timeMs < hour) return withPart(timeMs, step, [minute, 'min', second, 's']);
  if (timeMs < day) {
    const text = withPart(timeMs, step, [hour, 'h', minute, 'min']);
    return step < minute ? `${text} ${pad(Math.floor((timeMs % minute) / second))} s` : text;
  }
  return withPart(timeMs, step, [day, 'd', hour, 'h']);
}

function decimals(step: number): number {
  if (step >= second) return 0;
  if (step >= 100) return 1;
  return step >= 10 ? 2 : 3;
}

function withPart(timeMs: number, step: number, [unit, name, part, partName]: readonly [number, string, number, string]): string {
  const whole = `${String(Math.floor(timeMs / unit))} ${name}`;
  const rest = Math.floor((timeMs % unit) / part);
  return step >= unit && rest === 0 ? whole : `${whole} ${pad(rest)} ${partName}`;
}

const pad = (value: number): string => String(value).padStart(2, '0');
