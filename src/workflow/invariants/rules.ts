/**
 * What always holds of any run, whatever the protocol: the global rules G4 to G6 and those of the workflow, as folds
 * over facts. The numbers are those of SPEC.md; G1 to G3 compare whole runs and are held by tests. Each fold costs the
 * same for every fact, however large the plan; none may ever look at an actor's state.
 */
import {
  invariantRule,
  taskAt,
  taskTitle,
  type Holdings,
  type Invariant,
  type KnownFact,
  type Plan,
} from '../../plan/index.ts';
import { isOver, outcomeOf, status } from '../states.ts';
import { believedByTask, reachedWhereHeld, seenAsBelieved } from './rules-minds.ts';
import { composedEnd, withinComposite } from './rules-parts.ts';
import { afterDependencies, atLeastBounds, grahamBound, isPlain, slotsRespected } from './rules-time.ts';
import { endFacts, stateAfter, stateFacts } from './state-after.ts';

/** All that hold for this plan; Graham's bound only where its premises do, one of which is a room that conserves work. */
export function globalInvariants(plan: Plan, workConserving: boolean): Invariant[] {
  const rules = [
    onePlace,
    sentBefore,
    noSilentEnd,
    afterDependencies,
    attemptsBounded,
    slotsRespected,
    outcomeFromStates,
    undoneOnce,
    atLeastBounds,
  ];
  if (plan.minds.kept) rules.push(believedByTask, reachedWhereHeld);
  if (plan.predecessors.when.some((when) => when?.includes('beliefs') === true)) rules.push(seenAsBelieved);
  if (plan.parts.size > 0) rules.push(withinComposite, composedEnd);
  return workConserving && isPlain(plan) ? [...rules, grahamBound] : rules;
}

/** States from which each state may be entered. */
const entered: Readonly<Record<number, readonly number[]>> = {
  [status.ready]: [status.pending, status.retrying],
  [status.retrying]: [status.ready],
  [status.open]: [status.pending],
  [status.succeeded]: [status.ready, status.open],
  [status.failed]: [status.pending, status.ready, status.retrying, status.open],
  [status.unassignable]: [status.ready],
  [status.skipped]: [status.pending, status.open],
  [status.cancelled]: [status.pending, status.ready, status.retrying, status.open],
  [status.compensated]: [status.succeeded],
};

interface States {
  readonly states: Uint8Array;
}

function emptyStates(plan: Plan): States {
  return { states: new Uint8Array(plan.tasks.length).fill(status.pending) };
}

/** Enters a fact and returns the state that its task was in before; -1 when it says nothing of that. */
function enter(state: States, fact: KnownFact, next: number): number {
  if (next === -1) return -1;
  const { task } = fact as KnownFact & { readonly task: number };
  const before = state.states[task]!;
  state.states[task] = next;
  return before;
}

const onePlace = invariantRule<States>({
  rule: 'G4',
  title: 'a task has one place at a time and at most one end',
  room: 'workflow',
  hears: stateFacts,
  init: emptyStates,
  fact(state, fact, _moment, plan) {
    const next = stateAfter(fact);
    const before = enter(state, fact, next);
    const from = fact.type === 'task.kept' ? [status.pending] : entered[next]!;
    if (before === -1 || from.includes(before)) return null;
    const title = taskTitle(plan, (fact as KnownFact & { readonly task: number }).task);
    return isOver(before) ? `${title} was over and then: ${fact.type}` : `${title} cannot go there: ${fact.type}`;
  },
});

/** Messages that are under way, a byte for each: among millions a set of them would take as much as the run. */
interface UnderWay {
  at: Uint8Array;
}

function mark({ at }: UnderWay, id: number): boolean {
  const was = at[id] === 1;
  if (was) at[id] = 0;
  return was;
}

const sentBefore = invariantRule<UnderWay>({
  rule: 'G5',
  title: 'what is delivered was sent before',
  room: 'workflow',
  hears: ['message.sent', 'message.delivered', 'message.lost'],
  init: () => ({ at: new Uint8Array(1024) }),
  fact(under, fact) {
    if (fact.type === 'message.sent') {
      if (fact.id >= under.at.length) {
        const grown = new Uint8Array(2 * (fact.id + 1));
        grown.set(under.at);
        under.at = grown;
      }
      under.at[fact.id] = 1;
    } else if (fact.type === 'message.delivered')
      return mark(under, fact.id) ? null : `message ${fact.id} was delivered and nobody had sent it`;
    else if (fact.type === 'message.lost')
      return mark(under, fact.id) ? null : `message ${fact.id} was lost and nobody had sent it`;
    return null;
  },
});

