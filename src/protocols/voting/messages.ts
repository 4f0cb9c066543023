/**
 * What travels when a group votes, and what is told of it. A teller calls for ballots, each voter answers with one, the
 * teller counts. Tasks and agents are indexes into the plan; `by` is never said, since a group has one teller.
 */
import type { Telling } from '../../agents/index.ts';
import { canonical, type Json } from '../../base/index.ts';
import type { Fact, Message } from '../../kernel/index.ts';
import type { Rule } from './tally.ts';

export const room = 'voting';

/** So often a member is called in one vote, at most. */
export const callsMax = 8;

/** One vote: the attempt at one task. */
interface OfVote extends Message {
  readonly task: number;
  readonly attempt: number;
}
export interface Call extends OfVote {
  readonly type: 'voting.call';
}
export interface BallotMessage extends OfVote {
  readonly type: 'voting.ballot';
  readonly value: Json;
}
/** The teller's timers: ballots that are not here now do not count; who has not answered is called again. */
export interface Close extends OfVote {
  readonly type: 'voting.close';
}
export interface Again extends OfVote {
  readonly type: 'voting.again';
}

export const messages: Readonly<Record<string, string>> = {
  'voting.call': 'call for ballots',
  'voting.ballot': 'ballot',
};

/** Why a ballot does not count. */
export type Refusal = 'again' | 'invalid' | 'late' | 'no-voter' | 'abstains';

export interface CalledFact extends Fact, OfVote {
  readonly type: 'voting.called';
  readonly group: number;
  readonly rule: Rule;
  readonly members: readonly number[];
  readonly closesMs: number;
}
/** Who has not answered is called again. */
export interface RepeatedFact extends Fact, OfVote {
  readonly type: 'voting.repeated';
  readonly group: number;
  /** 1 for the first time. */
  readonly round: number;
  readonly members: readonly number[];
}
/** Told by the voter. */
export interface CastFact extends Fact, OfVote {
  readonly type: 'voting.cast';
  readonly agent: number;
  readonly value: Json;
}
export interface CountedFact extends Fact, OfVote {
  readonly type: 'voting.counted';
  readonly agent: number;
  readonly value: Json;
}
export interface RefusedFact extends Fact, OfVote {
  readonly type: 'voting.refused';
  readonly agent: number;
  readonly value: Json;
  readonly reason: Refusal;
}
/** The count: `reason` is null where it gives a value. */
export interface ClosedFact extends Fact, OfVote {
  readonly type: 'voting.closed';
  readonly group: number;
  readonly rule: Rule;
  readonly turnout: number;
  readonly value: Json;
  readonly reason: string | null;
}
export type VotingFact = CalledFact | RepeatedFact | CastFact | CountedFact | RefusedFact | ClosedFact;

const refusals: Readonly<Record<Refusal, string>> = {
  again: 'it has voted already',
  invalid: 'it is not valid',
  late: 'it came too late',
  'no-voter': 'it may not vote',
  abstains: 'it has nothing to put forward',
};

/** How a rule is called in a sentence. */
const ruleNames: Readonly<Record<Rule, string>> = {
  majority: 'majority',
  supermajority: 'two thirds',
  plurality: 'plurality',
  unanimity: 'unanimity',
  weighted: 'weighted votes',
  borda: 'Borda count',
  condorcet: 'Condorcet',
};

const trust =
  'The teller is trusted, and so is every voter: one that tells different things to different people is counted by what it told the teller.';

/** How each rule decides, and what it does not defend against. */
export const rules: Readonly<Record<Rule, string>> = {
  majority: `What more than half of all members vote for; who is silent is for nothing. Liars that are half of the members keep it from deciding, and more of them decide. ${trust}`,
  supermajority: `What two thirds of all members vote for. A third of the members and one more can block it by silence or by lies. ${trust}`,
  plurality: `What most ballots name, however few; of equals the first in canonical order. A few liars decide when the rest are split. ${trust}`,
  unanimity: `What every member votes for. One liar or one silent member blocks it. ${trust}`,
  weighted: `Ballots weigh the log-odds of how often their voter is right, which is best for voters that err independently; who is wrong more often than by chance speaks for the other choices. Voters that err together or claim more than they know are not defended against. ${trust}`,
  borda: `Each ballot ranks the choices and gives points by place. Who ranks a rival last against its own opinion, or brings in choices like its own, gains by it. ${trust}`,
  condorcet: `What beats every other choice in pairs. There may be none, and liars can make a circle. ${trust}`,
};

export const facts: Readonly<Record<string, Telling>> = {
  'voting.called': (fact, { task }) => {
    const called = fact as CalledFact;
    return `${called.members.length} agents are asked to vote on ${task(called.task)} by ${ruleNames[called.rule]}`;
  },
  'voting.repeated': (fact, { task }) => {
    const { task: of, members } = fact as RepeatedFact;
    return `${members.length === 1 ? 'One who has' : `${members.length} who have`} not answered on ${task(of)} ${members.length === 1 ? 'is' : 'are'} called again`;
  },
  'voting.cast': (fact, { task, agent }) => {
    const cast = fact as CastFact;
    return `${agent(cast.agent)} votes on ${task(cast.task)}: ${canonical(cast.value)}`;
  },
  'voting.counted': (fact, { task, agent }) => {
    const counted = fact as CountedFact;
    return `The ballot of ${agent(counted.agent)} on ${task(counted.task)} counts: ${canonical(counted.value)}`;
  },
  'voting.refused': (fact, { task, agent }) => {
    const refused = fact as RefusedFact;
    return `The ballot of ${agent(refused.agent)} on ${task(refused.task)} does not count: ${refusals[refused.reason]}`;
  },
  'voting.closed': (fact, { task }) => {
    const { task: of, reason, turnout } = fact as ClosedFact;
    return `The vote on ${task(of)} is closed with ${turnout} ballots${reason === null ? '' : `: ${reason}`}`;
  },
};
