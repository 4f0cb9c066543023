/** What a checkpoint says of itself in a list, in words. */
import type { CheckpointView, ReplyOf } from '../../../bridge/index.ts';
import { formatBytes, formatCount, formatTime } from '../../design/index.ts';
import type { NameOf } from '../names.ts';

/** `Step 214` or the name that it was given. */
export function titleOf({ step, name }: CheckpointView): string {
  return name ?? `Step ${formatCount(step)}`;
}

/** How far the tasks had come: `12 of 40 done, 2 failed, 3 running`. */
export function tasksText({ tasks }: CheckpointView): string {
  const of = (...states: readonly string[]): number => states.reduce((sum, state) => sum + (tasks[state] ?? 0), 0);
  const all = Object.values(tasks).reduce((sum, count) => sum + count, 0);
  const others = [
    ['failed', of('failed', 'unassignable')],
    ['skipped', of('skipped', 'cancelled')],
    ['running', of('running')],
  ] as const;
  const more = others.filter(([, count]) => count > 0).map(([word, count]) => `, ${formatCount(count)} ${word}`);
  return `${formatCount(of('succeeded', 'compensated'))} of ${formatCount(all)} done${more.join('')}`;
}

/** Where and when it is, and what it takes. */
export function placeText({ step, name, timeMs, size, damaged }: CheckpointView): string {
  if (damaged) return `step ${formatCount(step)}: not as it was written`;
  const at = name === null ? [] : [`step ${formatCount(step)}`];
  return [...at, formatTime(timeMs), formatBytes(size)].join(' · ');
}

type Difference = ReplyOf<'checkpoint.compare'>[number];

/** Whom a difference is about, by name where it has one. */
export function aboutText({ of, id }: Difference, nameOf: NameOf): string {
  return of === 'network' ? id : nameOf(id);
}
