/**
 * What always holds in PBFT, as folds over facts; the numbers are those of SPEC.md. Rules about replicas look at
 * honest steps: what one does while it lies is passed over, and what it does before and after is not. They look at nothing but facts and the plan, so
 * that they find out a protocol that errs.
 */
import { equalJson, type Json } from '../../base/index.ts';
import type { Fact } from '../../kernel/index.ts';
import {
  groupAt,
  agentTitle,
  followLiars,
  invariantRule,
  taskTitle,
  type Invariant,
  type Liars,
} from '../../plan/index.ts';
import {
  alternative,
  askedOf,
  nullOrder,
  room,
  type ExecutedFact,
  type Order,
  type PbftFact,
  type Request,
} from './messages.ts';
import { completed } from '../decision-liveness.ts';
import { keepsUp } from './keeping-up.ts';
import { acceptsOnce, proposedByPrimary } from './proposals.ts';

/** All that hold for the groups of this plan. */
export function invariants(): Invariant[] {
  return [
    quorums(),
    oneDigest(),
    issued(),
    inOrder(),
    once(),
    checkpointsEqual(),
    acceptedWasExecuted(),
    acceptsOnce(),
    certificates(),
    proposedByPrimary(),
    keepsUp('PB21'),
    completed({
      rule: 'PB10',
      title: 'with no more faulty members than it survives and a whole network, a group answers every request',
      room,
      protocol: 'pbft',
      patienceTimes: answerPatiences,
    }),
  ];
}

/** So many times the patience with a leader are long enough for an answer. */
export const answerPatiences = 64;

const executedType = 'consensus-pbft.executed';

function asExecuted(fact: Fact): ExecutedFact | null {
  return fact.type === executedType ? (fact as ExecutedFact) : null;
}

function quorums(): Invariant {
  return invariantRule<null, PbftFact>({
    rule: 'PB1',
    room,
    title: 'two quorums share an honest replica, and the honest alone make one',
    hears: ['run.started'],
    init: () => null,
    fact(_state, fact, _moment, { groups }) {
      if (fact.type !== 'run.started') return null;
      for (const { protocol, members, faulty, quorum } of groups) {
        if (protocol !== 'pbft') continue;
        const n = members.length;
        if (2 * quorum - n < faulty + 1)
          return `two quorums of ${quorum} among ${n} share ${Math.max(0, 2 * quorum - n)}, and ${faulty} of them can be faulty`;
        if (quorum > n - faulty) return `a quorum of ${quorum} among ${n} cannot be had when ${faulty} are faulty`;
      }
      return null;
    },
  });
}

function oneDigest(): Invariant {
  return invariantRule<{ liars: Liars; at: Map<string, ExecutedFact> }, PbftFact>({
    rule: 'PB2',
    room,
    title: 'no two honest replicas execute different requests at one slot',
    hears: ['agent.turned', executedType],
    init: () => ({ liars: new Map(), at: new Map() }),
    fact({ liars, at }, fact, _moment, plan) {
      const executed = asExecuted(fact);
      if (executed === null) {
        followLiars(liars, fact);
        return null;
      }
      if (liars.has(executed.agent)) return null;
      const key = `${executed.group}/${executed.slot}`;
      const first = at.get(key);
      if (first === undefined) at.set(key, executed);
      else if (first.digest !== executed.digest)
        return `${agentTitle(plan, first.agent)} executed ${said(first.value)} at slot ${executed.slot}, and ${agentTitle(plan, executed.agent)} ${said(executed.value)}`;
      return null;
    },
  });
}

interface Issued {
  /** By group, task and attempt. */
  orders: Map<string, Order>;
  /** Other values of clients that liars have in their plan; null for one of their own making. */
  others: Json[];
}

