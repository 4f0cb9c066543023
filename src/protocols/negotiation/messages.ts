/**
 * What travels when agents negotiate, and what is recorded of it. The desk asks each party what it wants and tells all of it to all;
 * two then make each other offers, one word a turn, or the desk proposes one outcome as a mediator. Tasks and agents are indexes.
 */
import type { Json, JsonObject } from '../../base/index.ts';
import type { Fact, Message } from '../../kernel/index.ts';
import type { Preferences } from '../../plan/index.ts';
import type { PointKind } from './bargain/points.ts';

export const room = 'negotiation';

/** So often the desk repeats what has no answer, at most, and so often a party asks for one word. */
export const callsMax = 64;
export const asksMax = 1000;

/** One negotiation: the attempt at one task. */
interface OfTable {
  readonly task: number;
  readonly attempt: number;
}

/** From the desk: say what you want; and the answer. */
export interface Call extends Message, OfTable {
  readonly type: 'negotiation.call';
}
export interface Declare extends Message, OfTable {
  readonly type: 'negotiation.declare';
  readonly preferences: Preferences;
}
/** From the desk: this is what all want, by place; now settle it. */
export interface Open extends Message, OfTable {
  readonly type: 'negotiation.open';
  readonly parties: readonly Preferences[];
}
/** From party to party, one a turn; and that a turn has not been heard. */
export interface Said extends Message, OfTable {
  readonly type: 'negotiation.offer' | 'negotiation.accept';
  readonly turn: number;
  readonly outcome: number;
}
export interface Ask extends Message, OfTable {
  readonly type: 'negotiation.ask';
  readonly turn: number;
}
/** To the desk: how it ended for this party; `outcome` is -1 for no deal. */
export interface Report extends Message, OfTable {
  readonly type: 'negotiation.report';
  readonly outcome: number;
  readonly rounds: number;
  readonly reason: string;
}
/** From the desk as a mediator, and the answer. */
export interface Propose extends Message, OfTable {
  readonly type: 'negotiation.propose';
  readonly outcome: number;
}
export interface Answer extends Message, OfTable {
  readonly type: 'negotiation.answer';
  readonly accepts: boolean;
}
/** From the desk: it is over, whatever was said last. */
export interface Over extends Message, OfTable {
  readonly type: 'negotiation.over';
}
/** Timers: of the desk, to repeat what has no answer, and the deadline; of a party, to ask for a word. */
export interface Again extends Message, OfTable {
  readonly type: 'negotiation.again';
}
export interface Close extends Message, OfTable {
  readonly type: 'negotiation.close';
}
export interface Waited extends Message, OfTable {
  readonly type: 'negotiation.waited';
  readonly turn: number;
}

export interface CalledFact extends Fact, OfTable {
  readonly type: 'negotiation.called';
  readonly group: number;
  readonly members: readonly number[];
  readonly untilMs: number;
}
/** Told by a party: what it really wants. */
export interface DeclaredFact extends Fact, OfTable {
  readonly type: 'negotiation.declared';
  readonly agent: number;
  readonly preferences: Preferences;
}
/** What the parties say that they want, as the desk heard it. */
export interface OpenedFact extends Fact, OfTable {
  readonly type: 'negotiation.opened';
  readonly group: number;
  readonly parties: readonly Preferences[];
  /** How many outcomes there are, and how many nobody would refuse. */
  readonly outcomes: number;
  readonly rational: number;
}
interface OfWord extends OfTable {
  readonly agent: number;
  readonly turn: number;
  readonly round: number;
  readonly outcome: JsonObject;
  readonly number: number;
  /** By place, over no deal. */
  readonly gains: readonly number[];
  /** By place, where one of two conceded: the share of its own offer that each would lose by taking the other's. */
  readonly risks: readonly number[] | null;
  /** Whether a coin said who concedes. */
  readonly tied: boolean;
}
export interface OfferedFact extends Fact, OfWord {
  readonly type: 'negotiation.offered';
}
export interface AcceptedFact extends Fact, OfWord {
  readonly type: 'negotiation.accepted';
}
/** A word that should have come was asked for. */
export interface AskedFact extends Fact, OfTable {
  readonly type: 'negotiation.asked';
  readonly agent: number;
  readonly of: number;
  readonly turn: number;
}
/** Parties that have not answered the desk are asked again. */
export interface RepeatedFact extends Fact, OfTable {
  readonly type: 'negotiation.repeated';
  readonly members: readonly number[];
  /** 1 for the first time. */
  readonly round: number;
}
export interface ProposedFact extends Fact, OfTable {
  readonly type: 'negotiation.proposed';
  readonly group: number;
  readonly point: PointKind;
  readonly outcome: JsonObject;
  readonly number: number;
  readonly gains: readonly number[];
  /** How many were equally good. */
  readonly tied: number;
}
export interface AnsweredFact extends Fact, OfTable {
  readonly type: 'negotiation.answered';
  readonly agent: number;
  readonly accepts: boolean;
}
export interface ClosedFact extends Fact, OfTable {
  readonly type: 'negotiation.closed';
  readonly group: number;
  readonly agreed: boolean;
  /** -1 and null for no deal. */
  readonly number: number;
  readonly outcome: JsonObject | null;
  /** By place, as declared; of no deal what that is worth. */
  readonly utilities: readonly number[];
  readonly rounds: number;
  readonly reason: string | null;
}
export type NegotiationFact =
  | CalledFact
  | DeclaredFact
  | OpenedFact
  | OfferedFact
  | AcceptedFact
  | AskedFact
  | RepeatedFact
  | ProposedFact
  | AnsweredFact
  | ClosedFact;

export const messages: Readonly<Record<string, string>> = {
  'negotiation.call': 'what do you want?',
  'negotiation.declare': 'what it wants',
  'negotiation.open': 'what all want',
  'negotiation.offer': 'offer',
  'negotiation.accept': 'accepted',
  'negotiation.ask': 'your word?',
  'negotiation.report': 'how it ended',
  'negotiation.propose': 'proposal',
  'negotiation.answer': 'yes or no',
  'negotiation.over': 'it is over',
};

/** An outcome in a sentence: "price 4, delivery early". */
export function outcomeText(outcome: JsonObject): string {
  return Object.entries(outcome)
    .map(([name, value]) => `${name} ${textOf(value)}`)
    .join(', ');
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
