/** The cards of PBFT's facts: sentences, marks, phases, and what they mean to an account. */
import { clipped, type FactCards } from '../../agents/index.ts';
import type { ExecutedFact, PbftFact, PhaseFact } from './messages.ts';

/** What came about at a slot for a member, as the card of the fact tells it. */
const reached = (fact: PhaseFact | ExecutedFact): PhaseFact | ExecutedFact => fact;

export const facts: FactCards<PbftFact> = {
  'consensus-pbft.accepted': {
    told: ({ agent: of, slot, view, value, certificate }, { agent }) =>
      `${agent(of)} accepted ${clipped(value)} at slot ${slot} of view ${view}, proposed by ${agent(certificate[0]!)}`,
    mark: 'vote',
    phase: { word: 'accepted', says: ['consensus-pbft.pre-prepare'], reached },
  },
  'consensus-pbft.prepared': {
    told: ({ agent: of, slot, view, value, certificate }, { agent }) =>
      `${agent(of)} prepared ${clipped(value)} at slot ${slot} of view ${view}: ${certificate.length} matching messages`,
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
      `${agent(of)} committed ${clipped(value)} at slot ${slot} of view ${view}: ${certificate.length} commits received`,
    mark: 'vote',
    phase: { word: 'committed', after: 'consensus-pbft.prepared', says: ['consensus-pbft.commit'], reached },
  },
  'consensus-pbft.executed': {
    told: ({ agent: of, slot, task: decided, value }, { task, agent }) =>
      decided === -1
        ? `${agent(of)} executed slot ${slot}: nothing`
        : `${agent(of)} executed slot ${slot}: ${task(decided)} is ${clipped(value)}`,
    phase: { word: 'executed', says: [], means: 'outcome', reached },
    account: ({ agent, value }) => ({ word: 'member', agent, did: true, note: `executed ${clipped(value)}` }),
  },
  'consensus-pbft.stable': {
    told: ({ agent: of, slot, certificate }, { agent }) =>
      `The checkpoint at slot ${slot} became stable for ${agent(of)}: ${certificate.length} matching states`,
  },
  'consensus-pbft.installed': {
    told: ({ agent: of, slot }, { agent }) => `${agent(of)} caught up to slot ${slot} by state transfer`,
  },
  'consensus-pbft.suspected': {
    told: ({ agent: of, view, why }, { agent }) =>
      `${agent(of)} suspected the primary of view ${view}${why === 'joined' ? ', as others did' : ': too slow'}`,
    mark: 'view-change',
  },
  'consensus-pbft.entered': {
    told: ({ agent: of, view, certificate }, { agent }) =>
      `${agent(of)} entered view ${view}, which ${certificate.length} had asked for`,
    mark: 'view-change',
    group: ({ group, agent, view }) => ({ kind: 'view', group, agent, view }),
  },
  'consensus-pbft.refused': {
    told: ({ agent: of, reason }, { agent }) => `${agent(of)} rejected a message: ${reason}`,
    mark: 'conflict',
  },
  'consensus-pbft.repeated': {
    told: ({ task: of, round }, { task }) => `Everyone was asked about ${task(of)}, attempt ${round}: too few replies`,
  },
  'consensus-pbft.unanswered': {
    told: ({ task: of }, { task }) => `The participants did not agree about ${task(of)}`,
  },
};
