/**
 * What always holds of beliefs and goals, as folds over facts: a belief changes only by a task that its agent has ended, to
 * what that task says; a goal is reached once, and exactly where its condition holds. They tell each expression again.
 */
import { equalJson, type JsonObject } from '../../base/index.ts';
import {
  agentTitle,
  believedAfter,
  changesBeliefs,
  invariantRule,
  taskTitle,
  type Invariant,
  type KnownFact,
  type Plan,
} from '../../plan/index.ts';
import { believersOf, Thoughts, type Known } from '../minds/minds.ts';
import { isOver, status } from '../states.ts';
import { endFacts, stateAfter } from './state-after.ts';

interface Counted extends Known {
  readonly beliefs: JsonObject[];
  /** Who did the task that ended last, by task. */
  readonly by: Record<number, number>;
  /** Ids of goals that were reached, and of those that a person gave up, by agent. */
  readonly reached: Set<string>[];
  readonly dropped: Set<string>[];
  readonly thoughts: Thoughts;
}

const heard = [...endFacts, 'task.compensated', 'task.result', 'agent.believed', 'agent.minded'] as const;

function counted(plan: Plan): Counted {
  const agents = plan.minds.agents;
  return {
    states: new Array<number>(plan.tasks.length).fill(status.pending),
    results: {},
    beliefs: agents.map(({ beliefs }) => beliefs),
    by: {},
    reached: agents.map(() => new Set<string>()),
    dropped: agents.map(() => new Set<string>()),
    thoughts: new Thoughts(plan),
  };
}

/** Takes in what a fact says of tasks and beliefs. */
function enter(state: Counted, fact: KnownFact): void {
  if (fact.type === 'task.result') state.results[fact.task] = fact.value;
  else if (changesBeliefs(fact)) state.beliefs[fact.agent] = believedAfter(state.beliefs[fact.agent]!, fact);
  const next = stateAfter(fact);
  if (!isOver(next)) return;
  const { task, agent = -1 } = fact as KnownFact & { readonly task: number; readonly agent?: number };
  state.states[task] = next;
  if (next !== status.compensated) state.by[task] = agent;
}

export const believedByTask: Invariant = invariantRule<Counted>({
  rule: 'W35',
  title: 'a belief changes only by a task that its agent has ended, to what that task says',
  room: 'workflow',
  hears: heard,
  init: counted,
  fact(state, fact, _moment, plan) {
    const wrong = fact.type === 'agent.believed' ? misbelieved(state, fact, plan) : null;
    enter(state, fact);
    return wrong;
  },
});

function misbelieved(
  state: Counted,
  { agent, name, value, task }: Extract<KnownFact, { readonly type: 'agent.believed' }>,
  plan: Plan,
): string | null {
  const who = agentTitle(plan, agent);
  if (state.by[task] === undefined) return `${who} believed ${name} by ${taskTitle(plan, task)}, which was not over`;
  if (!believersOf(plan, task, state).includes(agent)) return `${who} believed ${name} by the task of somebody else`;
  const written = plan.minds.believes.get(task)?.find(([each]) => each === name);
  if (written === undefined) return `${who} believed ${name}, of which ${taskTitle(plan, task)} says nothing`;
  const told = state.thoughts.belief(written[1], state, state.beliefs[agent]!);
  return told.ok && equalJson(told.value, value)
    ? null
    : `${who} believed ${name} to be what ${taskTitle(plan, task)} does not say`;
}

export const reachedWhereHeld: Invariant = invariantRule<Counted>({
  rule: 'W36',
  title: 'a goal is reached once, and exactly where its condition holds',
  room: 'workflow',
  hears: [...heard, 'agent.reached', 'run.finished'],
  init: counted,
  fact(state, fact, _moment, plan) {
    enter(state, fact);
    if (fact.type === 'agent.minded') settle(state, fact);
    if (fact.type === 'run.finished') return missed(state, plan);
    if (fact.type !== 'agent.reached') return null;
    const { agent, goal: id } = fact;
    const who = agentTitle(plan, agent);
    if (state.reached[agent]!.has(id)) return `${who} reached its goal ${id} twice`;
    if (state.dropped[agent]!.has(id)) return `${who} reached its goal ${id}, which was given up`;
    state.reached[agent]!.add(id);
    const when = plan.minds.agents[agent]!.goals.find((goal) => goal.id === id)?.when ?? null;
    return when !== null && state.thoughts.holds(when, state, state.beliefs[agent]!)
      ? null
      : `${who} reached its goal ${id}, whose condition does not hold`;
  },
});

export const seenAsBelieved: Invariant = invariantRule<Pick<Counted, 'beliefs'>>({
  rule: 'W37',
  title: 'a condition sees what agents believe at that moment',
  room: 'workflow',
  hears: ['agent.believed', 'agent.minded', 'task.saw'],
  init: (plan) => ({ beliefs: plan.minds.agents.map(({ beliefs }) => beliefs) }),
  fact({ beliefs }, fact, _moment, plan) {
    if (changesBeliefs(fact)) beliefs[fact.agent] = believedAfter(beliefs[fact.agent]!, fact);
    if (fact.type !== 'task.saw') return null;
    for (const { agent, name, value } of fact.beliefs) {
      const own = Object.hasOwn(beliefs[agent]!, name) ? beliefs[agent]![name] : undefined;
      if (value === undefined ? own !== undefined : own === undefined || !equalJson(own, value))
        return `${taskTitle(plan, fact.task)} saw another ${name} than ${agentTitle(plan, agent)} believed`;
    }
    return null;
  },
});

/** Goals that a person set: reached, given up, or open once more. */
function settle(
  { reached, dropped }: Counted,
  { agent, goals }: Extract<KnownFact, { readonly type: 'agent.minded' }>,
): void {
  for (const [id, standing] of Object.entries(goals)) {
    reached[agent]!.delete(id);
    dropped[agent]!.delete(id);
    if (standing === 'reached') reached[agent]!.add(id);
    if (standing === 'dropped') dropped[agent]!.add(id);
  }
}

/** A goal that holds when the run is over was reached. */
function missed(state: Counted, plan: Plan): string | null {
  for (const [agent, { goals }] of plan.minds.agents.entries())
    for (const { id, when } of goals)
      if (
        when !== null &&
        ![state.reached, state.dropped].some((of) => of[agent]!.has(id)) &&
        state.thoughts.holds(when, state, state.beliefs[agent]!)
      )
        return `${agentTitle(plan, agent)} did not reach its goal ${id}, whose condition holds`;
  return null;
}
