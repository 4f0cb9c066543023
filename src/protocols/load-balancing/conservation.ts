/**
 * The place of every task, folded from facts: pending at the balancer, with an agent (queued or running there), or over.
 * What happens under an old lease has no place: it is the business of nobody. A crash empties the agent's hands.
 */
import {
  agentOfActor,
  agentTitle,
  invariantRule,
  taskTitle,
  type Invariant,
  type KnownFact,
  type Plan,
} from '../../plan/index.ts';
import { room } from './messages.ts';

const place = { none: 0, pending: 1, given: 2, over: 3 } as const;
const hand = { underWay: 0, queued: 1, waiting: 2, running: 3, ended: 4 } as const;

interface Places {
  /** One of `place`, by task. */
  at: number[];
  holder: number[];
  lease: number[];
  /** One of `hand`: what the agent that has it does with it, which agent that is, and in which of its lives. */
  hand: number[];
  keeper: number[];
  life: number[];
  /** How often each agent crashed. */
  lives: number[];
}

export const conservation: Invariant = invariantRule<Places>({
  rule: 'LB1',
  title: 'every task is in one place: pending, queued, running or over',
  room,
  init(plan) {
    const fill = (value: number): number[] => new Array<number>(plan.tasks.length).fill(value);
    return {
      at: fill(place.none),
      holder: fill(-1),
      lease: fill(0),
      hand: fill(hand.underWay),
      keeper: fill(-1),
      life: fill(0),
      lives: plan.agents.map(() => 0),
    };
  },
  fact: (state, fact, _moment, plan) => byBalancer(state, fact, plan) ?? byAgent(state, fact, plan),
});

function byBalancer(state: Places, fact: KnownFact, plan: Plan): string | null {
  if ((fact.type as string) === 'load-balancing.moved')
    return moved(state, fact as unknown as { task: number; from: number; to: number; lease: number }, plan);
  switch (fact.type) {
    case 'task.ready': {
      const before = state.at[fact.task];
      state.at[fact.task] = place.pending;
      return before === place.pending || before === place.over
        ? `${taskTitle(plan, fact.task)} became ready while it was ${before === place.over ? 'over' : 'pending'}`
        : null;
    }
    case 'task.assigned': {
      const { task, agent, lease } = fact;
      const wasPending = state.at[task] === place.pending;
      state.at[task] = place.given;
      state.holder[task] = agent;
      state.lease[task] = lease;
      state.hand[task] = hand.underWay;
      return wasPending
        ? null
        : `${taskTitle(plan, task)} was given to ${agentTitle(plan, agent)} and did not wait at the balancer`;
    }
    case 'task.withdrawn': {
      const { task, agent, lease } = fact;
      const held = state.holder[task] === agent && state.lease[task] === lease && state.at[task] !== place.pending;
      state.holder[task] = -1;
      if (state.at[task] !== place.over) state.at[task] = place.pending;
      return held
        ? null
        : `${taskTitle(plan, task)} was taken back from ${agentTitle(plan, agent)}, who did not have it`;
    }
    case 'task.retrying':
      state.at[fact.task] = place.none;
      return null;
    case 'task.succeeded':
    case 'task.failed':
    case 'task.skipped':
    case 'task.cancelled':
    case 'task.unassignable':
      state.at[fact.task] = place.over;
      return null;
    default:
      return null;
  }
}

function moved(
  state: Places,
  { task, from, to, lease }: { task: number; from: number; to: number; lease: number },
  plan: Plan,
): string | null {
  // What is over may move on until the agent that has it hears so.
  const has = state.at[task] === place.given || state.at[task] === place.over;
  const held = has && state.holder[task] === from && state.lease[task] === lease;
  state.holder[task] = to;
  return held ? null : `${taskTitle(plan, task)} moved from ${agentTitle(plan, from)}, who did not have it`;
}

function byAgent(state: Places, fact: KnownFact, plan: Plan): string | null {
  switch (fact.type) {
    case 'task.queued':
    case 'task.waiting':
    case 'task.obtaining':
    case 'task.started':
    case 'task.unqueued':
    case 'task.ended': {
      const { task, agent, lease } = fact;
      if (state.at[task] !== place.given || state.lease[task] !== lease) return null;
      const before = state.life[task] === state.lives[state.keeper[task]!] ? state.hand[task]! : hand.underWay;
      const there = before === hand.queued || before === hand.waiting || before === hand.running;
      const elsewhere = there && state.keeper[task] !== agent;
      // Work that comes a second time is queued beside itself, or begins while it runs.
      const twice =
        (fact.type === 'task.queued' && there) ||
        (fact.type === 'task.waiting' && (before === hand.waiting || before === hand.running)) ||
        ((fact.type === 'task.obtaining' || fact.type === 'task.started') && before === hand.running);
      const absent =
        (fact.type === 'task.unqueued' && before !== hand.queued) ||
        (fact.type === 'task.ended' && before === hand.ended);
      state.hand[task] = handAfter(fact.type);
      state.keeper[task] = agent;
      state.life[task] = state.lives[agent]!;
      return elsewhere || twice || absent
        ? `${taskTitle(plan, task)} was in two places or in none: ${fact.type} at ${agentTitle(plan, agent)}`
        : null;
    }
    case 'actor.crashed':
      if (agentOfActor(fact.actor) >= 0) state.lives[agentOfActor(fact.actor)]! += 1;
      return null;
    default:
      return null;
  }
}

type HandFact = 'task.queued' | 'task.waiting' | 'task.obtaining' | 'task.started' | 'task.unqueued' | 'task.ended';

function handAfter(type: HandFact): number {
  switch (type) {
    case 'task.queued':
      return hand.queued;
    case 'task.unqueued':
      return hand.underWay;
    case 'task.waiting':
    case 'task.obtaining':
      return hand.waiting;
    case 'task.started':
      return hand.running;
    case 'task.ended':
      return hand.ended;
  }
}
