/**
 * What work waits for while an agent has it in hand and its clock does not run, in a clause: its data, or a service that it
 * uses.
 */
import type { KnownFact, Plan, SliceFact, UseKind } from '../../plan/index.ts';

type HaltedFact = Extract<
  KnownFact,
  { readonly type: 'task.blocked' | 'task.giving' | 'task.suspended' | 'task.resumed' }
>;
type WaitingFact =
  HaltedFact | TurnFact | Extract<KnownFact, { readonly type: 'task.waiting' | 'task.recalling' | 'task.obtaining' }>;

const halting: ReadonlySet<string> = new Set<HaltedFact['type']>([
  'task.blocked',
  'task.giving',
  'task.suspended',
  'task.resumed',
]);

/** Whether a fact tells that the clock of work that has begun stands, or that it runs again. */
export function isHalted(fact: KnownFact): fact is HaltedFact {
  return halting.has(fact.type);
}

/** A fact of turns after which work that has begun has one, or waits for one. */
export type TurnFact = Extract<SliceFact, { readonly type: 'slice.waits' | 'slice.began' | 'slice.ended' }>;

export function isTurn(fact: KnownFact): fact is TurnFact {
  return fact.type === 'slice.waits' || fact.type === 'slice.began' || fact.type === 'slice.ended';
}

/** Null where nothing is waited for any more. */
export function waitsFor(fact: WaitingFact, { services }: Plan): string | null {
  switch (fact.type) {
    case 'task.waiting':
      return 'waiting for input';
    case 'task.recalling':
      return 'recalling';
    case 'task.resumed':
    case 'slice.began':
      return null;
    case 'slice.waits':
    case 'slice.ended':
      return 'waiting for its turn';
    case 'task.suspended':
      return 'suspended';
    default:
      return usingFor(fact.use, services[fact.service]!.name);
  }
}

/** What an agent is doing about a service, with its name: after "began" in the log, by itself in a state. */
export function usingFor(use: UseKind, name: string): string {
  switch (use) {
    case 'read':
      return `reading ${name}`;
    case 'write':
      return `writing to ${name}`;
    case 'limit':
    case 'resource':
      return `waiting for ${name}`;
  }
}
