/**
 * The hierarchy as a giver sees it: who reports to whom, what a branch can do, and whom a task goes to next. A manager
 * under suspicion is looked through: whoever reports to it is adopted for as long as it is silent. Nothing here is ever
 * given upwards or sideways.
 */
import { capableMasks, heldBy, isSuspect, lastLease, lotAmong, type Ledger } from '../../../agents/index.ts';
import type { Inside } from '../../../document/index.ts';
import type { Context } from '../../../kernel/index.ts';
import {
  agentAt,
  isComposite,
  needAt,
  needOf,
  parentOf,
  partsAt,
  Shortlist,
  taskAt,
  type Compared,
  type Comparison,
  type Plan,
} from '../../../plan/index.ts';
import { asDrawn, circle, throughOf, type Fostering, type Report } from './adoption.ts';
import { pays, priceOf } from '../budget.ts';

/** Levels of managers that a goal may pass; deeper ones are out of reach. */
export const LEVELS_MAX = 8;
/** So often a manager gives one goal to somebody; its leases have room for one more. */
export const TRIES_MAX = 3;

/** The top, where an agent is asked for. */
export const top = -1;

export interface Pick {
  readonly agent: number;
  readonly as: 'manager' | 'worker';
  readonly rule: Inside | 'adopted' | 'stand-in';
  readonly compared: readonly Compared[];
  readonly comparedOf?: number | undefined;
  /** How many were equally good, where a lot fell on one of these. */
  readonly tied?: number | undefined;
  /** Reports of silent managers among which it is to choose in their place; none where it acts for itself. */
  readonly under: readonly number[];
}

/** One of those that are equally good. */
type Choice = Omit<Pick, keyof Comparison>;

/** What a giver asks for besides the task: by its ledger, for no more than so much, not from these. */
export interface Asked {
  readonly ledger: Ledger;
  readonly excluded: readonly number[];
  readonly level: number;
  readonly budget: number;
  readonly fostering: Fostering | undefined;
}

