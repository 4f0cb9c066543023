/**
 * What always holds in a contract net, as folds over facts. The numbers are those of SPEC.md.
 */
import {
  answeredOnce,
  bestBid,
  callsBounded,
  effectiveOnce,
  inTime,
  fewEnough,
  leaseOf,
  narrowedOnly,
  neverOverCommitted,
  oneAward,
  onlyCapable,
  onlyTrusted,
  roundsBounded,
} from '../../agents/index.ts';
import type { Invariant, Plan } from '../../plan/index.ts';
import { room, words } from './messages.ts';
import { BUSY_CALLS_MAX } from './rounds.ts';
import type { ContractNetSettings } from './settings.ts';

/** All that hold for this plan. */
export function invariants(plan: Plan, settings: ContractNetSettings): Invariant[] {
  return [
    onlyCapable({ rule: 'CN1', room }, plan),
    oneAward({ rule: 'CN2', room }, words),
    bestBid({ rule: 'CN3', room }, words, settings),
    inTime({ rule: 'CN4', room }, words),
    answeredOnce({ rule: 'CN5', room }, words),
    neverOverCommitted({ rule: 'CN6', room }, words, settings.backlog),
    effectiveOnce({ rule: 'CN7', room }),
    onlyTrusted({ rule: 'CN8', room }, leaseOf(settings.leaseMs, plan).ms, words.called),
    roundsBounded({ rule: 'CN9', room }, words, settings.rounds),
    callsBounded({ rule: 'CN17', room }, words, settings.rounds + BUSY_CALLS_MAX),
    narrowedOnly({ rule: 'CN18', room }, words, settings.iterations),
    fewEnough({ rule: 'CN19', room }, words, settings.inviteMax),
  ];
}
