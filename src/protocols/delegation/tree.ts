/**
 * The hierarchy as a giver sees it: who reports to whom, what a branch can do, and whom a task goes to next. A manager
 * under suspicion is looked through: whoever reports to it is adopted for as long as it is silent. Nothing here is ever
 * given upwards or sideways.
 */
import { capableMasks, type Ledger } from '../../agents/index.ts';
import { isComposite, type Compared, type Plan } from '../../plan/index.ts';

/** Levels of managers that a goal may pass; deeper ones are out of reach. */
export const LEVELS_MAX = 8;
/** So often a manager gives one goal to somebody; its leases have room for one more. */
export const TRIES_MAX = 3;

/** The top, where an agent is asked for. */
export const top = -1;

export interface Pick {
  readonly agent: number;
  readonly as: 'manager' | 'worker';
  readonly rule: 'least-loaded' | 'adopted' | 'contract-net';
  readonly compared: readonly Compared[];
}

/** Whom a giver gives to; adopted in the place of a manager that is silent. */
interface Report {
  readonly agent: number;
  readonly adopted: boolean;
}

/** At most so many are listed in a fact. */
const comparedMax = 32;

export class Tree {
  readonly #plan: Plan;
  readonly #reports: readonly (readonly number[])[];
  readonly #tops: readonly number[];
  /** The same as they are given to while nobody is silent. */
  readonly #present: ReadonlyMap<number, readonly Report[]>;
  /** Managers whose branch can do what a need asks for, and the slots that it has for it, by need. */
  readonly #covers: readonly ReadonlyMap<number, number>[];
  /** Slots of each agent's branch, its own among them. */
  readonly #slots: readonly number[];
  readonly #canDo: (need: number, agent: number) => boolean;
  /** Levels of managers, at most as many as a goal may pass. */
  readonly levels: number;

