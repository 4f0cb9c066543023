/**
 * What agents and the arbiter of resources say to each other, and what is told of it. An asking has a number of its own at its agent,
 * which never gives one twice; a token is a number that an arbiter gives once for each resource.
 */
import type { Claim, ConflictNews, FactCards } from '../../agents/index.ts';
import { exactTime } from '../../document/index.ts';
import type { Fact, Message } from '../../kernel/index.ts';

export const room = 'arbiters';

/** Units of one resource, at the place that they have among all that a task uses. */
export interface Want {
  readonly place: number;
  readonly service: number;
  readonly units: number;
}
/** The piece of work that asks. */
export interface WorkName {
  readonly task: number;
  readonly lease: number;
}
interface OfAgent extends Message {
  /** All numbers of askings below this are void: nothing is held or wanted under them. */
  readonly floor: number;
}

/** Asks for units, all of them or none; said again until there is an answer, where anything can be lost. */
export interface Ask extends OfAgent, WorkName {
  readonly type: 'arbiters.ask';
  readonly ask: number;
  readonly wants: readonly Want[];
  /** How much of the work is done, ms. */
  readonly doneMs: number;
  /** How often it was said before. */
  readonly again: number;
}
/** What was to be given up is: the work stands until it has it again. */
export interface Yielded extends OfAgent, WorkName {
  readonly type: 'arbiters.yielded';
  readonly ask: number;
  readonly service: number;
}
/** These units are not held or wanted any more. */
export interface GiveBack extends OfAgent {
  readonly type: 'arbiters.give-back';
  readonly returned: readonly Returned[];
}
/** `last` where nothing is held or wanted under the number any more. */
export interface Returned {
  readonly ask: number;
  readonly service: number;
  readonly last: boolean;
}
/** The agent came back with empty hands. */
export interface Gone extends OfAgent {
  readonly type: 'arbiters.gone';
}
/** The agent lives and holds these. */
export interface Renew extends OfAgent {
  readonly type: 'arbiters.renew';
  readonly held: readonly { readonly ask: number; readonly service: number; readonly token: number }[];
}

interface OfAsk extends Message {
  readonly ask: number;
}
/** The units are the asker's. */
export interface Granted extends OfAsk {
  readonly type: 'arbiters.granted';
  readonly got: readonly Got[];
}
/** `untilMs` is when the lease runs out, -1 where none is held. */
export interface Got {
  readonly service: number;
  readonly token: number;
  readonly untilMs: number;
}
/** It is in the queue. */
export interface Queued extends OfAsk {
  readonly type: 'arbiters.queued';
}
export interface Refused extends OfAsk {
  readonly type: 'arbiters.refused';
  readonly reason: string;
}
/** This is to be given up for somebody of higher priority, or for somebody who can use it now. */
export interface Recall extends OfAsk {
  readonly type: 'arbiters.recall';
  readonly service: number;
  readonly token: number;
}
/** The work has to fail, so that an older one goes on. */
export interface Wound extends Message, WorkName {
  readonly type: 'arbiters.wound';
  readonly reason: string;
}
/** These leases hold until then; of others nothing is said, and they run out. */
export interface Renewed extends Message {
  readonly type: 'arbiters.renewed';
  readonly held: readonly { readonly ask: number; readonly service: number; readonly untilMs: number }[];
}

/** An agent's own timers: it has waited long enough for an answer, and it has something to say or a lease runs out. */
export interface Patience extends Message {
  readonly type: 'arbiters.patience';
  readonly ask: number;
}
export interface Wake extends Message {
  readonly type: 'arbiters.wake';
  readonly series: number;
}
/** The arbiter's own timer: a lease runs out. */
export interface Tick extends Message {
  readonly type: 'arbiters.tick';
}

export type UserMessage = Granted | Queued | Refused | Recall | Wound | Renewed | Patience | Wake;
export type ArbiterMessage = Ask | GiveBack | Yielded | Gone | Renew | Tick;

