/**
 * What travels in load balancing besides the conversation of an assignment: questions after load, reports of idleness,
 * and the words of work stealing.
 */
import { exactTime } from '../../document/index.ts';
import { assignmentWords, type FactCards, type Work } from '../../agents/index.ts';
import type { Fact, Message } from '../../kernel/index.ts';
import type { RuleWords } from '../card.ts';
import type { BalancingSettings } from './settings.ts';

export const room = 'load-balancing';

/** How much do you hold? Asked of some agents before a task is given to one of them. */
export interface Probe extends Message {
  readonly type: 'load-balancing.probe';
  readonly task: number;
  readonly probe: number;
}
export interface Load extends Message {
  readonly type: 'load-balancing.load';
  readonly task: number;
  readonly probe: number;
  /** Tasks that run or wait at the agent. */
  readonly length: number;
}
/** A slot is free and nothing waits for it here. */
export interface Idle extends Message {
  readonly type: 'load-balancing.idle';
}
/** From an agent with a free slot to another one: have you work for me? */
export interface Steal extends Message {
  readonly type: 'load-balancing.steal';
  readonly hunt: number;
}
export interface Loot extends Message {
  readonly type: 'load-balancing.loot';
  readonly work: Work;
  /** How often it has moved under this lease, this time included. */
  readonly hop: number;
}
export interface Nothing extends Message {
  readonly type: 'load-balancing.nothing';
  readonly hunt: number;
}
/** To the balancer: I have taken this from that agent. */
export interface Moved extends Message {
  readonly type: 'load-balancing.moved';
  readonly task: number;
  readonly lease: number;
  readonly from: number;
}
export type BalancingMessage = Probe | Load | Idle | Steal | Loot | Nothing | Moved;

/** The balancer took note that work moved from one agent to another under its lease. */
export interface MovedFact extends Fact {
  readonly type: 'load-balancing.moved';
  readonly task: number;
  readonly from: number;
  readonly to: number;
  readonly lease: number;
}

const words = assignmentWords(room);

export const messages: Readonly<Record<string, string>> = {
  [words.assign]: 'assign',
  [words.acknowledge]: 'acknowledge',
  [words.heartbeat]: 'heartbeat',
  [words.ask]: 'status query',
  [words.result]: 'result',
  [words.cancel]: 'stop',
  [words.hello]: 'recovered',
  'load-balancing.probe': 'load query',
  'load-balancing.load': 'load reply',
  'load-balancing.idle': 'idle',
  'load-balancing.steal': 'steal request',
  'load-balancing.loot': 'stolen task',
  'load-balancing.nothing': 'nothing to steal',
  'load-balancing.moved': 'task stolen',
};

export const facts: FactCards<MovedFact> = {
  'load-balancing.moved': {
    told: ({ task: of, from, to }, { task, agent }) => `${task(of)} moved from ${agent(from)} to ${agent(to)}`,
    account: (fact) => ({ word: 'moved', rule: 'stolen', fact }),
    holds: 'moved',
  },
};

/** The policies as sentences: the rule of every placing, and `stolen` for work that moved by itself. */
export function rules({ choices, staleMs }: BalancingSettings): Readonly<Record<string, RuleWords>> {
  const seen = staleMs > 0 ? ` Loads are seen as at the last refresh, at most ${exactTime(staleMs)} ago.` : '';
  const shorter = 'the shortest queue gets it: assigned tasks over slots, as replied';
  const none = { measure: null };
  return {
    'least-loaded': {
      says: `Least loaded: the agent with the least work ahead gets it, and agents with a free slot come first.${seen}`,
      measure: 'work ahead, ms',
      passed: 'an idle agent, or one with a free slot, came first',
      ties: true,
    },
    jsq: {
      says: `Join the shortest queue: every eligible agent was asked, and ${shorter}.`,
      measure: 'tasks per slot',
      passed: 'no reply in time, or no free capacity',
      ties: true,
    },
    'power-of-two': {
      says: `Power of choices: ${choices} agents drawn at random were asked, and of these ${shorter}.`,
      measure: 'tasks per slot',
      passed: 'not drawn, or no reply in time',
      ties: true,
    },
    'round-robin': {
      says: 'Round robin: agents with capacity take turns, in proportion to their slots and speed; the next in turn gets it, however busy.',
      measure: 'place in turn',
      passed: 'later in turn, or no capacity',
    },
    random: {
      says: 'Random: every eligible agent with capacity was equally likely; nothing is compared.',
      ...none,
      passed: 'not drawn',
    },
    'work-stealing': {
      says: 'Work stealing: the agent idle longest gets it, or any at random when none is idle; idle agents steal queued work.',
      ...none,
      passed: 'not idle longest, or not drawn',
    },
    'idle-queue': {
      says: 'Idle queue: the agent idle longest gets it, or any at random when none is idle.',
      ...none,
      passed: 'not idle longest, or not drawn',
    },
    'central-queue': {
      says: 'Central queue: only an agent with a free slot gets it; of several, the one that would finish soonest.',
      measure: 'expected time, ms',
      passed: 'as good as the chosen one, which is named first',
      ties: true,
    },
    'min-min': {
      says: `Min-min: the waiting task that can finish first goes to the agent that finishes it first.${seen}`,
      measure: 'expected time, ms',
      passed: 'two others would have finished sooner',
      ties: true,
    },
    sufferage: {
      says: `Sufferage: the task that would lose most without its best agent goes first, to that agent.${seen}`,
      measure: 'expected time, ms',
      passed: 'two others would have finished sooner',
      ties: true,
    },
    stolen: {
      says: 'Work stealing: an idle agent asked another one for work, and took over this task under the same lease.',
      ...none,
      passed: 'did not ask for it',
    },
  };
}
