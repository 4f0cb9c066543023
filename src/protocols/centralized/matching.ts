/**
 * Matchings of many tasks at once: optimal by the Hungarian method, and by regret where tasks take several slots. Both
 * weigh when each agent would have done each task; of equally good matchings a lot chooses one.
 */
import { availableAt, lastLease, proficiencies, shuffle } from '../../agents/index.ts';
import type { Context } from '../../kernel/index.ts';
import { durationOn, needAt, needOf, removeReady, taskAt, type Plan } from '../../plan/index.ts';
import { firstTasks, type Choice, type Chooser, type Desk, type FreeSlots } from './desk.ts';
import { assign } from './methods/hungarian.ts';
import { byRegret } from './methods/regret.ts';

/** A chooser that decides on many tasks at once and gives them out one by one. */
export function batched(slots: FreeSlots, match: (desk: Desk, context: Context) => Choice[]): Chooser {
  /** What was matched in this decision and not yet given out, the last first. */
  let matched: Choice[] = [];
  return {
    begin(desk) {
      slots.count(desk.ledger);
      matched = [];
    },
    next(desk, context) {
      if (matched.length === 0) matched = match(desk, context).reverse();
      return matched.pop() ?? null;
    },
  };
}

/** Time from now until an agent would have done each task, in thousandths of a ms; of equal ones the more proficient. */
function costing(plan: Plan): Costs {
  const proficiencyIn = proficiencies(plan);
  return (desk, tasks, agents, now) =>
    tasks.map((task) => {
      const { need } = taskAt(plan, task);
      return agents.map((agent) => {
        const proficiency = proficiencyIn(need, agent);
        if (proficiency === -1) return Infinity;
        const finish = availableAt(desk.arrivals[task], agent, now) + durationOn(plan, task, agent) - now;
        return finish * 1000 + Math.floor((1 - proficiency) * 999);
      });
    });
}

/** What may be paired, and what each pair costs; the order of the columns may be changed. */
interface Pairing {
  readonly tasks: readonly number[];
  readonly columns: number[];
  readonly costsOf: Costs;
}

type Costs = (desk: Desk, tasks: readonly number[], agents: readonly number[], now: number) => number[][];

/** As many of the first tasks in order as there are slots, matched at the least sum of expected finish times. */
export function optimal(plan: Plan, slots: FreeSlots): (desk: Desk, context: Context) => Choice[] {
  const costsOf = costing(plan);
  return (desk, context) => {
    const { now } = context;
    const tasks = firstTasks(plan, desk, slots);
    if (tasks.length === 0) return [];
    const columns = slots.free.flatMap((free, agent) => new Array<number>(Math.max(0, free)).fill(agent));
    const cost = inLots(plan, desk, { tasks, columns, costsOf }, context);
    const named = firstOfEach(columns);
    const { columnOf, rowDual, columnDual, penalty } = assign(cost);
    const allowed = cost.map((row) => row.map((each) => (each === Infinity ? null : each)));
    const proof = { tasks, agents: columns, cost: allowed, columnOf, rowDual, columnDual, penalty };
    const choices: Choice[] = [];
    tasks.forEach((task, row) => {
      const column = columnOf[row]!;
      if (column === -1) return;
      const agent = columns[column]!;
      removeReady(desk.pool, plan, task);
      slots.use(agent, task);
      const costs = cost[row]!;
      const compared = named
        .filter((at) => costs[at] !== Infinity)
        .map((at) => ({ agent: columns[at]!, value: costs[at]! / 1000 }));
      choices.push({
        task,
        agent,
        availableMs: availableAt(desk.arrivals[task], agent, now),
        rule: 'hungarian',
        compared,
        ...(choices.length === 0 ? { proof } : {}),
      });
    });
    return choices;
  };
}

/** Where each agent stands first; it stands once for each of its free slots. */
function firstOfEach(columns: readonly number[]): number[] {
  const seen = new Set<number>();
  const places: number[] = [];
  columns.forEach((agent, at) => {
    if (!seen.has(agent)) places.push(at);
    seen.add(agent);
  });
  return places;
}

/** The first tasks in order for which there are slots, a task taking several: whichever would lose most goes first. */
export function regretful(plan: Plan, slots: FreeSlots): (desk: Desk, context: Context) => Choice[] {
  const costsOf = costing(plan);
  return (desk, context) => {
    const { now } = context;
    const tasks = firstTasks(plan, desk, slots);
    const agents = slots.free.flatMap((free, agent) => (free > 0 ? [agent] : []));
    const placed = byRegret({
      cost: inLots(plan, desk, { tasks, columns: agents, costsOf }, context),
      demand: tasks.map((task) => needAt(plan, needOf(plan, task)).slots),
      capacity: agents.map((agent) => slots.free[agent]!),
    });
    return placed.map(({ row, column, weighed }) => {
      const [task, agent] = [tasks[row]!, agents[column]!];
      removeReady(desk.pool, plan, task);
      slots.use(agent, task);
      return {
        task,
        agent,
        availableMs: availableAt(desk.arrivals[task], agent, now),
        rule: 'regret',
        ...weighedOf(plan, weighed, { column, agents }),
      };
    });
  };
}

/**
 * The costs of the columns, which are put in an order by lot where some task could as well go to another agent: of equally
 * good matchings the first is found, and so each is as likely.
 */
function inLots(plan: Plan, desk: Desk, { tasks, columns, costsOf }: Pairing, context: Context): number[][] {
  const cost = costsOf(desk, tasks, columns, context.now);
  if (plan.ties === 'by-id' || !cost.some((row) => hasEquals(row, columns))) return cost;
  const task = tasks[0]!;
  shuffle(plan, { task, lease: lastLease(desk.ledger, task) }, columns, context);
  return costsOf(desk, tasks, columns, context.now);
}

/** Whether two agents would be as good as each other. */
function hasEquals(row: readonly number[], agents: readonly number[]): boolean {
  const agentAt = new Map<number, number>();
  return row.some((cost, at) => {
    if (cost === Infinity) return false;
    const before = agentAt.get(cost) ?? agents[at]!;
    agentAt.set(cost, before);
    return before !== agents[at];
  });
}

/** What was weighed for a placing, in the order in which agents are named, and how many were as good. */
function weighedOf(
  { ties }: Plan,
  weighed: readonly { readonly column: number; readonly cost: number }[],
  { column, agents }: { readonly column: number; readonly agents: readonly number[] },
): Pick<Choice, 'compared' | 'tied'> {
  const compared = weighed.map(({ column: other, cost }) => ({ agent: agents[other]!, value: cost / 1000 }));
  compared.sort((one, other) => one.agent - other.agent);
  const own = weighed.find((each) => each.column === column)!;
  const tied = weighed.filter(({ cost }) => cost === own.cost).length;
  return ties === 'seeded' && tied > 1 ? { compared, tied } : { compared };
}
