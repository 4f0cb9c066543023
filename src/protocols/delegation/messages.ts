/**
 * What travels in delegation: the conversation of an assignment at every hop of the hierarchy, goals that go down and
 * come back with a reason, and composites that are entrusted to a branch. Also the facts that are told of it.
 */
import {
  tenderFacts,
  tenderRule,
  tenderWords,
  type Assign,
  type AttemptResult,
  type FactCard,
  type FactCards,
} from '../../agents/index.ts';
import type { Fact, Message } from '../../kernel/index.ts';
import type { Arrival, Compared } from '../../plan/index.ts';
import type { RuleWords } from '../card.ts';

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
  /** Whom it is to choose among in the place of a silent manager; absent where it chooses among its own. */
  readonly under?: readonly number[];
}
/** An assignment in the words of a goal that is handed down. */
export function delegate(
  { task, attempt, lease, availableMs, elsewhereMs, key, acknowledge, heartbeatMs, intervals, results }: Assign,
  { lineage, level, path, deadlineMs, budget }: Lineage,
  { arrivals, quiet, under }: Required<Pick<Delegate, 'arrivals' | 'quiet' | 'under'>>,
): Delegate {
  const goal: Delegate = {
    type: 'delegation.delegate',
    task,
    attempt,
    lease,
    availableMs,
    elsewhereMs,
    key,
    acknowledge,
    heartbeatMs,
    intervals,
    lineage,
    level,
    path,
    deadlineMs,
    arrivals,
    quiet,
  };
  if (budget === undefined && under.length === 0 && results === undefined) return goal;
  return {
    ...goal,
    ...(results === undefined ? {} : { results }),
    ...(budget === undefined ? {} : { budget }),
    ...(under.length === 0 ? {} : { under }),
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
  /** What it may cost, every attempt counted; absent for any sum. */
  readonly budget?: number;
}
/** How it ended, and what that has cost, where it was limited. */
export interface Report extends AttemptResult {
  readonly spent?: number;
}
/** Nobody below me can do it now. */
export interface Escalate extends Message {
  readonly type: 'delegation.escalate';
  readonly task: number;
  readonly lease: number;
  readonly reason: string;
  /** Whether somebody could who is silent. */
  readonly silent: boolean;
  /** What it has cost until now, where it was limited. */
  readonly spent?: number;
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
export interface GivenFact extends Fact, Omit<Lineage, 'path' | 'budget'> {
  readonly type: 'delegation.given';
  readonly task: number;
  readonly by: number;
  readonly agent: number;
  readonly as: 'manager' | 'worker';
  readonly lease: number;
  readonly rule: string;
  /** The reports that were weighed. */
  readonly compared: readonly Compared[];
  /** How many were weighed in all, where not all of them are listed. */
  readonly comparedOf?: number;
  /** How many were equally good, where a lot fell on one of these. */
  readonly tied?: number;
  /** What it may cost, and the lease under which the giver has it, 0 for the top; absent where any sum may be spent. */
  readonly budget?: { readonly amount: number; readonly of: number };
}
export interface EscalatedFact extends Fact {
  readonly type: 'delegation.escalated';
  readonly task: number;
  readonly by: number;
  readonly to: number;
  readonly lease: number;
  readonly reason: string;
  readonly spent?: number;
}
/** What was handed down from the top with a task is accounted for: so much of it is spent. */
export interface SettledFact extends Fact {
  readonly type: 'delegation.settled';
  readonly task: number;
  readonly spent: number;
}
/** Whom a giver has adopted from now on, in the place of silent managers; nobody, when all are heard of again. */
export interface AdoptedFact extends Fact {
  readonly type: 'delegation.adopted';
  readonly by: number;
  /** How many it gives to directly, those adopted among them. */
  readonly reach: number;
  readonly adopted: readonly number[];
  /** Those of them that stand in for silent managers, and for whom they see to it. */
  readonly standIns: readonly { readonly agent: number; readonly under: readonly number[] }[];
}
/** A composite was entrusted to a branch, or its owner reported that it is over. */
export interface EntrustedFact extends Fact {
  readonly type: 'delegation.entrusted' | 'delegation.reported';
  readonly task: number;
  readonly by: number;
  readonly to: number;
}

export const messages: Readonly<Record<string, string>> = {
  [words.assign]: 'assign',
  'delegation.delegate': 'delegate',
  'delegation.escalate': 'escalate',
  'delegation.entrust': 'entrust composite',
  'delegation.concluded': 'finished',
  [words.acknowledge]: 'acknowledge',
  [words.heartbeat]: 'heartbeat',
  [words.ask]: 'status query',
  [words.result]: 'result',
  [words.cancel]: 'stop',
  [words.hello]: 'recovered',
  [words.cfp]: 'announcement',
  [words.propose]: 'bid',
  [words.refuse]: 'refuse',
  [words.notUnderstood]: 'not understood',
  [words.reject]: 'reject bid',
  [words.decommit]: 'drop contract',
};

const above = (agent: (agent: number) => string, of: number): string => (of === -1 ? 'the root' : agent(of));

/** What is told of the hierarchy, beside what its tenders tell. */
export type DelegationFact = GivenFact | EscalatedFact | SettledFact | AdoptedFact | EntrustedFact;

const own: FactCards<DelegationFact> = {
  'delegation.given': {
    told(given, { task, agent }) {
      const how = given.as === 'manager' ? 'delegated' : 'assigned';
      const why = given.rule === 'adopted' ? ', in place of an unresponsive manager' : '';
      return `${above(agent, given.by)} ${how} ${task(given.task)} to ${agent(given.agent)}${why}`;
    },
    account: (fact) => ({ word: 'given', fact }),
  },
  'delegation.settled': {
    told: ({ task: of, spent }, { task }) => `${task(of)} cost ${Math.round(spent * 1000) / 1000} of its budget`,
  },
  'delegation.adopted': {
    told({ by, adopted, standIns }, { agent }) {
      if (adopted.length === 0) return `${above(agent, by)} went back to its own reports`;
      const named = (agents: readonly number[]): string => agents.map(agent).join(', ');
      const others = standIns.map((each) => `; ${agent(each.agent)} stood in for ${named(each.under)}`).join('');
      return `${above(agent, by)} adopted ${named(adopted)} while a manager was unresponsive${others}`;
    },
  },
  'delegation.escalated': {
    told: ({ task: of, by, to, reason }, { task, agent }) =>
      `${agent(by)} escalated ${task(of)} to ${above(agent, to)}: ${reason}`,
    account: (fact) => ({ word: 'escalated', fact }),
  },
  'delegation.entrusted': {
    told: ({ task: of, by, to }, { task, agent }) => `${above(agent, by)} put ${agent(to)} in charge of ${task(of)}`,
  },
  'delegation.reported': {
    told: ({ task: of, by, to }, { task, agent }) =>
      `${agent(by)} reported to ${above(agent, to)} that ${task(of)} finished`,
  },
};

export const facts: Readonly<Record<string, FactCard>> = { ...tenderFacts(words), ...own };

const unfit = 'nobody in its team can do it, or not within the budget left';

export const rules: Readonly<Record<string, RuleWords>> = {
  'least-loaded': {
    says: 'Delegation: of the reports that can do it, or whose team can, the least loaded gets it: assigned tasks over slots.',
    measure: 'tasks per slot',
    passed: unfit,
    ties: true,
  },
  adopted: {
    says: 'Delegation: a manager in between is unresponsive, so its reports are adopted by the one above; of those that can do it, the least loaded gets it.',
    measure: 'tasks per slot',
    passed: unfit,
    ties: true,
  },
  'stand-in': {
    says: 'Delegation: their manager is unresponsive and the one above cannot manage them all, so one of them stands in; of its team, the least loaded that can do it gets it.',
    measure: 'tasks per slot',
    passed: unfit,
    ties: true,
  },
  [tenderRule]: {
    says: 'Delegation: the manager announced the task among its own reports; the lowest bid won. A bid is when the bidder expects to finish.',
    measure: 'expected finish, ms',
    passed: 'not asked',
    ties: true,
  },
};
