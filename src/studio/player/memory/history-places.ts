/** Where the bars of a history stand: by the lane of their client, in rows where they overlap, and the arrow from one to another. */
import type { DeedView, HistoryView } from '../../../bridge/index.ts';

export const rowHeight = 30;

export interface Placed {
  readonly deed: DeedView;
  /** Its place among those that are told. */
  readonly at: number;
  readonly left: number;
  readonly width: number;
  /** Row within its lane: what overlaps stands below. */
  readonly row: number;
}

/** Nothing is narrower, so that it can be pressed. */
const narrowest = 24;

/** Where the bars of each client stand, and how many rows each needs; `x` is the place of a time. */
export function placed(
  { clients, deeds }: HistoryView,
  x: (timeMs: number) => number,
  endMs: number,
): readonly { readonly bars: readonly Placed[]; readonly rows: number }[] {
  return clients.map((_, lane) => {
    const ends: number[] = [];
    const bars = deeds.flatMap((deed, at): Placed[] => {
      if (deed.lane !== lane) return [];
      const left = x(deed.startMs);
      const width = Math.max(narrowest, x(deed.end?.timeMs ?? endMs) - left);
      const free = ends.findIndex((end) => end <= left);
      const row = free === -1 ? ends.length : free;
      ends[row] = left + width + 2;
      return [{ deed, at, left, width, row }];
    });
    return { bars, rows: Math.max(1, ends.length) };
  });
}

export interface Arrow {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

/** From the end of what convicts to the beginning of what is to blame; null where nothing convicts. */
export function arrowOf(lanes: ReturnType<typeof placed>, violation: HistoryView['violation']): Arrow | null {
  if (violation === null || violation.convicts === null) return null;
  let top = 0;
  const found = new Map<number, { readonly bar: Placed; readonly y: number }>();
  for (const { bars, rows } of lanes) {
    for (const bar of bars) found.set(bar.at, { bar, y: top + bar.row * rowHeight + rowHeight / 2 - 1 });
    top += rows * rowHeight;
  }
  const [from, to] = [found.get(violation.convicts), found.get(violation.culprit)];
  if (from === undefined || to === undefined) return null;
  return { x1: from.bar.left + from.bar.width, y1: from.y, x2: to.bar.left, y2: to.y };
}