export const messages = {
  'arbiters.ask': 'I need these units',
  'arbiters.give-back': 'I need these units no more',
  'arbiters.gone': 'I have nothing any more',
  'arbiters.renew': 'I live and hold these',
  'arbiters.yielded': 'I have stopped, and need them again',
  'arbiters.granted': 'they are yours',
  'arbiters.queued': 'you are in the queue',
  'arbiters.refused': 'you cannot have them',
  'arbiters.recall': 'give them up for another',
  'arbiters.wound': 'you have to fail for an older one',
  'arbiters.renewed': 'your leases go on',
} as const;

/** What every fact about units says. */
export interface OfUnits extends Fact, WorkName {
  readonly agent: number;
  readonly service: number;
  readonly units: number;
}
/** Units are asked for, for the first time under this number; what is free is granted in the same step. */
export interface AskedFact extends OfUnits {
  readonly type: 'arbiters.asked';
  readonly ask: number;
}
export interface GrantedFact extends OfUnits {
  readonly type: 'arbiters.granted';
  readonly ask: number;
  readonly token: number;
  readonly waitedMs: number;
  /** The priority by which it was its turn, where that is not the task's own: it was lent, or has grown by waiting. */
  readonly rank?: number;
}
/** Units of a resource that renews are used up. */
export interface DrawnFact extends OfUnits {
  readonly type: 'arbiters.drawn';
  readonly ask: number;
  readonly waitedMs: number;
}
/** Units are held no more: given back, or their lease has run out. */
export interface EndedFact extends OfUnits {
  readonly type: 'arbiters.returned' | 'arbiters.expired';
  readonly ask: number;
  readonly token: number;
}
/** They were taken away and are waited for again; `after` is the agent and the asking for which. */
export interface PreemptedFact extends OfUnits {
  readonly type: 'arbiters.preempted';
  readonly ask: number;
  readonly token: number;
  readonly after: string;
}
/** They are not waited for any more: the work is over, or its agent has crashed. */
export interface LeftFact extends OfUnits {
  readonly type: 'arbiters.left';
  readonly ask: number;
}
/** A task has to fail: a deadlock is broken at it, or by age it may not wait or be waited for. `around` are the tasks of the cycle, or the two. */
export interface VictimFact extends Fact, WorkName {
  readonly type: 'arbiters.deadlocked' | 'arbiters.died' | 'arbiters.wounded';
  readonly agent: number;
  readonly service: number;
  readonly around: readonly number[];
  readonly reason: string;
}
/** The priority of whoever keeps others waiting is another from here on. */
export interface RankedFact extends Fact, WorkName {
  readonly type: 'arbiters.raised' | 'arbiters.lowered';
  readonly agent: number;
  readonly priority: number;
}
/** Somebody came with a token that is not the present one. */
export interface StaleFact extends Fact {
  readonly type: 'arbiters.stale';
  readonly agent: number;
  readonly service: number;
  readonly token: number;
}
/** An agent gave up after it had asked again so many times in vain, or its lease ran out before it was renewed. */
export type LostFact = OfUnits &
  ({ readonly type: 'arbiters.unavailable'; readonly times: number } | { readonly type: 'arbiters.lost' });
export type ResourceFact =
  | AskedFact
  | GrantedFact
  | DrawnFact
  | EndedFact
  | PreemptedFact
  | LeftFact
  | VictimFact
  | RankedFact
  | StaleFact
  | LostFact;

export function unitsOf(units: number): string {
  return units === 1 ? '1 unit' : `${String(units)} units`;
}

function claimOf({ service, agent, task, lease, units, ask }: OfUnits & { readonly ask: number }): Claim {
  return { service, agent, task, lease, units, ask };
}

/** Whoever has to fail, and for whose sake. */
function victimOf(kind: 'deadlock' | 'died' | 'wounded'): (fact: VictimFact) => ConflictNews {
  return ({ service, agent, task, lease, around, reason }) => ({ kind, service, agent, task, lease, around, reason });
}

/** The asking for which something was taken away: the agent and its number. */
function askingOf(after: string): { readonly agent: number; readonly ask: number } | null {
  const [agent, ask] = after.split('/').map(Number);
  return agent === undefined || ask === undefined ? null : { agent, ask };
}

