/**
 * The facts of protocol rooms that an account of a task reads, by the word after the room's name: those of a tender, whoever
 * holds it, of delegation and of work that moved. A fact of a room that is not named here is told as a line and nothing more.
 */
import type { BidFact, CalledFact, DecidedFact, DroppedFact } from '../../agents/index.ts';
import type { Compared, KnownFact } from '../../plan/index.ts';

interface Answered {
  readonly agent: number;
  readonly call: number;
  readonly as: 'accepted' | 'outbid' | 'late' | 'unusable' | 'cancelled';
}
export interface GivenFact {
  readonly by: number;
  readonly agent: number;
  readonly as: 'manager' | 'worker';
  readonly rule: string;
  readonly compared: readonly Compared[];
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

const words: ReadonlySet<string> = new Set([
  'called',
  'bid',
  'decided',
  'answered',
  'dropped',
  'given',
  'escalated',
  'moved',
] satisfies RoomFact['word'][]);

/** A fact as one of these; null for all others. */
export function roomFact(fact: KnownFact): RoomFact | null {
  if (fact.type.startsWith('task.') || fact.type.startsWith('message.')) return null;
  const word = fact.type.slice(fact.type.indexOf('.') + 1);
  return words.has(word) ? ({ word, fact } as unknown as RoomFact) : null;
}
