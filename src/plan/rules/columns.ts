/** What stands in the book of who holds what, and what of it is in the hands of each agent. Nothing here reads a fact. */
import type { Plan } from '../plan.ts';

/** Nobody, no time. */
export const none = -1;

export type Book = Pick<Plan, 'tasks' | 'agents' | 'holdingWords'>;

/** What an agent has in its hands. Keys are lease times number of tasks, plus task. */
export interface Hands {
  readonly queued: Set<number>;
  readonly obtaining: Set<number>;
  /** In the order in which it was begun, each with when. */
  readonly running: number[];
  readonly sinceMs: number[];
  /** Since when those of them stand that have no turn, where the agent works in slices. */
  readonly away: Map<number, number>;
  /** How long slots of the agent were worked at, of what is over. */
  busyMs: number;
}

/** What stands in the book, one column a field. */
export interface Columns {
  /** Highest lease ever given out, by task. */
  readonly lease: Float64Array;
  readonly standing: Uint8Array;
  /** Who has it as far as its giver knows. */
  readonly holder: Int32Array;
  readonly startedMs: Float64Array;
  readonly endedMs: Float64Array;
  readonly stoodMs: Float64Array;
  /** How many tasks each agent holds. */
  readonly count: Int32Array;
  readonly hands: (Hands | undefined)[];
}

export function emptyColumns({ tasks, agents }: Book): Columns {
  return {
    lease: new Float64Array(tasks.length),
    standing: new Uint8Array(tasks.length),
    holder: new Int32Array(tasks.length).fill(none),
    startedMs: new Float64Array(tasks.length).fill(none),
    endedMs: new Float64Array(tasks.length).fill(none),
    stoodMs: new Float64Array(tasks.length),
    count: new Int32Array(agents.length),
    hands: new Array<undefined>(agents.length).fill(undefined),
  };
}

export function emptyHands(): Hands {
  return { queued: new Set(), obtaining: new Set(), running: [], sinceMs: [], away: new Map(), busyMs: 0 };
}

export function copyOf(hands: Hands | undefined): Hands | undefined {
  if (hands === undefined) return undefined;
  const { queued, obtaining, running, sinceMs, away, busyMs } = hands;
  return {
    queued: new Set(queued),
    obtaining: new Set(obtaining),
    running: [...running],
    sinceMs: [...sinceMs],
    away: new Map(away),
    busyMs,
  };
}
