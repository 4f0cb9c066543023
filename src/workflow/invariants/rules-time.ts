/**
 * What always holds of a run's times and slots, as folds over facts: precedence and transfers, slots, the lower bounds
 * that no schedule beats, and Graham's upper bound where its premises hold. Only what happens under a task's present
 * lease counts towards its time: an agent that has not heard of a withdrawal works for nobody.
 */
import { exactTime } from '../../document/index.ts';
import {
  agentAt,
  agentTitle,
  atOnceOf,
  boundsOf,
  disturbingFacts,
  disturbs,
  durationOn,
  invariantRule,
  isComposite,
  parentOf,
  taskAt,
  taskTitle,
  type Holdings,
  type KnownFact,
  type Plan,
} from '../../plan/index.ts';

interface Ends {
  /** Beginnings and successes so far: what became ready before a success does not wait for its result. */
  count: number;
  readonly readyAt: Float64Array;
  readonly endedAt: Float64Array;
  readonly endedMs: Float64Array;
  readonly ranOn: Int32Array;
  readonly succeeded: Uint8Array;
  readonly settled: Uint8Array;
  /** Dependencies that do not count although they succeeded: task times number of tasks, plus what came before it. */
  untaken: Set<number>;
}

/** Facts that say that their task is over. */
const settling = [
  'task.succeeded',
  'task.kept',
  'task.failed',
  'task.skipped',
  'task.cancelled',
  'task.unassignable',
  'task.passed',
] as const;

export const afterDependencies = invariantRule<Ends>({
  rule: 'W1',
  title: 'a task starts after what it waits for has ended and was handed over',
  room: 'workflow',
  hears: ['task.started', 'task.untaken', 'task.ready', ...settling],
  init: ({ tasks: { length } }) => ({
    count: 0,
    readyAt: new Float64Array(length),
    endedAt: new Float64Array(length),
    endedMs: new Float64Array(length),
    ranOn: new Int32Array(length).fill(-1),
    succeeded: new Uint8Array(length),
    settled: new Uint8Array(length),
    untaken: new Set(),
  }),
  fact(state, fact, moment, plan) {
    if (fact.type === 'task.started') return tooEarly(state, fact, moment.time, plan);
    if (fact.type === 'task.untaken') state.untaken.add(fact.task * plan.tasks.length + fact.before);
    else if (fact.type === 'task.ready') state.readyAt[fact.task] = state.count += 1;
    else if (settling.includes(fact.type as never))
      state.settled[(fact as KnownFact & { readonly task: number }).task] = 1;
    // What nobody did, or what failed, has nothing that would have to be handed over.
    const kept = fact.type === 'task.kept' && fact.end === 'succeeded' && fact.agent !== -1;
    if (fact.type === 'task.succeeded' || kept) {
      state.succeeded[fact.task] = 1;
      state.endedAt[fact.task] = state.count += 1;
      state.endedMs[fact.task] = moment.time;
      state.ranOn[fact.task] = fact.agent;
    }
    return null;
  },
});

function tooEarly(
  state: Ends,
  fact: { readonly task: number; readonly agent: number },
  time: number,
  plan: Plan,
): string | null {
  const { start, task: from, transferMs } = plan.predecessors;
  for (let around = fact.task; around !== -1; around = parentOf(plan, around))
    for (let at = start[around]!; at < start[around + 1]!; at += 1) {
      const before = from[at]!;
      if (state.settled[before] !== 1 && taskAt(plan, around).trigger !== 'at-least')
        return `${taskTitle(plan, fact.task)} started before ${taskTitle(plan, before)} was over`;
      if (state.succeeded[before] !== 1 || state.endedAt[before]! > state.readyAt[fact.task]!) continue;
      if (state.untaken.size > 0 && state.untaken.has(around * plan.tasks.length + before)) continue;
      const due = state.endedMs[before]! + (state.ranOn[before] === fact.agent ? 0 : transferMs[at]!);
      if (time < due)
        return `${taskTitle(plan, fact.task)} started at ${exactTime(time)}, before the result of ${taskTitle(plan, before)} was there at ${exactTime(due)}`;
    }
  return null;
}

export const slotsRespected = invariantRule<Holdings>({
  rule: 'W3',
  title: 'an agent never works at more things than it has slots',
  room: 'workflow',
  hears: ['task.started'],
  init: (_plan, held) => held,
  fact(held, fact, _moment, plan) {
    if (fact.type !== 'task.started') return null;
    const slots = atOnceOf(agentAt(plan, fact.agent));
    const now = held.runningAt(fact.agent) + (held.handOf(fact) === 'running' ? 0 : 1);
    return now > slots ? `${agentTitle(plan, fact.agent)} has ${slots} slots and works at ${now} tasks` : null;
  },
});

/** How long the attempt under a task's last lease took, ms; 0 while it has not ended. */
function tookMs(held: Holdings, task: number): number {
  return Math.max(0, held.endedMs(task) - held.startedMs(task) - held.stoodMs(task));
}

interface Least {
  readonly held: Holdings;
  /** Longest chain of successes behind the start of each task, and up to its end, ms. */
  readonly baseMs: Float64Array;
  readonly chainMs: Float64Array;
  workMs: number;
  slots: number;
}