const noSilentEnd = invariantRule<{ readonly held: Holdings; finished: boolean }>({
  rule: 'G6',
  title: 'a run that ends with work left says that it stalled, and why',
  room: 'workflow',
  hears: ['limit.reached', 'run.finished'],
  init: (_plan, held) => ({ held, finished: false }),
  fact(state, fact, _moment, plan) {
    if (fact.type === 'limit.reached') state.finished = true;
    if (fact.type !== 'run.finished') return null;
    if (state.finished) return 'the run ended twice';
    state.finished = true;
    const open = plan.tasks.findIndex((_, task) => !state.held.isOver(task));
    if (open === -1 || open >= plan.ordinary) return null;
    if (fact.outcome !== 'stalled')
      return `the run ended as ${fact.outcome} while ${taskTitle(plan, open)} was not over`;
    return fact.reason === null || fact.reason === '' ? 'the run stalled without a reason' : null;
  },
  end: (state) => (state.finished ? null : 'the run ended without saying how'),
});

const attemptsBounded = invariantRule<{ readonly begun: Float64Array }>({
  rule: 'W2',
  title: 'attempts are counted one by one, and no task has more than its policy allows',
  room: 'workflow',
  hears: ['task.ready'],
  init: (plan) => ({ begun: new Float64Array(plan.tasks.length) }),
  fact(state, fact, _moment, plan) {
    if (fact.type !== 'task.ready') return null;
    const { retry } = taskAt(plan, fact.task);
    const due = state.begun[fact.task]! + 1;
    state.begun[fact.task] = fact.attempt;
    if (fact.attempt > retry.attempts)
      return `${taskTitle(plan, fact.task)} began attempt ${fact.attempt} of ${retry.attempts}`;
    return fact.attempt === due
      ? null
      : `${taskTitle(plan, fact.task)} began attempt ${fact.attempt} after attempt ${due - 1}`;
  },
});

const outcomeFromStates = invariantRule<States & { overtime: boolean }>({
  rule: 'W4',
  title: 'the outcome follows from the states of the tasks, and from whether the run ran out of time',
  room: 'workflow',
  hears: [...endFacts, 'run.timeout', 'run.finished'],
  init: (plan) => ({ ...emptyStates(plan), overtime: false }),
  fact(state, fact, _moment, plan) {
    // A task that is under way has not ended, wherever it stands.
    const next = stateAfter(fact);
    if (isOver(next)) enter(state, fact, next);
    if (fact.type === 'run.timeout') state.overtime = true;
    if (fact.type !== 'run.finished') return null;
    const due = outcomeOf(plan, state.states, state.overtime);
    return fact.outcome === due ? null : `the run ended as ${fact.outcome}; by its tasks it is ${due}`;
  },
});

interface Undone {
  succeeded: number[];
  readonly undone: Uint8Array;
}

const undoneOnce = invariantRule<Undone>({
  rule: 'W5',
  title: 'what is undone is undone once, the latest first, and a run is compensated when nothing is left to undo',
  room: 'workflow',
  hears: ['task.succeeded', 'task.kept', 'task.compensated', 'run.finished'],
  init: (plan) => ({ succeeded: [], undone: new Uint8Array(plan.tasks.length) }),
  fact(state, fact, _moment, plan) {
    if (fact.type === 'run.finished') {
      const left = fact.outcome === 'compensated' ? state.succeeded.at(-1) : undefined;
      return left === undefined ? null : `the run ended as compensated and ${taskTitle(plan, left)} was not undone`;
    }
    const succeeded = fact.type === 'task.succeeded' || (fact.type === 'task.kept' && fact.end === 'succeeded');
    if (succeeded && taskAt(plan, fact.task).compensation !== -1) state.succeeded.push(fact.task);
    if (fact.type !== 'task.compensated') return null;
    if (state.undone[fact.task] === 1) return `${taskTitle(plan, fact.task)} was undone twice`;
    state.undone[fact.task] = 1;
    const due = state.succeeded.pop();
    return due === fact.task
      ? null
      : `${taskTitle(plan, fact.task)} was undone before ${due === undefined ? 'it had succeeded' : taskTitle(plan, due)}`;
  },
});
