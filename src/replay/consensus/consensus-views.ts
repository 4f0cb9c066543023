/**
 * What the page sees of a task that several agents decide: how far each of them has come, who vouches for that, and what was
 * decided. Data only; it crosses the bridge as it is.
 */
import type { WhyAgent } from '../why/why-views.ts';

/** Somebody whose word makes a phase so. */
export interface Voucher extends WhyAgent {
  /** Where it came to what it vouches for; null where it never did, or that is not told. */
  readonly step: number | null;
  /** Whether it lied to this member about that. */
  readonly lied: boolean;
}

/** A phase that a member has reached. */
export interface PhaseMark {
  readonly step: number;
  readonly timeMs: number;
  /** The value, as short JSON; empty where it is not told. */
  readonly value: string;
  /** View or term in which it was reached; null where there are none. */
  readonly view: number | null;
  readonly slot: number | null;
  readonly by: readonly Voucher[];
}

export interface ConsensusMember extends WhyAgent {
  /** Whether it has ever misbehaved. */
  readonly turned: boolean;
  /** The view that it is in; null where there are none. */
  readonly view: number | null;
  /** One for each phase of the protocol; null where it has not come so far. */
  readonly phases: readonly (PhaseMark | null)[];
  /** Why its ballot did not count; null where it did, or none came. */
  readonly refused: string | null;
}

/** What one value got in a vote. */
export interface TallyRow {
  readonly value: string;
  readonly score: number;
  readonly voters: readonly WhyAgent[];
}

export interface ConsensusView {
  readonly task: string;
  readonly title: string;
  readonly protocol: string;
  readonly faulty: number;
  readonly quorum: number;
  /** What a member goes through, in order, each in one word. */
  readonly phases: readonly string[];
  /** The newest view or term that a member is in; null where there are none. */
  readonly view: number | null;
  readonly leader: WhyAgent | null;
  /** When the group was asked; null while it has not been. */
  readonly begun: { readonly step: number; readonly timeMs: number } | null;
  readonly members: readonly ConsensusMember[];
  /** The ballots that count, by what they name, the most first; empty where nothing is counted. */
  readonly tally: readonly TallyRow[];
  readonly decided: {
    readonly step: number;
    readonly timeMs: number;
    readonly value: string;
    /** Who vouches for it. */
    readonly by: readonly Voucher[];
  } | null;
  /** Why it came to nothing; null where it did not. */
  readonly failed: string | null;
  /** Values that members which never misbehaved hold for decided: more than one is a split. */
  readonly outcomes: readonly { readonly value: string; readonly members: readonly WhyAgent[] }[];
}
