/**
 * What facts tell of conflicts, whatever room records them: of units that tasks compete for, and of parties that negotiate. Data only;
 * cards give it, and whoever tells of conflicts reads it there.
 */

/** Units of one resource that a piece of work asked for; `ask` is a number that its agent gives once. */
export interface Claim {
  readonly service: number;
  readonly agent: number;
  readonly task: number;
  readonly lease: number;
  readonly units: number;
  readonly ask: number;
}

export type ConflictNews =
  /** They are asked for; what is free is granted in the same step. They are given, used up at once, or no more waited for. */
  | ({ readonly kind: 'asked' } & Claim)
  | ({ readonly kind: 'granted' | 'used' | 'left' } & Claim)
  /** They are held no more: given back, their lease has run out, or they were taken away for the asking `after` of an agent. */
  | ({ readonly kind: 'returned' | 'expired' } & Claim)
  | ({ readonly kind: 'preempted'; readonly after: { readonly agent: number; readonly ask: number } | null } & Claim)
  /** A piece of work has to fail: a cycle of waits is broken at it, or none may come about. `around` are the tasks of it, in turn. */
  | ({
      readonly kind: 'deadlock' | 'died' | 'wounded';
      readonly around: readonly number[];
      readonly reason: string;
    } & Omit<Claim, 'units' | 'ask'>)
  /** Its priority is another as long as it keeps others waiting. */
  | ({ readonly kind: 'raised' | 'lowered'; readonly priority: number } & Pick<Claim, 'agent' | 'task' | 'lease'>)
  /** Somebody came with a token that is not the present one. */
  | ({ readonly kind: 'stale'; readonly token: number } & Pick<Claim, 'service' | 'agent'>)
  /** Parties began to negotiate over a task, and came to a deal or to none. */
  | { readonly kind: 'called'; readonly task: number; readonly members: readonly number[] }
  | { readonly kind: 'closed'; readonly task: number; readonly deal: boolean; readonly how: string };
