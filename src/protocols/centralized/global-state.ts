/**
 * What is known of a run as a versioned state: a fold of results, each written by compare-and-set under the lease that the
 * state names for its task. It is read off facts alone, so it says of any run what its coordinator may know, and it never
 * takes in what an attempt brings that has lost its lease.
 */
import { equalJson, type Json } from '../../base/index.ts';
import {
  agentOfActor,
  invariantRule,
  isComposite,
  type Invariant,
  type KnownFact,
  type Plan,
} from '../../plan/index.ts';

export interface GlobalState {
  /** How many results count so far: each that is written raises it by one. */
  version: number;
  /** By task: the version with which its result was written, and what it is. */
  readonly entries: Map<number, Entry>;
  /** Under which lease, and by whom, the next write of each task is taken. */
  readonly expected: Map<number, { readonly agent: number; readonly lease: number }>;
}

interface Entry {
  readonly version: number;
  /** 0 where nobody was given it: a composite, what a group decides, what was taken over from an earlier run. */
  readonly lease: number;
  readonly value: Json;
}

export function emptyGlobalState(): GlobalState {
  return { version: 0, entries: new Map(), expected: new Map() };
}

/** Writes a result if it comes under the lease that is expected and none is there yet; false changes nothing. */
export function compareAndSet(
  state: GlobalState,
  { task, agent, lease, value }: { task: number; agent: number; lease: number; value: Json },
): boolean {
  const expected = state.expected.get(task);
  if (state.entries.has(task) || expected?.lease !== lease || expected.agent !== agent) return false;
  write(state, task, lease, value);
  return true;
}

function write(state: GlobalState, task: number, lease: number, value: Json): void {
  state.version += 1;
  state.entries.set(task, { version: state.version, lease, value });
}

interface Fold {
  readonly known: GlobalState;
  /** What came under a good lease and is not counted yet, and what the run gives as the result of a task. */
  readonly brought: Map<number, { readonly agent: number; readonly lease: number; readonly value: Json }>;
  readonly given: Map<number, Json>;
}

interface Result {
  readonly type: string;
  readonly task: number;
  readonly lease: number;
  readonly end: { readonly kind: string; readonly result?: Json };
}

/** The results of a run are that state, and nothing else ever becomes one. */
export const versionedResults: Invariant = invariantRule<Fold>({
  rule: 'CC20',
  title: 'results are written once, under the lease that is expected; what a stale attempt brings changes nothing',
  room: 'centralized',
  init: () => ({ known: emptyGlobalState(), brought: new Map(), given: new Map() }),
  fact({ known, brought, given }, fact, _moment, plan) {
    switch (fact.type) {
      case 'task.assigned':
        known.expected.set(fact.task, { agent: fact.agent, lease: fact.lease });
        brought.delete(fact.task);
        return null;
      case 'task.withdrawn':
        if (known.expected.get(fact.task)?.lease === fact.lease) known.expected.delete(fact.task);
        return null;
      case 'message.delivered':
        bring({ known, brought, given }, fact);
        return null;
      case 'task.result':
        given.set(fact.task, fact.value);
        return null;
      case 'task.kept':
        if (fact.end === 'succeeded') write(known, fact.task, 0, given.get(fact.task) ?? null);
        return null;
      case 'task.succeeded':
        return counted({ known, brought, given }, fact.task, plan);
      default:
        return null;
    }
  },
});

/** A result that comes in is looked at when it counts, by what was expected as it came. */
function bring({ known, brought }: Fold, fact: Extract<KnownFact, { type: 'message.delivered' }>): void {
  if (fact.message.type !== 'centralized.result') return;
  const { task, lease, end } = fact.message as unknown as Result;
  const expected = known.expected.get(task);
  const agent = agentOfActor(fact.from);
  if (end.kind !== 'succeeded' || expected?.lease !== lease || expected.agent !== agent) return;
  brought.set(task, { agent, lease, value: end.result ?? null });
}

function counted({ known, brought, given }: Fold, task: number, plan: Plan): string | null {
  const { id } = plan.tasks[task]!;
  const value = given.get(task) ?? null;
  if (isComposite(plan, task) || plan.decisions.has(task)) {
    if (known.entries.has(task)) return `${id} was written twice`;
    write(known, task, 0, value);
    return null;
  }
  const found = brought.get(task);
  if (found === undefined) return `the result of ${id} was written, and no attempt under its present lease brought it`;
  if (!equalJson(found.value, value))
    return `the result of ${id} is not what the attempt under its present lease brought`;
  return compareAndSet(known, { task, ...found })
    ? null
    : `${id} was written at version ${known.version} and once more`;
}
