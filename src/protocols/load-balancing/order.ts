/**
 * The order in which tasks leave the balancer, and whether work waits beside idle agents, folded from facts. Both hold
 * only under some policies, and only where no delay stands between what happens and what the balancer knows.
 */
import { exactTime } from '../../document/index.ts';
import { capableMasks } from '../../agents/index.ts';
import {
  agentTitle,
  disturbs,
  invariantRule,
  needAt,
  taskAt,
  taskTitle,
  waitingKey,
  type Invariant,
  type KnownFact,
  type Moment,
  type Plan,
} from '../../plan/index.ts';
import { room } from './messages.ts';

interface Waiting {
  /** Binary heaps of key, task and stamp, flattened, one a need. */
  heaps: number[][];
  /** Stamp of a task's present waiting; 0 while it does not wait. */
  stamp: number[];
  readyMs: number[];
  over: boolean[];
  came: number;
}

/**
 * Of tasks that ask for the same, the first in order is placed first. With ageing that bounds overtaking: a task is
 * overtaken only by those that became ready less than `ageingMs` a point of priority after it.
 */
export const inOrder: Invariant = invariantRule<Waiting>({
  rule: 'LB6',
  title: 'of tasks that ask for the same, none is overtaken by one behind it in the order',
  room,
  hears: ['task.ready', 'task.withdrawn', 'task.retrying', 'task.cancelled', 'task.failed', 'task.unassignable'],
  init: (plan) => ({
    heaps: plan.needs.map(() => []),
    stamp: plan.tasks.map(() => 0),
    readyMs: plan.tasks.map(() => 0),
    over: plan.tasks.map(() => false),
    came: 0,
  }),
  given: (state, { task }, _moment, plan) => first(state, task, plan),
  fact(state, fact, moment, plan) {
    switch (fact.type) {
      case 'task.ready':
        state.readyMs[fact.task] = moment.time;
        // What a group decides never waits at the balancer.
        if (!plan.decisions.has(fact.task)) enqueue(state, fact.task, plan);
        return null;
      case 'task.withdrawn':
        if (!state.over[fact.task]) enqueue(state, fact.task, plan);
        return null;
      case 'task.retrying':
        state.stamp[fact.task] = 0;
        return null;
      case 'task.cancelled':
      case 'task.failed':
      case 'task.unassignable':
        state.over[fact.task] = true;
        state.stamp[fact.task] = 0;
        return null;
      default:
        return null;
    }
  },
});

function enqueue(state: Waiting, task: number, plan: Plan): void {
  state.came += 1;
  state.stamp[task] = state.came;
  push(state.heaps[taskAt(plan, task).need]!, keyOf(state, task, plan), task, state.came);
}

function keyOf(state: Waiting, task: number, plan: Plan): number {
  return plan.ordering === 'fifo' ? state.stamp[task]! : waitingKey(plan, task, state.readyMs[task]!);
}

function first(state: Waiting, task: number, plan: Plan): string | null {
  const heap = state.heaps[taskAt(plan, task).need]!;
  const key = keyOf(state, task, plan);
  state.stamp[task] = 0;
  while (heap.length > 0 && state.stamp[heap[1]!] !== heap[2]) pop(heap);
  if (heap.length === 0 || heap[0]! >= key) return null;
  return `${taskTitle(plan, task)} was placed before ${taskTitle(plan, heap[1]!)}, which stands before it in the order`;
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

function push(heap: number[], key: number, task: number, stamp: number): void {
  let at = heap.length / 3;
  heap.push(key, task, stamp);
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (heap[parent * 3]! <= key) break;
    copy(heap, parent, at);
    at = parent;
  }
  heap[at * 3] = key;
  heap[at * 3 + 1] = task;
  heap[at * 3 + 2] = stamp;
}

function pop(heap: number[]): void {
  const stamp = heap.pop()!;
  const task = heap.pop()!;
  const key = heap.pop()!;
  const size = heap.length / 3;
  if (size === 0) return;
  let at = 0;
  for (;;) {
    let child = at * 2 + 1;
    if (child >= size) break;
    if (child + 1 < size && heap[child * 3 + 3]! < heap[child * 3]!) child += 1;
    if (heap[child * 3]! >= key) break;
    copy(heap, child, at);
    at = child;
  }
  heap[at * 3] = key;
  heap[at * 3 + 1] = task;
  heap[at * 3 + 2] = stamp;
}

function copy(heap: number[], from: number, to: number): void {
  heap[to * 3] = heap[from * 3]!;
  heap[to * 3 + 1] = heap[from * 3 + 1]!;
  heap[to * 3 + 2] = heap[from * 3 + 2]!;
}
