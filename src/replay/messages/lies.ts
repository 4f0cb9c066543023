/**
 * Which messages are lies, and what the liar told whom: the same thing said to others about the same task is read beside it. The
 * fact of a lie stands right before the message that it makes false.
 */
import { canonical } from '../../base/index.ts';
import type { Message } from '../../kernel/index.ts';
import { actorTitle, type Plan } from '../../plan/index.ts';
import type { FactLog } from '../log/fact-log.ts';
import { taskOf, type MessageLog, type SentFact } from './message-log.ts';

/** How far before and behind a lie the same word to others is looked for, in messages. */
const aroundMax = 40;
const valueMax = 40;

/** What a message was about to be before it was falsified, as a sentence; null for one that is no lie. */
export function lieIn(plan: Plan, log: FactLog, messages: MessageLog, message: number): string | null {
  if (!messages.isLie(message)) return null;
  const before = log.unpackedAt(messages.sentAt(message) - 1);
  if (before?.type !== 'agent.lied') return null;
  const fact = messages.fact(message);
  const who = actorTitle(plan, fact.from);
  if (before.conduct === 'replay') return `${who} says again what it said before`;
  const told = toldBy(plan, messages, message, fact);
  return told === '' ? `${who} does not say the truth` : `${who} told ${told}`;
}

/** What somebody told whom in one round: `Ana and Ben "go", Cleo "stop"`. */
function toldBy(plan: Plan, messages: MessageLog, message: number, fact: SentFact): string {
  const hearers = new Map<string, Set<string>>();
  const last = Math.min(messages.length - 1, message + aroundMax);
  for (let other = Math.max(0, message - aroundMax); other <= last; other += 1) {
    const { from, to, message: said } = messages.fact(other);
    if (from !== fact.from || !isSameWord(said, fact.message)) continue;
    const value = valueOf(said);
    if (value === null) continue;
    hearers.set(value, (hearers.get(value) ?? new Set()).add(actorTitle(plan, to)));
  }
  return [...hearers].map(([value, names]) => `${[...names].join(', ')} ${value}`).join(' and ');
}

/** Whether two messages are one word to several hearers. */
function isSameWord(one: Message, other: Message): boolean {
  const of = (message: Message, key: 'view' | 'attempt') => (message as unknown as Record<string, unknown>)[key];
  return (
    one.type === other.type &&
    taskOf(one) === taskOf(other) &&
    of(one, 'view') === of(other, 'view') &&
    of(one, 'attempt') === of(other, 'attempt')
  );
}

/** The value that a message says, clipped; null for one that says none. */
export function valueOf(message: Message, most = valueMax): string | null {
  if (!('value' in message)) return null;
  const text = canonical(message.value);
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
