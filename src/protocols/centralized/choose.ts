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
  type Assigner,
} from '../../agents/index.ts';
import type { Context } from '../../kernel/index.ts';
import {
  agentAt,
  durationOn,
  needAt,
  removeReady,
  takeReady,
  taskAt,
  type Compared,
  type Plan,
} from '../../plan/index.ts';
import { cpop, type PathSchedule } from './methods/cpop.ts';
import { heft, type Schedule } from './methods/heft.ts';
import { firstNeed, FreeSlots, type Choice, type Chooser, type Desk } from './desk.ts';
import { batched, optimal, regretful } from './matching.ts';
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
  // Whoever shares its time has room for all, so that it matters who has least.
  const shared = plan.agents.some(({ slice }) => slice !== undefined);
  return (desk, task, agents, context) => {
    const { now } = context;
    const arrivals = desk.arrivals[task];
    const drawn = { task, lease: lastLease(desk.ledger, task) };
    const { need } = taskAt(plan, task);
    // Where one is as good as another there is nothing to weigh.
    const same = !shared && needAt(plan, need).alike && arrivals === undefined && (!draws || plan.steadyMs[task]! >= 0);
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
