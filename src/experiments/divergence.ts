/**
 * Where two runs part: the first place at which they say different things happened. It compares facts, in order, and the time of
 * each; it changes neither run.
 */
import { canonical } from '../base/index.ts';
import { describe, type Run } from '../replay/index.ts';

/** What one run says at the place where they part; null where it was already over. */
export interface Told {
  readonly step: number;
  readonly timeMs: number;
  readonly text: string;
}

export interface Divergence {
  /** Facts that both tell alike. */
  readonly alike: number;
  readonly first: Told | null;
  readonly other: Told | null;
}

/** The first difference of two runs that are over; null when they tell the same. */
export function divergenceOf(first: Run, other: Run): Divergence | null {
  const places = Math.max(first.log.length, other.log.length);
  for (let at = 0; at < places; at += 1) {
    if (at < first.log.length && at < other.log.length && said(first, at) === said(other, at)) continue;
    return { alike: at, first: toldAt(first, at), other: toldAt(other, at) };
  }
  return null;
}

function said(run: Run, at: number): string {
  return `${String(run.log.timeOf(at))} ${canonical(run.log.at(at))}`;
}

function toldAt(run: Run, at: number): Told | null {
  if (at >= run.log.length) return null;
  return {
    step: run.log.stepOf(at),
    timeMs: run.log.timeOf(at),
    text: describe(run.log.at(at), run.compiled.plan).text,
  };
}
