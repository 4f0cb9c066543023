/** The facts of PBFT as sentences, for the log and the command line. */
import { canonical, type Json } from '../../base/index.ts';
import type { Telling } from '../../agents/index.ts';
import type {
  EnteredFact,
  ExecutedFact,
  PhaseFact,
  RefusedFact,
  RepeatedFact,
  StableFact,
  SuspectedFact,
  UnansweredFact,
} from './messages.ts';

/** Longest value that is written out. */
const valueMax = 60;

export const facts: Readonly<Record<string, Telling>> = {
  'consensus-pbft.accepted': (fact, { agent }) => {
    const { agent: of, slot, view, value, certificate } = fact as PhaseFact;
    return `${agent(of)} accepts ${short(value)} at slot ${slot} of view ${view}, as ${agent(certificate[0]!)} proposes`;
  },
  'consensus-pbft.prepared': (fact, { agent }) => {
    const { agent: of, slot, view, value, certificate } = fact as PhaseFact;
    return `${agent(of)} has prepared ${short(value)} at slot ${slot} of view ${view}: ${certificate.length} say the same`;
  },
  'consensus-pbft.committed': (fact, { agent }) => {
    const { agent: of, slot, view, value, certificate } = fact as PhaseFact;
    return `${agent(of)} has committed ${short(value)} at slot ${slot} of view ${view}: ${certificate.length} are bound to it`;
  },
  'consensus-pbft.executed': (fact, { task, agent }) => {
    const { agent: of, slot, task: decided, value } = fact as ExecutedFact;
    return decided === -1
      ? `${agent(of)} executes slot ${slot}: nothing`
      : `${agent(of)} executes slot ${slot}: ${task(decided)} is ${short(value)}`;
  },
  'consensus-pbft.stable': (fact, { agent }) => {
    const { agent: of, slot, certificate } = fact as StableFact;
    return `The checkpoint at slot ${slot} is stable for ${agent(of)}: ${certificate.length} have the same state`;
  },
  'consensus-pbft.installed': (fact, { agent }) => {
    const { agent: of, slot } = fact as StableFact;
    return `${agent(of)} takes over the state at slot ${slot}, which it had missed`;
  },
  'consensus-pbft.suspected': (fact, { agent }) => {
    const { agent: of, view, why } = fact as SuspectedFact;
    return `${agent(of)} gives up the primary of view ${view}${why === 'joined' ? ', as others do' : ': too slow'}`;
  },
  'consensus-pbft.entered': (fact, { agent }) => {
    const { agent: of, view, certificate } = fact as EnteredFact;
    return `${agent(of)} enters view ${view}, which ${certificate.length} asked for`;
  },
  'consensus-pbft.refused': (fact, { agent }) => {
    const { agent: of, reason } = fact as RefusedFact;
    return `${agent(of)} refuses a message: ${reason}`;
  },
  'consensus-pbft.repeated': (fact, { task }) => {
    const { task: of, round } = fact as RepeatedFact;
    return `Too few have answered about ${task(of)}: all are asked, time ${round}`;
  },
  'consensus-pbft.unanswered': (fact, { task }) =>
    `The group does not agree about ${task((fact as UnansweredFact).task)}`,
};

function short(value: Json): string {
  const text = canonical(value);
  return text.length > valueMax ? `${text.slice(0, valueMax - 1)}…` : text;
}
