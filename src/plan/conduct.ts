/**
 * Ways in which an agent misbehaves, and the facts by which everybody who reads a run knows of it. What each way does to
 * messages is the agents' business and their rooms'; nothing here acts.
 */
import type { Json } from '../base/index.ts';
import type { Fact } from '../kernel/index.ts';

export type ConductKind =
  | 'silent'
  | 'equivocate'
  | 'lie'
  | 'flip-votes'
  | 'selective-send'
  | 'replay'
  | 'false-view-change'
  | 'bad-new-view'
  | 'other-order'
  | 'gaps'
  | 'rogue-proposals'
  | 'censor'
  | 'collude';

/** Ways that leave out, repeat or ask without cause: all that is said is true all the same. */
const truthful: ReadonlySet<ConductKind> = new Set([
  'silent',
  'selective-send',
  'censor',
  'replay',
  'false-view-change',
]);

/** How many ways of saying what is not true each agent has under way, by index. */
export type Liars = Map<number, number>;

/**
 * Follows who says what is not true at present. Rules about the honest look at honest steps: they pass over an agent while it
 * lies, and never because it once left something out, said something twice, or lied long ago.
 */
export function followLiars(liars: Liars, fact: Fact): void {
  if (fact.type !== 'agent.turned') return;
  const { agent, conduct, on } = fact as Extract<ConductFact, { type: 'agent.turned' }>;
  if (truthful.has(conduct)) return;
  const left = (liars.get(agent) ?? 0) + (on ? 1 : -1);
  if (left > 0) liars.set(agent, left);
  else liars.delete(agent);
}

/** Facts that say that something goes wrong on purpose: what is promised of a plan where nothing does holds no more. */
export const disturbingFacts = [
  'actor.crashed',
  'agent.turned',
  'agent.slowed',
  'network.changed',
  'message.lost',
] as const;

/** Whether a fact says that the run is disturbed, also where the plan foresaw nothing of it: a person may put faults in. */
export function disturbs({ type }: Fact): boolean {
  return disturbingFacts.includes(type as never);
}

export type ConductFact =
  /** An agent begins or ceases to misbehave. */
  | (Fact & {
      readonly type: 'agent.turned';
      readonly agent: number;
      readonly conduct: ConductKind;
      readonly on: boolean;
      /** What it says instead, where that was named. */
      readonly value: Json;
    })
  /** Just before the message that it makes false, from this agent to this actor; alone where nothing was said at all. */
  | (Fact & {
      readonly type: 'agent.lied';
      readonly agent: number;
      /** An actor. */
      readonly to: number;
      readonly conduct: ConductKind;
      /** Type of the message. */
      readonly says: string;
      readonly withheld: boolean;
    })
  /** Its work takes so many times as long from here on. */
  | (Fact & { readonly type: 'agent.slowed'; readonly agent: number; readonly factor: number });