export const facts: FactCards<ResourceFact> = {
  'arbiters.asked': {
    told: ({ task, agent, service, units }, names) =>
      `${names.agent(agent)} asked for ${unitsOf(units)} of ${names.service(service)} for ${names.task(task)}`,
    conflict: (fact) => ({ kind: 'asked', ...claimOf(fact) }),
  },
  'arbiters.granted': {
    told: ({ task, agent, service, units, waitedMs, rank }, names) => {
      const after = waitedMs === 0 ? '' : ` after ${exactTime(waitedMs)}`;
      const by = rank === undefined ? '' : `, as its priority was ${String(rank)} by then`;
      return `${names.agent(agent)} obtained ${unitsOf(units)} of ${names.service(service)} for ${names.task(task)}${after}${by}`;
    },
    conflict: (fact) => ({ kind: 'granted', ...claimOf(fact) }),
  },
  'arbiters.returned': {
    told: ({ task, agent, service, units }, names) =>
      `${names.agent(agent)} returned ${unitsOf(units)} of ${names.service(service)}, held for ${names.task(task)}`,
    conflict: (fact) => ({ kind: 'returned', ...claimOf(fact) }),
  },
  'arbiters.expired': {
    told: ({ task, agent, service, units }, names) =>
      `The lease of ${names.agent(agent)} on ${unitsOf(units)} of ${names.service(service)} for ${names.task(task)} ran out`,
    mark: 'expiry',
    conflict: (fact) => ({ kind: 'expired', ...claimOf(fact) }),
  },
  'arbiters.drawn': {
    told: ({ task, agent, service, units, waitedMs }, names) =>
      `${names.agent(agent)} used ${unitsOf(units)} of ${names.service(service)} for ${names.task(task)}${waitedMs === 0 ? '' : ` after ${exactTime(waitedMs)}`}`,
    conflict: (fact) => ({ kind: 'used', ...claimOf(fact) }),
  },
  'arbiters.preempted': {
    told: ({ task, agent, service }, names) =>
      `${names.agent(agent)} stopped ${names.task(task)}: ${names.service(service)} was taken from it`,
    mark: 'preemption',
    conflict: (fact) => ({ kind: 'preempted', ...claimOf(fact), after: askingOf(fact.after) }),
  },
  'arbiters.deadlocked': {
    told: ({ task, reason }, names) => `A deadlock was broken at ${names.task(task)}: ${reason}`,
    mark: 'deadlock',
    conflict: victimOf('deadlock'),
  },
  'arbiters.died': {
    told: ({ task, reason }, names) => `${names.task(task)} was refused: ${reason}`,
    mark: 'deadlock',
    conflict: victimOf('died'),
  },
  'arbiters.wounded': {
    told: ({ task, reason }, names) => `${names.task(task)} was stopped for an older task: ${reason}`,
    mark: 'deadlock',
    conflict: victimOf('wounded'),
  },
  'arbiters.raised': {
    told: ({ task, priority }, names) =>
      `The priority of ${names.task(task)} was raised to ${String(priority)}, as it kept others waiting`,
    mark: 'inheritance',
    conflict: ({ agent, task, lease, priority }) => ({ kind: 'raised', agent, task, lease, priority }),
  },
  'arbiters.lowered': {
    told: ({ task, priority }, names) => `The priority of ${names.task(task)} was ${String(priority)} again`,
    conflict: ({ agent, task, lease, priority }) => ({ kind: 'lowered', agent, task, lease, priority }),
  },
  'arbiters.left': {
    told: ({ task, agent, service }, names) =>
      `${names.agent(agent)} stopped waiting for ${names.service(service)} for ${names.task(task)}`,
    conflict: (fact) => ({ kind: 'left', ...claimOf(fact) }),
  },
  'arbiters.stale': {
    told: ({ agent, service, token }, names) =>
      `${names.service(service)} refused ${names.agent(agent)} with the old token ${String(token)}`,
    mark: 'stale-token',
    conflict: ({ service, agent, token }) => ({ kind: 'stale', service, agent, token }),
  },
  'arbiters.unavailable': {
    told: ({ task, agent, service }, names) =>
      `The arbiter of ${names.service(service)} did not answer ${names.agent(agent)} for ${names.task(task)}`,
    mark: 'failure',
  },
  'arbiters.lost': {
    told: ({ task, agent, service }, names) =>
      `${names.agent(agent)} stopped ${names.task(task)}: its lease on ${names.service(service)} was not renewed`,
    mark: 'failure',
  },
};
