/**
 * What always holds where work is handed to agents, whatever the protocol, as folds over facts: only agents that can,
 * only agents that are not under suspicion, one completion that counts, the best of what was compared. A room takes
 * them under the numbers of its own SPEC.md. They know the ledger only by what it says.
 */
import { exactTime } from '../document/index.ts';
import {
  agentAt,
  agentOfActor,
  agentTitle,
  coordinatorActor,
  invariantRule,
  isComposite,
  needAt,
  taskAt,
  taskTitle,
  type Holdings,
  type Invariant,
  type KnownFact,
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
      for (const capable of needAt(plan, need).capable) made[capable] = true;
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
    given(_state, { task, agent }, _moment, plan) {
      if (canDo(taskAt(plan, task).need, agent)) return null;
      return `${taskTitle(plan, task)} was given to ${agentTitle(plan, agent)}, who cannot do it`;
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
    hears: ['task.withdrawn', 'message.delivered', ...(called === null ? [] : [called as KnownFact['type']])],
    init: ({ agents }) => ({
      until: agents.map(() => 0),
      silences: agents.map(() => 0),
      since: agents.map(() => 0),
    }),
    given({ until }, { task, agent }, { time }, plan) {
      if (called !== null || time >= until[agent]!) return null;
      return `${agentTitle(plan, agent)} was given ${taskTitle(plan, task)} while under suspicion until ${exactTime(until[agent]!)}`;
    },
    fact(state, fact, moment, plan) {
      if (called !== null && fact.type === called) {
        const { invited } = fact as KnownFact & { readonly invited: readonly number[] };
        const silent = invited.find((agent) => moment.time < state.until[agent]!);
        return silent === undefined ? null : `${agentTitle(plan, silent)} was called while under suspicion`;
      }
      if (fact.type === 'task.withdrawn' && fact.forgotten === undefined && moment.time >= state.until[fact.agent]!) {
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
  readonly held: Holdings;
  /** Highest lease under which each task ended well. */
  readonly ended: number[];
  readonly done: boolean[];
}

/**
 * Leases rise, and only what ended under the present one counts, once. Where several give away, one that has lost its
 * right without knowing may still do so under an older lease, never under one that was used: nothing comes of it.
 */
export function effectiveOnce(name: RuleName, severalGivers = false): Invariant {
  return invariantRule<Effective>({
    ...name,
    title: 'a task is completed once, under its present lease; what is stale changes nothing',
    hears: ['task.ended', 'task.succeeded'],
    init: ({ tasks }, held) => ({ held, ended: tasks.map(() => -1), done: tasks.map(() => false) }),
    given({ held, done }, { task, lease }, _moment, plan) {
      if (severalGivers && lease < held.highest(task)) return null;
      if (done[task]) return `${taskTitle(plan, task)} was given away after it was completed`;
      return lease > held.highest(task)
        ? null
        : `${taskTitle(plan, task)} was given away under lease ${lease}, which was used before`;
    },
    fact(state, fact, _moment, plan) {
      if (fact.type === 'task.ended' && fact.end === 'succeeded')
        state.ended[fact.task] = Math.max(state.ended[fact.task]!, fact.lease);
      return fact.type === 'task.succeeded' ? completed(state, fact.task, plan) : null;
    },
  });
}

function completed({ held, ended, done }: Effective, task: number, plan: Plan): string | null {
  // Nobody was given a composite, or what a group decides.
  if (isComposite(plan, task) || plan.decisions.has(task)) return null;
  if (done[task]) return `${taskTitle(plan, task)} was completed twice`;
  done[task] = true;
  return held.leaseOf(task) !== 0 && ended[task] === held.leaseOf(task)
    ? null
    : `${taskTitle(plan, task)} was completed by a result that was not of its present lease`;
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
    given(_state, fact, _moment, plan) {
      if (fact.compared.length === 0 || !applies(fact.rule)) return null;
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
        ? `${taskTitle(plan, fact.task)} was drawn at random among ${fact.tied ?? 0} agents, and ${tied} were equally good`
        : null;
    },
  });
}

/** No agent is given more than it has room for: its slots and as many more as may wait. */
export function withinRoom(name: RuleName, waiting: number): Invariant {
  return invariantRule<Holdings>({
    ...name,
    title:
      waiting === 0 ? 'no agent is given more than it has slots for' : 'no agent is given more than it has room for',
    init: (_plan, held) => held,
    given(held, { task, agent }, _moment, plan) {
      const most = agentAt(plan, agent).slots + waiting;
      const now = held.heldBy(agent) + (held.holderOf(task) === agent ? 0 : 1);
      return now > most ? `${agentTitle(plan, agent)} has room for ${most} tasks and was given ${now}` : null;
    },
  });
}
