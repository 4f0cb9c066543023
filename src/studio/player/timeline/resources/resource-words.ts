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

/** The level at a time, between two corners; null outside of them. */
export function levelAt(levels: NonNullable<ResourceLane['levels']>, timeMs: number): number | null {
  const next = levels.findIndex((each) => each.timeMs > timeMs);
  const [before, after] = [levels[next === -1 ? levels.length - 1 : next - 1], levels[next]];
  if (before === undefined) return null;
  if (after === undefined) return before.level;
  const share = (timeMs - before.timeMs) / (after.timeMs - before.timeMs);
  return before.level + (after.level - before.level) * share;
}
