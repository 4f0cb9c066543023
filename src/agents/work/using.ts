/**
 * What a piece of work uses of services, as far as it has come, and its clock, which stands while it is blocked or suspended.
 * Plain data; nothing here asks anybody.
 */
import { canonical, type Json } from '../../base/index.ts';
import type { AttemptEnd, Known, Told, Use } from '../../plan/index.ts';
import type { Asked, PlainUse, Work } from '../role.ts';

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
  /** Set while something that it needs was taken away from it. */
  preempted?: true;
  /** Places of what it has given back in its midst; absent while there is none. */
  back?: number[];
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
function givenTo({ value }: Use, work: Work, using: Using): Told<Json> {
  const { end } = using;
  if (end?.kind !== 'succeeded') return { ok: true, value: null };
  return value === undefined ? { ok: true, value: end.result } : value(knownTo(work, using));
}

/** What has to stand there for that to be written; null where anything may. */
function expectedBy({ expect }: Use, work: Work, using: Using): Told<Json> | null {
  return expect === undefined || using.end?.kind !== 'succeeded' ? null : expect(knownTo(work, using));
}

/** At which place of a list it is written; null where nobody says. */
function placedBy({ at }: Use, work: Work, using: Using): Told<number> | null {
  if (at === undefined || using.end?.kind !== 'succeeded') return null;
  const told = at(knownTo(work, using));
  if (!told.ok) return told;
  const { value } = told;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return { ok: true, value };
  return { ok: false, error: `a place in a list is a whole number from 0 on, not ${canonical(value)}`, endless: false };
}

function knownTo({ results = {} }: Work, { end, memory = {} }: Using): Known {
  return { result: end?.kind === 'succeeded' ? end.result : null, results, memory };
}

/** How it ends, with what it has read and written where it did. */
export function endOf({ end, memory }: Using): AttemptEnd {
  return memory === undefined || end?.kind !== 'succeeded' ? end! : { ...end, memory };
}

/** What is asked for, with what is written where it gives; or why that cannot be told. */
export function askedFor(work: Work, use: Use, using: Using): Told<Asked> {
  const given = givenTo(use, work, using);
  if (!given.ok) return given;
  const placed = placedBy(use, work, using);
  if (placed?.ok === false) return placed;
  const at = placed === null ? {} : { at: placed.value };
  const asked: Asked = { work, use: plainUse(use), place: using.met, value: given.value, ...at };
  const expected = expectedBy(use, work, using);
  if (expected === null) return { ok: true, value: asked };
  return expected.ok ? { ok: true, value: { ...asked, expect: expected.value } } : expected;
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

/** How long the clock runs until a moment of the work, ms; what stands behind the end of the work is at its end. */
export function untilMoment({ durationMs }: Using, atMs: number, leftMs: number): number {
  return Math.max(0, Math.min(atMs, durationMs) - (durationMs - leftMs));
}

/** Places of what it has that is to be given back before the work ends. */
export function toGiveBack({ met, durationMs, back = [] }: Using, all: readonly Use[], untilMs = Infinity): number[] {
  const isDue = ({ toMs = Infinity }: Use, place: number): boolean =>
    place < met && toMs < durationMs && toMs <= untilMs && !back.includes(place);
  return all.flatMap((use, place) => (isDue(use, place) ? [place] : []));
}

/** The first moment of the work at which its clock stops: where it needs something, or gives something back; Infinity for none. */
export function firstMoment(using: Using, all: readonly Use[], needMs: number): number {
  return toGiveBack(using, all).reduce((first, place) => Math.min(first, all[place]!.toMs!), needMs);
}

/** Places of what it has or has asked for. */
export function takenBy({ met, asked, back = [] }: Using): number[] {
  return Array.from({ length: met + Number(asked) }, (_, place) => place).filter((place) => !back.includes(place));
}

/** Sets work back to its beginning: all is done again once it has what it needs from there on. */
export function rewind(using: Using, all: readonly Use[], now: number): void {
  const first = all.findIndex(({ kind }) => kind === 'resource');
  using.met = Math.min(using.met, first);
  using.asked = false;
  delete using.back;
  if (using.stoppedMs !== -1) using.stoppedMs = now;
  using.dueMs = now + using.durationMs;
}

/** A use without what works its value out. */
export function plainUse(use: Use): PlainUse {
  // Mostly nothing is left out, and what is made by leaving out is slow to make and to read.
  if (!('value' in use || 'at' in use || 'expect' in use)) return use;
  const { value: _, at: __, expect: ___, ...plain } = use;
  return plain;
}
