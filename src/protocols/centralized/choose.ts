/**
 * The policies of a centralized coordinator: first fit, greedy by score, optimal by the Hungarian method, by regret where
 * tasks take several slots, and the schedule of HEFT or CPOP followed. Of equally good agents a lot falls on one, save by first fit and schedule. Each takes tasks out of the pool and says who gets them and by which rule; none of them
 * ever names an agent that cannot do the task, is under suspicion, or has no free slot.
 */
import {
  availableAt,
  heldBy,
  holdsNothing,
  isSuspect,
  lastLease,
  lotAmong,
  proficiencies,
  shuffle,
  type Assigner,
} from '../../agents/index.ts';
import type { Context } from '../../kernel/index.ts';
import {
  agentAt,
  durationOn,
  needAt,
  needOf,
  removeReady,
  takeReady,
  taskAt,
  type Compared,
  type Plan,
} from '../../plan/index.ts';
import { cpop, type PathSchedule } from './methods/cpop.ts';
import { heft, type Schedule } from './methods/heft.ts';
import { assign } from './methods/hungarian.ts';
import { byRegret } from './methods/regret.ts';
import { firstNeed, firstTasks, FreeSlots, type Choice, type Chooser, type Desk } from './desk.ts';
import { bestOf, compare } from './score.ts';
import type { CentralizedSettings } from './settings.ts';

export function chooserOf(plan: Plan, settings: CentralizedSettings, assigner: Assigner): Chooser {
  const slots = new FreeSlots(plan, assigner);
  switch (plan.assignment) {
    case 'first-fit':
      return oneByOne(plan, slots, (desk, task, agents, { now }) => ({
        task,
        agent: agents[0]!,
        availableMs: availableAt(desk.arrivals[task], agents[0]!, now),
        rule: 'first-fit',
        compared: nobody,
      }));
    case 'greedy':
      return oneByOne(plan, slots, greedyPick(plan, settings));
    case 'hungarian':
      return batched(slots, optimal(plan, slots));
    case 'regret':
      return batched(slots, regretful(plan, slots));
    case 'heft':
    case 'cpop':
      return scheduled(plan, slots, greedyPick(plan, settings));
  }
}

type Picker = (desk: Desk, task: number, agents: readonly number[], context: Context) => Choice;

const nobody: readonly Compared[] = [];

/** The first task in order that has a free capable agent, and the agent that `pick` chooses for it. */
function oneByOne(plan: Plan, slots: FreeSlots, pick: Picker): Chooser {
  return {
    begin: (desk) => {
      slots.count(desk.ledger);
    },
    next(desk, context) {
      if (slots.total === 0) return null;
      const need = firstNeed(plan, desk, slots);
      if (need === -1) return null;
      const task = takeReady(desk.pool, need);
      const choice = pick(desk, task, slots.candidates(need), context);
      slots.use(choice.agent, choice.task);
      return choice;
    },
  };
}

function greedyPick(plan: Plan, settings: CentralizedSettings): Picker {
  const draws = plan.ties === 'seeded';
  const rule = 'greedy';
  const proficiencyIn = proficiencies(plan);
  return (desk, task, agents, context) => {
    const { now } = context;
    const arrivals = desk.arrivals[task];
    const drawn = { task, lease: lastLease(desk.ledger, task) };
    const { need } = taskAt(plan, task);
    // Where one is as good as another there is nothing to weigh.
    const same = needAt(plan, need).alike && arrivals === undefined && (!draws || plan.steadyMs[task]! >= 0);
    if (same || agents.length === 1) {
      const agent = agents[draws ? lotAmong(plan, drawn, agents.length, context) : 0]!;
      const tied = draws && agents.length > 1 ? agents.length : undefined;
      return { task, agent, availableMs: availableAt(arrivals, agent, now), rule, compared: nobody, tied };
    }
    const compared = compare(
      agents.map((agent) => ({
        agent,
        proficiency: proficiencyIn(need, agent),
        held: heldBy(desk.ledger, agent),
        cost: agentAt(plan, agent).cost,
        finishMs: availableAt(arrivals, agent, now) + durationOn(plan, task, agent),
      })),
      settings.weights,
    );
    const equals = bestOf(compared);
    const agent = equals[draws ? lotAmong(plan, drawn, equals.length, context) : 0]!;
    const tied = draws && equals.length > 1 ? equals.length : undefined;
    return { task, agent, availableMs: availableAt(arrivals, agent, now), rule, compared, tied };
  };
}

