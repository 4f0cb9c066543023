/**
 * What a history is made of: operations of processes on keys, each with the time of its call and of its return. Times are
 * numbers of one clock, such as steps of a run or lines of a file. It knows no model and checks nothing.
 */
import type { Json } from '../base/index.ts';

/** What an operation may do; each model says which of these it knows. */
export type Action = 'read' | 'write' | 'cas' | 'add' | 'remove' | 'append';

export interface Operation {
  readonly process: string;
  /** What it is done to; '' where a history has one thing only. */
  readonly key: string;
  readonly action: Action;
  /** What it was called with: the value, element or amount, `[from, to]` of a compare-and-set, null for a read. */
  readonly value: Json;
  /** What it answered: what a read saw, whether a compare-and-set found its value; null for all others. */
  readonly result: Json;
  readonly call: number;
  /** Null where nobody knows: it takes effect at any time after its call, or never. */
  readonly returned: number | null;
  /** Where it stands in its file, for whoever is told of it. */
  readonly place?: string;
}

/** What a history may be held against, the strongest first. */
export const levels = ['linearizable', 'sequential', 'causal'] as const;
export type Level = (typeof levels)[number];

/** How far a search may go before it gives up. */
export interface Limits {
  /** Operations that are tried, and comparisons. */
  readonly steps: number;
  /** Words of 32 bits that are kept of what was tried. */
  readonly words: number;
}

export const usualLimits: Limits = { steps: 20_000_000, words: 1 << 24 };

/** Why there is no verdict. */
export type Limit = keyof Limits;
