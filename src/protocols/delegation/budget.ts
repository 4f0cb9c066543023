/**
 * Budgets as they go down: what a task may cost with all of its parts is shared out among them, what is handed down is held
 * back until it is accounted for, and nothing is handed down that what is left does not pay for. Prices are those that
 * are expected: an agent's cost a second times the time that it should take.
 */
import { agentAt, durationOn, isComposite, needAt, needOf, parentOf, taskAt, type Plan } from '../../plan/index.ts';
import type { Goal } from './state.ts';

/** Sums of fractions may differ in their last bits by the order of adding. */
const slack = 1 + 1e-9;

export function pays(budget: number, price: number): boolean {
  return price <= budget * slack;
}

/** Why something is given back that could be done for more. */
export const overBudget = 'what is left of its budget does not pay for whoever could do it';

/** What a manager may still hand on of what a goal may cost. */
export function leftOf({ told, spent }: Goal): number {
  return told.budget === undefined ? Infinity : told.budget - (spent ?? 0);
}

/** What was lent to somebody below comes back, but for what it spent there; all is spent where nothing is said of it. */
export function cameBack(goal: Goal, spent: number | undefined): void {
  if (goal.lent === undefined) return;
  goal.spent = (goal.spent ?? 0) - goal.lent + Math.min(goal.lent, spent ?? goal.lent);
  delete goal.lent;
}

/** What one attempt of a task at an agent should cost. */
export function priceOf(plan: Plan, task: number, agent: number): number {
  return (agentAt(plan, agent).cost * durationOn(plan, task, agent)) / 1000;
}

/** The task and the composites around it that have a budget. */
export function scopesOf(plan: Plan, task: number): number[] {
  const scopes: number[] = [];
  for (let at = task; at !== -1; at = parentOf(plan, at)) if (taskAt(plan, at).budget !== null) scopes.push(at);
  return scopes;
}

/** What the top remembers of budgets; plain data, by the task that has the budget or is a part of one that has. */
export interface PurseState {
  /** Spent or held back. */
  used: Record<number, number>;
  /** Sum of the lowest prices of the parts that are still to be handed down. */
  ahead: Record<number, number>;
  /** How many of its parts have something held back. */
  open: Record<number, number>;
  /** What is held back for each task that was handed down. */
  held: Record<number, number>;
  /** Tasks that nothing lies ahead for. */
  gone: Record<number, true>;
  /** Tasks that wait until more than this comes back for them. */
  short: Record<number, number>;
}

/** The budgets of a plan; its state is absent where there is none. */
export class Purse {
  readonly #plan: Plan;
  readonly #lowest: number[];

  constructor(plan: Plan) {
    this.#plan = plan;
    const any = plan.tasks.some(({ budget }) => budget !== null);
    this.#lowest = any ? plan.tasks.map((_, task) => this.#lowestOf(task)) : [];
  }

  init(): PurseState | undefined {
    if (this.#lowest.length === 0) return undefined;
    const state: PurseState = { used: {}, ahead: {}, open: {}, held: {}, gone: {}, short: {} };
    for (let task = 0; task < this.#plan.ordinary; task += 1) {
      if (taskAt(this.#plan, task).budget !== null) [state.used[task], state.open[task]] = [0, 0];
      if (isComposite(this.#plan, task)) continue;
      for (const scope of scopesOf(this.#plan, task))
        state.ahead[scope] = (state.ahead[scope] ?? 0) + this.#lowest[task]!;
    }
    return state;
  }

  /**
   * What a task may cost now: of each budget around it a share by its lowest price while that leaves enough for all parts
   * that are still to come, else as much as it needs. Infinity where there is no budget.
   */
  shareOf(state: PurseState | undefined, task: number): number {
    if (state === undefined) return Infinity;
    const own = this.#lowest[task]!;
    let share = Infinity;
    for (const scope of scopesOf(this.#plan, task)) {
      const left = Math.max(0, taskAt(this.#plan, scope).budget! - state.used[scope]!);
      const ahead = state.ahead[scope]!;
      const part =
        scope === task || ahead <= own ? left : pays(left, ahead) ? (left * own) / ahead : Math.min(left, own);
      share = Math.min(share, part);
    }
    return share;
  }

  /** Whether something may still come back to one of its budgets. */
  mayHope(state: PurseState | undefined, task: number): boolean {
    return state !== undefined && scopesOf(this.#plan, task).some((scope) => state.open[scope]! > 0);
  }

  /** Those that wait and have more now than when they could not be paid for, and those for which nothing can come back. */
  afterSettling(state: PurseState): { readonly richer: number[]; readonly hopeless: number[] } {
    const short = Object.keys(state.short).map(Number);
    const richer = short.filter((task) => !pays(state.short[task]!, this.shareOf(state, task)));
    const hopeless = short.filter((task) => !richer.includes(task) && !this.mayHope(state, task));
    for (const task of [...richer, ...hopeless]) delete state.short[task];
    return { richer, hopeless };
  }

  /** Holds back what is handed down with a task. */
  hold(state: PurseState | undefined, task: number, amount: number): void {
    if (state === undefined) return;
    this.leave(state, task);
    const scopes = scopesOf(this.#plan, task);
    if (scopes.length === 0) return;
    state.held[task] = amount;
    for (const scope of scopes) {
      state.used[scope]! += amount;
      state.open[scope]! += 1;
    }
  }

  /** Accounts for what was handed down with a task: all of it, unless it is known what was spent. Null when nothing was. */
  settle(state: PurseState | undefined, task: number, spent?: number): number | null {
    const held = state?.held[task];
    if (state === undefined || held === undefined) return null;
    const paid = Math.min(held, spent ?? held);
    delete state.held[task];
    for (const scope of scopesOf(this.#plan, task)) {
      state.used[scope]! += paid - held;
      state.open[scope]! -= 1;
    }
    return paid;
  }

  /** Nothing lies ahead for a task: it was handed down, or will not be. */
  leave(state: PurseState | undefined, task: number): void {
    if (state === undefined || state.gone[task] === true) return;
    state.gone[task] = true;
    for (const scope of scopesOf(this.#plan, task)) state.ahead[scope]! -= this.#lowest[task]!;
  }

  /** It is to be handed down again. */
  comeBack(state: PurseState | undefined, task: number): void {
    if (state?.gone[task] !== true) return;
    delete state.gone[task];
    for (const scope of scopesOf(this.#plan, task)) state.ahead[scope]! += this.#lowest[task]!;
  }

  #lowestOf(task: number): number {
    if (isComposite(this.#plan, task)) return 0;
    let lowest = Infinity;
    for (const agent of needAt(this.#plan, needOf(this.#plan, task)).capable)
      lowest = Math.min(lowest, priceOf(this.#plan, task, agent));
    // What nobody can do costs nothing: it is never handed down.
    return lowest === Infinity ? 0 : lowest;
  }
}
