/** How a task stands with its deadline, in words and with whether it is late: one rule for card, timeline, outline and inspector. Pure. */
import { formatTime } from '../../document/index.ts';

export interface Due {
  readonly late: boolean;
  /** `due at 4.00 s`, `overdue since 4.00 s`, `in time`, `late by 1.20 s`. */
  readonly word: string;
}

interface Standing {
  readonly state: string;
  readonly endMs: number | null;
}

/** States in which a task is over and was never to come: no deadline is missed by it. */
const dropped: ReadonlySet<string> = new Set(['skipped', 'cancelled', 'unassignable']);

/** Null where there is no deadline. `view` is how the task stands at the playhead, undefined without a run. */
export function dueOf(deadlineMs: number | undefined, view: Standing | undefined, timeMs: number): Due | null {
  if (deadlineMs === undefined || deadlineMs <= 0 || (view !== undefined && dropped.has(view.state))) return null;
  if (view !== undefined && view.endMs !== null) return endedAt(view.endMs, deadlineMs);
  const late = view !== undefined && timeMs > deadlineMs;
  return { late, word: `${late ? 'overdue since' : 'due at'} ${formatTime(deadlineMs)}` };
}

/** What ended exactly at its deadline was in time. */
export function endedAt(endMs: number, deadlineMs: number): Due {
  const late = endMs > deadlineMs;
  return { late, word: late ? `late by ${formatTime(endMs - deadlineMs)}` : 'in time' };
}
