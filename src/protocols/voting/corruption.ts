/**
 * How a voter lies: its ballot says another thing than it thinks. It has one hearer, the teller; who would tell others
 * the truth tells the teller the other thing. Everything else is left to be said as it is.
 */
import { groupAt } from '../../plan/index.ts';
import type { Conduct, Corruption } from '../../agents/index.ts';
import type { Json } from '../../base/index.ts';
import type { BallotMessage } from './messages.ts';
import { insteadOf } from './ballots.ts';
import { isRanked, type Rule } from './tally.ts';

export const corruption: Corruption = (message, { plan, conduct }) => {
  if (message.type !== 'voting.ballot') return message;
  const ballot = message as BallotMessage;
  const decision = plan.decisions.get(ballot.task);
  const wanted = wantedBy(conduct);
  if (decision === undefined || wanted === undefined) return message;
  const rule = groupAt(plan, decision.group).protocol as Rule;
  const other = wanted === null ? insteadOf(rule, decision, ballot.value) : asBallot(rule, ballot.value, wanted);
  return { ...ballot, value: other } satisfies BallotMessage;
};

/** What a conduct wants to be said: a value, null for any other than the true one, undefined for the truth. */
function wantedBy(conduct: Conduct): Json | undefined {
  switch (conduct.kind) {
    case 'lie':
    case 'equivocate':
    case 'collude':
      return conduct.value;
    case 'flip-votes':
      return null;
    default:
      return undefined;
  }
}

/** One choice put first in a list, where ballots are lists. */
function asBallot(rule: Rule, value: Json, wanted: Json): Json {
  if (!isRanked(rule) || !Array.isArray(value) || Array.isArray(wanted)) return wanted;
  return [wanted, ...(value as readonly Json[]).filter((each) => each !== wanted)];
}
