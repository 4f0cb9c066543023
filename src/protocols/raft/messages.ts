/**
 * What travels in Raft and what is told of it (Ongaro and Ousterhout 2014): requests of the client, votes, appended
 * entries. Members are agents by index. A slot is a place in the log, from 1; task -1 is an entry that asks for nothing.
 */
import { band, clipped, type BandOf, type FactCards, type Names } from '../../agents/index.ts';
import type { Json } from '../../base/index.ts';
import type { Fact, Message } from '../../kernel/index.ts';
import { actorTitle, taskTitle, type Plan } from '../../plan/index.ts';

export const room = 'raft';

export interface Entry {
  readonly term: number;
  readonly task: number;
  readonly attempt: number;
  readonly value: Json;
}

interface OfGroup extends Message {
  readonly group: number;
}
/** From the client to the leader, or to all when it knows of none. */
export interface Request extends OfGroup {
  readonly type: 'raft.request';
  readonly task: number;
  readonly attempt: number;
  readonly value: Json;
}
/** Another one leads, as far as this member knows. */
export interface Redirect extends OfGroup {
  readonly type: 'raft.redirect';
  readonly task: number;
  readonly attempt: number;
  readonly leader: number;
}
export interface Reply extends OfGroup {
  readonly type: 'raft.reply';
  readonly task: number;
  readonly attempt: number;
  readonly value: Json;
  readonly term: number;
  readonly slot: number;
  /** -1 where this member does not know. */
  readonly leader: number;
  /** Members that are known to have stored it. */
  readonly stored: readonly number[];
}
/** Would you vote for me in this term, if I stood? */
export interface PreVote extends OfGroup {
  readonly type: 'raft.pre-vote';
  readonly term: number;
  readonly lastSlot: number;
  readonly lastTerm: number;
}
/** `asked` is the term that it was asked about, `term` its own. */
export interface PreVoted extends OfGroup {
  readonly type: 'raft.pre-voted';
  readonly term: number;
  readonly asked: number;
  readonly granted: boolean;
}
export interface Vote extends OfGroup {
  readonly type: 'raft.vote';
  readonly term: number;
  readonly lastSlot: number;
  readonly lastTerm: number;
}
export interface Voted extends OfGroup {
  readonly type: 'raft.voted';
  readonly term: number;
  readonly granted: boolean;
}
/** Entries behind `prevSlot`; none is a heartbeat. */
export interface Append extends OfGroup {
  readonly type: 'raft.append';
  readonly term: number;
  readonly prevSlot: number;
  readonly prevTerm: number;
  readonly entries: readonly Entry[];
  readonly commit: number;
}
/** Up to where the log is the leader's; where it is not, from where it should be tried. */
export interface Appended extends OfGroup {
  readonly type: 'raft.appended';
  readonly term: number;
  readonly ok: boolean;
  readonly slot: number;
}
/** A member's own timers: it has waited for a leader long enough, or it is time for a heartbeat. */
export interface Timer extends OfGroup {
  readonly type: 'raft.timeout' | 'raft.beat';
}
export type MemberMessage = Request | PreVote | PreVoted | Vote | Voted | Append | Appended | Timer;

/** The client's own timer. */
export interface Again extends Message {
  readonly type: 'raft.again';
  readonly task: number;
  readonly attempt: number;
}
export type ClientMessage = Reply | Redirect | Again;

export const messages: Readonly<Record<string, string>> = {
  'raft.request': 'request',
  'raft.redirect': 'redirect to leader',
  'raft.reply': 'decided',
  'raft.pre-vote': 'pre-vote request',
  'raft.pre-voted': 'pre-vote reply',
  'raft.vote': 'vote request',
  'raft.voted': 'vote',
  'raft.append': 'append entries',
  'raft.appended': 'appended',
};

interface OfMember extends Fact {
  readonly group: number;
  readonly agent: number;
}
export interface AskedFact extends Fact {
  readonly type: 'raft.asked';
  readonly group: number;
  readonly task: number;
  readonly attempt: number;
  readonly digest: string;
}
export interface StoodFact extends OfMember {
  readonly type: 'raft.stood';
  readonly term: number;
}
/** A member gives its vote of a term away, to itself where it stands. */
export interface VotedFact extends OfMember {
  readonly type: 'raft.voted-for';
  readonly term: number;
  readonly candidate: number;
}
/** A leader that has not heard a quorum for as long as its group is patient leads no more. */
export interface SteppedDownFact extends OfMember {
  readonly type: 'raft.stepped-down';
  readonly term: number;
}
/** The client gives a task up: nobody answered it in all its rounds. */
export interface UnansweredFact extends Fact {
  readonly type: 'raft.unanswered';
  readonly group: number;
  readonly task: number;
}
export interface ElectedFact extends OfMember {
  readonly type: 'raft.elected';
  readonly term: number;
  readonly votes: readonly number[];
}
export interface StoredFact extends OfMember {
  readonly type: 'raft.stored';
  readonly slot: number;
  readonly term: number;
  readonly task: number;
  readonly digest: string;
}
/** Everything from this slot on is gone from the member's log. */
export interface TruncatedFact extends OfMember {
  readonly type: 'raft.truncated';
  readonly slot: number;
}
/** Told by the leader: everything up to this slot is stored by these members. */
export interface CommittedFact extends OfMember {
  readonly type: 'raft.committed';
  readonly slot: number;
  readonly term: number;
  readonly members: readonly number[];
}
export interface ExecutedFact extends OfMember {
  readonly type: 'raft.executed';
  readonly slot: number;
  readonly term: number;
  readonly task: number;
  readonly attempt: number;
  readonly value: Json;
  readonly digest: string;
}
export type RaftFact =
  | AskedFact
  | StoodFact
  | VotedFact
  | ElectedFact
  | SteppedDownFact
  | StoredFact
  | TruncatedFact
  | CommittedFact
  | ExecutedFact
  | UnansweredFact;

