/**
 * What agents negotiate about: issues with the values that each can have, and what each party makes of them. Plain data: what a
 * party declares of itself travels in messages. How they come to a deal is the business of the room.
 */
import type { Json } from '../../base/index.ts';

/** Something to be settled: its values as they are listed, or all whole numbers of a range. */
export type Issue =
  | { readonly name: string; readonly values: readonly Json[] }
  | { readonly name: string; readonly min: number; readonly max: number };

/** What one party makes of outcomes: the weighted sum of what it makes of each value. */
export interface Preferences {
  /** By issue. */
  readonly weights: readonly number[];
  /** By issue, a number for each value; two of them are the ends of a line. */
  readonly values: readonly (readonly number[])[];
  /** What no deal at all is worth to it. */
  readonly reservation: number;
  /** CEL over the issues that an outcome must satisfy; null for any outcome. */
  readonly must: string | null;
  /** Where it goes by its goals instead of weights and values: the weighted mean of what each of these gives, true for 1. */
  readonly terms?: readonly Term[];
}

/** What a goal makes of an outcome. */
export interface Term {
  /** CEL over the issues. */
  readonly wants: string;
  readonly weight: number;
}

/** A goal of a party about what is negotiated. */
export interface WantedGoal {
  readonly id: string;
  readonly wants: string;
}

/** A party at the table besides what it wants. */
export interface Stance {
  /** What a deal one round later is worth of it, 0..1; 1 for as much. */
  readonly discount: number;
  /** How it concedes as time runs out: below 1 late, above 1 early; null for by the other's patience. */
  readonly concession: number | null;
}

/** One negotiation, by place in its group. */
export interface Bargain {
  readonly issues: readonly Issue[];
  readonly parties: readonly Preferences[];
  readonly stances: readonly Stance[];
  /** By party, the goals that it goes by; absent where nobody goes by goals. */
  readonly goals?: readonly (readonly WantedGoal[])[];
  /** Rounds after which it is over; 0 for as many as it takes. */
  readonly roundsMax: number;
  readonly deadlineMs: number;
  /** Whether no deal is a result of the task, or its failure. */
  readonly conflictFails: boolean;
}

/** How many values an issue has. */
export function valuesOf(issue: Issue): number {
  return 'values' in issue ? issue.values.length : issue.max - issue.min + 1;
}

export function valueOf(issue: Issue, at: number): Json {
  return 'values' in issue ? issue.values[at]! : issue.min + at;
}
