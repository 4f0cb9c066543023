/** How each fact of a negotiation is told, what mark it is, and what it adds to the account of its task. */
import type { FactCards } from '../../agents/index.ts';
import { outcomeText, type NegotiationFact } from './messages.ts';
import type { PointKind } from './bargain/points.ts';

const points: Readonly<Record<PointKind, string>> = {
  nash: 'the highest product of gains',
  'kalai-smorodinsky': 'the most even shares of what each could gain',
  egalitarian: 'the most for whoever gains least',
  utilitarian: 'the highest sum of gains',
};

/** A share or utility to a few places. */
export function figureText(value: number): string {
  return String(Math.floor(value * 10_000 + 0.5) / 10_000);
}

/** Why a word was said where one of two had to concede. */
function whyText(
  { risks, tied }: { readonly risks: readonly number[] | null; readonly tied: boolean },
  own: string,
): string {
  if (risks === null) return '';
  const [first, second] = risks.map(figureText);
  return tied
    ? ` (equal risks of ${first}: the coin said ${own})`
    : ` (risks ${first} and ${second}: the lower concedes)`;
}

export const facts: FactCards<NegotiationFact> = {
  'negotiation.called': {
    told: ({ task: of, members }, { task }) => `${members.length} agents were called to negotiate ${task(of)}`,
    conflict: ({ task, members }) => ({ kind: 'called', task, members }),
  },
  'negotiation.declared': {
    told: ({ agent: who, task: of }, { agent, task }) => `${agent(who)} declared what it wants of ${task(of)}`,
    phase: { word: 'declared', says: ['negotiation.declare'], reached: ({ task, agent }) => ({ task, agent }) },
    account: ({ agent }) => ({ word: 'member', agent, did: true, note: 'said what it wants' }),
  },
  'negotiation.opened': {
    told: ({ task: of, outcomes, rational }, { task }) =>
      `The negotiation of ${task(of)} opened: ${outcomes} outcomes, ${rational === 0 ? 'none of them' : rational} acceptable to all`,
  },
  'negotiation.offered': {
    told: ({ agent: who, task: of, outcome, ...why }, { agent, task }) =>
      `${agent(who)} offered on ${task(of)}: ${outcomeText(outcome)}${whyText(why, agent(who))}`,
    mark: 'vote',
    phase: {
      word: 'offered',
      says: ['negotiation.offer'],
      reached: ({ task, agent, outcome }) => ({ task, agent, value: outcome }),
    },
    account: ({ agent, outcome, ...why }) => ({
      ...{ word: 'member', agent, did: true },
      note: `last offered ${outcomeText(outcome)}${whyText(why, 'it concedes')}`,
    }),
  },
  'negotiation.accepted': {
    told: ({ agent: who, task: of, outcome, ...why }, { agent, task }) =>
      `${agent(who)} accepted on ${task(of)}: ${outcomeText(outcome)}${whyText(why, agent(who))}`,
    mark: 'vote',
    phase: {
      ...{ word: 'accepted', says: ['negotiation.accept'], means: 'outcome' },
      reached: ({ task, agent, outcome }) => ({ task, agent, value: outcome }),
    },
    account: ({ agent, outcome, ...why }) => ({
      ...{ word: 'member', agent, did: true },
      note: `accepted ${outcomeText(outcome)}${why.risks === null ? '' : `: no concession would make the other risk less${whyText(why, 'it gives in')}`}`,
    }),
  },
  'negotiation.asked': {
    told: ({ agent: who, of, task: on }, { agent, task }) =>
      `${agent(who)} asked ${agent(of)} again for its word on ${task(on)}`,
  },
  'negotiation.repeated': {
    told: ({ task: of, members }, { agent, task }) =>
      `Asked again on ${task(of)}: ${members.map((each) => agent(each)).join(', ')}`,
  },
  'negotiation.proposed': {
    told: ({ task: of, outcome, point, tied }, { task }) =>
      `Proposed on ${task(of)}: ${outcomeText(outcome)}, ${points[point]}${tied > 1 ? `, one of ${tied} equally good` : ''}`,
  },
  'negotiation.answered': {
    told: ({ agent: who, task: of, accepts }, { agent, task }) =>
      `${agent(who)} ${accepts ? 'accepted' : 'refused'} the proposal on ${task(of)}`,
    mark: 'vote',
    phase: { word: 'answered', says: ['negotiation.answer'], reached: ({ task, agent }) => ({ task, agent }) },
    account: ({ agent, accepts }) => ({
      ...{ word: 'member', agent, did: accepts },
      note: accepts ? 'accepted the proposal' : 'refused: it is worth less to it than no deal',
    }),
  },
  'negotiation.closed': {
    told: ({ task: of, outcome, utilities, rounds, reason }, { task }) =>
      outcome === null
        ? `The negotiation of ${task(of)} ended without a deal: ${reason ?? 'nobody agreed'}`
        : `${task(of)} ended in a deal after ${rounds} ${rounds === 1 ? 'round' : 'rounds'}: ${outcomeText(outcome)} (worth ${utilities.map(figureText).join(', ')})`,
    markOf: ({ outcome }) => (outcome === null ? 'no-deal' : 'deal'),
    account: ({ reason }) => (reason === null ? null : { word: 'undecided', reason }),
    conflict: ({ task, outcome, rounds, reason }) =>
      outcome === null
        ? { kind: 'closed', task, deal: false, how: reason ?? 'nobody agreed' }
        : { kind: 'closed', task, deal: true, how: `${outcomeText(outcome)}, in round ${String(rounds)}` },
  },
};
