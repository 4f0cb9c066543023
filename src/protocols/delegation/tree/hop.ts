/**
 * One hop down the hierarchy: a task or a goal is handed to a report, with what it may cost and until when, and it is told.
 * The top and every manager do it alike; whom it goes to is decided before.
 */
import { lastLease, availableAt, type Assign, type Assigner, type Ledger } from '../../../agents/index.ts';
import type { Context } from '../../../kernel/index.ts';
import { withListed, type Arrival, type Plan } from '../../../plan/index.ts';
import type { Fostering } from './adoption.ts';
import { priceOf } from '../budget.ts';
import { delegate, type Delegate, type GivenFact, type Lineage } from '../messages.ts';
import type { Pick } from './tree.ts';

/** Whoever hands on, as far as a hop concerns it. */
export interface Giver {
  readonly by: number;
  readonly ledger: Ledger;
  readonly assigner: Assigner;
  readonly fostering: Fostering | undefined;
}

export interface Hop {
  readonly task: number;
  readonly attempt: number;
  readonly pick: Pick & { readonly call?: number };
  /** The lease under which the giver has it itself, 0 for the top, and the step to the next one. */
  readonly under: { readonly lease: number; readonly step: number };
  /** As it goes down from here. */
  readonly lineage: Omit<Lineage, 'budget'>;
  readonly arrivals: readonly Arrival[];
  readonly quiet: boolean;
  /** What it may cost; Infinity for any sum. */
  readonly budget: number;
}

/** Hands it on; what is held back of the budget for that: the price of a worker, all that is left for a manager. */
export function handOn(plan: Plan, giver: Giver, hop: Hop, context: Context): number {
  const { task, attempt, pick, under, lineage, arrivals, quiet, budget } = hop;
  const { agent, as, rule, compared, comparedOf, tied, call } = pick;
  const { ledger, fostering } = giver;
  const limited = budget !== Infinity;
  const amount = limited && as === 'worker' ? priceOf(plan, task, agent) : budget;
  const lease = Math.max(lastLease(ledger, task), under.lease) + under.step;
  const say = (assign: Assign): Delegate =>
    delegate(assign, limited ? { ...lineage, budget: amount } : lineage, { arrivals, quiet, under: pick.under });
  giver.assigner.assign(ledger, context, {
    task,
    attempt,
    agent,
    availableMs: availableAt(arrivals, agent, context.now),
    rule,
    compared,
    comparedOf,
    tied,
    under,
    call,
    delegated: as === 'manager' ? { say, quiet } : undefined,
  });
  if (fostering !== undefined && pick.under.length > 0) fostering.through[task] = agent;
  const { level, deadlineMs } = lineage;
  const given: GivenFact = withListed(
    {
      type: 'delegation.given' as const,
      task,
      by: giver.by,
      agent,
      as,
      lease,
      lineage: lineage.lineage,
      level,
      deadlineMs,
      rule,
    },
    pick,
    agent,
  );
  context.record(limited ? { ...given, budget: { amount, of: under.lease } } : given);
  return amount;
}
