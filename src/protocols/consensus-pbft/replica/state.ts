/**
 * What a replica keeps of one group, as plain data: its view, its log between two watermarks, the requests that wait,
 * the checkpoints, and what others said of views. All of it is bounded by the window, the group and the tasks.
 */
import {
  nullOrder,
  stateDigest,
  type Certified,
  type NewView,
  type Order,
  type PrePrepare,
  type Proof,
  type Taken,
  type ViewChange,
  type Vote,
} from '../messages.ts';

/** The latest vote of each member, by place; a view of -1 for none. */
export interface Votes {
  view: number[];
  digest: string[];
  /** How many are for what was asked after last. */
  counted: { view: number; digest: string; count: number };
}

export const phase = { none: 0, accepted: 1, prepared: 2, committed: 3 } as const;

/** One place of the log. */
export interface Slot {
  /** In which it was accepted last; -1 for never. */
  view: number;
  order: Order;
  /** How far it has come in that view. */
  phase: number;
  prepares: Votes | null;
  commits: Votes | null;
  /** The highest view in which it was prepared, with the certificate. */
  proof: Proof | null;
  /** Once it was committed, in whatever view. */
  done: Proof | null;
}

export interface ReplicaState {
  view: number;
  /** False between asking for a view and entering it. */
  active: boolean;
  /** Last slot given out by it as primary. */
  given: number;
  executed: number;
  chain: string;
  answers: Record<number, { slot: number; order: Order }>;
  /** Requests known and not executed, by task. */
  pending: Record<number, Order>;
  /** Slots that tasks have in this view. */
  assigned: Record<number, number>;
  slots: Record<number, Slot>;
  /** What came too early, by place: for slots just beyond the window, or for a view that is not entered yet. */
  early: Record<number, (PrePrepare | Vote)[]>;
  stable: Certified;
  /** The state at the stable checkpoint. */
  kept: Taken;
  /** States of later checkpoints, with their digests. */
  taken: { state: Taken; digest: string }[];
  /** A certified checkpoint that it has not come to yet. */
  target: Certified | null;
  /** The highest slot that a quorum committed to while its proposal never came here. */
  hole: number;
  /** The last two checkpoints that each member spoke of, by place. */
  claims: { slot: number; digest: string }[][];
  /** The highest view that each member asked for, by place. */
  changes: (ViewChange | null)[];
  /** By which it entered its view. */
  newView: NewView | null;
  /** Whether enough asked for the view, so that its primary is waited for. */
  heard: boolean;
  /** 0 when none runs, as `behind`. */
  timer: number;
  /** Times in a row that its patience ended. */
  tries: number;
  behind: number;
  fetches: number;
}

/** What every log begins with. */
const beginning: Taken = { slot: 0, chain: '', answers: {} };

export function initialReplica(members: number): ReplicaState {
  return {
    view: 0,
    active: true,
    given: 0,
    executed: 0,
    chain: '',
    answers: {},
    pending: {},
    assigned: {},
    slots: {},
    early: {},
    stable: { slot: 0, digest: stateDigest(beginning), certificate: [] },
    kept: beginning,
    taken: [],
    target: null,
    hole: 0,
    claims: Array.from({ length: members }, () => []),
    changes: new Array<ViewChange | null>(members).fill(null),
    newView: null,
    heard: false,
    timer: 0,
    tries: 0,
    behind: 0,
    fetches: 0,
  };
}

export function slotAt(state: ReplicaState, slot: number): Slot {
  return (state.slots[slot] ??= {
    view: -1,
    order: nullOrder,
    phase: phase.none,
    prepares: null,
    commits: null,
    proof: null,
    done: null,
  });
}

/** Enters a vote; false when this member has voted in this view or a later one. */
export function vote(votes: Votes, place: number, view: number, digest: string): boolean {
  const { counted } = votes;
  if (votes.view[place]! >= view) return false;
  if (votes.view[place] === counted.view && votes.digest[place] === counted.digest) counted.count -= 1;
  if (view === counted.view && digest === counted.digest) counted.count += 1;
  votes.view[place] = view;
  votes.digest[place] = digest;
  return true;
}

export function noVotes(members: number): Votes {
  const counted = { view: -1, digest: '-', count: 0 };
  return { view: new Array<number>(members).fill(-1), digest: new Array<string>(members).fill(''), counted };
}

/** How many voted for this digest in this view. Among thousands it is asked with every vote, mostly after the same. */
export function countOf(votes: Votes | null, view: number, digest: string): number {
  if (votes === null) return 0;
  const { counted } = votes;
  if (counted.view !== view || counted.digest !== digest)
    votes.counted = { view, digest, count: votersOf(votes, view, digest).length };
  return votes.counted.count;
}

/** Who did, in order of places. */
export function votersOf({ view: views, digest: digests }: Votes, view: number, digest: string): number[] {
  const voters: number[] = [];
  for (let place = 0; place < views.length; place += 1)
    if (views[place] === view && digests[place] === digest) voters.push(place);
  return voters;
}
