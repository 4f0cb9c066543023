/**
 * What a task's dependencies allow: whether it may start, must wait or never will, what a condition sees of the tasks
 * that are over, and which results are still on their way. It reads the workflow's state and changes nothing.
 */
import { canonical, invariant, type Json, type JsonObject } from '../base/index.ts';
import {
  isComposite,
  isPassed,
  parentOf,
  quoted,
  taskAt,
  usesAt,
  type Arrival,
  type Plan,
  type Told,
} from '../plan/index.ts';
import { believed } from './minds/believed.ts';
import { before, type Conditions } from './progress/conditions.ts';
import type { WorkflowState } from './state.ts';
import { isOver, status } from './states.ts';

const none: readonly Arrival[] = [];

/** Results that take time to hand over, of what succeeded and counts; those for the composites around it among them; most tasks have none. */
export function arrivalsOf(plan: Plan, state: WorkflowState, task: number): readonly Arrival[] {
  const { start, task: from, transferMs } = plan.predecessors;
  let arrivals: Arrival[] | null = null;
  for (let around = task; around !== -1; around = parentOf(plan, around)) {
    for (let at = start[around]!; at < start[around + 1]!; at += 1) {
      const before = from[at]!;
      if (transferMs[at] === 0 || state.states[before] !== status.succeeded || state.untaken?.[at] === true) continue;
      const agent = isComposite(plan, before) || plan.decisions.has(before) ? withNobody : state.ranOn[before]!;
      if (agent === -1) continue;
      arrivals ??= [];
      arrivals.push({ agent, atMs: state.endedMs[before]! + transferMs[at]! });
    }
  }
  return arrivals ?? none;
}

/** What a composite gives, and what was decided, has to be handed over wherever it is needed. */
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

/** Whether all that an expression needs is over: a place of `Conditions`. */
export function isReadable(plan: Plan, conditions: Conditions, state: WorkflowState, place: number): boolean {
  const waitsFor = conditions.waitsFor.get(place);
  if (waitsFor === undefined) return true;
  for (const task of waitsFor ?? before(plan, conditions.taskOf(place), place < 0))
    if (!isOver(state.states[task]!)) return false;
  return true;
}

/** Why a dependency or a composite does not count, and whether telling it takes too long. */
export interface Refusal {
  readonly why: string;
  readonly endless: boolean;
}

/** Why a successful dependency does not count, or null when it does. */
export function refusal(plan: Plan, conditions: Conditions, state: WorkflowState, edge: number): Refusal | null {
  const condition = conditions.of.get(edge);
  if (condition === undefined) return null;
  invariant('test' in condition, 'a dependency has a condition');
  const { beliefs } = condition;
  const told = condition.test(
    visible(plan, conditions, state, edge),
    remembered(plan, conditions, state, edge),
    beliefs.length === 0 ? {} : believed(plan, state),
    recalled(plan, conditions, state, edge),
  );
  if (!told.ok) return { why: told.error, endless: told.endless };
  return told.value ? null : { why: `its condition ${quoted(plan.predecessors.when[edge]!)} is false`, endless: false };
}

/** What a composite hands on where it says how: a sentence when that cannot be told, null when it says nothing. */
export function reduced(plan: Plan, conditions: Conditions, state: WorkflowState, task: number): Told<Json> | null {
  const reduction = conditions.of.get(-1 - task);
  if (reduction === undefined) return null;
  invariant('value' in reduction, 'a composite has a reduction');
  return reduction.value(visible(plan, conditions, state, -1 - task));
}

/**
 * What an expression sees, by id: the tasks that it names, or all that stand before it, and of these what is over. A
 * result that is an object is spread, so that its own fields can be named.
 */
function visible(plan: Plan, conditions: Conditions, state: WorkflowState, place: number): Record<string, Json> {
  return resultsOf(plan, state, conditions.waitsFor.get(place) ?? before(plan, conditions.taskOf(place), place < 0));
}

/** What an expression sees of tasks, by id: those of them that are over. */
export function resultsOf(
  plan: Plan,
  state: Pick<WorkflowState, 'states' | 'results'>,
  tasks: Iterable<number>,
): Record<string, Json> {
  const results: Record<string, Json> = {};
  for (const task of tasks) {
    if (isPassed(plan, task) || !isOver(state.states[task]!)) continue;
    const value = state.results[task] ?? null;
    const fields = isObject(value) ? value : {};
    results[taskAt(plan, task).id] = { ok: state.states[task] === status.succeeded, value, ...fields };
  }
  return results;
}

/** A result of which the canonical text is longer does not go along with work. */
export const carriedMax = 16_384;

/** Results that go along with a task, as what it writes names them; absent where it names none. */
export function carried(plan: Plan, state: WorkflowState, task: number): JsonObject | undefined {
  const { named } = usesAt(plan, task);
  if (named === undefined) return undefined;
  const short = named.filter((each) => canonical(state.results[each] ?? null).length <= carriedMax);
  return resultsOf(plan, state, short);
}

/** What the dependency or a task that is named read or wrote last of shared memories, by memory and key: the latest of them. */
function remembered(plan: Plan, conditions: Conditions, state: WorkflowState, edge: number): JsonObject {
  const known: Record<string, JsonObject> = {};
  for (const values of latest(state.memory, plan, conditions, edge))
    for (const [id, keys] of Object.entries(values)) known[id] = { ...known[id], ...(keys as JsonObject) };
  return known;
}

/** What the dependency or a task that is named recalled, by key: the latest of them. */
function recalled(plan: Plan, conditions: Conditions, state: WorkflowState, edge: number): JsonObject {
  return Object.assign({}, ...latest(state.recalled, plan, conditions, edge)) as JsonObject;
}

/** What the dependency and the tasks that its condition names have of something, in the order in which they ended. */
function latest(
  kept: WorkflowState['memory'],
  plan: Plan,
  conditions: Conditions,
  edge: number,
): readonly JsonObject[] {
  if (kept === undefined) return [];
  const seen = new Set([plan.predecessors.task[edge]!, ...(conditions.waitsFor.get(edge) ?? [])]);
  const ended = [...seen].flatMap((task) => kept[task] ?? []).sort((a, b) => a.step - b.step);
  return ended.map(({ values }) => values);
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
