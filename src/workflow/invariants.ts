/**
 * What always holds of any run, whatever the protocol: the global rules G4 to G6 and those of the workflow, as folds
 * over facts. The numbers are those of SPEC.md. G1 to G3 compare whole runs and are held by tests.
 */
import { boundsOf, durationOn, invariantRule, type Invariant, type KnownFact, type Plan } from '../plan/index.ts';
import { isOver, outcomeOf, status } from './states.ts';

/** All that hold for this plan; Graham's bound only where its premises do. */
export function globalInvariants(plan: Plan, workConserving = true): Invariant[] {
  const rules = [
    onePlace,
    sentBefore,
    noSilentEnd,
    afterDependencies,
    attemptsBounded,
    slotsRespected,
    outcomeFromStates,
    undoneOnce,
  ];
  if (!isPlain(plan)) return rules;
  return workConserving ? [...rules, atLeastBounds, grahamBound] : [...rules, atLeastBounds];
}

/** The state that a fact puts its task into, as far as the workflow's states go; null when it says nothing of that. */
function stateAfter(fact: KnownFact): { readonly task: number; readonly state: number } | null {
  switch (fact.type) {
    case 'task.ready':
      return { task: fact.task, state: status.ready };
    case 'task.retrying':
      return { task: fact.task, state: status.retrying };
    case 'task.succeeded':
      return { task: fact.task, state: status.succeeded };
    case 'task.failed':
      return { task: fact.task, state: status.failed };
    case 'task.skipped':
      return { task: fact.task, state: status.skipped };
    case 'task.cancelled':
      return { task: fact.task, state: status.cancelled };
    case 'task.unassignable':
      return { task: fact.task, state: status.unassignable };
    case 'task.compensated':
      return { task: fact.task, state: status.compensated };
    default:
      return null;
  }
}

interface States {
  states: number[];
  finished: boolean;
}

function emptyStates(plan: Plan): States {
  return { states: new Array<number>(plan.tasks.length).fill(status.pending), finished: false };
}

const onePlace = invariantRule<States>({
  rule: 'G4',
  title: 'a task has one place at a time and at most one end',
  room: 'workflow',
  init: emptyStates,
  fact(state, fact, _moment, plan) {
    const next = stateAfter(fact);
    if (next === null) return null;
    const before = state.states[next.task]!;
    state.states[next.task] = next.state;
    const undone = next.state === status.compensated && before === status.succeeded;
    return isOver(before) && !undone ? `${plan.tasks[next.task]!.id} was over and then: ${fact.type}` : null;
  },
});

interface Sent {
  sent: Record<number, true>;
}

const sentBefore = invariantRule<Sent>({
  rule: 'G5',
  title: 'what is delivered was sent before',
  room: 'workflow',
  init: () => ({ sent: {} }),
  fact(state, fact) {
    if (fact.type === 'message.sent') state.sent[fact.id] = true;
    else if (fact.type === 'message.delivered') {
      if (state.sent[fact.id] !== true) return `message ${fact.id} was delivered and nobody sent it`;
      delete state.sent[fact.id];
    } else if (fact.type === 'message.lost') delete state.sent[fact.id];
    return null;
  },
});

const noSilentEnd = invariantRule<States>({
  rule: 'G6',
  title: 'a run that ends with work left says that it stalled, and why',
  room: 'workflow',
  init: emptyStates,
  fact(state, fact, _moment, plan) {
    const next = stateAfter(fact);
    if (next !== null) state.states[next.task] = next.state;
    if (fact.type !== 'run.finished') return null;
    state.finished = true;
    const open = state.states.findIndex((each, task) => task < plan.ordinary && !isOver(each));
    if (open === -1) return null;
    if (fact.outcome !== 'stalled')
      return `the run ended as ${fact.outcome} while ${plan.tasks[open]!.id} was not over`;
    return fact.reason === null || fact.reason === '' ? 'the run stalled without a reason' : null;
  },
  end: (state) => (state.finished ? null : 'the run ended without saying how'),
});

