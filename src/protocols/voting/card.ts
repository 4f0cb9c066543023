/** The card of voting, and its rules in words. */
import { majorityOf } from '../../plan/index.ts';
import type { DecisionCard, DecisionWay } from '../card.ts';
import { facts, messages, room } from './messages.ts';
import type { Rule } from './tally.ts';

const trust =
  'The vote counter and every voter are trusted: an equivocating voter is counted by what it told the vote counter.';

/** Every ballot is called for and comes; nothing is survived that lies. */
const counting = { survives: null, messages: (members: number) => ({ count: 2 * members }) } as const;

const ways: Readonly<Record<Rule, DecisionWay>> = {
  majority: {
    name: 'Majority',
    line: 'More than half must vote for it. No defence against liars, who vote too. Without a majority, nothing is decided.',
    says: `What more than half of the participants vote for; silence supports no option. If half are liars, they block it; if more are, they decide. ${trust}`,
    votes: majorityOf,
    ...counting,
  },
  supermajority: {
    name: 'Two thirds',
    line: 'Two thirds must vote for it. A third can block it by silence or lies.',
    says: `What two thirds of the participants vote for. One more than a third can block it by silence or lies. ${trust}`,
    votes: (members) => Math.ceil((2 * members) / 3),
    ...counting,
  },
  plurality: {
    name: 'Plurality',
    line: 'The most votes win, however few. A few liars decide where the rest are split.',
    says: `The option with the most ballots, however few; ties go to the first in canonical order. A few liars decide when the rest are split. ${trust}`,
    ...counting,
  },
  unanimity: {
    name: 'Unanimity',
    line: 'All must vote for it. A single liar or silent agent blocks it.',
    says: `What every participant votes for. One liar or one silent participant blocks it. ${trust}`,
    votes: (members) => members,
    ...counting,
  },
  weighted: {
    name: 'Weighted by competence',
    line: 'Votes weigh as much as their voters are usually right. No defence against voters who err together or overstate their competence.',
    says: `Each ballot weighs the log-odds of its voter being right, best when voters err independently; one wrong more often than chance counts for the other options. No defence against voters who err together or overstate their competence. ${trust}`,
    ...counting,
  },
  borda: {
    name: 'Borda count',
    line: 'Each voter ranks the options, and ranks give points. No defence against ranking a rival last on purpose.',
    says: `Each ballot ranks the options and gives points by rank. A voter gains by ranking a rival last against its own opinion, or by adding options like its own. ${trust}`,
    ranked: true,
    ...counting,
  },
  condorcet: {
    name: 'Condorcet',
    line: 'The option that beats every other one head to head. There may be none, and liars can create a cycle.',
    says: `The option that beats every other one head to head. There may be none, and liars can create a cycle. ${trust}`,
    ranked: true,
    ...counting,
  },
};

export const card: DecisionCard = {
  kind: 'decision',
  name: room,
  title: 'Voting',
  summary:
    'One vote each, counted by a vote counter. An equivocating voter is counted by what it told the vote counter. No defence against a lying counter or lying voters.',
  messages,
  facts,
  ways,
};
