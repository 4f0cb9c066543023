/**
 * What the facts and messages of rooms add to the account of a task, as their cards say it, by whole names. A fact whose card says
 * nothing of it is told as a line and nothing more.
 */
import type { AccountEntry } from '../../agents/index.ts';
import type { Message } from '../../kernel/index.ts';
import type { KnownFact } from '../../plan/index.ts';
import { cardOf, factCardOf } from '../../protocols/index.ts';

/** What a fact adds; null for nothing. */
export function entryOf(fact: KnownFact): AccountEntry | null {
  return factCardOf(fact.type)?.account?.(fact) ?? null;
}

/** Whether another fact says the same as well. */
export function isToldElsewhere(type: string): boolean {
  return type === 'message.delivered' || factCardOf(type)?.toldElsewhere === true;
}

/** Whether a search for somebody begins with a message of this type. */
export function isAsking(type: string): boolean {
  return cardOf(type)?.asking?.includes(type) === true;
}

/** How somebody who was asked declines by a message; null where it does not. */
export function declinedBy(message: Message): string | null {
  return cardOf(message.type)?.declining?.[message.type]?.(message) ?? null;
}
