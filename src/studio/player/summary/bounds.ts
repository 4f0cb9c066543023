/** The run's length against what no schedule can beat: the critical path, and the work shared evenly among all slots. */
import type { RunMetrics } from '../../../bridge/index.ts';
import { formatDecimals, formatTime } from '../../design/index.ts';

export interface BoundRow {
  readonly label: string;
  readonly hint: string;
  readonly ms: number;
  /** Of the longest row. */
  readonly share: number;
  readonly text: string;
}

/** Makespan and its two lower bounds on one scale. */
export function boundRows({ makespanMs, criticalPathMs, workMs }: RunMetrics, slots: number): readonly BoundRow[] {
  const rows = [
    { label: 'Total time', hint: 'from start to end', ms: makespanMs },
    { label: 'Critical path', hint: 'the longest chain of tasks', ms: criticalPathMs },
    {
      label: 'Work bound',
      hint:
        slots > 0
          ? `${formatTime(workMs)} of work over ${String(slots)} ${slots === 1 ? 'slot' : 'slots'}`
          : 'all work over all slots',
      ms: slots > 0 ? workMs / slots : workMs,
    },
  ];
  const most = Math.max(1, ...rows.map(({ ms }) => ms));
  return rows.map((row) => ({ ...row, share: row.ms / most, text: formatTime(row.ms) }));
}

/** How near the run came to the greater of its two bounds, as one sentence. */
export function boundSentence({ makespanMs, criticalPathMs, workMs }: RunMetrics, slots: number): string {
  const bound = Math.max(criticalPathMs, slots > 0 ? workMs / slots : 0);
  if (bound <= 0 || makespanMs <= 0) return '';
  const ratio = makespanMs / bound;
  const which = criticalPathMs >= bound ? 'the critical path' : 'the work bound';
  return ratio < 1.005 ? `As short as ${which} allows.` : `${formatDecimals(ratio, 2)} times ${which}.`;
}
