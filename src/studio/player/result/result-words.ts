/** What a run came to, in the few words of the result strip. Pure. */
import type { Mark, RunMetrics, RunStatus } from '../../../bridge/index.ts';
import { formatTime, lookOf, plural, type Tone, formatCost } from '../../design/index.ts';
import { brokenCount } from '../summary/rules.ts';
import type { Advice } from './advisor.svelte.ts';

export interface OutcomeWords {
  readonly text: string;
  readonly tone: Tone;
}

/** How the run ends, told as what is to come while the playhead is not there yet, and never plain green with rules broken. */
export function outcomeWords({ outcome, invariants }: RunStatus, atEnd: boolean): OutcomeWords | null {
  if (outcome === null) return null;
  const broken = brokenCount(invariants);
  const word = outcome === 'compensated' ? 'undone' : outcome;
  const ends = atEnd && broken === 0 ? word.slice(0, 1).toUpperCase() + word.slice(1) : `Ends: ${word}`;
  if (broken === 0) return { text: ends, tone: lookOf(outcome).tone };
  return {
    text: `${ends}, ${plural(broken, 'invariant')} broken`,
    tone: outcome === 'succeeded' ? 'waiting' : lookOf(outcome).tone,
  };
}

/** Where what a run failed of began: the closing of the circle where that was it, and not the failure by which it was broken. */
export function originOf(status: RunStatus | null): Mark | undefined {
  const first = (wanted: Mark['kind']): Mark | undefined => status?.marks.find(({ kind }) => kind === wanted);
  const failure = first('failure') ?? first('fault');
  const deadlock = first('deadlock');
  const broken = failure !== undefined && deadlock !== undefined && deadlock.step <= failure.step;
  return broken && status?.reason?.includes('deadlock: ') === true ? deadlock : failure;
}

/** The agents or the resource that a run waited for, or who had nothing to do meanwhile. */
export function heldUp(metrics: RunMetrics | null): readonly string[] {
  const { idle, agents = [], resource } = metrics?.bottleneck ?? {};
  return idle ?? (resource === undefined ? agents : [resource]);
}

/** How the length differs from that of the run before; shorter is green, and equal is said too. */
export function differenceWords(ms: number, beforeMs: number): { readonly text: string; readonly tone: Tone } {
  const difference = Math.round(ms - beforeMs);
  if (difference === 0) return { text: 'as long as before', tone: 'idle' };
  const by = formatTime(Math.abs(difference));
  return difference < 0
    ? { text: `${by} less than before`, tone: 'succeeded' }
    : { text: `${by} more than before`, tone: 'waiting' };
}

/** How the cost differs from that of the run before: `3.00 less`; empty where that is not known. */
export function costWords(cost: number, before: number | null): string {
  if (before === null) return '';
  const difference = Math.round((cost - before) * 100) / 100;
  if (difference === 0) return 'the same';
  return `${formatCost(Math.abs(difference))} ${difference < 0 ? 'less' : 'more'}`;
}

/** What stands before the length of an advice that was tried: `With one more agent:`, `… : succeeds in`, `… : all deadlines kept,`. */
export function adviceWords({ words, succeeds, late }: Pick<Advice, 'words' | 'succeeds' | 'late'>): string {
  const start = `With ${words}:`;
  if (succeeds === true) return `${start} succeeds in`;
  if (late === undefined) return start;
  return `${start} ${late === 0 ? 'all deadlines kept' : `${plural(late, 'deadline')} missed`},`;
}