function issued(): Invariant {
  return invariantRule<Issued, PbftFact>({
    rule: 'PB3',
    room,
    title: 'what is executed some client asked for, and it is valid',
    hears: ['agent.turned', 'message.sent', executedType],
    init: () => ({ orders: new Map(), others: [] }),
    fact({ orders, others }, fact, _moment, plan) {
      if (fact.type === 'agent.turned') {
        if (fact.on && (fact.conduct === 'equivocate' || fact.conduct === 'collude')) others.push(fact.value);
        return null;
      }
      if (fact.type === 'message.sent') {
        if (fact.message.type !== 'consensus-pbft.request') return null;
        const request = fact.message as Request;
        if (fact.from === groupAt(plan, request.group).client) orders.set(keyOf(request.group, request), request);
        return null;
      }
      const executed = asExecuted(fact);
      if (executed === null || executed.task === nullOrder.task) return null;
      const { group, task, value, agent } = executed;
      const order = orders.get(keyOf(group, executed));
      const asked =
        order !== undefined &&
        (equalJson(order.value, value) || others.some((other) => equalJson(alternative(order, other).value, value)));
      if (!asked) return `${agentTitle(plan, agent)} executed ${said(value)}, which no client asked for`;
      const wanted = askedOf(plan, group, task);
      return wanted === undefined || wanted.valid(value)
        ? null
        : `${agentTitle(plan, agent)} executed ${said(value)}, which is not valid`;
    },
  });
}

function keyOf(group: number, { task, attempt }: { readonly task: number; readonly attempt: number }): string {
  return `${group}/${task}/${attempt}`;
}

/** Log positions of replicas, by group and agent. */
interface Logs {
  liars: Liars;
  /** Digest at each slot, by group, as whoever came first executed it. */
  logs: Map<number, Map<number, string>>;
  last: Map<string, number>;
}

function inOrder(): Invariant {
  return invariantRule<Logs, PbftFact>({
    rule: 'PB4',
    room,
    title: 'the logs of honest replicas are beginnings of one log, across views',
    hears: ['agent.turned', 'consensus-pbft.installed', executedType],
    init: () => ({ liars: new Map(), logs: new Map(), last: new Map() }),
    fact({ liars, logs, last }, fact, _moment, plan) {
      if (fact.type === 'consensus-pbft.installed') {
        const { group, agent, slot } = fact;
        last.set(`${group}/${agent}`, slot);
        return null;
      }
      const executed = asExecuted(fact);
      if (executed === null) {
        followLiars(liars, fact);
        return null;
      }
      const { group, agent, slot, digest } = executed;
      const place = `${group}/${agent}`;
      const before = last.get(place) ?? 0;
      last.set(place, slot);
      if (liars.has(agent)) return null;
      if (slot !== before + 1) return `${agentTitle(plan, agent)} executed slot ${slot} after slot ${before}`;
      const log = logs.get(group) ?? new Map<number, string>();
      logs.set(group, log);
      const known = log.get(slot);
      if (known === undefined) log.set(slot, digest);
      return known === undefined || known === digest
        ? null
        : `the log of ${agentTitle(plan, agent)} parts from that of others at slot ${slot}`;
    },
  });
}

interface Done {
  liars: Liars;
  /** The latest attempt that each replica has executed, by group, agent and task. */
  done: Map<string, number>;
  /** What honest replicas have executed, by group and slot. */
  logs: Map<number, Map<number, ExecutedFact>>;
}

function once(): Invariant {
  return invariantRule<Done, PbftFact>({
    rule: 'PB5',
    room,
    title: 'each request is executed once by a replica, and none after a later one of its task',
    hears: ['agent.turned', 'consensus-pbft.installed', executedType],
    init: () => ({ liars: new Map(), done: new Map(), logs: new Map() }),
    fact({ liars, done, logs }, fact, _moment, plan) {
      if (fact.type === 'consensus-pbft.installed') {
        // The state holds what the others executed up to there.
        const { group, agent, slot } = fact;
        for (const each of logs.get(group)?.values() ?? []) if (each.slot <= slot) executes(done, agent, each);
        return null;
      }
      const executed = asExecuted(fact);
      if (executed === null) {
        followLiars(liars, fact);
        return null;
      }
      const { group, agent, slot, task, attempt } = executed;
      if (task === nullOrder.task) return null;
      const before = executes(done, agent, executed);
      if (liars.has(agent)) return null;
      const log = logs.get(group) ?? new Map<number, ExecutedFact>();
      logs.set(group, log);
      if (!log.has(slot)) log.set(slot, executed);
      return attempt > before
        ? null
        : `${agentTitle(plan, agent)} executed attempt ${attempt} at ${taskTitle(plan, task)} again, after attempt ${before}`;
    },
  });
}

