/** What is said of minds: where a belief or a goal comes from, and what a person is told to do. */
import type { MindView } from '../../bridge/index.ts';

type Since = MindView['goals'][number]['since'];

/** What changed a belief or a goal, in a few words. */
export function causeWords(since: Since, nameOf: (id: string) => string, ofGoal = false): string {
  if (since === null) return ofGoal ? '' : 'from the start';
  if (since.task !== null) return `by ${nameOf(since.task)}`;
  return ofGoal ? '' : 'by hand';
}

/** Why nothing can be changed at the playhead; null where it can. */
export function heldBack(run: {
  readonly watching: boolean;
  readonly playing: boolean;
  readonly atEnd: boolean;
}): string | null {
  if (run.watching) return 'This run belongs to another tab';
  if (run.playing) return 'Pause the run first';
  return run.atEnd ? 'The run has ended; step back first' : null;
}

export const goalWords = { open: 'open', reached: 'reached', dropped: 'dropped' } as const;
