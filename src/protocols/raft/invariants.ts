/**
 * What always holds in Raft, as folds over facts (figure 3 of the paper, and what the client may rely on). The numbers are
 * those of SPEC.md. They speak of members that do not lie: Raft promises nothing about others, nor among honest members once
 * there is a liar, which is what these rules then show.
 */
import { canonical, equalJson, type Json } from '../../base/index.ts';
import { groupAt, agentTitle, invariantRule, taskTitle, type Invariant } from '../../plan/index.ts';
import { completeLeaders, matchingLogs } from './invariants-logs.ts';
import { completed } from '../decision-liveness.ts';
import { ofHonest } from './honest.ts';
import { room, type RaftFact } from './messages.ts';
import { digestOf } from './seat.ts';

/** All that hold. */
export function invariants(): Invariant[] {
  return [
    oneLeader,
    matchingLogs,
    completeLeaders,
    sameExecution,
    inOrder,
    askedFor,
    quorumsMeet,
    asExecuted,
    oneVote,
    byQuorums,
    completed({
      rule: 'RA20',
      title: 'with a majority that is up and a whole network, a group answers every request',
      room,
      protocol: 'raft',
      patienceTimes: answerPatiences,
    }),
  ];
}

/** So many times the patience with a leader are long enough for an answer. */
export const answerPatiences = 36;

const oneLeader = ofHonest<Map<string, number>>({
  rule: 'RA1',
  title: 'a term has one leader at most',
  init: () => new Map(),
  judge: (leaders, fact, plan, honest) => {
    if (fact.type !== 'raft.elected' || !honest) return null;
    const key = `${fact.group}/${fact.term}`;
    const other = leaders.get(key);
    leaders.set(key, fact.agent);
    return other === undefined || other === fact.agent
      ? null
      : `${agentTitle(plan, other)} and ${agentTitle(plan, fact.agent)} both lead in term ${fact.term}`;
  },
});

const sameExecution = ofHonest<Map<string, { digest: string; agent: number }>>({
  rule: 'RA4',
  title: 'no two members execute different entries at one slot',
  init: () => new Map(),
  judge: (done, fact, plan, honest) => {
    if (fact.type !== 'raft.executed' || !honest) return null;
    const key = `${fact.group}/${fact.slot}`;
    const first = done.get(key);
    if (first === undefined) done.set(key, { digest: fact.digest, agent: fact.agent });
    return first === undefined || first.digest === fact.digest
      ? null
      : `${agentTitle(plan, first.agent)} and ${agentTitle(plan, fact.agent)} executed different entries at slot ${fact.slot}`;
  },
});

interface Executed {
  /** Last slot by group and agent; requests by group, agent, task and attempt. */
  readonly last: Map<string, number>;
  readonly requests: Set<string>;
}

const inOrder = ofHonest<Executed>({
  rule: 'RA5',
  title: 'a member executes slot after slot, and each request once',
  init: () => ({ last: new Map(), requests: new Set() }),
  judge: ({ last, requests }, fact, plan, honest) => {
    if (fact.type !== 'raft.executed') return null;
    const member = `${fact.group}/${fact.agent}`;
    const before = last.get(member) ?? 0;
    last.set(member, fact.slot);
    if (honest && fact.slot !== before + 1)
      return `${agentTitle(plan, fact.agent)} executed slot ${fact.slot} after slot ${before}`;
    if (fact.task === -1) return null;
    const request = `${member}/${fact.task}/${fact.attempt}`;
    const twice = requests.has(request);
    requests.add(request);
    return honest && twice
      ? `${agentTitle(plan, fact.agent)} executed the request for ${taskTitle(plan, fact.task)} twice`
      : null;
  },
});

const askedFor = ofHonest<Set<string>>({
  rule: 'RA6',
  title: 'what is executed was asked for by the client, and is valid',
  init: () => new Set(),
  judge: (asked, fact, plan, honest) => {
    if (fact.type === 'raft.asked') asked.add(`${fact.group}/${fact.digest}`);
    if (fact.type !== 'raft.executed' || fact.task === -1 || !honest) return null;
    const said = `${agentTitle(plan, fact.agent)} executed ${canonical(fact.value)} for ${taskTitle(plan, fact.task)}`;
    if (!asked.has(`${fact.group}/${digestOf(fact)}`)) return `${said}, which no client asked for`;
    const decision = plan.decisions.get(fact.task);
    return decision?.group === fact.group && !decision.valid(fact.value) ? `${said}, which is not valid` : null;
  },
});

