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
  [words.ask]: 'what do you hold?',
  [words.result]: 'result',
  [words.cancel]: 'stop',
  [words.hello]: 'I am back',
  'load-balancing.probe': 'load query',
  'load-balancing.load': 'load reply',
  'load-balancing.idle': 'I am idle',
  'load-balancing.steal': 'steal request',
  'load-balancing.loot': 'stolen task',
  'load-balancing.nothing': 'I have none',
  'load-balancing.moved': 'I took it from another agent',
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
  const shorter = 'the shortest queue gets it: tasks in hand over slots, as answered';
  const none = { measure: null };
  return {
    'least-loaded': {
      says: `Least loaded: the agent with the least work before it gets it, one with a free slot before all that have none.${seen}`,
      measure: 'work before it, ms',
      passed: 'an agent with nothing in hand, or one with a free slot, went before it',
      ties: true,
    },
    jsq: {
      says: `Join the shortest queue: every agent that can do it was asked, and ${shorter}.`,
      measure: 'tasks a slot',
      passed: 'it did not answer in time, or had no room',
      ties: true,
    },
    'power-of-two': {
      says: `Power of choices: ${choices} agents drawn by lot were asked, and of these ${shorter}.`,
      measure: 'tasks a slot',
      passed: 'not drawn, or it did not answer in time',
      ties: true,
    },
    'round-robin': {
      says: 'Round robin: agents with room take turns, in proportion to their slots and speed; whoever is next in the round gets it, however busy.',
      measure: 'place in the round',
      passed: 'it stands further back in the round, or had no room',
    },
    random: {
      says: 'Random: every agent that can do it and has room was as likely; nothing is compared.',
      ...none,
      passed: 'not drawn',
    },
    'work-stealing': {
      says: 'Work stealing: the agent that has been idle longest gets it, or any by lot where none is; idle agents steal queued work.',
      ...none,
      passed: 'it was not the one that was idle longest, or it was not drawn',
    },
    'idle-queue': {
      says: 'Idle queue: the agent that has been idle longest gets it, or any by lot where none is.',
      ...none,
      passed: 'it was not the one that was idle longest, or it was not drawn',
    },
    'central-queue': {
      says: 'Central queue: only an agent with a free slot gets it, of several the one that is soonest done.',
      measure: 'expected time, ms',
      passed: 'it is as good as the one that was chosen, which is named before it',
      ties: true,
    },
    'min-min': {
      says: `Min-min: of all waiting tasks the one that could be done first goes to the agent that does it first.${seen}`,
      measure: 'expected time, ms',
      passed: 'two others would have been done sooner',
      ties: true,
    },
    sufferage: {
      says: `Sufferage: the task that would lose most by not getting its best agent goes first, to that agent.${seen}`,
      measure: 'expected time, ms',
      passed: 'two others would have been done sooner',
      ties: true,
    },
    stolen: {
      says: 'Work stealing: an agent that had run dry asked another for work, and took this task over under the same lease.',
      ...none,
      passed: 'it did not ask for it',
    },
  };
}