export const atLeastBounds = invariantRule<Least>({
  rule: 'W6',
  title: 'the makespan is at least the critical path and at least the work shared evenly',
  room: 'workflow',
  hears: ['task.started', 'task.opened', 'task.passed', 'task.succeeded'],
  init: (plan, held) => ({
    held,
    baseMs: new Float64Array(plan.tasks.length),
    chainMs: new Float64Array(plan.flow.count).fill(-1),
    workMs: 0,
    slots: plan.agents.reduce((sum, agent) => sum + atOnceOf(agent), 0),
  }),
  fact(state, fact, moment, plan) {
    if (fact.type === 'task.started' && state.held.highest(fact.task) === fact.lease)
      state.baseMs[fact.task] = longestBefore(state, fact.task, plan);
    if (fact.type === 'task.opened') {
      const gate = plan.flow.gate[fact.task]!;
      state.chainMs[gate] = longestBefore(state, gate, plan);
    }
    if (fact.type === 'task.passed' && fact.met) state.chainMs[fact.task] = longestBefore(state, fact.task, plan);
    if (fact.type !== 'task.succeeded') return null;
    if (isComposite(plan, fact.task) || plan.decisions.has(fact.task))
      state.baseMs[fact.task] = longestBefore(state, fact.task, plan);
    const took = tookMs(state.held, fact.task);
    state.chainMs[fact.task] = state.baseMs[fact.task]! + took;
    state.workMs += took;
    const least = Math.max(state.chainMs[fact.task]!, state.workMs / state.slots);
    return moment.time < least
      ? `${taskTitle(plan, fact.task)} was done at ${exactTime(moment.time)}, before ${exactTime(least)}, which no schedule can beat`
      : null;
  },
});

/** The longest chain of what had succeeded when the task started, the gate opened or the composite ended. */
function longestBefore(state: Least, task: number, plan: Plan): number {
  const { start, task: from } = plan.flow.predecessors;
  let longest = 0;
  for (let at = start[task]!; at < start[task + 1]!; at += 1) longest = Math.max(longest, state.chainMs[from[at]!]!);
  return longest;
}

interface Premises {
  readonly held: Holdings;
  endMs: number;
  succeeded: boolean;
  /** Whether fewer than all slots were there for all of the time: something went wrong on purpose, or work waited for an earlier run's. */
  short: boolean;
}

export const grahamBound = invariantRule<Premises>({
  rule: 'W7',
  title: "the makespan keeps Graham's bound: work / m + (1 - 1/m) critical path",
  room: 'workflow',
  hears: ['task.succeeded', 'task.kept', 'run.finished', ...disturbingFacts],
  init: (_plan, held) => ({ held, endMs: 0, succeeded: false, short: false }),
  fact(state, fact, { time }) {
    if (fact.type === 'task.succeeded') state.endMs = time;
    else if (fact.type === 'run.finished') state.succeeded = fact.outcome === 'succeeded';
    else if (fact.type === 'task.kept' || disturbs(fact)) state.short = true;
    return null;
  },
  end(state, _moment, plan) {
    if (!state.succeeded || state.short) return null;
    const { criticalPathMs, workMs, slots } = boundsOf(plan, (task) => tookMs(state.held, task));
    // Brought to whole numbers: m * makespan <= work + (m - 1) * critical path.
    const most = workMs + (slots - 1) * criticalPathMs;
    return state.endMs * slots > most
      ? `the makespan ${exactTime(state.endMs)} is over Graham's bound of ${exactTime(most / slots)}`
      : null;
  },
});

/**
 * Graham's premises (1966) as far as the plan tells: identical agents that all can do all, constant durations, nothing
 * handed over, recalled, nothing failing, waiting, conditional or decided by a group, no delay and no loss.
 */
export function isPlain(plan: Plan): boolean {
  const first = plan.agents[0];
  if (first === undefined || plan.decisions.size > 0 || plan.lossy || plan.delayMaxMs > 0 || plan.timeoutMs > 0)
    return false;
  if (plan.agents.some(({ slice }) => slice !== undefined)) return false;
  if (plan.recollections.size > 0 || plan.agents.some((agent) => agent.speed !== first.speed)) return false;
  if (plan.predecessors.transferMs.some((ms) => ms > 0) || plan.predecessors.when.some((when) => when !== null))
    return false;
  if (plan.needs.some((need) => need.capable.length !== plan.agents.length)) return false;
  return plan.tasks.every((task, at) => {
    if (isComposite(plan, at)) return task.partsWanted === -1 && task.timeoutMs === 0 && task.trigger !== 'at-least';
    const { work } = task;
    const steady =
      work.duration.kind === 'constant' ||
      (work.duration.kind === 'by-agent' &&
        plan.agents.every((_, agent) => durationOn(plan, at, agent) === task.expectedMs));
    return (
      steady &&
      work.failureRate === 0 &&
      work.failsFirst === 0 &&
      task.timeoutMs === 0 &&
      task.queueTimeoutMs === 0 &&
      task.trigger !== 'at-least'
    );
  });
}
