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
  taskAt,
  type Holdings,
  type Invariant,
  type KnownFact,
  type Plan,
} from '../../plan/index.ts';

export interface GlobalState {
  /** How many results count so far: each that is written raises it by one. */
  version: number;
  /** By task: the version with which its result was written, and what it is. */
  readonly entries: Map<number, Entry>;
}

interface Entry {
  readonly version: number;
  /** 0 where nobody was given it: a composite, what a group decides, what was taken over from an earlier run. */
  readonly lease: number;
  readonly value: Json;
}

export function emptyGlobalState(): GlobalState {
  return { version: 0, entries: new Map() };
}

/** Writes a result if it comes under the lease that is expected, 0 for none, and none is there yet; false changes nothing. */
export function compareAndSet(
  state: GlobalState,
  expected: number,
  { task, lease, value }: { readonly task: number; readonly lease: number; readonly value: Json },
): boolean {
  if (state.entries.has(task) || expected === 0 || expected !== lease) return false;
  write(state, task, lease, value);
  return true;
}

function write(state: GlobalState, task: number, lease: number, value: Json): void {
  state.version += 1;
  state.entries.set(task, { version: state.version, lease, value });
}

interface Fold {
  readonly known: GlobalState;
  readonly held: Holdings;
  /** What came under a good lease and is not counted yet, and what the run gives as the result of a task. */
  readonly brought: Map<number, { readonly lease: number; readonly value: Json }>;
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
  hears: ['message.delivered', 'task.result', 'task.kept', 'task.succeeded'],
  init: (_plan, held) => ({ known: emptyGlobalState(), held, brought: new Map(), given: new Map() }),
  given({ brought }, { task }) {
    brought.delete(task);
    return null;
  },
  fact(state, fact, _moment, plan) {
    const { known, given } = state;
    switch (fact.type) {
      case 'message.delivered':
        bring(state, fact);
        return null;
      case 'task.result':
        given.set(fact.task, fact.value);
        return null;
      case 'task.kept':
        if (fact.end === 'succeeded') write(known, fact.task, 0, given.get(fact.task) ?? null);
        return null;
      case 'task.succeeded':
        return counted(state, fact.task, plan);
      default:
        return null;
    }
  },
});

/** A result that comes in is looked at when it counts, by what was expected as it came. */
function bring({ held, brought }: Fold, fact: Extract<KnownFact, { type: 'message.delivered' }>): void {
  if (fact.message.type !== 'centralized.result') return;
  const { task, lease, end } = fact.message as unknown as Result;
  if (end.kind !== 'succeeded' || !held.stands(task, lease) || held.holderOf(task) !== agentOfActor(fact.from)) return;
  brought.set(task, { lease, value: end.result ?? null });
}

function counted({ known, held, brought, given }: Fold, task: number, plan: Plan): string | null {
  const { id } = taskAt(plan, task);
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
  return compareAndSet(known, held.leaseOf(task), { task, ...found })
    ? null
    : `${id} was written at version ${known.version} and once more`;
}