/** Notes that a replica has executed this, and says up to which attempt it had before. */
function executes(done: Map<string, number>, agent: number, { group, task, attempt }: ExecutedFact): number {
  const key = `${group}/${agent}/${task}`;
  const before = done.get(key) ?? 0;
  done.set(key, Math.max(before, attempt));
  return before;
}

function checkpointsEqual(): Invariant {
  return invariantRule<{ liars: Liars; at: Map<string, string> }, PbftFact>({
    rule: 'PB6',
    room,
    title: 'a stable checkpoint is the same state for all honest replicas',
    hears: ['agent.turned', 'consensus-pbft.stable', 'consensus-pbft.installed'],
    init: () => ({ liars: new Map(), at: new Map() }),
    fact({ liars, at }, fact, _moment, plan) {
      if (fact.type !== 'consensus-pbft.stable' && fact.type !== 'consensus-pbft.installed') {
        followLiars(liars, fact);
        return null;
      }
      const { group, agent, slot, digest } = fact;
      if (liars.has(agent)) return null;
      const key = `${group}/${slot}`;
      const known = at.get(key);
      if (known === undefined) at.set(key, digest);
      return known === undefined || known === digest
        ? null
        : `${agentTitle(plan, agent)} has another state at slot ${slot} than others`;
    },
  });
}

function acceptedWasExecuted(): Invariant {
  return invariantRule<{ liars: Liars; values: Map<string, Json[]> }, PbftFact>({
    rule: 'PB7',
    room,
    title: 'what the client takes as decided an honest replica has executed',
    hears: ['agent.turned', 'decision.made', executedType],
    init: () => ({ liars: new Map(), values: new Map() }),
    fact({ liars, values }, fact, _moment, plan) {
      if (fact.type === 'decision.made') {
        const { group, task, value } = fact;
        if (groupAt(plan, group).protocol !== 'pbft') return null;
        return (values.get(`${group}/${task}`) ?? []).some((each) => equalJson(each, value))
          ? null
          : `${said(value)} was taken as decided for ${taskTitle(plan, task)}, and no honest replica had executed it`;
      }
      const executed = asExecuted(fact);
      if (executed === null) followLiars(liars, fact);
      else if (!liars.has(executed.agent)) {
        const key = `${executed.group}/${executed.task}`;
        const known = values.get(key) ?? [];
        if (!known.some((each) => equalJson(each, executed.value))) values.set(key, [...known, executed.value]);
      }
      return null;
    },
  });
}

function certificates(): Invariant {
  return invariantRule<readonly ReadonlySet<number>[], PbftFact>({
    rule: 'PB9',
    room,
    title: 'nothing is prepared, committed or stable without a quorum of different members',
    hears: ['consensus-pbft.prepared', 'consensus-pbft.committed', 'consensus-pbft.stable', 'consensus-pbft.installed'],
    init: ({ groups }) => groups.map(({ members }) => new Set(members)),
    fact(members, fact, _moment, plan) {
      switch (fact.type) {
        case 'consensus-pbft.prepared':
        case 'consensus-pbft.committed':
        case 'consensus-pbft.stable':
        case 'consensus-pbft.installed': {
          const { type, group, agent, slot, certificate } = fact;
          const { quorum } = groupAt(plan, group);
          const signed = new Set(certificate.filter((each) => members[group]!.has(each))).size;
          const what = type.slice(room.length + 1);
          return signed >= quorum
            ? null
            : `slot ${slot} is ${what} for ${agentTitle(plan, agent)} by the word of ${signed}, and it takes ${quorum}`;
        }
        default:
          return null;
      }
    },
  });
}

function said(value: Json): string {
  return JSON.stringify(value);
}
