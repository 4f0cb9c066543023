/**
 * The words of a tender, as FIPA's Contract Net has them (SC00029H, SC00030H): call for proposals, propose, refuse,
 * not-understood, accept, reject, inform, failure, cancel; and the facts that are told of it. Every room that holds
 * tenders says them under its own name.
 */
import type { Inside } from '../../document/index.ts';
import type { Message } from '../../kernel/index.ts';
import type { Arrival, KnownFact } from '../../plan/index.ts';
import { assignmentWords, type AssignmentWords } from '../assignment.ts';

/** Names of the words as one room says them. An award is an assignment. */
export interface TenderWords extends AssignmentWords {
  readonly cfp: string;
  readonly propose: string;
  readonly refuse: string;
  readonly notUnderstood: string;
  readonly reject: string;
  /** A contract is dropped before it has begun, or cannot be taken up. */
  readonly decommit: string;
  /** Timers: of the initiator at the end of a call, of the bidder at the end of a reservation. */
  readonly replyBy: string;
  readonly expired: string;
  /** Facts. */
  readonly called: string;
  readonly bid: string;
  readonly decided: string;
  readonly answered: string;
  readonly closed: string;
  readonly reserved: string;
  readonly released: string;
  readonly dropped: string;
}

/** What a tender, and a manager, call an assignment and its result. */
/** The way in which tenders give work away, as documents name it, and facts of every award. */
export const tenderRule = 'contract-net' satisfies Inside;

const sameAs: Readonly<Record<string, string>> = {
  'accept-proposal': 'assign',
  delegate: 'assign',
  inform: 'result',
  failure: 'result',
  report: 'result',
};

/** A word as it is where no tender is held and nothing handed down; other words as they are. */
export function plainWord(word: string): string {
  return sameAs[word] ?? word;
}

export function tenderWords(room: string): TenderWords {
  const named = (word: string): string => `${room}.${word}`;
  return {
    ...assignmentWords(room),
    assign: named('accept-proposal'),
    result: named('inform'),
    failure: named('failure'),
    cfp: named('cfp'),
    propose: named('propose'),
    refuse: named('refuse'),
    notUnderstood: named('not-understood'),
    reject: named('reject-proposal'),
    decommit: named('decommit'),
    replyBy: named('reply-by'),
    expired: named('expired'),
    called: named('called'),
    bid: named('bid'),
    decided: named('decided'),
    answered: named('answered'),
    closed: named('closed'),
    reserved: named('reserved'),
    released: named('released'),
    dropped: named('dropped'),
  };
}

/** Every answer names the call. */
interface OfCall extends Message {
  readonly task: number;
  readonly call: number;
}
export interface CallForProposals extends OfCall {
  readonly replyByMs: number;
  /** Results on their way that the task needs. */
  readonly arrivals: readonly Arrival[];
}
/** What a bidder offers; the initiator weighs it. */
export interface Terms {
  /** By the bidder's own function of price; lower is better. */
  readonly price: number;
  /** When it expects to be done, ms. */
  readonly finishMs: number;
  /** Tasks that it holds or has promised. */
  readonly load: number;
  readonly cost: number;
  /** How well it can do it, 0..1. */
  readonly confidence: number;
}
export interface Propose extends OfCall {
  readonly terms: Terms;
  /** Until when the offer stands, ms. */
  readonly validUntilMs: number;
}
export interface Refuse extends OfCall {
  readonly reason: 'busy' | 'unable';
}
export interface Reject extends OfCall {
  readonly reason: 'outbid' | 'late' | 'unusable' | 'cancelled';
}
export interface Decommit extends Message {
  readonly task: number;
  readonly lease: number;
  readonly penalty: number;
}
export type NotUnderstood = OfCall;

/** Facts of a tender. `by` is the initiator. */
export interface CalledFact extends OfCall {
  readonly by: number;
  readonly round: number;
  readonly invited: readonly number[];
  readonly replyByMs: number;
  /** Which call of an iterated tender it is, from the second on. */
  readonly iteration?: number;
}
export interface BidFact extends OfCall {
  readonly by: number;
  readonly agent: number;
  readonly terms: Terms;
  readonly validUntilMs: number;
  readonly as: 'timely' | 'late' | 'unusable';
}
export interface DecidedFact extends OfCall {
  readonly by: number;
  /** -1 when nobody was found. */
  readonly agent: number;
  readonly price: number;
  /** What the winner is paid: its own price, or that of the next where payment is by the second price. */
  readonly paid: number;
  readonly reason: string;
}
/** An offer was accepted or rejected, or its bidder is asked for another one. */
export interface AnsweredFact extends OfCall {
  readonly by: number;
  readonly agent: number;
  readonly as: 'accepted' | 'asked-again' | Reject['reason'];
}
/** A call is over: every offer to it has been answered. */
export interface ClosedFact extends OfCall {
  readonly by: number;
}
/** Told by the bidder: capacity was promised, or is free again. */
export interface ReservedFact extends OfCall {
  readonly by: number;
  readonly agent: number;
  /** Task that would be dropped for it; -1 for none. */
  readonly instead: number;
}
export interface ReleasedFact extends OfCall {
  readonly by: number;
  readonly agent: number;
  readonly why: 'accepted' | 'rejected' | 'expired' | 'superseded';
}
/** Told by the initiator: a contract came back. */
export interface DroppedFact extends Message {
  readonly task: number;
  readonly agent: number;
  readonly lease: number;
  readonly penalty: number;
}

/** Facts of a tender by what they tell. */
interface TenderFacts {
  readonly called: CalledFact;
  readonly bid: BidFact;
  readonly decided: DecidedFact;
  readonly answered: AnsweredFact;
  readonly closed: ClosedFact;
  readonly reserved: ReservedFact;
  readonly released: ReleasedFact;
  readonly dropped: DroppedFact;
}

/** Whether a fact tells this of a tender, under the name that its room has for it. */
export function tells<Kind extends keyof TenderFacts>(
  fact: KnownFact,
  words: TenderWords,
  kind: Kind,
): fact is KnownFact & TenderFacts[Kind] {
  return fact.type === words[kind];
}
