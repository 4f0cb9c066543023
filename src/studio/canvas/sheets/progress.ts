/** How far the parts of a composite are, summed up from their states. Pure; what a composite's own state is, the workflow says. */
import type { TaskState } from '../../../bridge/index.ts';
import { lookOf, type Tone } from '../../design/index.ts';

export interface Progress {
  /** Parts that have ended, in whatever way. */
  readonly done: number;
  /** One state for all of them: the most pressing. */
  readonly state: TaskState;
  /** How many parts wear which tone; those that have not begun stand last. */
  readonly shares: readonly { readonly tone: Tone | 'none'; readonly count: number }[];
}

const ended: ReadonlySet<TaskState> = new Set([
  'succeeded',
  'failed',
  'skipped',
  'cancelled',
  'unassignable',
  'compensated',
]);
/** The most pressing first. */
const pressing: readonly TaskState[] = ['failed', 'unassignable', 'running', 'assigned', 'ready'];
const tones: readonly Tone[] = ['failed', 'succeeded', 'idle', 'running', 'accent', 'waiting'];

/** Sums states up; a part of which nothing is known is pending. */
export function progressOf(states: readonly (TaskState | undefined)[]): Progress {
  const known = states.map((state) => state ?? 'pending');
  const done = known.filter((state) => ended.has(state)).length;
  const begun = known.filter((state) => state !== 'pending');
  const counts = new Map<Tone, number>();
  for (const state of begun) {
    const { tone } = lookOf(state);
    counts.set(tone, (counts.get(tone) ?? 0) + 1);
  }
  const shares = tones.flatMap((tone) => {
    const count = counts.get(tone) ?? 0;
    return count === 0 ? [] : [{ tone, count }];
  });
  const rest = known.length - begun.length;
  const state =
    pressing.find((one) => known.includes(one)) ??
    (done === known.length && done > 0
      ? known.includes('succeeded')
        ? 'succeeded'
        : (known[0] ?? 'pending')
      : 'pending');
  return { done, state, shares: rest === 0 ? shares : [...shares, { tone: 'none', count: rest }] };
}
