/**
 * Whether resources suffice for deadlines: tasks that all have to do with one resource between the earliest that any of them can begin
 * and the latest that they may end, and need more of it than there is in that time, cannot all be in time (the energetic reasoning of
 * cumulative scheduling: Baptiste, Le Pape and Nuijten, Constraint-Based Scheduling, 2001, section 3.3). Every time is the least that it
 * can be, so that what is said is so whatever happens in a run.
 */
import { dueAt, isComposite, leastOn, needAt, needOf, serviceAt, taskAt, type Plan } from '../../../plan/index.ts';
import type { Claim, Claims } from './claims.ts';
import { claimsMax } from './inversions.ts';

/** What tasks need of a resource between two times and what there is of it: unit-milliseconds, or units where it renews. */
export interface Shortage {
  readonly service: number;
  readonly tasks: readonly number[];
  readonly fromMs: number;
  readonly toMs: number;
  readonly needs: number;
  readonly has: number;
  /** The task that may end last, and the deadline that it would have to have. */
  readonly last: number;
  readonly enoughMs: number;
  /** Units of what is shared that would be enough for all tasks; null for what more units would not cure. */
  readonly enoughUnits: number | null;
}

/** What a task needs between when it can have it at the earliest and when it must have done with it. */
interface Demand {
  readonly task: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly amount: number;
  /** From there to its deadline, ms. */
  readonly afterMs: number;
}

/** Of each resource the fewest tasks that are in each other's way. */
export function shortagesOf(claims: Claims): readonly Shortage[] {
  const times = new Earliest(claims.plan);
  return [...claims.byService()].flatMap(([service, all]) => {
    const demands = all.slice(0, claimsMax).flatMap((claim) => demandOf(claims.plan, times, claim) ?? []);
    return shortageOf(claims.plan, service, demands) ?? [];
  });
}

/** When each task can begin at the earliest, how long it takes at least, and whether it takes part in every run that goes well. */
class Earliest {
  readonly #plan: Plan;
  readonly headMs: readonly number[];
  readonly #least: readonly number[];
  readonly isSure: readonly boolean[];

  constructor(plan: Plan) {
    const { flow, tasks, predecessors } = plan;
    this.#plan = plan;
    this.#least = tasks.map((_, task) => leastAmong(plan, task));
    const head = Array.from({ length: flow.count }, () => 0);
    const sure = Array.from({ length: flow.count }, () => true);
    const ownOf = new Map(flow.gate.map((gate, task) => [gate === -1 ? task : gate, task]));
    for (const node of flow.order) {
      const own = ownOf.get(node);
      if (own !== undefined)
        for (let at = predecessors.start[own]!; at < predecessors.start[own + 1]!; at += 1)
          if (predecessors.when[at] !== null) sure[node] = false;
      for (let at = flow.predecessors.start[node]!; at < flow.predecessors.start[node + 1]!; at += 1)
        if (!sure[flow.predecessors.task[at]!]!) sure[node] = false;
      head[node] = dueAt(flow, node, (edge) => {
        const before = flow.predecessors.task[edge]!;
        return head[before]! + this.leastMs(before);
      });
    }
    this.headMs = head;
    this.isSure = sure;
  }

  /** Of what may fail and let others go on, nothing is sure. */
  leastMs(node: number): number {
    const task = this.#plan.tasks[node];
    return task === undefined || task.onFailure !== 'fail-run' ? 0 : this.#least[node]!;
  }

  workMs(task: number): number {
    return this.#least[task]!;
  }
}

function leastAmong(plan: Plan, task: number): number {
  const { capable } = needAt(plan, needOf(plan, task));
  if (isComposite(plan, task) || capable.length === 0) return 0;
  return capable.reduce((least, agent) => Math.min(least, leastOn(plan, task, agent)), Infinity);
}

/** Null for what is not sure to be needed, has no deadline, or cannot be in time by itself. */
function demandOf(plan: Plan, times: Earliest, claim: Claim): Demand | null {
  const { task, units, renews } = claim;
  const { deadlineMs, compensates } = taskAt(plan, task);
  const workMs = times.workMs(task);
  if (deadlineMs === 0 || compensates !== -1 || !times.isSure[task]! || claim.fromMs >= workMs) return null;
  const endMs = renews ? claim.fromMs : Math.min(claim.toMs, workMs);
  const fromMs = times.headMs[task]! + claim.fromMs;
  const afterMs = workMs - endMs;
  const toMs = deadlineMs - afterMs;
  const heldMs = endMs - claim.fromMs;
  if (toMs - fromMs < heldMs) return null;
  const isAlone = serviceAt(plan, claim.service).way === 'exclusive';
  return { task, fromMs, toMs, afterMs, amount: renews ? units : heldMs * (isAlone ? 1 : units) };
}

function shortageOf(plan: Plan, service: number, demands: readonly Demand[]): Shortage | null {
  const { way, resource } = serviceAt(plan, service);
  const isCounted = way !== 'exclusive' && resource!.everyMs === 0;
  let found: Shortage | null = null;
  let enoughUnits = 0;
  const byEnd = [...demands].sort((a, b) => a.toMs - b.toMs);
  for (const fromMs of new Set(demands.map((each) => each.fromMs))) {
    const within: Demand[] = [];
    let needs = 0;
    byEnd.forEach((demand, at) => {
      if (demand.fromMs < fromMs) return;
      within.push(demand);
      needs += demand.amount;
      if (byEnd[at + 1]?.toMs === demand.toMs || needs <= supplyOf(plan, service, demand.toMs - fromMs)) return;
      enoughUnits = Math.max(enoughUnits, Math.ceil(needs / (demand.toMs - fromMs)));
      const shortage = fewest(plan, service, { within, fromMs, toMs: demand.toMs });
      if (shortage.tasks.length > 1 && (found === null || shortage.tasks.length < found.tasks.length)) found = shortage;
    });
  }
  return found && { ...(found as Shortage), enoughUnits: isCounted ? enoughUnits : null };
}

/** Those that need most, as many of them as are too many. */
function fewest(
  plan: Plan,
  service: number,
  { within, fromMs, toMs }: { readonly within: readonly Demand[]; readonly fromMs: number; readonly toMs: number },
): Shortage {
  const has = supplyOf(plan, service, toMs - fromMs);
  const those: Demand[] = [];
  let needs = 0;
  for (const demand of [...within].sort((a, b) => b.amount - a.amount)) {
    if (needs > has) break;
    those.push(demand);
    needs += demand.amount;
  }
  const last = those.reduce((one, other) => (other.toMs >= one.toMs ? other : one));
  const enoughMs = fromMs + timeFor(plan, service, needs) + last.afterMs;
  return {
    service,
    tasks: those.map(({ task }) => task),
    fromMs,
    toMs,
    needs,
    has,
    last: last.task,
    enoughMs,
    enoughUnits: null,
  };
}

/** What there is of a resource in a span of time at most. */
function supplyOf(plan: Plan, service: number, spanMs: number): number {
  const { units, way, resource } = serviceAt(plan, service);
  const { everyMs, burst } = resource!;
  if (everyMs > 0) return burst + Math.floor((units * spanMs) / everyMs);
  return way === 'exclusive' ? spanMs : units * spanMs;
}

/** The shortest span of time in which there is as much. */
function timeFor(plan: Plan, service: number, amount: number): number {
  const { units, way, resource } = serviceAt(plan, service);
  const { everyMs, burst } = resource!;
  if (everyMs > 0) return Math.ceil((Math.max(0, amount - burst) * everyMs) / units);
  return way === 'exclusive' ? amount : Math.ceil(amount / units);
}
