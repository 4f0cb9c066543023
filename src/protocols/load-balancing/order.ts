/**
 * The order in which tasks leave the balancer, and whether work waits beside idle agents, folded from facts. Both hold
 * only under some policies, and only where no delay stands between what happens and what the balancer knows.
 */
import { exactTime } from '../../document/index.ts';
import { capableMasks } from '../../agents/index.ts';
import {
  addReady,
  agentTitle,
  coordinatorActor,
  disturbs,
  emptyPool,
  firstKey,
  firstReady,
  invariantRule,
  needAt,
  needOf,
  removeReady,
  taskAt,
  taskTitle,
  waitingKey,
  type Invariant,
  type KnownFact,
  type Moment,
  type Plan,
  type ReadyPool,
} from '../../plan/index.ts';
import { room } from './messages.ts';

interface Waiting {
  /** Tasks that wait to be placed. */
  pool: ReadyPool;
  /** The key under which each task waits, or waited last; lower goes first. */
  key: number[];
  readyMs: number[];
  over: boolean[];
  /** Whether the balancer is down, or the step in which it came back; what became ready meanwhile it hears of after that step. */
  down: boolean;
  backStep: number;
  unheard: number[];
}

/**
 * Of tasks that ask for the same, the first in order is placed first. With ageing that bounds overtaking: a task is
 * overtaken only by those that became ready less than `ageingMs` a point of priority after it.
 */
export const inOrder: Invariant = invariantRule<Waiting>({
  rule: 'LB6',
  title: 'of tasks that ask for the same, none is overtaken by one behind it in the order',
  room,
  hears: [
    'task.ready',
    'task.withdrawn',
    'task.retrying',
    'task.cancelled',
    'task.failed',
    'task.unassignable',
    'actor.crashed',
    'actor.recovered',
  ],
  init: (plan) => ({
    pool: emptyPool(plan),
    key: plan.tasks.map(() => 0),
    readyMs: plan.tasks.map(() => 0),
    over: plan.tasks.map(() => false),
    down: false,
    backStep: -1,
    unheard: [],
  }),
  given(state, { task }, moment, plan) {
    hearAll(state, moment, plan);
    return first(state, task, plan);
  },
  fact(state, fact, moment, plan) {
    hearAll(state, moment, plan);
    switch (fact.type) {
      case 'actor.crashed':
      case 'actor.recovered':
        if (fact.actor !== coordinatorActor) return null;
        state.down = fact.type === 'actor.crashed';
        state.backStep = moment.step;
        return null;
      case 'task.ready':
        state.readyMs[fact.task] = moment.time;
        // What a group decides never waits at the balancer.
        if (plan.decisions.has(fact.task)) return null;
        if (state.down) state.unheard.push(fact.task);
        else enqueue(state, fact.task, plan);
        return null;
      case 'task.withdrawn':
        if (!state.over[fact.task]) enqueue(state, fact.task, plan);
        return null;
      case 'task.retrying':
        forget(state, fact.task, plan);
        return null;
      case 'task.cancelled':
      case 'task.failed':
      case 'task.unassignable':
        state.over[fact.task] = true;
        forget(state, fact.task, plan);
        return null;
      default:
        return null;
    }
  },
});

/** Back from a crash, a balancer knows of what it had forgotten before it hears what came while it was down. */
function hearAll(state: Waiting, { step }: Moment, plan: Plan): void {
  if (state.down || state.unheard.length === 0 || step === state.backStep) return;
  for (const task of state.unheard) enqueue(state, task, plan);
  state.unheard = [];
}

function forget(state: Waiting, task: number, plan: Plan): void {
  removeReady(state.pool, plan, task);
  state.unheard = state.unheard.filter((each) => each !== task);
}

function enqueue(state: Waiting, task: number, plan: Plan): void {
  const { pool } = state;
  const readyMs = state.readyMs[task] ?? 0;
  removeReady(pool, plan, task);
  addReady(pool, plan, task, readyMs);
  state.key[task] = plan.ordering === 'fifo' ? pool.arrived : waitingKey(plan, task, readyMs);
}

