/** The card of voting, and its rules in words. */
import { majorityOf } from '../../plan/index.ts';
import type { DecisionCard, DecisionWay } from '../card.ts';
import { facts, messages, room } from './messages.ts';
import type { Rule } from './tally.ts';

const trust =
  'The teller is trusted, and so is every voter: one that tells different things to different people is counted by what it told the teller.';

/** Every ballot is called for and comes; nothing is survived that lies. */
const counting = { survives: null, messages: (members: number) => ({ count: 2 * members }) } as const;

const ways: Readonly<Record<Rule, DecisionWay>> = {
  majority: {
    name: 'Majority',
    line: 'More than half of all must want it. Not against liars, who vote too; without a majority nothing is decided.',
    says: `What more than half of all members vote for; silence supports no option. Liars that are half of the members keep it from deciding, and more of them decide. ${trust}`,
    votes: majorityOf,
    ...counting,
  },
  supermajority: {
    name: 'Two thirds',
    line: 'Two thirds of all must want it. Not against a third that blocks by silence or by lies.',
    says: `What two thirds of all members vote for. A third of the members and one more can block it by silence or by lies. ${trust}`,
    votes: (members) => Math.ceil((2 * members) / 3),
    ...counting,
  },
  plurality: {
    name: 'Plurality',
    line: 'The most votes win, however few. Not against a few liars where the rest are split.',
    says: `What most ballots name, however few; of equals the first in canonical order. A few liars decide when the rest are split. ${trust}`,
    ...counting,
  },
  unanimity: {
    name: 'Unanimity',
    line: 'All must want it. Not against anybody: a single liar or silent agent blocks it.',
    says: `What every member votes for. One liar or one silent member blocks it. ${trust}`,
    votes: (members) => members,
    ...counting,
  },
  weighted: {
    name: 'Weighted by competence',
    line: 'Votes weigh as much as their voters are right. Not against voters who err together or lie about what they know.',
    says: `Ballots weigh the log-odds of how often their voter is right, which is best for voters that err independently; who is wrong more often than by chance speaks for the other choices. Voters that err together or claim more than they know are not defended against. ${trust}`,
    ...counting,
  },
  borda: {
    name: 'Borda count',
    line: 'Each ranks the choices, and places give points. Not against who ranks a rival last on purpose.',
    says: `Each ballot ranks the choices and gives points by place. Who ranks a rival last against its own opinion, or brings in choices like its own, gains by it. ${trust}`,
    ranked: true,
    ...counting,
  },
  condorcet: {
    name: 'Condorcet',
    line: 'The choice that beats every other in pairs. There may be none, and liars can create a cycle.',
    says: `What beats every other choice in pairs. There may be none, and liars can create a cycle. ${trust}`,
    ranked: true,
    ...counting,
  },
};

export const card: DecisionCard = {
  kind: 'decision',
  name: room,
  title: 'Voting',
  summary:
    'One vote each, counted by a teller. A voter that tells different things to different people is counted by what it told the teller; a lying teller and lying voters are not defended against.',
  messages,
  facts,
  ways,
};