interface Ends {
  endedMs: number[];
  ranOn: number[];
  succeeded: boolean[];
  settled: boolean[];
  /** Whether a task had succeeded before its dependent became ready is told by the order of facts. */
  facts: number;
  succeededAt: number[];
  readyAt: number[];
}

const afterDependencies = invariantRule<Ends>({
  rule: 'W1',
  title: 'a task starts after what it waits for has ended and was handed over',
  room: 'workflow',
  init: (plan) => ({
    endedMs: plan.tasks.map(() => 0),
    ranOn: plan.tasks.map(() => -1),
    succeeded: plan.tasks.map(() => false),
    settled: plan.tasks.map(() => false),
    facts: 0,
    succeededAt: plan.tasks.map(() => 0),
    readyAt: plan.tasks.map(() => 0),
  }),
  fact(state, fact, moment, plan) {
    const next = stateAfter(fact);
    state.facts += 1;
    if (next !== null && isOver(next.state)) state.settled[next.task] = true;
    if (fact.type === 'task.ready') state.readyAt[fact.task] = state.facts;
    if (fact.type === 'task.succeeded') {
      state.succeededAt[fact.task] = state.facts;
      state.succeeded[fact.task] = true;
      state.endedMs[fact.task] = moment.time;
      state.ranOn[fact.task] = fact.agent;
    }
    if (fact.type !== 'task.started') return null;
    const { start, task: from, transferMs } = plan.predecessors;
    const task = plan.tasks[fact.task]!;
    for (let at = start[fact.task]!; at < start[fact.task + 1]!; at += 1) {
      const before = from[at]!;
      if (!state.settled[before] && task.trigger !== 'at-least')
        return `${task.id} started before ${plan.tasks[before]!.id} was over`;
      // What succeeded after an at-least trigger was met is not waited for.
      if (!state.succeeded[before] || state.succeededAt[before]! > state.readyAt[fact.task]!) continue;
      const due = state.endedMs[before]! + (state.ranOn[before] === fact.agent ? 0 : transferMs[at]!);
      if (moment.time < due)
        return `${task.id} started at ${moment.time} ms, before the result of ${plan.tasks[before]!.id} was there at ${due} ms`;
    }
    return null;
  },
});

const attemptsBounded = invariantRule<null>({
  rule: 'W2',
  title: 'no task has more attempts than its policy allows',
  room: 'workflow',
  init: () => null,
  fact(_state, fact, _moment, plan) {
    if (fact.type !== 'task.ready') return null;
    const { id, retry } = plan.tasks[fact.task]!;
    return fact.attempt > retry.attempts ? `${id} began attempt ${fact.attempt} of ${retry.attempts}` : null;
  },
});

interface Busy {
  running: Record<string, true>[];
}

const slotsRespected = invariantRule<Busy>({
  rule: 'W3',
  title: 'an agent never works at more things than it has slots',
  room: 'workflow',
  init: (plan) => ({ running: plan.agents.map(() => ({})) }),
  fact(state, fact, _moment, plan) {
    if (fact.type === 'task.started') {
      const running = state.running[fact.agent]!;
      running[`${fact.task}/${fact.lease}`] = true;
      const agent = plan.agents[fact.agent]!;
      const count = agent.slots === 1 && Object.keys(running).length <= 1 ? 1 : Object.keys(running).length;
      return count > agent.slots ? `${agent.id} has ${agent.slots} slots and works at ${count} tasks` : null;
    }
    if (fact.type === 'task.ended') delete state.running[fact.agent]![`${fact.task}/${fact.lease}`];
    else if (fact.type === 'actor.crashed' && fact.actor >= 2) state.running[fact.actor - 2] = {};
    return null;
  },
});

const outcomeFromStates = invariantRule<States>({
  rule: 'W4',
  title: 'the outcome follows from the states of the tasks',
  room: 'workflow',
  init: emptyStates,
  fact(state, fact, _moment, plan) {
    const next = stateAfter(fact);
    if (next !== null) state.states[next.task] = next.state;
    if (fact.type !== 'run.finished') return null;
    const due = outcomeOf(plan, state.states);
    return fact.outcome === due ? null : `the run ended as ${fact.outcome}; by its tasks it is ${due}`;
  },
});

