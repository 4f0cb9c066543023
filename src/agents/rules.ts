/**
 * What always holds where work is handed to agents, whatever the protocol, as folds over facts: only agents that can,
 * only agents that are not under suspicion, one completion that counts, the best of what was compared. A room takes
 * them under the numbers of its own SPEC.md. They know the ledger only by what it says.
 */
import { exactTime } from '../document/index.ts';
import {
  agentOfActor,
  agentTitle,
  coordinatorActor,
  invariantRule,
  isComposite,
  taskTitle,
  type Invariant,
  type KnownFact,
  type Moment,
  type Plan,
} from '../plan/index.ts';

import { pauseOf } from './ledger/lease.ts';

/** How a room calls a rule. */
export interface RuleName {
  readonly rule: string;
  readonly room: string;
}

/** Which agents can do what a need asks, by need and agent; made when first asked for. */
export function capableMasks(plan: Plan): (need: number, agent: number) => boolean {
  const masks: (readonly boolean[])[] = [];
  return (need, agent) => {
    let mask = masks[need];
    if (mask === undefined) {
      const made = plan.agents.map(() => false);
      for (const capable of plan.needs[need]!.capable) made[capable] = true;
      masks[need] = mask = made;
    }
    return mask[agent]!;
  };
}

export function onlyCapable(name: RuleName, plan: Plan): Invariant {
  const canDo = capableMasks(plan);
  return invariantRule<null>({
    ...name,
    title: 'only capable agents are assigned',
    init: () => null,
    fact(_state, fact, _moment, plan) {
      if (fact.type !== 'task.assigned' || canDo(plan.tasks[fact.task]!.need, fact.agent)) return null;
      return `${taskTitle(plan, fact.task)} was given to ${agentTitle(plan, fact.agent)}, who cannot do it`;
    },
  });
}

interface Suspicion {
  /** Until when each agent is passed over. */
  until: number[];
  silences: number[];
  /** When the first of them in a row was. */
  since: number[];
}

/**
 * An agent that let a lease run out gets nothing until it is heard of, or its pause is over; where work is called out,
 * by facts of the type `called`, it is not invited.
 */
export function onlyTrusted(name: RuleName, leaseMs: number, called: string | null = null): Invariant {
  return invariantRule<Suspicion>({
    ...name,
    title: 'no agent that fell silent is given work before it is heard of or its pause is over',
    init: ({ agents }) => ({
      until: agents.map(() => 0),
      silences: agents.map(() => 0),
      since: agents.map(() => 0),
    }),
    fact(state, fact, moment, plan) {
      if (called !== null && (fact.type as string) === called) {
        const { invited } = fact as unknown as { readonly invited: readonly number[] };
        const silent = invited.find((agent) => moment.time < state.until[agent]!);
        return silent === undefined ? null : `${agentTitle(plan, silent)} was called while under suspicion`;
      }
      if (fact.type === 'task.assigned' && called === null) {
        const until = state.until[fact.agent]!;
        return moment.time < until
          ? `${agentTitle(plan, fact.agent)} was given ${taskTitle(plan, fact.task)} while under suspicion until ${exactTime(until)}`
          : null;
      }
      if (fact.type === 'task.withdrawn' && moment.time >= state.until[fact.agent]!) {
        const { agent } = fact;
        if (state.silences[agent] === 0) state.since[agent] = moment.time;
        state.silences[agent]! += 1;
        state.until[agent] = moment.time + pauseOf(leaseMs, state.silences[agent]!, moment.time - state.since[agent]!);
      } else if (
        fact.type === 'message.delivered' &&
        fact.to === coordinatorActor &&
        plan.actors[fact.from]?.kind === 'agent'
      ) {
        state.until[agentOfActor(fact.from)] = 0;
        state.silences[agentOfActor(fact.from)] = 0;
      }
      return null;
    },
  });
}

interface Effective {
  /** Lease under which each task is held; 0 for none. */
  lease: number[];
  /** Highest lease under which it ended well. */
  ended: number[];
  /** Highest lease given out. */
  highest: number[];
  done: boolean[];
}

/**
 * Leases rise, and only what ended under the present one counts, once. Where several give away, one that has lost its
 * right without knowing may still do so under an older lease, never under one that was used: nothing comes of it.
 */
export function effectiveOnce(name: RuleName, severalGivers = false): Invariant {
  return invariantRule<Effective>({
    ...name,
    title: 'a task is completed once, under its present lease; what is stale changes nothing',
    init: (plan) => ({
      lease: plan.tasks.map(() => 0),
      ended: plan.tasks.map(() => -1),
      highest: plan.tasks.map(() => 0),
      done: plan.tasks.map(() => false),
    }),
    fact(state, fact, _moment, plan) {
      const stale = severalGivers && fact.type === 'task.assigned' && fact.lease < state.highest[fact.task]!;
      return stale ? null : effective(state, fact, plan);
    },
  });
}

