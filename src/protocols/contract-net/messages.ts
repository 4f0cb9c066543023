/**
 * What travels in a contract net, in FIPA's words (SC00029H), as a person reads them. The unions are those of a tender.
 */
import { tenderWords, type BidFunction } from '../../agents/index.ts';
import type { RuleWords } from '../card.ts';
import type { ContractNetSettings } from './settings.ts';

export const room = 'contract-net';
export const words = tenderWords(room);

export const messages: Readonly<Record<string, string>> = {
  [words.cfp]: 'announcement',
  [words.propose]: 'bid',
  [words.refuse]: 'refuse',
  [words.notUnderstood]: 'not understood',
  [words.assign]: 'accept bid',
  [words.reject]: 'reject bid',
  [words.acknowledge]: 'confirm award',
  [words.heartbeat]: 'heartbeat',
  [words.ask]: 'status query',
  [words.result]: 'result',
  [words.failure]: 'failure',
  [words.cancel]: 'cancel',
  [words.decommit]: 'drop contract',
  [words.hello]: 'recovered',
};

const bids: Readonly<Record<BidFunction, readonly [string, string]>> = {
  completion: ['when the bidder expects to finish', 'expected finish, ms'],
  source: ['ten times the load of the task, plus five per assigned task', 'price'],
  'marginal-cost': ['the bidder’s extra cost', 'marginal cost'],
  confidence: ['the expected time over the confidence of the bidder', 'time over confidence'],
  weighted: ['expected finish, cost, confidence and load, weighted by the initiator', 'weighted bid'],
};

/** How bids are compared: the rule of every award. */
export function rules({ bid }: ContractNetSettings): Readonly<Record<string, RuleWords>> {
  const [what, measure] = bids[bid];
  return {
    [room]: {
      says: `Contract net: the task was announced; the lowest bid won. A bid is ${what}. Of equal bids the lower load wins.`,
      measure,
      passed: 'not asked: no free capacity',
      ties: true,
    },
  };
}