const about = (names: Names, task: number): string => (task === -1 ? 'an entry of its own' : names.task(task));

export const facts: FactCards<RaftFact> = {
  'raft.asked': { told: ({ task: of }, { task }) => `The client asked to decide ${task(of)}` },
  'raft.stood': {
    told: ({ agent: who, term }, { agent }) => `${agent(who)} heard no leader and became a candidate in term ${term}`,
    mark: 'view-change',
  },
  'raft.elected': {
    told: ({ agent: who, term, votes }, { agent }) =>
      `${agent(who)} was elected in term ${term} by ${votes.map((vote) => agent(vote)).join(', ')}`,
    mark: 'view-change',
    group: ({ group, agent, term }) => ({ kind: 'leader', group, agent, term }),
  },
  'raft.voted-for': {
    told: ({ agent: who, term, candidate }, { agent }) =>
      `${agent(who)} voted for ${who === candidate ? 'itself' : agent(candidate)} in term ${term}`,
  },
  'raft.stepped-down': {
    told: ({ agent: who, term }, { agent }) => `${agent(who)} heard too few members and stepped down in term ${term}`,
  },
  'raft.unanswered': { told: ({ task: of }, { task }) => `Nobody answered about ${task(of)}` },
  'raft.stored': {
    told: ({ agent, task, slot }, names) => `${names.agent(agent)} stored ${about(names, task)} at index ${slot}`,
    mark: 'vote',
    phase: { word: 'stored', says: ['raft.append'], reached: (fact) => fact },
    account: ({ agent }) => ({ word: 'member', agent, did: true, note: 'stored it' }),
  },
  'raft.truncated': {
    told: ({ agent: who, slot }, { agent }) =>
      `${agent(who)} truncated its log from index ${slot}: the leader had other entries`,
    mark: 'conflict',
  },
  'raft.committed': {
    told: ({ agent: who, slot, members }, { agent }) =>
      `${agent(who)} committed index ${slot}, stored by ${members.map((member) => agent(member)).join(', ')}`,
    group: ({ group, members }) => ({ kind: 'stored', group, members }),
  },
  'raft.executed': {
    told: ({ agent, task, slot }, names) => `${names.agent(agent)} executed ${about(names, task)} at index ${slot}`,
    phase: {
      word: 'executed',
      after: 'raft.stored',
      says: ['raft.appended'],
      means: 'outcome',
      byStored: true,
      reached: (fact) => fact,
    },
    account: ({ agent, value }) => ({ word: 'member', agent, did: true, note: `executed ${clipped(value)}` }),
  },
};

/** The phases of Raft between its messages: elections by terms, entries that are appended and acknowledged, and heartbeats. */
export const bandOf: BandOf = ({ from, to, message: said }, plan) => {
  const message = said as MemberMessage | ClientMessage;
  switch (message.type) {
    case 'raft.request':
    case 'raft.redirect':
      return band(`${taskTitle(plan, message.task)}: request`, 'request', message.task, message.attempt);
    case 'raft.reply':
      return band(`${taskTitle(plan, message.task)}: decided`, 'reply', message.task, message.attempt);
    case 'raft.pre-vote':
      return canvass(plan, from, message.group, message.term);
    case 'raft.pre-voted':
      return canvass(plan, to, message.group, message.asked);
    case 'raft.vote':
      return election(plan, from, message.group, message.term);
    case 'raft.voted':
      return election(plan, to, message.group, message.term);
    case 'raft.append': {
      const { group, term, prevSlot, entries } = message;
      if (entries.length === 0) return band(`heartbeats of term ${term}`, 'heartbeat', group, term);
      const last = prevSlot + entries.length;
      const index = entries.length === 1 ? `index ${last}` : `index ${prevSlot + 1} to ${last}`;
      return { ...band(`append entries, ${index} of term ${term}`, 'append', group, term, last), slot: last };
    }
    case 'raft.appended': {
      const { group, term, ok, slot } = message;
      if (!ok) return band(`logs differ at index ${slot}`, 'differ', group, term, slot);
      return band(`acknowledged up to index ${slot} of term ${term}`, 'appended', group, term, slot);
    }
    default:
      return null;
  }
};

function canvass(plan: Plan, candidate: number, group: number, term: number) {
  return band(`pre-vote for term ${term}: ${actorTitle(plan, candidate)} asks`, 'pre-vote', group, term, candidate);
}

/** Votes go to who stands. */
function election(plan: Plan, candidate: number, group: number, term: number) {
  return band(`election of term ${term}: ${actorTitle(plan, candidate)} stands`, 'election', group, term, candidate);
}
