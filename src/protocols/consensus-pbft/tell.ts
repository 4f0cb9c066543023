/** The cards of PBFT's facts: sentences, marks, phases, and what they mean to an account. */
import { clipped, type FactCards } from '../../agents/index.ts';
import type { ExecutedFact, PbftFact, PhaseFact } from './messages.ts';

/** What came about at a slot for a member, as the card of the fact tells it. */
const reached = (fact: PhaseFact | ExecutedFact): PhaseFact | ExecutedFact => fact;

export const facts: FactCards<PbftFact> = {
  'consensus-pbft.accepted': {
    told: ({ agent: of, slot, view, value, certificate }, { agent }) =>
      `${agent(of)} accepts ${clipped(value)} at slot ${slot} of view ${view}, as ${agent(certificate[0]!)} proposes`,
    mark: 'vote',
    phase: { word: 'accepted', says: ['consensus-pbft.pre-prepare'], reached },
  },
  'consensus-pbft.prepared': {
    told: ({ agent: of, slot, view, value, certificate }, { agent }) =>
      `${agent(of)} has prepared ${clipped(value)} at slot ${slot} of view ${view}: ${certificate.length} say the same`,
    mark: 'vote',
    phase: {
      word: 'prepared',
      after: 'consensus-pbft.accepted',
      says: ['consensus-pbft.prepare', 'consensus-pbft.pre-prepare'],
      reached,
    },
  },
  'consensus-pbft.committed': {
    told: ({ agent: of, slot, view, value, certificate }, { agent }) =>
      `${agent(of)} has committed ${clipped(value)} at slot ${slot} of view ${view}: ${certificate.length} commits received`,
    mark: 'vote',
    phase: { word: 'committed', after: 'consensus-pbft.prepared', says: ['consensus-pbft.commit'], reached },
  },
  'consensus-pbft.executed': {
    told: ({ agent: of, slot, task: decided, value }, { task, agent }) =>
      decided === -1
        ? `${agent(of)} executes slot ${slot}: nothing`
        : `${agent(of)} executes slot ${slot}: ${task(decided)} is ${clipped(value)}`,
    phase: { word: 'executed', says: [], means: 'outcome', reached },
    account: ({ agent, value }) => ({ word: 'member', agent, did: true, note: `has executed ${clipped(value)}` }),
  },
  'consensus-pbft.stable': {
    told: ({ agent: of, slot, certificate }, { agent }) =>
      `The checkpoint at slot ${slot} is stable for ${agent(of)}: ${certificate.length} have the same state`,
  },
  'consensus-pbft.installed': {
    told: ({ agent: of, slot }, { agent }) => `${agent(of)} takes over the state at slot ${slot}, which it had missed`,
  },
  'consensus-pbft.suspected': {
    told: ({ agent: of, view, why }, { agent }) =>
      `${agent(of)} suspects the leader of view ${view}${why === 'joined' ? ', as others do' : ': too slow'}`,
    mark: 'view-change',
  },
  'consensus-pbft.entered': {
    told: ({ agent: of, view, certificate }, { agent }) =>
      `${agent(of)} enters view ${view}, which ${certificate.length} asked for`,
    mark: 'view-change',
    group: ({ group, agent, view }) => ({ kind: 'view', group, agent, view }),
  },
  'consensus-pbft.refused': {
    told: ({ agent: of, reason }, { agent }) => `${agent(of)} refuses a message: ${reason}`,
    mark: 'conflict',
  },
  'consensus-pbft.repeated': {
    told: ({ task: of, round }, { task }) =>
      `Too few have answered about ${task(of)}: asking everyone, attempt ${round}`,
  },
  'consensus-pbft.unanswered': {
    told: ({ task: of }, { task }) => `The group does not agree about ${task(of)}`,
  },
};
