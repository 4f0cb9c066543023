/**
 * What a task's dependencies allow: whether it may start, must wait or never will, what a condition sees of the tasks
 * that are over, and which results are still on their way. It reads the workflow's state and changes nothing.
 */
import type { Json, JsonObject } from '../base/index.ts';
import { isComposite, type Arrival, type Condition, type Plan, type Reduction, type Told } from '../plan/index.ts';
import type { WorkflowState } from './state.ts';
import { isOver, status } from './states.ts';

/** What expressions of a plan say. */
export interface Conditions {
  /** By the place of the dependency in `plan.predecessors`. */
  readonly dependencies: ReadonlyMap<number, Condition>;
  /** What a composite makes of its parts' results, by task. */
  readonly reductions: ReadonlyMap<number, Reduction>;
}

const none: readonly Arrival[] = [];

/** Results that take time to hand over, of what succeeded and counts; those for the composites around it among them; most tasks have none. */
export function arrivalsOf(plan: Plan, state: WorkflowState, task: number): readonly Arrival[] {
  const { start, task: from, transferMs } = plan.predecessors;
  let arrivals: Arrival[] | null = null;
  for (let around = task; around !== -1; around = plan.parent[around]!) {
    for (let at = start[around]!; at < start[around + 1]!; at += 1) {
      const before = from[at]!;
      if (transferMs[at] === 0 || state.states[before] !== status.succeeded || state.untaken?.[at] === true) continue;
      const agent = isComposite(plan, before) ? withNobody : state.ranOn[before]!;
      if (agent === -1) continue;
      arrivals ??= [];
      arrivals.push({ agent, atMs: state.endedMs[before]! + transferMs[at]! });
    }
  }
  return arrivals ?? none;
}

/** What a composite gives has to be handed over wherever it is needed. */
const withNobody = -2;

/** By its trigger and what is settled so far; what depends on nothing may start. */
export function verdict(plan: Plan, state: WorkflowState, task: number): 'start' | 'wait' | 'never' {
  const wanted = plan.wanted[task]!;
  const total = plan.predecessors.start[task + 1]! - plan.predecessors.start[task]!;
  if (total === 0) return 'start';
  const settled = state.settled[task]!;
  const satisfied = state.satisfied[task]!;
  if (wanted === -1) return settled === total ? 'start' : 'wait';
  if (satisfied >= wanted) return 'start';
  return satisfied + total - settled < wanted ? 'never' : 'wait';
}

/** Why a successful dependency does not count, or null when it does. */
export function refusal(plan: Plan, conditions: Conditions, state: WorkflowState, edge: number): string | null {
  const condition = conditions.dependencies.get(edge);
  if (condition === undefined) return null;
  const told = condition.test(visible(plan, state, condition.mentions));
  if (!told.ok) return told.error;
  return told.value ? null : `its condition "${plan.predecessors.when[edge]!}" is false`;
}

/** What a composite hands on where it says how: a sentence when that cannot be told, null when it says nothing. */
export function reduced(plan: Plan, conditions: Conditions, state: WorkflowState, task: number): Told<Json> | null {
  const reduction = conditions.reductions.get(task);
  return reduction === undefined ? null : reduction.value(visible(plan, state, reduction.mentions));
}

/**
 * What a condition sees: the tasks that it names and that are over, by id. A result that is an object is spread, so
 * that its own fields can be named.
 */
function visible(plan: Plan, state: WorkflowState, mentions: ReadonlySet<string> | null): Record<string, Json> {
  const results: Record<string, Json> = {};
  const see = (task: number): void => {
    if (!isOver(state.states[task]!)) return;
    const value = state.results[task] ?? null;
    const fields = isObject(value) ? value : {};
    results[plan.tasks[task]!.id] = { ok: state.states[task] === status.succeeded, value, ...fields };
  };
  if (mentions === null) for (let task = 0; task < plan.ordinary; task += 1) see(task);
  else {
    const places = placesOf(plan);
    for (const id of mentions) {
      const task = places.get(id);
      if (task !== undefined) see(task);
    }
  }
  return results;
}

const placesByPlan = new WeakMap<Plan, ReadonlyMap<string, number>>();

/** Ordinary tasks by id; made once a plan, so that a condition costs what it names and not what the plan holds. */
function placesOf(plan: Plan): ReadonlyMap<string, number> {
  let places = placesByPlan.get(plan);
  if (places === undefined) {
    places = new Map(plan.tasks.slice(0, plan.ordinary).map((task, at) => [task.id, at]));
    placesByPlan.set(plan, places);
  }
  return places;
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
