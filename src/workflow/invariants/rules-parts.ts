/**
 * What always holds of composites and their parts, as folds over facts: a part is under way only while its composite
 * is, a composite outlives its parts, and its end follows from theirs. They count again what the workflow counts.
 */
import {
  invariantRule,
  isComposite,
  parentOf,
  partsAt,
  taskAt,
  taskTitle,
  type Invariant,
  type KnownFact,
  type Plan,
} from '../../plan/index.ts';
import { count, emptyTally, endOf, talliesOf, tallyOf, type CompositeEnd, type Tally } from '../progress/tally.ts';
import { isOver, status } from '../states.ts';
import { stateAfter } from './state-after.ts';

/** The state in which a fact ends its task; -1 when it ends none. What was undone had ended before. */
function endedAs(fact: KnownFact): number {
  const next = stateAfter(fact);
  return isOver(next) && next !== status.compensated ? next : -1;
}

interface Borders {
  /** One of `status`, by task, as far as it is told. */
  states: number[];
}

export const withinComposite: Invariant = invariantRule<Borders>({
  rule: 'W23',
  title: 'a part is under way only while its composite is, and a composite ends after its parts',
  room: 'workflow',
  init: (plan) => ({ states: new Array<number>(plan.tasks.length).fill(status.pending) }),
  fact({ states }, fact, _moment, plan) {
    if (fact.type === 'task.ready' || fact.type === 'task.opened') {
      states[fact.task] = fact.type === 'task.opened' ? status.open : status.ready;
      const composite = parentOf(plan, fact.task);
      return composite === -1 || states[composite] === status.open
        ? null
        : `${taskTitle(plan, fact.task)} began while ${taskTitle(plan, composite)}, of which it is a part, was not under way`;
    }
    const end = endedAs(fact);
    if (end === -1) return null;
    const { task } = fact as KnownFact & { readonly task: number };
    const wasOpen = states[task] === status.open;
    states[task] = end;
    if (!wasOpen) return null;
    const left = partLeft(plan, states, task);
    return left === -1 ? null : `${taskTitle(plan, task)} ended before its part ${taskTitle(plan, left)}`;
  },
});

function partLeft({ parts }: Plan, states: readonly number[], composite: number): number {
  return partsAt(parts, composite).find((part) => !isOver(states[part]!)) ?? -1;
}

interface Tallies {
  tallies: Record<number, Tally>;
  opened: Record<number, true>;
}

const endOfState: Readonly<Record<number, CompositeEnd>> = {
  [status.succeeded]: 'succeeded',
  [status.failed]: 'failed',
  [status.cancelled]: 'cancelled',
  [status.skipped]: 'skipped',
};

export const composedEnd: Invariant = invariantRule<Tallies>({
  rule: 'W24',
  title: 'what becomes of a composite follows from what became of its parts',
  room: 'workflow',
  init: (plan) => ({ tallies: talliesOf(plan), opened: {} }),
  fact({ tallies, opened }, fact, _moment, plan) {
    if (fact.type === 'task.opened') opened[fact.task] = true;
    const end = endedAs(fact);
    if (end === -1) return null;
    const { task } = fact as KnownFact & { readonly task: number };
    const composite = parentOf(plan, task);
    if (composite !== -1) count(plan, tallyOf({ tallies }, composite), task, end);
    if (!isComposite(plan, task) || opened[task] !== true) return null;
    const told = endOfState[end] ?? 'failed';
    const { partsWanted: wanted, timeoutMs, reduce } = taskAt(plan, task);
    const due = endOf(wanted, tallies[task] ?? emptyTally(0));
    // One that was too late, or that was sure to fail before its last part was over, has failed whatever came after.
    if (
      told === due ||
      (told === 'failed' && due !== 'succeeded') ||
      (told === 'failed' && timeoutMs > 0) ||
      (reduce !== null && (told === 'failed' || told === 'cancelled'))
    )
      return null;
    return `${taskTitle(plan, task)} ended as ${told}; by its parts it is ${due}`;
  },
});
