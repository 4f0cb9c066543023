/** What the head of a resource's lane says of the playhead: who holds it and who waits, and how much of it is there. */
import type { Bar, ResourceLane } from '../../../../bridge/index.ts';
import { plural } from '../../../design/index.ts';
import type { NameOf } from '../../names.ts';

/** `Ada waits for Ben`, `3 wait`, `held by Ada`; '' where nobody has or wants it. */
export function headWords(now: readonly Bar[], nameOf: NameOf): string {
  const of = (kind: Bar['kind']): readonly Bar[] => now.filter((bar) => bar.kind === kind);
  const holders = [...new Set(of('held').map(({ task }) => nameOf(task)))];
  const waiting = of('awaited');
  const count = waiting.reduce((sum, bar) => sum + bar.count, 0);
  const held = holders.length === 0 ? '' : holders.length === 1 ? (holders[0] ?? '') : plural(holders.length, 'holder');
  const [first] = waiting;
  if (first === undefined) return held;
  const who = count === 1 ? `${nameOf(first.task)} waits` : `${String(count)} wait`;
  return held === '' ? who : `${who} · ${held}`;
}

/** What may stand in the lane of a resource, in the order in which a legend tells of it. */
export const resourceMarks = ['held', 'returned', 'awaited', 'raised', 'left', 'used'] as const;
export type ResourceMark = (typeof resourceMarks)[number];

/** What those are called in a legend. */
export const markWords: Readonly<Record<ResourceMark, string>> = {
  held: 'held',
  returned: 'given back',
  awaited: 'somebody waits',
  raised: 'priority raised by who waits',
  left: 'units left',
  used: 'units held',
};

/** Which of them some of these lanes have. */
export function marksIn(lanes: readonly ResourceLane[]): readonly ResourceMark[] {
  const has = (kind: Bar['kind']): boolean => lanes.some(({ bars }) => bars.some((bar) => bar.kind === kind));
  const area = (renews: boolean): boolean =>
    lanes.some((lane) => lane.renews === renews && (lane.levels ?? []).length > 1);
  const shown: Readonly<Record<ResourceMark, boolean>> = {
    held: has('held'),
    returned: lanes.some(({ bars }) => bars.some(({ kind, end }) => kind === 'held' && end !== 'open')),
    awaited: has('awaited'),
    raised: has('raised'),
    left: area(true),
    used: area(false),
  };
  return resourceMarks.filter((mark) => shown[mark]);
}

/** The level at a time, between two corners; null outside of them. */
export function levelAt(levels: NonNullable<ResourceLane['levels']>, timeMs: number): number | null {
  const next = levels.findIndex((each) => each.timeMs > timeMs);
  const [before, after] = [levels[next === -1 ? levels.length - 1 : next - 1], levels[next]];
  if (before === undefined) return null;
  if (after === undefined) return before.level;
  const share = (timeMs - before.timeMs) / (after.timeMs - before.timeMs);
  return before.level + (after.level - before.level) * share;
}
