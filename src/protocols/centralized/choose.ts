/**
 * The policies of a centralized coordinator: first fit, greedy by score, optimal by the Hungarian method, and the
 * HEFT schedule followed. Each takes tasks out of the pool and says who gets them and by which rule; none of them
 * ever names an agent that cannot do the task, is under suspicion, or has no free slot.
 */
import { availableAt, leaseOf, type Assigner, type Ledger } from '../../agents/index.ts';
import {
  durationOn,
  firstKey,
  removeReady,
  takeReady,
  type Arrival,
  type Compared,
  type Plan,
  type ReadyPool,
} from '../../plan/index.ts';
import { assign } from './hungarian.ts';
import { cpop } from './cpop.ts';
import { heft } from './heft.ts';
import { bestOf, compare } from './score.ts';
import type { MatchedFact } from './messages.ts';
import type { CentralizedSettings } from './settings.ts';

/** What a policy may look at. */
export interface Desk {
  readonly pool: ReadyPool;
  readonly ledger: Ledger;
  readonly arrivals: Record<number, readonly Arrival[]>;
  readonly followed: number[];
  readonly gone: Record<number, true>;
}

export interface Choice {
  readonly task: number;
  readonly agent: number;
  /** When all that the task needs is at that agent, ms. */
  readonly availableMs: number;
  readonly rule: string;
  readonly compared: readonly Compared[];
  /** What proves the decision that this is the first choice of. */
  readonly proof?: Omit<MatchedFact, 'type'>;
}

export interface Chooser {
  /** Called once before the choices of an instant. */
  begin(desk: Desk, now: number): void;
  /** The next task to give out, already out of the pool; null when no more can be. */
  next(desk: Desk, now: number): Choice | null;
}

/** At most so many agents are listed in a fact, the best ones first found. */
const comparedMax = 32;

export function chooserOf(plan: Plan, settings: CentralizedSettings, assigner: Assigner): Chooser {
  const slots = new FreeSlots(plan, assigner);
  switch (plan.assignment) {
    case 'first-fit':
      return oneByOne(plan, slots, (desk, task, agents, now) => ({
        task,
        agent: agents[0]!,
        availableMs: availableAt(desk.arrivals[task], agents[0]!, now),
        rule: 'first-fit',
        compared: nobody,
      }));
    case 'greedy':
      return oneByOne(plan, slots, greedyPick(plan, settings));
    case 'hungarian':
      return optimal(plan, slots);
    case 'heft':
    case 'cpop':
      return scheduled(plan, slots, { pick: greedyPick(plan, settings), leases: leaseOf(settings.leaseMs, plan) > 0 });
  }
}

/** Free slots during one decision: counted once at its beginning, then used up. */
class FreeSlots {
  readonly #plan: Plan;
  readonly #assigner: Assigner;
  readonly free: number[];
  total = 0;

  constructor(plan: Plan, assigner: Assigner) {
    this.#plan = plan;
    this.#assigner = assigner;
    this.free = plan.agents.map(() => 0);
  }

  count(ledger: Ledger): void {
    this.total = 0;
    for (let agent = 0; agent < this.free.length; agent += 1) {
      const free = this.#assigner.freeSlots(ledger, agent);
      this.free[agent] = free;
      this.total += free;
    }
  }

  use(agent: number): void {
    this.free[agent]! -= 1;
    this.total -= 1;
  }