const nobody: readonly number[] = [];

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
      for (let at = agent; at !== top; at = agentAt(plan, at).reportsTo) {
        slots[at]! += each.slots;
        level += 1;
      }
      levels = Math.max(levels, level);
    });
    this.#plan = plan;
    this.#reports = reports;
    this.#tops = tops;
    this.#present = new Map([[top, asDrawn(tops)], ...reports.map((each, at) => [at, asDrawn(each)] as const)]);
    this.#slots = slots;
    this.levels = Math.min(levels, LEVELS_MAX);
    this.#canDo = capableMasks(plan);
    this.#covers = plan.needs.map(({ capable }) => {
      const managers = new Map<number, number>();
      for (const agent of capable)
        for (let at = agentAt(plan, agent).reportsTo; at !== top; at = agentAt(plan, at).reportsTo)
          managers.set(at, (managers.get(at) ?? 0) + agentAt(plan, agent).slots);
      return managers;
    });
  }

  isManager(agent: number): boolean {
    return this.#reports[agent]!.length > 0;
  }

  isAbove(manager: number, agent: number): boolean {
    if (manager === top) return true;
    for (let at = agentAt(this.#plan, agent).reportsTo; at !== top; at = agentAt(this.#plan, at).reportsTo)
      if (at === manager) return true;
    return false;
  }

  /** Size of the step between the leases of a giver at this level, so that those below it fit between. */
  step(level: number): number {
    let step = 1;
    for (let at = level; at < this.levels; at += 1) step *= TRIES_MAX + 1;
    return step;
  }

  /** Whom a giver gives to now: its reports, those of silent managers in their place. */
  circleOf(giver: number, ledger: Ledger): readonly Report[] {
    return circle(this.#present.get(giver)!, {
      silent: (agent) => isSuspect(ledger, agent),
      span: this.#plan.spanMax,
      reports: this.#reports,
    });
  }

  /** Those of some whom somebody stands in for who are heard of. */
  among(under: readonly number[], ledger: Ledger): readonly Report[] {
    return asDrawn(under.filter((agent) => !isSuspect(ledger, agent)));
  }

  /** Whether it is for the budget alone that none of them gets it. */
  tooDear(members: readonly Report[], task: number, asked: Asked): boolean {
    return asked.budget !== Infinity && this.can(members, task, { ...asked, budget: Infinity });
  }

  /** Whether any of these could have it. */
  can(members: readonly Report[], task: number, asked: Asked): boolean {
    return members.some(
      (member) => !asked.excluded.includes(member.agent) && this.#offerOf(member, task, asked) !== null,
    );
  }

  /** Least-loaded of these that can do it, or whose branch can, for no more than it may cost; null when there is none. */
  pick(members: readonly Report[], task: number, asked: Asked, context: Context): Pick | null {
    const best: Choice[] = [];
    let least = Infinity;
    const weighed = new Shortlist();
    for (const member of members) {
      if (asked.excluded.includes(member.agent)) continue;
      const offer = this.#offerOf(member, task, asked);
      if (offer === null) continue;
      const { as, under, load } = offer;
      weighed.add(member.agent, load);
      if (load > least) continue;
      if (load < least) best.length = 0;
      least = load;
      best.push({ agent: member.agent, rule: member.adopted ? 'adopted' : 'least-loaded', as, under });
    }
    if (best.length === 0) return null;
    const chosen = best[this.#oneOf(best, { task, lease: lastLease(asked.ledger, task) }, context)]!;
    const { agent, rule, as, under } = chosen;
    const { compared, comparedOf } = weighed.of({ agent, value: least });
    const tied = best.length > 1 && this.#plan.ties === 'seeded' ? best.length : undefined;
    return { agent, rule, as, under, compared, comparedOf, tied };
  }

  /** The place of the one of equals that gets it: the lot falls on it, or it is the one named first. */
  #oneOf(
    equals: readonly { readonly agent: number }[],
    drawn: Parameters<typeof lotAmong>[1],
    context: Context,
  ): number {
    if (this.#plan.ties === 'seeded') return lotAmong(this.#plan, drawn, equals.length, context);
    return equals.reduce((first, { agent }, at) => (agent < equals[first]!.agent ? at : first), 0);
  }

  /** How a member could have it, and how loaded it is for that: itself, through its branch, or through those whom it stands in for. */
  #offerOf(
    { agent, under }: Report,
    task: number,
    { ledger, level, budget, fostering }: Asked,
  ): { readonly as: Pick['as']; readonly under: readonly number[]; readonly load: number } | null {
    const need = needOf(this.#plan, task);
    const deeper = level < this.levels;
    const through = fostering === undefined || under.length === 0 ? 0 : throughOf(fostering, ledger, agent);
    const held = heldBy(ledger, agent) - through;
    const foster = deeper && under.length > 0 ? this.#fosterOf(under, task, budget) : 0;
    const standing = foster === 0 ? null : ({ as: 'manager', under, load: through / foster } as const);
    const does = this.#canDo(need, agent);
    const own = does ? agentAt(this.#plan, agent).slots : deeper ? (this.#covers[need]!.get(agent) ?? 0) : 0;
    if (own === 0 || !this.#affords(agent, task, budget, does)) return standing;
    const load = held / own;
    if (standing !== null && standing.load < load) return standing;
    return { as: does ? 'worker' : 'manager', under: nobody, load };
  }

  /** Slots for a task among those whom somebody stands in for. */
  #fosterOf(under: readonly number[], task: number, budget: number): number {
    const need = needOf(this.#plan, task);
    let slots = 0;
    for (const agent of under) {
      const does = this.#canDo(need, agent);
      if (!this.#affords(agent, task, budget, does)) continue;
      slots += does ? agentAt(this.#plan, agent).slots : (this.#covers[need]!.get(agent) ?? 0);
    }
    return slots;
  }

  /** Whether a budget pays for an agent, or for the cheapest in its branch. */
  #affords(agent: number, task: number, budget: number, does: boolean): boolean {
    if (budget === Infinity) return true;
    if (does) return pays(budget, priceOf(this.#plan, task, agent));
    return needAt(this.#plan, needOf(this.#plan, task)).capable.some(
      (each) => this.isAbove(agent, each) && pays(budget, priceOf(this.#plan, task, each)),
    );
  }

  /** Those of them that can do it themselves for no more than it may cost. */
  workers(members: readonly Report[], task: number, { excluded, budget }: Asked): number[] {
    const need = needOf(this.#plan, task);
    return members
      .map(({ agent }) => agent)
      .filter(
        (agent) => this.#canDo(need, agent) && !excluded.includes(agent) && this.#affords(agent, task, budget, true),
      );
  }

  /** Whether somebody who is silent, or is looked through, could do it. */
  silentHope(giver: number | readonly number[], need: number, ledger: Ledger): boolean {
    const stack = [...(typeof giver === 'number' ? this.#below(giver) : giver)];
    for (let agent = stack.pop(); agent !== undefined; agent = stack.pop()) {
      if (!isSuspect(ledger, agent)) continue;
      if (this.#canDo(need, agent) || this.#covers[need]!.has(agent)) return true;
      stack.push(...this.#reports[agent]!);
    }
    return false;
  }

  /** A direct report that is a manager and whose branch can do every part of a composite; the least loaded, or -1. */
  branchFor(giver: number, composite: number, ledger: Ledger, context: Context): number {
    const needs = this.#needsOf(composite);
    const best: { readonly agent: number }[] = [];
    let least = Infinity;
    for (const { agent } of this.circleOf(giver, ledger)) {
      if (!this.isManager(agent)) continue;
      if (!needs.every((need) => this.#covers[need]!.has(agent))) continue;
      const load = heldBy(ledger, agent) / this.#slots[agent]!;
      if (load > least) continue;
      if (load < least) best.length = 0;
      least = load;
      best.push({ agent });
    }
    return best[this.#oneOf(best, { task: composite, lease: 0 }, context)]?.agent ?? -1;
  }

  #below(giver: number): readonly number[] {
    return giver === top ? this.#tops : this.#reports[giver]!;
  }

  #needsOf(composite: number): number[] {
    const needs = new Set<number>();
    const stack = [composite];
    for (let task = stack.pop(); task !== undefined; task = stack.pop()) {
      if (!isComposite(this.#plan, task)) needs.add(needOf(this.#plan, task));
      else stack.push(...partsAt(this.#plan.parts, task));
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
  for (let at = task; at !== -1; at = parentOf(plan, at)) {
    const { deadlineMs } = taskAt(plan, at);
    if (deadlineMs > 0 && (tightest === 0 || deadlineMs < tightest)) tightest = deadlineMs;
  }
  return tightest;
}