function first({ pool, key }: Waiting, task: number, plan: Plan): string | null {
  const need = needOf(plan, task);
  // What was placed without having waited stands before nobody where the first that comes is the first to go.
  const own = removeReady(pool, plan, task) || plan.ordering !== 'fifo' ? (key[task] ?? 0) : 0;
  if (firstKey(pool, need) >= own) return null;
  const before = firstReady(pool, need);
  return `${taskTitle(plan, task)} was placed before ${taskTitle(plan, before)}, which stands before it in the order`;
}

interface Load {
  /** Tasks of each need that wait anywhere, and of all. */
  waiting: number[];
  allWaiting: number;
  /** Whether each task waits. */
  waits: boolean[];
  free: number[];
  allFree: number;
  time: number;
  /** Whether any message took time, or something went wrong: then what an agent does not know may wait beside it. */
  delayed: boolean;
  /** Whether anything changed since the end of an instant was last looked at. */
  changed: boolean;
}

/** No idle agent beside a task that it can do, at the end of any instant. */
export function workConserving(plan: Plan): Invariant {
  const canDo = capableMasks(plan);
  return invariantRule<Load>({
    rule: 'LB5',
    title: 'no agent is idle beside a waiting task that it can do',
    room,
    init: ({ needs, tasks, agents }) => ({
      waiting: needs.map(() => 0),
      allWaiting: 0,
      waits: tasks.map(() => false),
      free: agents.map((agent) => agent.slots),
      allFree: agents.reduce((sum, agent) => sum + agent.slots, 0),
      time: 0,
      delayed: false,
      changed: false,
    }),
    fact(state, fact, moment) {
      const broken = moment.time > state.time ? idleBeside(state, plan, canDo) : null;
      state.time = moment.time;
      if ((fact.type === 'message.sent' && fact.dueMs > moment.time) || disturbs(fact)) state.delayed = true;
      count(state, fact, plan);
      return broken;
    },
    end: (state: Load, moment: Moment) => (moment.time >= state.time ? idleBeside(state, plan, canDo) : null),
  });
}

function idleBeside(state: Load, plan: Plan, canDo: (need: number, agent: number) => boolean): string | null {
  if (!state.changed || state.delayed || state.allWaiting === 0 || state.allFree === 0) return null;
  state.changed = false;
  for (let need = 0; need < plan.needs.length; need += 1) {
    if (state.waiting[need] === 0) continue;
    const agent = state.free.findIndex((free, at) => free > 0 && canDo(need, at));
    if (agent !== -1)
      return `${agentTitle(plan, agent)} was idle at ${exactTime(state.time)} while a task waited that it can do`;
  }
  return null;
}

function count(state: Load, fact: KnownFact, plan: Plan): void {
  switch (fact.type) {
    case 'task.ready':
      if (!plan.decisions.has(fact.task)) setWaits(state, fact.task, true, plan);
      return;
    case 'task.retrying':
    case 'task.cancelled':
    case 'task.failed':
    case 'task.unassignable':
      setWaits(state, fact.task, false, plan);
      return;
    case 'task.waiting':
      take(state, fact.agent, 1);
      setWaits(state, fact.task, false, plan);
      return;
    case 'task.recalling':
    case 'task.obtaining':
    case 'slice.waits':
    case 'task.started':
      if (state.waits[fact.task]) take(state, fact.agent, 1);
      setWaits(state, fact.task, false, plan);
      return;
    case 'task.ended':
      take(state, fact.agent, -1);
      return;
    default:
  }
}

function setWaits(state: Load, task: number, waits: boolean, plan: Plan): void {
  const { need } = taskAt(plan, task);
  if (state.waits[task] === waits || needAt(plan, need).capable.length === 0) return;
  state.waits[task] = waits;
  state.waiting[need]! += waits ? 1 : -1;
  state.allWaiting += waits ? 1 : -1;
  state.changed = true;
}

function take(state: Load, agent: number, slots: number): void {
  state.free[agent]! -= slots;
  state.allFree -= slots;
  state.changed = true;
}
