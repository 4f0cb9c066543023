/**
 * How tasks share the time of an agent by turns, and the facts by which a run tells of it. Who has the next turn is the agents'
 * business.
 */
import type { Slicing } from '../../document/index.ts';

export type SlicePolicy = Exclude<Slicing, 'none'>;

/** How an agent shares its time. */
export interface SlicePlan {
  readonly policy: SlicePolicy;
  /** How long a turn lasts, where nothing cuts it short, ms; in a round, times the weight of its task. */
  readonly quantumMs: number;
  /** How long it takes to turn from one task to another, ms. */
  readonly switchMs: number;
}

/** Why a slice ended: its time was up, somebody goes before it, its work stands still, is suspended with
 * all others, or is over. */
export type SliceEnd = 'turn' | 'preempted' | 'halted' | 'suspended' | 'over';

interface OfTurn {
  readonly task: number;
  readonly attempt: number;
  readonly agent: number;
  readonly lease: number;
}

export type SliceFact =
  /** It could be worked at, and waits for its turn. */
  | ({ readonly type: 'slice.waits' } & OfTurn)
  /** It waits for its turn no longer: it stands for another reason. */
  | ({ readonly type: 'slice.left' } & OfTurn)
  /** Its turn: it is worked at from here on, and is over then if nothing stops it. */
  | ({
      readonly type: 'slice.began';
      readonly dueMs: number;
      readonly leftMs: number;
      /** What decided, by which policy: its pass, deadline, priority or credit; -1 for a deadline that it does not have. */
      readonly key: number;
      /** Who else waits, and the best of them by the same measure; -1 for nobody. */
      readonly waiting: number;
      readonly next: number;
      readonly nextKey: number;
    } & OfTurn)
  | ({
      readonly type: 'slice.ended';
      readonly end: SliceEnd;
      readonly ranMs: number;
      readonly leftMs: number;
    } & OfTurn);
