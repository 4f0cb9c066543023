/** Where the time axis puts its ticks, and how it writes them: round numbers of the unit that people would use at that zoom. */
import { formatDecimals } from '../../../design/index.ts';
import { noFolds, type Folds } from '../folding.ts';
import { spanOf, type TimeWindow } from '../time-window.ts';

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
export function ticksOf(window: TimeWindow, width: number, folds: Folds = noFolds, gap = 84): readonly Tick[] {
  const step = tickStep(window, width, gap);
  const ticks: Tick[] = [];
  const toMs = folds.real(window.toMs);
  /** A label is not begun where a fold would cut it off. */
  const between = (from: number, to: number, room = step / 2): void => {
    for (let index = Math.max(0, Math.ceil(from / step)); index * step <= to - room; index += 1)
      ticks.push({ timeMs: index * step, label: tickLabel(index * step, step) });
  };
  let fromMs = folds.real(window.fromMs);
  for (const fold of folds.idle) {
    if (fold.toMs <= fromMs || fold.fromMs >= toMs) continue;
    between(fromMs, fold.fromMs);
    fromMs = fold.toMs;
  }
  between(fromMs, toMs, 0);
  return ticks.filter(
    ({ timeMs }, at) => at === 0 || folds.shown(timeMs) - folds.shown(ticks[at - 1]?.timeMs ?? 0) >= step * 0.6,
  );
}

const units: readonly (readonly [name: string, ms: number])[] = [
  ['d', day],
  ['h', hour],
  ['min', minute],
  ['s', second],
];

/** A tick's time, as exact as its step and no more: `250 ms`, `4.5 s`, `12 min 30 s`, `1 h 05 min`, `2 d 06 h`. */
export function tickLabel(timeMs: number, step: number): string {
  if (timeMs < second && step < second) return `${String(timeMs)} ms`;
  const last = units.findIndex(([, ms]) => step >= ms);
  const least = last === -1 ? units.length - 1 : last;
  // Seconds alone are read well up to ten minutes.
  const most =
    timeMs < 10 * minute && step < minute
      ? least
      : Math.min(
          least,
          units.findIndex(([, ms]) => timeMs >= ms || ms === second),
        );
  let rest = timeMs;
  const parts = units.slice(most, least + 1).map(([name, ms], index) => {
    const whole = ms === second ? rest / second : Math.floor(rest / ms);
    rest %= ms;
    const text = ms === second ? formatDecimals(whole, decimals(step)) : String(whole);
    return `${index === 0 ? text : text.padStart(ms === second && step < second ? 3 + decimals(step) : 2, '0')} ${name}`;
  });
  return parts.join(' ');
}

function decimals(step: number): number {
  if (step >= second) return 0;
  if (step >= 100) return 1;
  return step >= 10 ? 2 : 3;
}
