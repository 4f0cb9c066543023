/**
 * What travels in load balancing besides the conversation of an assignment: questions after load, reports of idleness,
 * and the words of work stealing.
 */
import { assignmentWords, type Telling, type Work } from '../../agents/index.ts';
import type { Fact, Message } from '../../kernel/index.ts';

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
  [words.assign]: 'take this task',
  [words.acknowledge]: 'I have it',
  [words.heartbeat]: 'still on it',
  [words.result]: 'how it ended',
  [words.cancel]: 'stop',
  [words.hello]: 'I am back',
  'load-balancing.probe': 'how much do you hold?',
  'load-balancing.load': 'so much',
  'load-balancing.idle': 'I am idle',
  'load-balancing.steal': 'have you work for me?',
  'load-balancing.loot': 'take this one',
  'load-balancing.nothing': 'I have none',
  'load-balancing.moved': 'I took it from another agent',
};

export const facts: Readonly<Record<string, Telling>> = {
  'load-balancing.moved': (fact, { task, agent }) => {
    const moved = fact as MovedFact;
    return `${task(moved.task)} moves from ${agent(moved.from)} to ${agent(moved.to)}`;
  },
};
