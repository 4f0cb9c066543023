/**
 * What an agent remembers in delegation: what it has to see to, what it has given away, and which calls it holds. Plain
 * data; only the role changes it.
 */
import type { BeatSlice, Ledger, LeaseTerms, TenderState } from '../../agents/index.ts';
import type { Message } from '../../kernel/index.ts';
import type { Fostering } from './tree/adoption.ts';
import { words, type Concluded, type Delegate, type Entrust, type Escalate, type Told } from './messages.ts';
import type { DelegationSettings } from './settings.ts';

/** What a manager has to see to. */
export interface Goal {
  readonly from: number;
  readonly told: Delegate;
  /** How often it was given to somebody, and who gave it back or fell silent with it. */
  tries: number;
  excluded: number[];
  /** Whether it was called out: that is done once. */
  called: boolean;
  /** Whether it was lost with somebody: whoever had it on that way may be asked on a new one. */
  lost: boolean;
  cancelling: boolean;
  /** What it has cost or may still, where it is limited; and how much of that is with somebody below. */
  spent?: number;
  lent?: number;
}

export interface DelegateSlice {
  worker: unknown;
  /** Absent where nobody reports to the agent. */
  ledger?: Ledger;
  goals: Record<number, Goal>;
  /** Highest lease under which each task was ever taken: a repeated message is no new goal. */
  seen: Record<number, number>;
  /** Whom it adopted; absent until it had to. */
  fostering?: Fostering;
  /** Calls that it holds among its reports; absent where it holds none. */
  tender?: TenderState;
  deciding?: boolean;
  /** Who entrusted each composite. */
  entrusted: Record<number, number>;
  /** Signs of life of what it sees to. */
  beat: BeatSlice;
}

export interface Beat extends Message {
  readonly type: 'delegation.manage-beat';
}

export type ManagerWord =
  Delegate | Escalate | Entrust | Told | Beat | Concluded | { readonly type: 'delegation.decide' };

export interface DelegateSettings {
  readonly lease: LeaseTerms;
  readonly inside: DelegationSettings['inside'];
}

/** Words that concern what it does itself. */
export const forWorker: ReadonlySet<string> = new Set([
  words.assign,
  words.cancel,
  words.beat,
  words.ask,
  words.cfp,
  words.reject,
  words.expired,
]);
