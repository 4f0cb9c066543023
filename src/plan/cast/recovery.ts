/**
 * How agents come back from a crash: when each writes checkpoints, and the facts by which a run tells what was kept and what is
 * forgotten. What a checkpoint holds is the agents' business.
 */

/** An agent that writes checkpoints while it has work. */
export interface CheckpointPlan {
  readonly everyMs: number;
  /** How long its work stands still meanwhile, ms. */
  readonly takesMs: number;
}

export type RecoveryFact =
  /** A checkpoint is written: so much work under way and so much that waits stands in it. */
  | {
      readonly type: 'agent.checkpointed';
      readonly agent: number;
      readonly running: number;
      readonly queued: number;
    }
  /** It is back with what its checkpoint of that time holds, and has forgotten what came since; -1 where there was none yet. */
  | {
      readonly type: 'agent.restored';
      readonly agent: number;
      readonly checkpointMs: number;
      /** How much work it has again. */
      readonly kept: number;
      /** Attempts that had ended since, work that had come since and was not over, offers that bound it. */
      readonly results: number;
      readonly tasks: number;
      readonly offers: number;
    }
  /** The coordinator has written down what it has given away. */
  | { readonly type: 'coordinator.checkpointed'; readonly given: number }
  /** It is back: so much of what it had given stands, and so much it has given since and forgotten; -1 where there was none yet. */
  | {
      readonly type: 'coordinator.restored';
      readonly checkpointMs: number;
      readonly kept: number;
      readonly tasks: number;
    };
