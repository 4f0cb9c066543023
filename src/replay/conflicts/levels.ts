/** How many units were there, or held, over time: corners of a line, as many as can be told apart. */
import type { Sight } from '../windows/bars.ts';
import type { Span } from './conflict-book.ts';

export interface Level {
  readonly timeMs: number;
  readonly level: number;
}

/** How many were held: it changes at once. */
export function heldLevels(held: readonly Span[], timeOf: (place: number) => number, endMs: number): Level[] {
  const changes = held
    .flatMap(({ from, to, units }) => [[from, units] as const, ...(to === -1 ? [] : [[to, -units] as const])])
    .sort(([a], [b]) => a - b);
  const levels: Level[] = [{ timeMs: 0, level: 0 }];
  let level = 0;
  for (const [place, by] of changes) {
    const timeMs = timeOf(place);
    levels.push({ timeMs, level });
    level += by;
    levels.push({ timeMs, level });
  }
  levels.push({ timeMs: endMs, level });
  return levels;
}

/** How many were left of what renews: they come back by the clock, up to its burst, and go at once. */
export function leftLevels(
  uses: readonly { readonly timeMs: number; readonly used: number }[],
  { units, burst, everyMs }: { readonly units: number; readonly burst: number; readonly everyMs: number },
  endMs: number,
): Level[] {
  const levels: Level[] = [{ timeMs: 0, level: burst }];
  const fillTo = (timeMs: number): number => {
    const last = levels.at(-1)!;
    const grown = last.level + (units * (timeMs - last.timeMs)) / everyMs;
    if (grown > burst && last.level < burst) {
      const fullMs = last.timeMs + ((burst - last.level) * everyMs) / units;
      levels.push({ timeMs: fullMs, level: burst });
    }
    const level = Math.min(burst, grown);
    levels.push({ timeMs, level });
    return level;
  };
  for (const { timeMs, used } of uses) levels.push({ timeMs, level: fillTo(timeMs) - used });
  fillTo(Math.max(endMs, levels.at(-1)!.timeMs));
  return levels;
}

/** Those in sight; of what falls on one pixel the first, the lowest, the highest and the last. */
export function coarse(levels: readonly Level[], { fromMs, toMs, perPixel }: Sight): Level[] {
  const kept: Level[] = [];
  let pixel: Level[] = [];
  let at = -1;
  const flush = (): void => {
    if (pixel.length <= 4) kept.push(...pixel);
    else {
      const by = (best: (a: number, b: number) => boolean): Level =>
        pixel.reduce((found, each) => (best(each.level, found.level) ? each : found));
      const [low, high] = [by((a, b) => a < b), by((a, b) => a > b)];
      const between = low.timeMs <= high.timeMs ? [low, high] : [high, low];
      kept.push(pixel[0]!, ...between, pixel.at(-1)!);
    }
    pixel = [];
  };
  for (const [index, each] of levels.entries()) {
    // The corner before the window and the one behind it lead in and out.
    const next = levels[index + 1];
    const before = levels[index - 1];
    if ((next !== undefined && next.timeMs < fromMs) || (before !== undefined && before.timeMs > toMs)) continue;
    const now = perPixel > 0 ? Math.floor(each.timeMs / perPixel) : index;
    if (now !== at) flush();
    at = now;
    pixel.push(each);
  }
  flush();
  return kept;
}
