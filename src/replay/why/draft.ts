/**
 * An account while it is being made: a handing-over, and in it every decision with whoever was weighed, asked or passed over.
 */
import type { Weighed } from './standing.ts';
import type { WhyLine } from './why-views.ts';

/** A decision while the account is being made. */
export interface Draft {
  place: number;
  /** The manager that decided; below 0 for the coordinator. */
  by: number;
  /** -1 for nobody. */
  agent: number;
  text: string;
  rule: string;
  /** Whom else it is a choice among: all that can do the task, the reports of a manager, or who was asked and no more. */
  among: 'capable' | 'reports' | 'asked';
  /** Number of the call; 0 for none. */
  call: number;
  readonly weighed: Map<number, Weighed>;
  /** How many were equally good, where a lot fell on one of these; 0 where none was drawn. */
  tied: number;
  /** How many were weighed that the record does not name. */
  unlisted: number;
}

export interface Part {
  attempt: number;
  agent: number;
  outcome: string;
  closed: boolean;
  readonly drafts: Draft[];
  readonly lines: WhyLine[];
  more: number;
}

/** Begins a decision. */
export function newDraft(part: Part, given: Pick<Draft, 'place' | 'rule' | 'agent' | 'among'>): Draft {
  const draft: Draft = { by: -1, call: 0, text: '', weighed: new Map(), tied: 0, unlisted: 0, ...given };
  part.drafts.push(draft);
  return draft;
}

export function declined(note: string, step: number | null = null): Weighed {
  return { standing: 'declined', value: null, note, step };
}
