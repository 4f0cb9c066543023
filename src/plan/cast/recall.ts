/**
 * What agents keep in mind: the sizes of their working memories, what each task recalls and remembers, and the facts by which a run tells
 * of it. The words are those of OpenTelemetry's memory operations; how a memory chooses what to keep is the agents' business.
 */
import type { Json } from '../../base/index.ts';

/** How what is kept is weighed against the rest. */
export type MemoryScore = 'source' | 'act-r' | 'generative';

/** The working memory of an agent: two tiers, each with so many places. */
export interface MemoryPlan {
  readonly capacity: number;
  readonly longTerm: number;
  readonly score: MemoryScore;
}

/** What is remembered when a task has succeeded. */
export interface Remembered {
  readonly key: string;
  readonly importance: number;
  /** Never evicted. */
  readonly pinned: boolean;
  /** What is kept; undefined for what the task gave. */
  readonly value: Json | undefined;
}

/** What is looked for: one key, or the best of what holds any word of a query. */
export interface Recalled {
  /** Under which it is seen. */
  readonly key: string;
  /** Its text, and its words; null where the key itself is looked for. */
  readonly query: { readonly text: string; readonly words: readonly string[]; readonly top: number } | null;
}

/** What one task does with the memory of whoever works at it. */
export interface Recollection {
  readonly recalls: readonly Recalled[];
  /** Whether a condition sees what was recalled. */
  readonly seen: boolean;
  readonly remembers: readonly Remembered[];
  /** How long it takes to find one thing in long-term memory, and to find one out anew that is in none, ms. */
  readonly recallMs: number;
  readonly missMs: number;
}

export type MemoryTier = 'short-term' | 'long-term';

/** One thing that left its tier, with its score at that instant. */
export interface Left {
  readonly key: string;
  readonly score: number;
}

interface OfKey {
  readonly agent: number;
  readonly key: string;
}

/** Things have left a tier; `kept` is the lowest score of what could have left instead and `next` is what has it, null where nothing could. */
interface Eviction {
  readonly agent: number;
  readonly left: readonly Left[];
  readonly kept: number | null;
  readonly next: string | null;
}

/** By what a thing came back into short-term memory: how often it was found, its score, or that it was pinned. */
interface Promotion {
  readonly by: 'hits' | 'score' | 'pinned';
  readonly hits: number;
  readonly score: number;
  /** The lowest of short-term memory that is not pinned; null where all is. */
  readonly against: Left | null;
}

export type MemoryFact =
  | (OfKey & { readonly type: 'memory.created'; readonly task: number; readonly pinned: boolean })
  | (OfKey & {
      readonly type: 'memory.updated';
      readonly task: number;
      readonly tier: MemoryTier;
      readonly pinned: boolean;
    })
  /** There was no place for it: all that is there is pinned. */
  | (OfKey & { readonly type: 'memory.refused'; readonly task: number })
  | (OfKey & { readonly type: 'memory.recalled'; readonly task: number; readonly tier: MemoryTier })
  | (OfKey & { readonly type: 'memory.missed'; readonly task: number })
  /** A query has found these, the best first, of so many that held any of its words; each is recalled behind it. */
  | (OfKey & {
      readonly type: 'memory.searched';
      readonly task: number;
      readonly found: readonly Left[];
      readonly of: number;
    })
  /** From long-term to short-term memory. */
  | (OfKey & Promotion & { readonly type: 'memory.promoted' })
  /** From short-term to long-term memory, with all that is known of their use. */
  | (Eviction & { readonly type: 'memory.evicted' })
  | (Eviction & { readonly type: 'memory.forgotten' })
  /** What outlived another run is there from the start. */
  | {
      readonly type: 'memory.restored';
      readonly agent: number;
      readonly keys: readonly string[];
      /** Those in short-term memory; absent where there are none. */
      readonly pinned?: readonly string[];
    }
  /** Short-term memory is lost with a crash. */
  | { readonly type: 'memory.deleted'; readonly agent: number; readonly keys: readonly string[] };
