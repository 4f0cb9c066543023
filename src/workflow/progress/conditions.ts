/**
 * The expressions of a plan, read once before the run, and when each may be told: when its dependency and every task that
 * it names are over. One that looks at results as a whole waits for all that stands before it. Nothing is told here.
 */
import { invariant } from '../../base/index.ts';
import {
  taskAt,
  isComposite,
  parseCondition,
  parseReduction,
  type Condition,
  type Expression,
  type Plan,
  type Reduction,
  partsAt,
  rowAt,
} from '../../plan/index.ts';

/**
 * Conditions have the places of their dependencies in `plan.predecessors`; what reduces a composite has the place
 * -1 - task.
 */
export interface Conditions {
  readonly of: ReadonlyMap<number, Condition | Reduction>;
  /** Tasks that must be over beside the dependency, by place; null for all that stand before it. */
  readonly waitsFor: ReadonlyMap<number, readonly number[] | null>;
  /** Places that wait for a task, by task; those that wait for all before them stand under `anyTask`. */
  readonly waiting: ReadonlyMap<number, readonly number[]>;
  /** The task whose dependency a place is, or the composite. */
  readonly taskOf: (place: number) => number;
}

export const anyTask = -1;

/** The expressions of a plan whose document has been checked. */
export function conditionsOf(plan: Plan): Conditions {
  const of = new Map<number, Condition | Reduction>();
  const tasks = new Map<number, number>();
  const { start, when } = plan.predecessors;
  for (let task = 0; task < plan.tasks.length; task += 1) {
    for (let edge = start[task]!; edge < start[task + 1]!; edge += 1) {
      const text = when[edge] ?? null;
      if (text === null) continue;
      const parsed = parseCondition(text);
      invariant(parsed.ok, 'a condition that was checked can be read');
      of.set(edge, parsed.value);
      tasks.set(edge, task);
    }
    const { reduce } = taskAt(plan, task);
    if (reduce === null || !isComposite(plan, task)) continue;
    const parsed = parseReduction(reduce);
    invariant(parsed.ok, 'a reduction that was checked can be read');
    of.set(-1 - task, parsed.value);
    tasks.set(-1 - task, task);
  }
  const ids = of.size === 0 ? null : new Map(plan.tasks.slice(0, plan.ordinary).map(({ id }, at) => [id, at]));
  const waitsFor = new Map<number, readonly number[] | null>();
  const waiting = new Map<number, number[]>();
  for (const [place, expression] of of) {
    const named = namedBy(expression, ids!);
    waitsFor.set(place, named);
    for (const task of named ?? [anyTask]) {
      const places = waiting.get(task);
      if (places === undefined) waiting.set(task, [place]);
      else places.push(place);
    }
  }
  return { of, waitsFor, waiting, taskOf: (place) => tasks.get(place)! };
}

function namedBy({ mentions }: Expression, ids: ReadonlyMap<string, number>): readonly number[] | null {
  if (mentions === null) return null;
  return [...mentions].map((id) => {
    const task = ids.get(id);
    invariant(task !== undefined, 'a checked expression names tasks that are there');
    return task;
  });
}

/**
 * Whatever stands before a task: what it depends on, what its composites depend on, the parts of all of these, and so on;
 * of what a composite hands on, its parts too. Each comes once.
 */
export function* before(plan: Plan, task: number, asWhole: boolean): Generator<number> {
  const { predecessors, parent, parts, passedParts } = plan;
  const seen = new Set<number>();
  const gates = new Set<number>();
  const found: number[] = [];
  const meet = (each: number): void => {
    if (seen.has(each)) return;
    seen.add(each);
    found.push(each);
  };
  const pass = (gate: number): void => {
    for (let around = gate; around !== -1 && !gates.has(around); around = parent[around]!) {
      gates.add(around);
      rowAt(predecessors, around).forEach(meet);
    }
  };
  const enter = (composite: number): void => {
    for (const rows of [parts, passedParts]) partsAt(rows, composite).forEach(meet);
  };
  pass(task);
  if (asWhole) enter(task);
  for (let next = found.pop(); next !== undefined; next = found.pop()) {
    yield next;
    pass(next);
    enter(next);
  }
}
