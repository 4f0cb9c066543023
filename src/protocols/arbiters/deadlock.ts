/**
 * Who waits for whom, and who has to fail so that others go on: a task of a cycle of those that wait for each other, or, by age, one
 * that would wait or be waited for the wrong way round.
 */
import { serviceAt, taskAt, taskTitle, type Plan } from '../../plan/index.ts';
import { isKept } from './order.ts';
import type { Want } from './messages.ts';
import { isSame, workFor, type ArbiterState, type Hold, type Wait, type WorkState } from './state.ts';

/** Whoever else holds a resource so that nobody can take it away, and is not about to give it up. */
function keepers(plan: Plan, state: ArbiterState, service: number, work: WorkState): Hold[] {
  return state.held[service]!.filter(
    (held) => !isSame(held, work) && workFor(state, held).doomed === undefined && isKept(plan, held),
  );
}

/** Whether a piece of work holds something that others may have to wait for. */
export function keepsAny(plan: Plan, state: ArbiterState, work: WorkState): boolean {
  if (work.doomed !== undefined) return false;
  return work.holds.some((service) => state.held[service]!.some((held) => isSame(held, work) && isKept(plan, held)));
}

/** What stands in the way of a wait by age, where it holds something itself; undefined for nothing. */
export interface AgeConflict {
  readonly wait: Wait;
  readonly held: Hold;
}

export function ageConflict(plan: Plan, state: ArbiterState, wait: Wait): AgeConflict | undefined {
  const { deadlock } = plan.conflicts;
  if (deadlock !== 'wait-die' && deadlock !== 'wound-wait') return undefined;
  const work = workFor(state, wait);
  if (!keepsAny(plan, state, work)) return undefined;
  const age = state.born[wait.task]!;
  for (const { service } of wait.wants)
    for (const held of keepers(plan, state, service, work)) {
      const other = state.born[held.task]!;
      if (deadlock === 'wait-die' ? age > other : age < other) return { wait, held };
    }
  return undefined;
}

/** A cycle of those who wait for each other and can never go on: the first waits for what the second holds, and so on. */
export function cycleOf(plan: Plan, state: ArbiterState, from: Wait): Wait[] | null {
  const work = workFor(state, from);
  if (!keepsAny(plan, state, work)) return null;
  const reached = reachedFrom(plan, state, from);
  if (reached === null) return null;
  const stuck = stuckOf(plan, state, reached);
  if (!stuck.has(work)) return null;
  // Everybody who is stuck waits for somebody who is: the way comes round.
  const way: WorkState[] = [work];
  for (;;) {
    const next = waitedFor(plan, state, way.at(-1)!).find((each) => stuck.has(each))!;
    const known = way.indexOf(next);
    if (known !== -1) return waitsAround(plan, state, way.slice(known));
    way.push(next);
  }
}

/** Everybody whom it waits for in the end; null where none of them waits for it. */
function reachedFrom(plan: Plan, state: ArbiterState, from: Wait): readonly WorkState[] | null {
  const start = workFor(state, from);
  const all = new Set<WorkState>([start]);
  let back = false;
  for (const work of all)
    for (const next of waitedFor(plan, state, work)) {
      back ||= next === start;
      all.add(next);
    }
  return back ? [...all] : null;
}

function waitedFor(plan: Plan, state: ArbiterState, work: WorkState): WorkState[] {
  return wantsOf(state, work).flatMap(({ service }) =>
    keepers(plan, state, service, work).map((held) => workFor(state, held)),
  );
}

/** All that it needs before it goes on. */
function wantsOf(state: ArbiterState, { waits, doomed }: WorkState): readonly Want[] {
  return doomed === undefined ? waits.flatMap((id) => state.waits[id]!.wants) : [];
}

/** Of each in a cycle the asking by which it waits for the next. */
function waitsAround(plan: Plan, state: ArbiterState, cycle: readonly WorkState[]): Wait[] {
  return cycle.map((work, at) => {
    const next = cycle[(at + 1) % cycle.length]!;
    const leads = ({ service }: Want): boolean =>
      keepers(plan, state, service, work).some((held) => isSame(held, next));
    return state.waits[work.waits.find((id) => state.waits[id]!.wants.some(leads))!]!;
  });
}

/** Those who cannot go on even if everybody who can gives back all (reduction of the graph of who holds and wants what). */
function stuckOf(plan: Plan, state: ArbiterState, among: readonly WorkState[]): ReadonlySet<WorkState> {
  const stuck = new Set(among);
  for (let before = -1; before !== stuck.size;) {
    before = stuck.size;
    for (const work of stuck) {
      const canHave = wantsOf(state, work).every(({ service, units }) => {
        const kept = keepers(plan, state, service, work).filter((held) => stuck.has(workFor(state, held)));
        const { units: all, way } = serviceAt(plan, service);
        if (way === 'exclusive') return kept.length === 0;
        const own = state.held[service]!.filter((held) => isSame(held, work));
        return [...kept, ...own].reduce((free, held) => free - held.units, all) >= units;
      });
      if (canHave) stuck.delete(work);
    }
  }
  return stuck;
}

/** Of a cycle the one of lowest priority, then the youngest, then the one that has done least. */
export function victimOf(plan: Plan, state: ArbiterState, cycle: readonly Wait[]): Wait {
  const order = (a: Wait, b: Wait): number =>
    taskAt(plan, a.task).priority - taskAt(plan, b.task).priority ||
    state.born[b.task]! - state.born[a.task]! ||
    a.doneMs - b.doneMs;
  return [...cycle].sort(order)[0]!;
}

/** The cycle in words. */
export function cycleWords(plan: Plan, cycle: readonly Wait[]): string {
  const links = cycle.map((wait, at) => {
    const next = cycle[(at + 1) % cycle.length]!;
    const names = wait.wants.map(({ service }) => serviceAt(plan, service).name).join(' and ');
    return `${taskTitle(plan, wait.task)} waits for ${names}, held by ${taskTitle(plan, next.task)}`;
  });
  return `deadlock: ${links.join('; ')}`;
}