  anyFree(need: number): boolean {
    for (const agent of this.#plan.needs[need]!.capable) if (this.free[agent]! > 0) return true;
    return false;
  }

  /** Agents with a free slot that can do what the need asks; the first alone where all are alike. */
  candidates(need: number, all: boolean): number[] {
    const { capable, alike } = this.#plan.needs[need]!;
    const found: number[] = [];
    for (const agent of capable) {
      if (this.free[agent]! <= 0) continue;
      found.push(agent);
      if (alike && !all) break;
    }
    return found;
  }
}

type Pick = (desk: Desk, task: number, agents: readonly number[], now: number) => Choice;

const nobody: readonly Compared[] = [];

/** The first task in order that has a free capable agent, and the agent that `pick` chooses for it. */
function oneByOne(plan: Plan, slots: FreeSlots, pick: Pick): Chooser {
  return {
    begin: (desk) => {
      slots.count(desk.ledger);
    },
    next(desk, now) {
      if (slots.total === 0) return null;
      const need = firstNeed(plan, desk, slots);
      if (need === -1) return null;
      const task = takeReady(desk.pool, need);
      const choice = pick(desk, task, slots.candidates(need, desk.arrivals[task] !== undefined), now);
      slots.use(choice.agent);
      return choice;
    },
  };
}

/** The need whose first task comes first of all that have a free agent; -1 for none. */
function firstNeed(plan: Plan, desk: Desk, slots: FreeSlots): number {
  let best = -1;
  let bestKey = Infinity;
  for (let need = 0; need < plan.needs.length; need += 1) {
    const key = firstKey(desk.pool, need);
    if (key >= bestKey || !slots.anyFree(need)) continue;
    best = need;
    bestKey = key;
  }
  return best;
}

function greedyPick(plan: Plan, settings: CentralizedSettings): Pick {
  return (desk, task, agents, now) => {
    const arrivals = desk.arrivals[task];
    if (agents.length === 1)
      return {
        task,
        agent: agents[0]!,
        availableMs: availableAt(arrivals, agents[0]!, now),
        rule: 'greedy',
        compared: nobody,
      };
    const need = plan.needs[plan.tasks[task]!.need]!;
    const compared = compare(
      agents.map((agent) => ({
        agent,
        proficiency: need.proficiency[need.capable.indexOf(agent)]!,
        held: desk.ledger.count[agent]!,
        cost: plan.agents[agent]!.cost,
        finishMs: availableAt(arrivals, agent, now) + durationOn(plan, task, agent),
      })),
      settings.weights,
    );
    const agent = compared[bestOf(compared)]!.agent;
    return {
      task,
      agent,
      availableMs: availableAt(arrivals, agent, now),
      rule: 'greedy',
      compared: compared.slice(0, comparedMax),
    };
  };
}

/** As many of the first tasks in order as there are slots, matched at the least sum of expected finish times. */
function optimal(plan: Plan, slots: FreeSlots): Chooser {
  /** What was matched in this decision and not yet given out. */
  let matched: Choice[] = [];
  return {
    begin(desk) {
      slots.count(desk.ledger);
      matched = [];
    },
    next(desk, now) {
      if (matched.length === 0) matched = match(desk, now).reverse();
      return matched.pop() ?? null;
    },
  };

  function match(desk: Desk, now: number): Choice[] {
    const tasks = firstTasks(plan, desk, slots);
    if (tasks.length === 0) return [];
    const columns = slots.free.flatMap((free, agent) => new Array<number>(Math.max(0, free)).fill(agent));
    const cost = tasks.map((task) => {
      const { capable, proficiency } = plan.needs[plan.tasks[task]!.need]!;
      return columns.map((agent) => {
        const place = capable.indexOf(agent);
        if (place === -1) return Infinity;
        const finish = availableAt(desk.arrivals[task], agent, now) + durationOn(plan, task, agent) - now;
        return finish * 1000 + Math.floor((1 - proficiency[place]!) * 999);
      });
    });
    const { columnOf, rowDual, columnDual, penalty } = assign(cost);
    const allowed = cost.map((row) => row.map((each) => (each === Infinity ? null : each)));
    const proof = { tasks, agents: columns, cost: allowed, columnOf, rowDual, columnDual, penalty };
    const choices: Choice[] = [];
    tasks.forEach((task, row) => {
      const column = columnOf[row]!;
      if (column === -1) return;
      const agent = columns[column]!;
      removeReady(desk.pool, plan, task);
      slots.use(agent);
      const compared = columns.flatMap((each, at) =>
        cost[row]![at] === Infinity || columns.indexOf(each) !== at
          ? []
          : [{ agent: each, value: cost[row]![at]! / 1000 }],
      );
      choices.push({
        task,
        agent,
        availableMs: availableAt(desk.arrivals[task], agent, now),
        rule: 'hungarian',
        compared: compared.slice(0, comparedMax),
        ...(choices.length === 0 ? { proof } : {}),
      });
    });
    return choices;
  }
}

/** The first tasks in order, at most one a free slot, of needs that have a free agent; left in the pool. */
function firstTasks(plan: Plan, desk: Desk, slots: FreeSlots): number[] {
  const tasks: number[] = [];
  const kept = desk.pool.heaps.map((heap) => heap.slice());
  const size = desk.pool.size;
  while (tasks.length < slots.total) {
    const need = firstNeed(plan, desk, slots);
    if (need === -1) break;
    tasks.push(takeReady(desk.pool, need));
  }
  desk.pool.heaps = kept;
  desk.pool.size = size;
  return tasks;
}

/** Each agent's sequence in order; a task whose agent is under suspicion goes to another by score. */
function scheduled(plan: Plan, slots: FreeSlots, { pick, leases }: { pick: Pick; leases: boolean }): Chooser {
  const path = plan.assignment === 'cpop' ? cpop(plan) : null;
  const schedule = path ?? heft(plan);
  const placeOf = new Array<number>(plan.tasks.length).fill(-1);
  for (const sequence of schedule.sequence)
    sequence.forEach((task, place) => {
      placeOf[task] = place;
    });
  const mayStray =
    leases || plan.tasks.some((task) => task.retry.attempts > 1 || task.queueTimeoutMs > 0 || task.compensates !== -1);
  return {
    begin: (desk) => {
      slots.count(desk.ledger);
    },
    next(desk, now) {
      for (let agent = 0; agent < plan.agents.length; agent += 1) {
        if (slots.free[agent]! <= 0) continue;
        const task = due(plan, desk, schedule.sequence[agent]!, agent);
        if (task === -1) continue;
        slots.use(agent);
        const availableMs = availableAt(desk.arrivals[task], agent, now);
        return path?.kept.has(task) === true
          ? { task, agent, availableMs, rule: 'critical-path', compared: path.fastest }
          : { task, agent, availableMs, rule: plan.assignment, compared: schedule.compared[task]! };
      }
      return strays(desk, now);
    },
  };

  /** Tasks outside the sequences (a repeated attempt, a compensation) or planned for an agent that fell silent. */
  function strays(desk: Desk, now: number): Choice | null {
    if (!mayStray) return null;
    for (let need = 0; need < plan.needs.length; need += 1) {
      if (!slots.anyFree(need)) continue;
      const task = firstStray(desk, desk.pool.heaps[need]!);
      if (task === -1) continue;
      removeReady(desk.pool, plan, task);
      desk.gone[task] = true;
      const choice = pick(desk, task, slots.candidates(need, true), now);
      slots.use(choice.agent);
      return choice;
    }
    return null;
  }

  function isStray({ gone, followed, ledger }: Desk, task: number): boolean {
    const planned = schedule.agentOf[task]!;
    return (
      planned === -1 ||
      gone[task] === true ||
      placeOf[task]! < followed[planned]! ||
      ledger.suspectUntilMs[planned] !== 0
    );
  }

  /** The first of a need's waiting tasks that no sequence will come to, or -1; others may stand before it. */
  function firstStray(desk: Desk, heap: readonly number[]): number {
    let first = -1;
    let firstAt = Infinity;
    for (let at = 0; at < heap.length; at += 2) {
      const task = heap[at + 1]!;
      if (heap[at]! >= firstAt) continue;
      if (!isStray(desk, task)) continue;
      first = task;
      firstAt = heap[at]!;
    }
    return first;
  }
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
