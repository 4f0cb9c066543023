/** What a row says of the runs of a document: how long the last one took, and what changed since the one before. Pure. */
import { formatTime, type ShownState } from '../../design/index.ts';
import { documentHref } from '../../state/index.ts';
import type { ShelfRow, ToldRun } from '../shelf/shelf-port.ts';

/** How a run ended, or where it was left, as icon and word. */
export function endOf(run: ToldRun | undefined): { readonly state: ShownState; readonly word?: string } {
  if (run === undefined) return { state: 'never-run' };
  const { outcome, reason, step, steps } = run;
  if (outcome === null) return { state: 'paused', word: `paused at ${String(step)} / ${String(steps)}` };
  return reason === null || outcome === 'succeeded'
    ? { state: outcome }
    : { state: outcome, word: `${outcome}: ${reason}` };
}

/** How long it took; a dash where that is not known, nothing where there is no run. */
export function lengthOf(run: ToldRun | undefined): string {
  if (run === undefined) return '';
  return run.makespanMs === null ? '–' : formatTime(run.makespanMs);
}

/** The length of the newest of them beside the one before that came to its end; empty where there is nothing to say. */
export function changeOf([last, ...before]: readonly ToldRun[]): string {
  if (last === undefined || last.makespanMs === null) return '';
  if (last.outcome !== 'succeeded') return last.outcome === null ? 'so far' : `when it ${pastOf[last.outcome]}`;
  const earlier = before.find(({ outcome, makespanMs }) => outcome === 'succeeded' && makespanMs !== null);
  if (earlier === undefined || earlier.makespanMs === null) return '';
  const differenceMs = last.makespanMs - earlier.makespanMs;
  if (differenceMs === 0) return 'the same as before';
  return `${formatTime(Math.abs(differenceMs))} ${differenceMs < 0 ? 'less' : 'more'}`;
}

const pastOf = {
  failed: 'failed',
  cancelled: 'was cancelled',
  compensated: 'was undone',
  stalled: 'stalled',
} as const;

/** Where a run is looked at: at its end; one that has not come to it where it was left, which the journal knows. */
export function runHref(documentId: string, { runId, steps, outcome }: ToldRun): string {
  return documentHref(documentId, runId, outcome === null ? null : { step: steps, tabs: [], selected: [] });
}

/** How the work is coordinated, in the words of its name: `contract-net` is `contract net`. */
export const patternWords = (pattern: string): string => pattern.replaceAll('-', ' ');

/** When a document was last worked on: changed, or run. */
export function usedMs({ editedMs, runs }: Pick<ShelfRow, 'editedMs' | 'runs'>): number {
  return Math.max(editedMs, runs[0]?.atMs ?? 0);
}
