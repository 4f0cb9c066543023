/**
 * What a piece of work uses of services, as far as it has come, and its clock, which stands while it is blocked or suspended.
 * Plain data; nothing here asks anybody.
 */
import type { Json } from '../../base/index.ts';
import type { AttemptEnd, Known, Told, Use } from '../../plan/index.ts';
import type { PlainUse } from '../role.ts';

export interface Using {
  /** How many of its uses are met, in their order. */
  met: number;
  /** Whether it waits for the next one. */
  asked: boolean;
  /** How long the work takes, and when it is over if its clock does not stop again, ms; 0 before it begins. */
  durationMs: number;
  dueMs: number;
  /** Since when its clock stands; -1 while it runs. */
  stoppedMs: number;
  /** Whether its clock was taken away. */
  suspended: boolean;
  /** What it has read and written of shared memories, by memory and key; absent before it has. */
  memory?: Record<string, Record<string, Json>>;
  /** How its work ended, while it still gives; null before. */
  end: AttemptEnd | null;
}

export function notYet(): Using {
  return { met: 0, asked: false, durationMs: 0, dueMs: 0, stoppedMs: -1, suspended: false, end: null };
}

/** Notes what stands under a key as this work has read or written it. */
export function noted(using: Using, memory: string, key: string, value: Json): void {
  using.memory ??= {};
  (using.memory[memory] ??= {})[key] = value;
}

/** What is written where it gives: what the use makes of it, or its result; null before its work is done. */
export function givenTo({ value }: Use, using: Using): Told<Json> {
  const { end } = using;
  if (end?.kind !== 'succeeded') return { ok: true, value: null };
  return value === undefined ? { ok: true, value: end.result } : value(knownTo(using));
}

/** What has to stand there for that to be written; null where anything may. */
export function expectedBy({ expect }: Use, using: Using): Told<Json> | null {
  return expect === undefined || using.end?.kind !== 'succeeded' ? null : expect(knownTo(using));
}

function knownTo({ end, memory = {} }: Using): Known {
  return { result: end?.kind === 'succeeded' ? end.result : null, memory };
}

/** How it ends, with what it has read and written where it did. */
export function endOf({ end, memory }: Using): AttemptEnd {
  return memory === undefined || end?.kind !== 'succeeded' ? end! : { ...end, memory };
}

/** Stops the clock; false when it stands already. */
export function halted(using: Using, now: number): boolean {
  if (using.stoppedMs !== -1) return false;
  using.stoppedMs = now;
  return true;
}

/** Lets the clock run again, and tells for how long. */
export function leftAfter(using: Using, now: number): number {
  using.dueMs += now - using.stoppedMs;
  using.stoppedMs = -1;
  return using.dueMs - now;
}

/** What is left of the work, whether its clock runs or stands. */
export function leftOf({ dueMs, stoppedMs }: Using, now: number): number {
  return dueMs - (stoppedMs === -1 ? now : stoppedMs);
}

/** How long the clock runs until a need, ms; what is needed behind the end of the work is needed at its end. */
export function untilNeed({ durationMs }: Using, { fromMs }: Use, leftMs: number): number {
  return Math.max(0, Math.min(fromMs, durationMs) - (durationMs - leftMs));
}

/** A use without what works its value out. */
export function plainUse({ value: _, expect: __, ...plain }: Use): PlainUse {
  return plain;
}
