/**
 * Parameters of a tender as its initiator and its bidders use them, and the waits that follow from a plan's network.
 */
import type { Plan } from '../../plan/index.ts';
import type { BidFunction, BidWeights } from './bids.ts';

export interface TenderSettings {
  readonly bid: BidFunction;
  readonly weights: BidWeights;
  /** How long a call waits for answers. */
  readonly replyMs: number | 'auto';
  /** How long an offer stands. */
  readonly validMs: number | 'auto';
  /** Whether an offer reserves capacity, or an award has to be confirmed. */
  readonly binding: 'reserve' | 'confirm';
  /** Tasks that an agent takes on beyond its slots. */
  readonly backlog: number;
  readonly payment: 'first' | 'second';
  /** What dropping a contract that has not begun costs; 0 when contracts are kept. */
  readonly penalty: number;
}

/** There and back by the slowest way that a message may take, a reordered one included. */
function roundTrip(plan: Plan): number {
  return plan.delayMaxMs === 0 ? 0 : 4 * plan.delayMaxMs + 2;
}

/** How long a call waits: by default until every answer that is not lost must have come. */
export function replyMsOf({ replyMs }: Pick<TenderSettings, 'replyMs'>, plan: Plan): number {
  return replyMs === 'auto' ? roundTrip(plan) + 1 : replyMs;
}

/** How long an offer stands: by default until an award that was made at the end of the call must have come. */
export function validMsOf(settings: Pick<TenderSettings, 'replyMs' | 'validMs'>, plan: Plan): number {
  return settings.validMs === 'auto' ? replyMsOf(settings, plan) + roundTrip(plan) + 1 : settings.validMs;
}
