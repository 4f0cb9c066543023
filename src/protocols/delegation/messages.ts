/**
 * What travels in delegation: the conversation of an assignment at every hop of the hierarchy, goals that go down and
 * come back with a reason, and composites that are entrusted to a branch. Also the facts that are told of it.
 */
import { tenderFacts, tenderWords, type Assign, type Telling } from '../../agents/index.ts';
import type { Fact, Message } from '../../kernel/index.ts';
import type { Arrival, Compared } from '../../plan/index.ts';
import type { RuleWords } from '../room.ts';

export const room = 'delegation';

/** Those of a tender, which a manager may hold among its reports; an award is an assignment like any other. */
export const words = {
  ...tenderWords(room),
  assign: 'delegation.assign',
  result: 'delegation.report',
  failure: 'delegation.report',
};

/** See to it that this is done: to a manager, which finds somebody below itself. */
export interface Delegate extends Assign, Lineage {
  readonly type: 'delegation.delegate';
  readonly arrivals: readonly Arrival[];
  /** Whether it was said within one place, so that the answer is. */
  readonly quiet: boolean;
}
/** An assignment in the words of a goal that is handed down. */
export function delegate(
  { task, attempt, lease, availableMs, elsewhereMs, key, acknowledge, heartbeatMs }: Assign,
  { lineage, level, path, deadlineMs }: Lineage,
  { arrivals, quiet }: Pick<Delegate, 'arrivals' | 'quiet'>,
): Delegate {
  return {
    type: 'delegation.delegate',
    task,
    attempt,
    lease,
    availableMs,
    elsewhereMs,
    key,
    acknowledge,
    heartbeatMs,
    lineage,
    level,
    path,
    deadlineMs,
    arrivals,
    quiet,
  };
}
/** What goes down with a goal, and never grows on its way. */
export interface Lineage {
  /** Lease under which it left the top; all that follows from it belongs together. */
  readonly lineage: number;
  /** Hops from the top, 1 for the first. */
  readonly level: number;
  /** Managers that have had it. */
  readonly path: readonly number[];
  /** From the start of the run; 0 for none. */
  readonly deadlineMs: number;
}
/** Nobody below me can do it now. */
export interface Escalate extends Message {
  readonly type: 'delegation.escalate';
  readonly task: number;
  readonly lease: number;
  readonly reason: string;
  /** Whether somebody could who is silent. */
  readonly silent: boolean;
}
/** Answer for this composite: its parts will come to you. */
export interface Entrust extends Message {
  readonly type: 'delegation.entrust';
  readonly task: number;
}
/** To whoever entrusted it: it is over. */
export interface Concluded extends Message {
  readonly type: 'delegation.concluded';
  readonly task: number;
}
/** Within one place: a composite began whose owner you are, or ended; and who answers for it now. */
export interface Told extends Message {
  readonly type: 'delegation.open' | 'delegation.close';
  readonly task: number;
}
export interface Owner extends Message {
  readonly type: 'delegation.owner';
  readonly task: number;
  readonly agent: number;
}

/** A goal or a task was handed down; `by` is -1 for the top. */
export interface GivenFact extends Fact, Omit<Lineage, 'path'> {
  readonly type: 'delegation.given';
  readonly task: number;
  readonly by: number;
  readonly agent: number;
  readonly as: 'manager' | 'worker';
  readonly lease: number;
  readonly rule: string;
  /** The reports that were weighed. */
  readonly compared: readonly Compared[];
}
export interface EscalatedFact extends Fact {
  readonly type: 'delegation.escalated';
  readonly task: number;
  readonly by: number;
  readonly to: number;
  readonly lease: number;
  readonly reason: string;
}
/** A composite was entrusted to a branch, or its owner reported that it is over. */
export interface EntrustedFact extends Fact {
  readonly type: 'delegation.entrusted' | 'delegation.reported';
  readonly task: number;
  readonly by: number;
  readonly to: number;
}

export const messages: Readonly<Record<string, string>> = {
  [words.assign]: 'do this task',
  'delegation.delegate': 'see to this task',
  'delegation.escalate': 'nobody of mine can',
  'delegation.entrust': 'answer for this composite',
  'delegation.concluded': 'it is over',
  [words.acknowledge]: 'I have it',
  [words.heartbeat]: 'still on it',
  [words.result]: 'how it ended',
  [words.cancel]: 'stop',
  [words.hello]: 'I am back',
  [words.cfp]: 'call for proposals',
  [words.propose]: 'propose',
  [words.refuse]: 'refuse',
  [words.notUnderstood]: 'not understood',
  [words.reject]: 'reject proposal',
  [words.decommit]: 'I drop it',
};

const above = (agent: (agent: number) => string, of: number): string => (of === -1 ? 'the top' : agent(of));

export const facts: Readonly<Record<string, Telling>> = {
  ...tenderFacts(words),
  'delegation.given': (fact, { task, agent }) => {
    const given = fact as GivenFact;
    const how = given.as === 'manager' ? 'is to see to' : 'is to do';
    const why = given.rule === 'adopted' ? ', in the place of a manager that fell silent' : '';
    return `${agent(given.agent)} ${how} ${task(given.task)}, by word of ${above(agent, given.by)}${why}`;
  },
  'delegation.escalated': (fact, { task, agent }) => {
    const { task: of, by, to, reason } = fact as EscalatedFact;
    return `${agent(by)} gives ${task(of)} back to ${above(agent, to)}: ${reason}`;
  },
  'delegation.entrusted': (fact, { task, agent }) => {
    const { task: of, by, to } = fact as EntrustedFact;
    return `${agent(to)} answers for ${task(of)} from here on, by word of ${above(agent, by)}`;
  },
  'delegation.reported': (fact, { task, agent }) => {
    const { task: of, by, to } = fact as EntrustedFact;
    return `${agent(by)} reports to ${above(agent, to)} that ${task(of)} is over`;
  },
};

const unfit = 'nobody in its branch can do it';

export const rules: Readonly<Record<string, RuleWords>> = {
  'least-loaded': {
    says: 'Delegation: of the reports that can do it, or whose branch can, the least loaded gets it: tasks in hand over the slots there.',
    measure: 'tasks a slot',
    passed: unfit,
  },
  adopted: {
    says: 'Delegation: a manager between them is silent, so its reports are adopted by the one above; of all that can do it, the least loaded gets it.',
    measure: 'tasks a slot',
    passed: unfit,
  },
  'contract-net': {
    says: 'Delegation: the manager called the task out among its own reports, and the lowest bid got it. A bid is when the bidder expects to be done.',
    measure: 'expected end, ms',
    passed: 'it was not asked',
  },
};
