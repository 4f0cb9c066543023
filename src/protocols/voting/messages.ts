/**
 * What travels when a group votes, and what is told of it. A teller calls for ballots, each voter answers with one, the
 * teller counts. Tasks and agents are indexes into the plan; `by` is never said, since a group has one teller.
 */
import { band, clipped, type BandOf, type FactCards } from '../../agents/index.ts';
import { canonical, type Json } from '../../base/index.ts';
import type { Fact, Message } from '../../kernel/index.ts';
import { taskTitle } from '../../plan/index.ts';
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
  /** What the member believes by now, to put forward; absent where that is what it believed at the start, or another source gives it. */
  readonly ballot?: Json;
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
  /** What members believe by now, by place; absent where that is what they believed at the start. */
  readonly ballots?: readonly Json[];
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
  again: 'already voted',
  invalid: 'invalid',
  late: 'too late',
  'no-voter': 'not allowed to vote',
  abstains: 'nothing to put forward',
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

/** Why a ballot does not count, to the account of its voter; a second one takes nothing from the first. */
const shortly: Readonly<Record<Exclude<Refusal, 'again'>, string>> = {
  invalid: 'its ballot was invalid',
  late: 'its ballot was too late',
  'no-voter': 'may not vote',
  abstains: 'had nothing to put forward',
};

export const facts: FactCards<VotingFact> = {
  'voting.called': {
    told: ({ task: of, members, rule }, { task }) =>
      `${members.length} agents were asked to vote on ${task(of)} by ${ruleNames[rule]}`,
  },
  'voting.repeated': {
    told: ({ task: of, members }, { task }) =>
      `${members.length === 1 ? '1 agent that had' : `${members.length} agents that had`} not voted on ${task(of)} ${members.length === 1 ? 'was' : 'were'} asked again`,
  },
  'voting.cast': {
    told: ({ agent: who, task: of, value }, { task, agent }) =>
      `${agent(who)} voted on ${task(of)}: ${canonical(value)}`,
    mark: 'vote',
    phase: { word: 'voted', says: [], reached: (fact) => fact },
    account: ({ agent, value }) => ({
      ...{ word: 'member', agent, did: false },
      note: `voted for ${clipped(value)}; its ballot has not arrived`,
    }),
  },
  'voting.counted': {
    told: ({ agent: who, task: of, value }, { task, agent }) =>
      `The ballot of ${agent(who)} on ${task(of)} was counted: ${canonical(value)}`,
    mark: 'vote',
    phase: { word: 'counted', says: ['voting.ballot'], means: 'ballot', reached: (fact) => fact },
    account: ({ agent, value }) => ({ word: 'member', agent, did: true, note: `for ${clipped(value)}` }),
  },
  'voting.refused': {
    told: ({ agent: who, task: of, reason }, { task, agent }) =>
      `The ballot of ${agent(who)} on ${task(of)} was not counted: ${refusals[reason]}`,
    mark: 'conflict',
    refused: ({ agent, reason }) => ({ agent, why: reason }),
    account: ({ agent, reason }) =>
      reason === 'again' ? null : { word: 'member', agent, did: false, note: shortly[reason] },
  },
  'voting.closed': {
    told: ({ task: of, reason, turnout }, { task }) =>
      `The vote on ${task(of)} closed with ${turnout} ballots${reason === null ? '' : `: ${reason}`}`,
    account: ({ reason }) => (reason === null ? null : { word: 'undecided', reason }),
  },
};

/** The phases of a vote between its messages: ballots are called for, and cast. */
export const bandOf: BandOf = ({ message: said }, plan) => {
  const { type, task, attempt } = said as BallotMessage | Call;
  const phase = type === 'voting.call' ? 'call for ballots' : 'ballots';
  return band(`${taskTitle(plan, task)}: ${phase}`, phase, task, attempt);
};
