/**
 * What is told of a tender's facts, under the names by which a module says them: sentences, and what each adds to the account of a
 * task; and which of its messages call for offers and which decline.
 */
import { exactTime } from '../../document/index.ts';
import type { Fact, Message } from '../../kernel/index.ts';
import type { FactCard, MessageTraits } from '../fact-card.ts';
import {
  tenderRule,
  type AnsweredFact,
  type BidFact,
  type CalledFact,
  type ClosedFact,
  type DecidedFact,
  type DroppedFact,
  type Refuse,
  type ReleasedFact,
  type ReservedFact,
  type TenderWords,
} from './words.ts';

const answers: Readonly<Record<AnsweredFact['as'], string>> = {
  accepted: 'accepted',
  outbid: 'rejected: another bid was better',
  late: 'rejected: it came too late',
  unusable: 'rejected: invalid bid',
  cancelled: 'rejected: the task was stopped',
  'asked-again': 'shortlisted: a better bid was asked for',
};

/** One card with the type of its fact. */
function card<F extends Fact>(of: FactCard<F>): FactCard {
  return of;
}

export function tenderFacts(words: TenderWords): Readonly<Record<string, FactCard>> {
  return {
    [words.called]: card<CalledFact>({
      told({ task: of, invited, round, iteration = 1 }, { task }) {
        const again = `${round > 1 ? `, round ${round}` : ''}${iteration > 1 ? `, call ${iteration} of it` : ''}`;
        return `${task(of)} was announced to ${invited.length} ${invited.length === 1 ? 'agent' : 'agents'}${again}`;
      },
      account: (fact) => ({ word: 'called', rule: tenderRule, fact }),
    }),
    [words.bid]: card<BidFact>({
      told({ agent: bidder, task: of, terms, as }, { task, agent }) {
        return `${agent(bidder)} bid ${terms.price} for ${task(of)}${as === 'timely' ? '' : ` (${as})`}`;
      },
      account: ({ call, agent, terms: { price, finishMs }, as }) => ({
        word: 'bid',
        fact: { call, agent, price, note: `would finish at ${exactTime(finishMs)}`, as },
      }),
    }),
    [words.decided]: card<DecidedFact>({
      told({ task: of, agent: winner, price, paid, reason }, { task, agent }) {
        if (winner === -1) return `No agent was found for ${task(of)}: ${reason}`;
        return `${agent(winner)} won ${task(of)} at ${price}${paid === price ? '' : ` and was paid ${paid}`}`;
      },
      account: (fact) => ({ word: 'decided', fact }),
    }),
    [words.answered]: card<AnsweredFact>({
      told: ({ task: of, agent: bidder, as }, { task, agent }) =>
        `The bid of ${agent(bidder)} for ${task(of)} was ${answers[as]}`,
      account: (fact) => ({ word: 'answered', fact }),
    }),
    [words.closed]: card<ClosedFact>({
      told: ({ task: of }, { task }) => `The announcement of ${task(of)} closed`,
      toldElsewhere: true,
    }),
    [words.reserved]: card<ReservedFact>({
      told({ task: of, agent: bidder, instead }, { task, agent }) {
        const drops = instead === -1 ? '' : `, and would drop ${task(instead)} for it`;
        return `${agent(bidder)} reserved capacity for ${task(of)}${drops}`;
      },
      toldElsewhere: true,
    }),
    [words.released]: card<ReleasedFact>({
      told: ({ task: of, agent: bidder, why }, { task, agent }) =>
        `${agent(bidder)} released the capacity for ${task(of)}: ${why}`,
      toldElsewhere: true,
    }),
    [words.dropped]: card<DroppedFact>({
      told: ({ task: of, agent: bidder, penalty }, { task, agent }) =>
        `${agent(bidder)} dropped ${task(of)}${penalty > 0 ? ` and paid ${penalty}` : ''}`,
      account: (fact) => ({ word: 'dropped', fact }),
      holds: 'dropped',
    }),
  };
}

/** With what a search for somebody begins, and how who was asked declines. */
export function tenderTraits(words: TenderWords): Required<MessageTraits> {
  return {
    asking: [words.cfp],
    declining: {
      [words.refuse]: (message: Message & Partial<Refuse>) =>
        `refused: ${message.reason === 'busy' ? 'no free capacity' : 'not eligible'}`,
      [words.notUnderstood]: () => 'did not understand the announcement',
    },
  };
}
