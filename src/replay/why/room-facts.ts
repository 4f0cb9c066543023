/**
 * The facts of protocol rooms that an account of a task reads, by the word after the room's name: those of a tender, whoever
 * holds it, of delegation and of work that moved. A fact of a room that is not named here is told as a line and nothing more.
 */
import type { BidFact, CalledFact, DecidedFact, DroppedFact } from '../../agents/index.ts';
import type { Comparison, KnownFact } from '../../plan/index.ts';

interface Answered {
  readonly agent: number;
  readonly call: number;
  readonly as: 'accepted' | 'asked-again' | 'outbid' | 'late' | 'unusable' | 'cancelled';
}
export interface GivenFact extends Comparison {
  readonly by: number;
  readonly agent: number;
  readonly as: 'manager' | 'worker';
  readonly rule: string;
}
interface Escalated {
  readonly by: number;
  readonly reason: string;
}
interface Moved {
  readonly from: number;
  readonly to: number;
}

export type RoomFact =
  | { readonly word: 'called'; readonly fact: CalledFact }
  | { readonly word: 'bid'; readonly fact: BidFact }
  | { readonly word: 'decided'; readonly fact: DecidedFact }
  | { readonly word: 'answered'; readonly fact: Answered }
  | { readonly word: 'dropped'; readonly fact: DroppedFact }
  | { readonly word: 'given'; readonly fact: GivenFact }
  | { readonly word: 'escalated'; readonly fact: Escalated }
  | { readonly word: 'moved'; readonly fact: Moved };

/** Rooms that hold tenders: each tells them under its own name. */
const tendering = ['contract-net', 'delegation'] as const;

function ofTenders<Word extends string>(...words: readonly Word[]): (readonly [string, Word])[] {
  return tendering.flatMap((room) => words.map((word) => [`${room}.${word}`, word] as const));
}

/** By whole name: `voting.called` calls for ballots, and for nobody's offers. */
const words: ReadonlyMap<string, RoomFact['word']> = new Map<string, RoomFact['word']>([
  ...ofTenders('called', 'bid', 'decided', 'answered', 'dropped'),
  ['delegation.given', 'given'],
  ['delegation.escalated', 'escalated'],
  ['load-balancing.moved', 'moved'],
]);

/** Facts that say what another one says as well. */
export const toldElsewhere: ReadonlySet<string> = new Set([
  'message.delivered',
  ...ofTenders('closed', 'reserved', 'released').map(([name]) => name),
]);

/** Messages with which a search for somebody begins. */
export const asking: ReadonlySet<string> = new Set(['load-balancing.probe', ...ofTenders('cfp').map(([name]) => name)]);

/** Messages by which somebody who was asked declines. */
export const declining: ReadonlyMap<string, 'refuse' | 'not-understood'> = new Map(
  ofTenders('refuse', 'not-understood'),
);

/** A fact as one of these; null for all others. */
export function roomFact(fact: KnownFact): RoomFact | null {
  const word = words.get(fact.type);
  return word === undefined ? null : ({ word, fact } as unknown as RoomFact);
}