interface Undone {
  succeeded: number[];
  undone: Record<number, true>;
}

const undoneOnce = invariantRule<Undone>({
  rule: 'W5',
  title: 'what is undone is undone once, the latest first',
  room: 'workflow',
  init: () => ({ succeeded: [], undone: {} }),
  fact(state, fact, _moment, plan) {
    if (fact.type === 'task.succeeded' && plan.tasks[fact.task]!.compensation !== -1) state.succeeded.push(fact.task);
    if (fact.type !== 'task.compensated') return null;
    const { id } = plan.tasks[fact.task]!;
    if (state.undone[fact.task] === true) return `${id} was undone twice`;
    state.undone[fact.task] = true;
    const due = state.succeeded.pop();
    return due === fact.task
      ? null
      : `${id} was undone before ${due === undefined ? 'it had succeeded' : plan.tasks[due]!.id}`;
  },
});

interface Took {
  startedMs: Record<number, number>;
  tookMs: number[];
  endMs: number;
  succeeded: boolean;
}

function emptyTook(plan: Plan): Took {
  return { startedMs: {}, tookMs: plan.tasks.map(() => 0), endMs: 0, succeeded: false };
}

function took(state: Took, fact: KnownFact, time: number): void {
  if (fact.type === 'task.started') state.startedMs[fact.task] = time;
  else if (fact.type === 'task.succeeded') {
    state.tookMs[fact.task] = time - (state.startedMs[fact.task] ?? time);
    delete state.startedMs[fact.task];
    state.endMs = Math.max(state.endMs, time);
  } else if (fact.type === 'run.finished') state.succeeded = fact.outcome === 'succeeded';
}

const atLeastBounds = invariantRule<Took>({
  rule: 'W6',
  title: 'the makespan is at least the critical path and at least the work shared evenly',
  room: 'workflow',
  init: emptyTook,
  fact(state, fact, moment) {
    took(state, fact, moment.time);
    return null;
  },
  end(state, _moment, plan) {
    if (!state.succeeded) return null;
    const { criticalPathMs, workMs, slots } = boundsOf(plan, (task) => state.tookMs[task]!);
    const least = Math.max(criticalPathMs, workMs / slots);
    return state.endMs < least
      ? `the makespan ${state.endMs} ms is less than ${least} ms, which no schedule can beat`
      : null;
  },
});

const grahamBound = invariantRule<Took>({
  rule: 'W7',
  title: "the makespan keeps Graham's bound: work / m + (1 - 1/m) critical path",
  room: 'workflow',
  init: emptyTook,
  fact(state, fact, moment) {
    took(state, fact, moment.time);
    return null;
  },
  end(state, _moment, plan) {
    if (!state.succeeded) return null;
    const { criticalPathMs, workMs, slots } = boundsOf(plan, (task) => state.tookMs[task]!);
    // Brought to whole numbers: m * makespan <= work + (m - 1) * critical path.
    const most = workMs + (slots - 1) * criticalPathMs;
    return state.endMs * slots > most
      ? `the makespan ${state.endMs} ms is over Graham's bound of ${most / slots} ms`
      : null;
  },
});

/**
 * Graham's premises (1966): identical agents that all can do all, constant durations, nothing handed over, nothing
 * failing, waiting or conditional, no delay and no loss, and an assignment that never leaves a free agent beside a ready task.
 */
function isPlain(plan: Plan): boolean {
  const first = plan.agents[0];
  if (
    first === undefined ||
    plan.lossy ||
    plan.delayMaxMs > 0 ||
    plan.timeoutMs > 0 ||
    plan.assignment === 'heft' ||
    plan.needs.length > 1
  )
    return false;
  if (plan.agents.some((agent) => agent.speed !== first.speed)) return false;
  if (plan.predecessors.transferMs.some((ms) => ms > 0) || plan.predecessors.when.some((when) => when !== null))
    return false;
  if (plan.needs.some((need) => need.capable.length !== plan.agents.length)) return false;
  return plan.tasks.every((task, at) => {
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
