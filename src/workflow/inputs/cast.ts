/**
 * Who goes by which name in faults, links and partitions, as the plan's list of actors has it: agents by their ids, whoever
 * stands beside them by names of their own. What befalls them is not known here.
 */
import { actorOfAgent, actorsCalled, type Plan } from '../../plan/index.ts';

export class Cast {
  readonly #plan: Plan;
  readonly #index: ReadonlyMap<string, number>;

  constructor(plan: Plan) {
    this.#plan = plan;
    this.#index = new Map(plan.agents.map(({ id }, at) => [id, at]));
  }

  /** The actors that go by a name. */
  named(name: string): number[] {
    const agent = this.#index.get(name);
    return agent === undefined ? actorsCalled(this.#plan, name) : [actorOfAgent(agent)];
  }

  isAgent(name: string): boolean {
    return this.#index.has(name);
  }

  agents(names: readonly string[]): number[] {
    return [...new Set(names.flatMap((name) => this.#index.get(name) ?? []))].sort((a, b) => a - b);
  }

  /** Whom a lie is told to, where somebody was chosen. */
  deceived(names: readonly string[] = []): { readonly deceived?: readonly number[] } {
    const deceived = this.agents(names);
    return deceived.length === 0 ? {} : { deceived };
  }

  tasks(names: readonly string[]): number[] {
    const { tasks, ordinary } = this.#plan;
    return tasks.flatMap(({ id }, at) => (at < ordinary && names.includes(id) ? [at] : []));
  }

  /** The side of each actor. */
  groups(groups: readonly (readonly string[])[]): number[] {
    const sides = new Array<number>(this.#plan.actors.length).fill(-1);
    groups.forEach((names, side) => {
      for (const name of names) for (const actor of this.named(name)) sides[actor] = side;
    });
    return sides;
  }
}