function effective(state: Effective, fact: KnownFact, plan: Plan): string | null {
  switch (fact.type) {
    case 'task.assigned': {
      const { task, lease } = fact;
      const rises = lease > state.highest[task]!;
      state.lease[task] = lease;
      state.highest[task] = lease;
      if (state.done[task]) return `${taskTitle(plan, task)} was given away after it was completed`;
      return rises ? null : `${taskTitle(plan, task)} was given away under lease ${lease}, which was used before`;
    }
    case 'task.withdrawn':
      if (state.lease[fact.task] === fact.lease) state.lease[fact.task] = 0;
      return null;
    case 'task.ended':
      if (fact.end === 'succeeded') state.ended[fact.task] = Math.max(state.ended[fact.task]!, fact.lease);
      return null;
    case 'task.succeeded': {
      const { task } = fact;
      // Nobody was given a composite, or what a group decides.
      if (isComposite(plan, task) || plan.decisions.has(task)) return null;
      if (state.done[task]) return `${taskTitle(plan, task)} was completed twice`;
      state.done[task] = true;
      return state.lease[task] !== 0 && state.ended[task] === state.lease[task]
        ? null
        : `${taskTitle(plan, task)} was completed by a result that was not of its present lease`;
    }
    default:
      return null;
  }
}

/**
 * Of the agents that were compared the one with the lowest value was chosen; of equals the one named first, or where a lot
 * is drawn any of them, and as many drew it as there were. `listed` are rules that go by the list all the same.
 */
export function lowestChosen(
  name: RuleName,
  applies: (rule: string) => boolean,
  listed: (rule: string) => boolean = () => false,
): Invariant {
  return invariantRule<null>({
    ...name,
    title: 'of the agents that were compared, the one with the lowest value is chosen',
    init: () => null,
    fact(_state, fact, _moment, plan) {
      if (fact.type !== 'task.assigned' || fact.compared.length === 0 || !applies(fact.rule)) return null;
      const chosen = fact.compared.find((each) => each.agent === fact.agent);
      if (chosen === undefined)
        return `${taskTitle(plan, fact.task)} was given to ${agentTitle(plan, fact.agent)}, who was not compared`;
      const draws = plan.ties === 'seeded' && !listed(fact.rule);
      const better = fact.compared.find(
        (each) => each.value < chosen.value || (!draws && each.value === chosen.value && each.agent < chosen.agent),
      );
      if (better !== undefined)
        return `${taskTitle(plan, fact.task)} was given to ${agentTitle(plan, fact.agent)} although ${agentTitle(plan, better.agent)} came before it`;
      const equals = fact.compared.filter(({ value }) => value === chosen.value).length;
      const tied = draws && equals > 1 ? equals : 0;
      const all = fact.comparedOf === undefined;
      return (all ? (fact.tied ?? 0) !== tied : (fact.tied ?? 0) < tied)
        ? `${taskTitle(plan, fact.task)} was drawn by lot among ${fact.tied ?? 0} agents, and ${tied} were equally good`
        : null;
    },
  });
}

/** What an agent holds by the books: given to it, and neither ended, taken back nor moved on as far as the giver heard. */
export interface Books {
  holder: number[];
  lease: number[];
  count: number[];
}

export function emptyBooks(plan: Plan): Books {
  return { holder: plan.tasks.map(() => -1), lease: plan.tasks.map(() => 0), count: plan.agents.map(() => 0) };
}

/** What a fact changes in the books. */
export type Entry = { readonly kind: 'held' | 'dropped'; readonly task: number; readonly agent: number };

const none: readonly Entry[] = [];

/** Enters a fact. `resultType` is the message by which an agent says how an attempt ended; `movedType` the fact of work that moved. */
export function enter(
  books: Books,
  fact: KnownFact,
  types: { readonly result: string; readonly failure?: string; readonly moved: string },
): readonly Entry[] {
  switch (fact.type) {
    case 'task.assigned':
      return [...drop(books, fact.task), hold(books, fact.task, fact.agent, fact.lease)];
    case 'task.withdrawn':
    case 'task.abandoned':
    case 'task.cancelled':
    case 'task.skipped':
      return drop(books, fact.task);
    case 'message.delivered': {
      const { type } = fact.message;
      if (fact.to !== coordinatorActor || (type !== types.result && type !== types.failure)) return none;
      const { task, lease } = fact.message as unknown as { task: number; lease: number };
      return books.lease[task] === lease && books.holder[task] === agentOfActor(fact.from) ? drop(books, task) : none;
    }
    default: {
      if ((fact.type as string) !== types.moved) return none;
      const { task, to, lease } = fact as unknown as { task: number; to: number; lease: number };
      return [...drop(books, task), hold(books, task, to, lease)];
    }
  }
}

function hold(books: Books, task: number, agent: number, lease: number): Entry {
  books.holder[task] = agent;
  books.lease[task] = lease;
  books.count[agent]! += 1;
  return { kind: 'held', task, agent };
}

function drop(books: Books, task: number): readonly Entry[] {
  const agent = books.holder[task]!;
  if (agent === -1) return none;
  books.holder[task] = -1;
  books.count[agent]! -= 1;
  return [{ kind: 'dropped', task, agent }];
}

/** No agent is given more than it has room for: its slots and as many more as may wait. */
export function withinRoom(name: RuleName, waiting: number): Invariant {
  const types = { result: `${name.room}.result`, moved: `${name.room}.moved` };
  return invariantRule<Books>({
    ...name,
    title:
      waiting === 0 ? 'no agent is given more than it has slots for' : 'no agent is given more than it has room for',
    init: emptyBooks,
    fact(state, fact, _moment: Moment, plan) {
      enter(state, fact, types);
      if (fact.type !== 'task.assigned') return null;
      const agent = plan.agents[fact.agent]!;
      const most = agent.slots + waiting;
      return state.count[fact.agent]! > most
        ? `${agentTitle(plan, fact.agent)} has room for ${most} tasks and was given ${state.count[fact.agent]!}`
        : null;
    },
  });
}