const quorumsMeet = invariantRule<null, RaftFact>({
  rule: 'RA7',
  room,
  title: 'any two quorums share a member, and a quorum is left when as many have crashed as are survived',
  init: () => null,
  fact(_state, fact, _moment, plan) {
    if (fact.type !== 'raft.asked') return null;
    const { members, quorum, faulty } = groupAt(plan, fact.group);
    const of = `a quorum of ${quorum} among ${members.length}`;
    if (2 * quorum <= members.length) return `${of} does not have to share a member with another`;
    return quorum > members.length - faulty ? `${of} is not left when ${faulty} have crashed` : null;
  },
});

/** A member's own machine is honest, whatever it says: it gives its vote away once. */
const oneVote = invariantRule<Map<string, number>, RaftFact>({
  rule: 'RA18',
  room,
  title: 'a member votes once a term, also when it was down in between',
  init: () => new Map(),
  fact(votes, fact, _moment, plan) {
    if (fact.type !== 'raft.voted-for') return null;
    const { group, agent, term, candidate } = fact;
    const key = `${group}/${agent}/${term}`;
    const other = votes.get(key);
    votes.set(key, candidate);
    return other === undefined
      ? null
      : `${agentTitle(plan, agent)} voted for ${agentTitle(plan, other)} and again for ${agentTitle(plan, candidate)} in term ${term}`;
  },
});

const byQuorums = ofHonest<Map<string, number[]>>({
  rule: 'RA19',
  title: 'a leader has the votes of a quorum, and commits only an entry of its own term that a quorum has stored',
  // The terms of what each member has stored, by group and agent.
  init: () => new Map(),
  judge: (stored, fact, plan, honest) => {
    if (fact.type === 'raft.stored' || fact.type === 'raft.truncated') {
      const key = `${fact.group}/${fact.agent}`;
      const terms = stored.get(key) ?? [];
      stored.set(key, terms);
      terms.length = fact.slot - 1;
      if (fact.type === 'raft.stored') terms.push(fact.term);
      return null;
    }
    if ((fact.type !== 'raft.elected' && fact.type !== 'raft.committed') || !honest) return null;
    const { quorum, members } = groupAt(plan, fact.group);
    const { agent, term } = fact;
    const named = fact.type === 'raft.elected' ? fact.votes : fact.members;
    const count = new Set(named.filter((member) => members.includes(member))).size;
    if (count < quorum)
      return `${agentTitle(plan, agent)} ${fact.type === 'raft.elected' ? 'leads' : 'commits'} in term ${term} by the word of ${count}, and it takes ${quorum}`;
    if (fact.type === 'raft.elected') return null;
    const of = stored.get(`${fact.group}/${agent}`)?.[fact.slot - 1];
    if (of !== term) return `${agentTitle(plan, agent)} commits slot ${fact.slot} of term ${of ?? 0} in term ${term}`;
    return null;
  },
});

/** A liar's own machine is honest: what it has executed counts here, whatever it says of it. */
const asExecuted = invariantRule<Map<string, Json[]>, RaftFact>({
  rule: 'RA8',
  room,
  title: 'what the client takes for decided, a member has executed',
  init: () => new Map(),
  fact(done, fact, _moment, plan) {
    if (fact.type !== 'raft.executed' && fact.type !== 'decision.made') return null;
    const key = `${fact.group}/${fact.task}`;
    const executed = done.get(key) ?? [];
    if (fact.type === 'raft.executed') {
      if (!executed.some((value) => equalJson(value, fact.value))) done.set(key, [...executed, fact.value]);
      return null;
    }
    if (plan.groups[fact.group]?.protocol !== room || executed.some((value) => equalJson(value, fact.value)))
      return null;
    return `${taskTitle(plan, fact.task)} was taken for decided as ${canonical(fact.value)}, and no member has executed that`;
  },
});
