/** The facts of a tender as sentences, for the log and the command line. */
import type { Telling } from '../role.ts';
import type {
  AnsweredFact,
  BidFact,
  CalledFact,
  ClosedFact,
  DecidedFact,
  DroppedFact,
  ReleasedFact,
  ReservedFact,
  TenderWords,
} from './words.ts';

const answers: Readonly<Record<AnsweredFact['as'], string>> = {
  accepted: 'accepted',
  outbid: 'rejected: another bid was better',
  late: 'rejected: it came too late',
  unusable: 'rejected: it cannot be weighed',
  cancelled: 'rejected: the task was stopped',
  'asked-again': 'among the better ones, and another is asked for',
};

export function tenderFacts(words: TenderWords): Readonly<Record<string, Telling>> {
  return {
    [words.called]: (fact, { task }) => {
      const { task: of, invited, round, iteration = 1 } = fact as CalledFact;
      const again = `${round > 1 ? `, round ${round}` : ''}${iteration > 1 ? `, call ${iteration} of it` : ''}`;
      return `${task(of)} is called out to ${invited.length} ${invited.length === 1 ? 'agent' : 'agents'}${again}`;
    },
    [words.bid]: (fact, { task, agent }) => {
      const bid = fact as BidFact;
      const how = bid.as === 'timely' ? '' : ` (${bid.as})`;
      return `${agent(bid.agent)} bids ${bid.terms.price} for ${task(bid.task)}${how}`;
    },
    [words.decided]: (fact, { task, agent }) => {
      const { task: of, agent: winner, price, paid, reason } = fact as DecidedFact;
      if (winner === -1) return `Nobody is found to do ${task(of)}: ${reason}`;
      return `${agent(winner)} wins ${task(of)} at ${price}${paid === price ? '' : ` and is paid ${paid}`}`;
    },
    [words.answered]: (fact, { task, agent }) => {
      const { task: of, agent: bidder, as } = fact as AnsweredFact;
      return `The offer of ${agent(bidder)} for ${task(of)} is ${answers[as]}`;
    },
    [words.closed]: (fact, { task }) => `The call for ${task((fact as ClosedFact).task)} is closed`,
    [words.reserved]: (fact, { task, agent }) => {
      const { task: of, agent: bidder, instead } = fact as ReservedFact;
      const drops = instead === -1 ? '' : ` and would drop ${task(instead)} for it`;
      return `${agent(bidder)} keeps room for ${task(of)}${drops}`;
    },
    [words.released]: (fact, { task, agent }) => {
      const { task: of, agent: bidder, why } = fact as ReleasedFact;
      return `${agent(bidder)} keeps no room for ${task(of)} any more: ${why}`;
    },
    [words.dropped]: (fact, { task, agent }) => {
      const { task: of, agent: bidder, penalty } = fact as DroppedFact;
      return `${agent(bidder)} drops ${task(of)}${penalty > 0 ? ` and pays ${penalty}` : ''}`;
    },
  };
}
