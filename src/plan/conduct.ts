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
  | 'collude';

/** Facts that say that something goes wrong on purpose: what is promised of a plan where nothing does holds no more. */
const disturbing: ReadonlySet<string> = new Set([
  'actor.crashed',
  'agent.turned',
  'agent.slowed',
  'network.changed',
  'message.lost',
]);

/** Whether a fact says that the run is disturbed, also where the plan foresaw nothing of it: a person may put faults in. */
export function disturbs({ type }: Fact): boolean {
  return disturbing.has(type);
}

export type ConductFact =
  /** An agent begins or ceases to misbehave. Rules about the honest pass over whoever ever was turned, for good. */
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