/** A chooser that decides on many tasks at once and gives them out one by one. */
function batched(slots: FreeSlots, match: (desk: Desk, context: Context) => Choice[]): Chooser {
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
function optimal(plan: Plan, slots: FreeSlots): (desk: Desk, context: Context) => Choice[] {
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
function regretful(plan: Plan, slots: FreeSlots): (desk: Desk, context: Context) => Choice[] {
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

/** Each agent's sequence in order; a task whose agent is under suspicion goes to another by score. */
function scheduled(plan: Plan, slots: FreeSlots, pick: Picker): Chooser {
  const path = plan.assignment === 'cpop' ? cpop(plan) : null;
  const schedule = path ?? heft(plan);
  const plannedBy = accountOf(plan, schedule, path);
  const placeOf = placesIn(plan, schedule);
  const mayStray = plan.tasks.some(
    (task) => task.retry.attempts > 1 || task.queueTimeoutMs > 0 || task.compensates !== -1,
  );
  return {
    begin: (desk) => {
      slots.count(desk.ledger);
    },
    next(desk, context) {
      for (let agent = 0; agent < plan.agents.length; agent += 1) {
        if (slots.free[agent]! <= 0) continue;
        const task = due(plan, desk, schedule.sequence[agent]!, agent);
        if (task === -1) continue;
        slots.use(agent, task);
        const availableMs = availableAt(desk.arrivals[task], agent, context.now);
        return { task, agent, availableMs, ...plannedBy(task) };
      }
      return strays(desk, context);
    },
  };

  /** Tasks outside the sequences (a repeated attempt, a compensation) or planned for an agent that fell silent. */
  function strays(desk: Desk, context: Context): Choice | null {
    // Where nobody works a sequence may wait for what stands behind it in another: a trigger was met otherwise than planned.
    const stuck = desk.pool.size > 0 && holdsNothing(desk.ledger);
    if (!mayStray && !desk.ledger.leased && !stuck) return null;
    for (let need = 0; need < plan.needs.length; need += 1) {
      if (!slots.anyFree(need)) continue;
      const task = firstStray(desk, desk.pool.heaps[need]!, stuck);
      if (task === -1) continue;
      removeReady(desk.pool, plan, task);
      desk.gone[task] = true;
      const choice = pick(desk, task, slots.candidates(need), context);
      slots.use(choice.agent, choice.task);
      return choice;
    }
    return null;
  }

  function isStray({ gone, followed, ledger }: Desk, task: number): boolean {
    const planned = schedule.agentOf[task]!;
    return planned === -1 || gone[task] === true || placeOf[task]! < followed[planned]! || isSuspect(ledger, planned);
  }

  /** The first of a need's waiting tasks that no sequence will come to, or -1; others may stand before it. */
  function firstStray(desk: Desk, heap: readonly number[], any: boolean): number {
    let first = -1;
    let firstAt = Infinity;
    for (let at = 0; at < heap.length; at += 2) {
      const task = heap[at + 1]!;
      if (heap[at]! >= firstAt) continue;
      if (!any && !isStray(desk, task)) continue;
      first = task;
      firstAt = heap[at]!;
    }
    return first;
  }
}

/** Where each task stands in its sequence; -1 for none. */
function placesIn(plan: Plan, { sequence }: Schedule): number[] {
  const placeOf = new Array<number>(plan.tasks.length).fill(-1);
  for (const each of sequence)
    each.forEach((task, place) => {
      placeOf[task] = place;
    });
  return placeOf;
}

type Account = Omit<Choice, 'task' | 'agent' | 'availableMs' | 'proof'>;

/** By which rule each task has its place in a schedule, and what was compared for it. */
function accountOf(plan: Plan, schedule: Schedule, path: PathSchedule | null): (task: number) => Account {
  return (task) =>
    path?.kept.has(task) === true
      ? { rule: 'critical-path', compared: path.fastest, comparedOf: path.able }
      : { rule: plan.assignment, compared: schedule.compared[task]!, comparedOf: schedule.comparedOf[task]! };
}

/** The next task of a sequence when it is ready, taken out of the pool; -1 while it is not. */
function due(plan: Plan, desk: Desk, sequence: readonly number[], agent: number): number {
  let at = desk.followed[agent]!;
  while (at < sequence.length && desk.gone[sequence[at]!]) at += 1;
  desk.followed[agent] = at;
  const task = sequence[at];
  if (task === undefined || !removeReady(desk.pool, plan, task)) return -1;
  desk.followed[agent] = at + 1;
  return task;
}
