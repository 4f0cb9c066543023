/**
 * The place of every task, folded from facts: pending at the balancer, with an agent (queued or running there), or over.
 * What happens under an old lease has no place: it is the business of nobody. A crash empties the agent's hands.
 */
import {
  agentTitle,
  invariantRule,
  taskTitle,
  type Holdings,
  type Invariant,
  type KnownFact,
  type Plan,
} from '../../plan/index.ts';
import { room, type MovedFact } from './messages.ts';

interface Places {
  readonly held: Holdings;
  /** Whether each task is pending at the balancer. */
  readonly pending: boolean[];
  /** Whether an agent was told to do it and has not failed at it. */
  readonly given: boolean[];
  /** Who did something with it last under its present lease; -1 for nobody. */
  readonly keeper: number[];
  /** Whether the attempt under its present lease has ended. */
  readonly ended: boolean[];
}

export const conservation: Invariant = invariantRule<Places, MovedFact>({
  rule: 'LB1',
  title: 'every task is in one place: pending, queued, running or over',
  room,
  init: ({ tasks }, held) => ({
    held,
    pending: tasks.map(() => false),
    given: tasks.map(() => false),
    keeper: tasks.map(() => -1),
    ended: tasks.map(() => false),
  }),
  given({ pending, given, keeper, ended }, { task, agent }, _moment, plan) {
    const wasPending = pending[task]!;
    pending[task] = false;
    given[task] = true;
    keeper[task] = -1;
    ended[task] = false;
    return wasPending
      ? null
      : `${taskTitle(plan, task)} was given to ${agentTitle(plan, agent)} and did not wait at the balancer`;
  },
  fact: (state, fact, _moment, plan) => byBalancer(state, fact, plan) ?? byAgent(state, fact, plan),
});

function byBalancer({ held, pending, given }: Places, fact: KnownFact | MovedFact, plan: Plan): string | null {
  if (fact.type === 'load-balancing.moved') {
    const { task, from, lease } = fact;
    // What is over may move on until the agent that has it hears so.
    const has = given[task] === true && hadUnder(held, task, from, lease);
    return has ? null : `${taskTitle(plan, task)} moved from ${agentTitle(plan, from)}, who did not have it`;
  }
  switch (fact.type) {
    case 'task.ready': {
      const { task } = fact;
      const before = held.isOver(task) ? 'over' : pending[task] === true ? 'pending' : null;
      pending[task] = true;
      given[task] = false;
      return before === null ? null : `${taskTitle(plan, task)} became ready while it was ${before}`;
    }
    case 'task.withdrawn': {
      const { task, agent, lease } = fact;
      const has = given[task] === true && hadUnder(held, task, agent, lease);
      given[task] = false;
      pending[task] = !held.isOver(task);
      return has
        ? null
        : `${taskTitle(plan, task)} was taken back from ${agentTitle(plan, agent)}, who did not have it`;
    }
    case 'task.retrying':
      pending[fact.task] = given[fact.task] = false;
      return null;
    default:
      return null;
  }
}

/** Whether an agent has a task under this lease. Of what is over its giver may know nobody any more: then it is enough that the lease was the last. */
function hadUnder(held: Holdings, task: number, agent: number, lease: number): boolean {
  if (held.isOver(task) && held.holderOf(task) === -1) return held.highest(task) === lease;
  return held.highest(task) === lease && held.holderOf(task) === agent;
}

function byAgent({ held, given, keeper, ended }: Places, fact: KnownFact | MovedFact, plan: Plan): string | null {
  switch (fact.type) {
    case 'task.queued':
    case 'task.waiting':
    case 'task.recalling':
    case 'task.obtaining':
    case 'task.started':
    case 'task.unqueued':
    case 'task.ended': {
      const { task, agent, lease } = fact;
      if (given[task] !== true || !held.stands(task, lease)) return null;
      const before = keeper[task] === -1 ? null : held.handOf({ task, agent: keeper[task]!, lease });
      const elsewhere = before !== null && keeper[task] !== agent;
      // Work that comes a second time is queued beside itself, or begins while it runs.
      const twice =
        (fact.type === 'task.queued' && before !== null) ||
        (fact.type === 'task.waiting' && (before === 'obtaining' || before === 'running')) ||
        ((fact.type === 'task.recalling' || fact.type === 'task.obtaining' || fact.type === 'task.started') &&
          before === 'running');
      const absent =
        (fact.type === 'task.unqueued' && before !== 'queued') || (fact.type === 'task.ended' && ended[task] === true);
      keeper[task] = agent;
      ended[task] = fact.type === 'task.ended';
      return elsewhere || twice || absent
        ? `${taskTitle(plan, task)} was in two places or in none: ${fact.type} at ${agentTitle(plan, agent)}`
        : null;
    }
    default:
      return null;
  }
}