  constructor(plan: Plan) {
    const reports: number[][] = plan.agents.map(() => []);
    const tops: number[] = [];
    plan.agents.forEach(({ reportsTo }, agent) => {
      if (reportsTo === top) tops.push(agent);
      else reports[reportsTo]!.push(agent);
    });
    const slots = plan.agents.map(() => 0);
    let levels = 0;
    plan.agents.forEach((each, agent) => {
      let level = 0;
      for (let at = agent; at !== top; at = plan.agents[at]!.reportsTo) {
        slots[at]! += each.slots;
        level += 1;
      }
      levels = Math.max(levels, level);
    });
    this.#plan = plan;
    this.#reports = reports;
    this.#tops = tops;
    const present = (agents: readonly number[]): Report[] => agents.map((agent) => ({ agent, adopted: false }));
    this.#present = new Map([[top, present(tops)], ...reports.map((each, at) => [at, present(each)] as const)]);
    this.#slots = slots;
    this.levels = Math.min(levels, LEVELS_MAX);
    this.#canDo = capableMasks(plan);
    this.#covers = plan.needs.map(({ capable }) => {
      const managers = new Map<number, number>();
      for (const agent of capable)
        for (let at = plan.agents[agent]!.reportsTo; at !== top; at = plan.agents[at]!.reportsTo)
          managers.set(at, (managers.get(at) ?? 0) + plan.agents[agent]!.slots);
      return managers;
    });
  }

  isManager(agent: number): boolean {
    return this.#reports[agent]!.length > 0;
  }

  isAbove(manager: number, agent: number): boolean {
    if (manager === top) return true;
    for (let at = this.#plan.agents[agent]!.reportsTo; at !== top; at = this.#plan.agents[at]!.reportsTo)
      if (at === manager) return true;
    return false;
  }

  /** Size of the step between the leases of a giver at this level, so that those below it fit between. */
  step(level: number): number {
    let step = 1;
    for (let at = level; at < this.levels; at += 1) step *= TRIES_MAX + 1;
    return step;
  }

  /** Least-loaded of the reports that can do it, or whose branch can; null when none that is not silent or excluded. */
  pick(
    giver: number,
    need: number,
    { ledger, excluded, level }: { ledger: Ledger; excluded: readonly number[]; level: number },
  ): Pick | null {
    let best: Omit<Pick, 'compared'> | null = null;
    let least = Infinity;
    const compared: Compared[] = [];
    for (const { agent, adopted } of this.#effective(giver, ledger)) {
      if (excluded.includes(agent)) continue;
      const does = this.#canDo(need, agent);
      if (!does && (level >= this.levels || !this.#covers[need]!.has(agent))) continue;
      const load = ledger.count[agent]! / (does ? this.#plan.agents[agent]!.slots : this.#covers[need]!.get(agent)!);
      compared.push({ agent, value: load });
      if (load > least || (load === least && best !== null && agent > best.agent)) continue;
      least = load;
      best = { agent, as: does ? 'worker' : 'manager', rule: adopted ? 'adopted' : 'least-loaded' };
    }
    return best === null ? null : { ...best, compared: compared.slice(0, comparedMax) };
  }

  /** The reports that can do it themselves. */
  workers(giver: number, need: number, ledger: Ledger, excluded: readonly number[]): number[] {
    return this.#effective(giver, ledger)
      .map(({ agent }) => agent)
      .filter((agent) => this.#canDo(need, agent) && !excluded.includes(agent));
  }

  /** Whether somebody who is silent, or is looked through, could do it. */
  silentHope(giver: number, need: number, ledger: Ledger): boolean {
    const stack = [...this.#below(giver)];
    for (let agent = stack.pop(); agent !== undefined; agent = stack.pop()) {
      if (ledger.suspectUntilMs[agent] === 0) continue;
      if (this.#canDo(need, agent) || this.#covers[need]!.has(agent)) return true;
      stack.push(...this.#reports[agent]!);
    }
    return false;
  }

  /** A direct report that is a manager and whose branch can do every part of a composite; the least loaded, or -1. */
  branchFor(giver: number, composite: number, ledger: Ledger): number {
    const needs = this.#needsOf(composite);
    let best = -1;
    let least = Infinity;
    for (const { agent } of this.#effective(giver, ledger)) {
      if (!this.isManager(agent)) continue;
      if (!needs.every((need) => this.#covers[need]!.has(agent))) continue;
      const load = ledger.count[agent]! / this.#slots[agent]!;
      if (load < least) {
        least = load;
        best = agent;
      }
    }
    return best;
  }

  #below(giver: number): readonly number[] {
    return giver === top ? this.#tops : this.#reports[giver]!;
  }

  /** Direct reports, those of silent managers in their place. */
  #effective(giver: number, ledger: Ledger): readonly Report[] {
    const present = this.#present.get(giver)!;
    if (present.every(({ agent }) => ledger.suspectUntilMs[agent] === 0)) return present;
    const found: Report[] = [];
    const stack = [...present];
    for (let each = stack.pop(); each !== undefined; each = stack.pop()) {
      if (ledger.suspectUntilMs[each.agent] === 0) found.push(each);
      else for (const agent of this.#reports[each.agent]!) stack.push({ agent, adopted: true });
    }
    return found.sort((a, b) => a.agent - b.agent);
  }

  #needsOf(composite: number): number[] {
    const { parts, needOf } = this.#plan;
    const needs = new Set<number>();
    const stack = [composite];
    for (let task = stack.pop(); task !== undefined; task = stack.pop()) {
      if (!isComposite(this.#plan, task)) needs.add(needOf[task]!);
      else for (let at = parts.start[task]!; at < parts.start[task + 1]!; at += 1) stack.push(parts.task[at]!);
    }
    return [...needs];
  }
}

const trees = new WeakMap<Plan, Tree>();

/** The hierarchy of a plan, made once. */
export function treeOf(plan: Plan): Tree {
  let tree = trees.get(plan);
  if (tree === undefined) trees.set(plan, (tree = new Tree(plan)));
  return tree;
}

/** The tightest deadline of a task and of the composites around it, and of whoever hands it on; 0 for none. */
export function deadlineOf(plan: Plan, task: number, given: number): number {
  let tightest = given;
  for (let at = task; at !== -1; at = plan.parent[at]!) {
    const { deadlineMs } = plan.tasks[at]!;
    if (deadlineMs > 0 && (tightest === 0 || deadlineMs < tightest)) tightest = deadlineMs;
  }
  return tightest;
}
