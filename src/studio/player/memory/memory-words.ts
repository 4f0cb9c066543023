/** What is said of the copies of a shared memory: sentences, values that are cut in their middle, and what a cell tells on hover. */
import type { MemoryCell, MemoryView } from '../../../bridge/index.ts';
import { formatCount, formatTime, plural } from '../../design/index.ts';

/** Whether the replicas are alike, and since when. */
export function standingLine({ name, copies, keys, standing }: MemoryView, nowMs: number): string {
  if (standing === null) return `Nobody has written to ${name} yet.`;
  const since = formatTime(standing.timeMs);
  if (standing.differing > 0)
    return `${formatCount(standing.differing)} of ${plural(keys, 'key')} ${standing.differing === 1 ? 'differs' : 'differ'} since ${since}, for ${formatTime(Math.max(0, nowMs - standing.timeMs))} so far.`;
  return copies === 1 ? `The only replica was last changed at ${since}.` : `All replicas are equal since ${since}.`;
}

/** What the last partition left: how long it took until all copies were alike again, or that they are not; null where there was none. */
export function healingLine({ healing, copies: all }: MemoryView, nowMs: number): string | null {
  if (healing === null) return null;
  const { cutMs, healedMs, tookMs, copies } = healing;
  const differ = `${formatCount(copies)} of ${plural(all, 'copy', 'copies')} ${copies === 1 ? 'differs' : 'differ'}`;
  if (healedMs === null)
    return `Replicas are cut off from each other since ${formatTime(cutMs)}: ${copies === 0 ? 'no copy differs yet' : differ}.`;
  const healed = `the partition healed at ${formatTime(healedMs)}`;
  if (tookMs === null) return `Not alike yet, ${formatTime(Math.max(0, nowMs - healedMs))} after ${healed}: ${differ}.`;
  return tookMs === 0
    ? `All copies were alike when ${healed}.`
    : `All copies were alike again ${formatTime(tookMs)} after ${healed}.`;
}

/** A text of so many characters at most, without its middle where it is longer: beginnings and ends tell values apart. */
export function cutInTheMiddle(text: string, longest: number): string {
  const characters = Array.from(text);
  if (characters.length <= longest) return text;
  const end = (longest - 1) >> 1;
  return `${characters.slice(0, longest - 1 - end).join('')}…${characters.slice(-end).join('')}`;
}

/** What a cell tells besides its value: the tag, and since when it stands there. */
export function cellTip(cell: MemoryCell | null): string {
  if (cell === null) return 'Nothing stands here.';
  const { text, whole, writer, tag, step, timeMs } = cell;
  const by = writer === null ? 'nobody' : writer;
  return `${text}${whole ? '' : '…'} · tag ${tag}, written by ${by} · kept since ${formatTime(timeMs)}, step ${formatCount(step)}`;
}
