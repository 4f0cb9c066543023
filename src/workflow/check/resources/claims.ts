/**
 * What tasks claim of resources and which of them may be under way at one time, whatever their times are: two may unless one waits for
 * the other, one agent alone can do both and does one at a time, or they may stand on branches of which one is taken.
 */
import { agentAt, needAt, needOf, serviceAt, taskAt, type Plan, type Use } from '../../../plan/index.ts';
import { Ways } from './ways.ts';

export interface Claim {
  readonly task: number;
  readonly service: number;
  readonly units: number;
  /** In the own time of the work. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly takeable?: 'resume' | 'restart';
  /** Whether units are used up and not held. */
  readonly renews: boolean;
}

/** So many pairs of tasks are looked at; behind that nothing more is found, so that a large document is checked as fast as it is typed. */
const looksMax = 100_000;

export class Claims {
  readonly plan: Plan;
  /** Tasks that claim anything, and what, in the order in which they ask for it. */
  readonly byTask = new Map<number, readonly Claim[]>();
  readonly #ways: Ways;
  #looks = 0;

  constructor(plan: Plan) {
    this.plan = plan;
    this.#ways = new Ways(plan);
    for (const [task, { all }] of plan.uses) {
      const claims = all.flatMap((use) => this.#claimOf(task, use) ?? []);
      if (claims.length > 0) this.byTask.set(task, claims);
    }
  }

  /** By resource, in the order of the tasks. */
  byService(): ReadonlyMap<number, readonly Claim[]> {
    const found = new Map<number, Claim[]>();
    for (const claims of this.byTask.values())
      for (const claim of claims) {
        const all = found.get(claim.service) ?? [];
        all.push(claim);
        found.set(claim.service, all);
      }
    return found;
  }

  /** Whether two tasks may be under way at one time. */
  mayMeet(one: number, other: number): boolean {
    if (one === other || (this.#looks += 1) > looksMax) return false;
    return this.#haveRoom([one, other]) && this.#ways.areFree(one, other);
  }

  /** Whether all of them may be. */
  mayAllMeet(tasks: readonly number[], next: number): boolean {
    return tasks.every((task) => this.mayMeet(task, next)) && this.#haveRoom([...tasks, next]);
  }

  /** Whether two claims on one resource cannot be met at once. */
  exclude(one: Claim, other: Claim): boolean {
    const { units, way } = serviceAt(this.plan, one.service);
    return way === 'exclusive' || one.units + other.units > units;
  }

  /** How long units are held, on average. */
  holdMs({ task, fromMs, toMs }: Claim): number {
    const lasts = taskAt(this.plan, task).expectedMs;
    return Math.max(0, Math.min(toMs, lasts) - fromMs);
  }

  /** Whether the agents that can do them have as many places. */
  #haveRoom(tasks: readonly number[]): boolean {
    const agents = new Set<number>();
    let slots = 0;
    for (const task of tasks)
      for (const agent of needAt(this.plan, needOf(this.plan, task)).capable) {
        if (agents.has(agent)) continue;
        agents.add(agent);
        slots += agentAt(this.plan, agent).slots;
        if (slots >= tasks.length) return true;
      }
    return false;
  }

  #claimOf(task: number, { kind, service, units, fromMs, toMs = Infinity, takeable }: Use): Claim | null {
    if (kind !== 'resource' && kind !== 'limit') return null;
    const claim = { task, service, units, fromMs, toMs, renews: kind === 'limit' };
    return takeable === undefined ? claim : { ...claim, takeable };
  }
}
