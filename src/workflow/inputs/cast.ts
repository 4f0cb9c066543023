/**
 * Who goes by which name in faults, links and partitions: agents by their ids, the coordinator and whoever asks groups to
 * decide by names of their own. What befalls them is not known here.
 */
import { CLIENT_NAME, COORDINATOR_NAME } from '../../document/index.ts';
import { actorOfAgent, coordinatorActor, type Plan } from '../../plan/index.ts';

export class Cast {
  readonly #plan: Plan;
  readonly #index: ReadonlyMap<string, number>;

  constructor(plan: Plan) {
    this.#plan = plan;
    this.#index = new Map(plan.agents.map(({ id }, at) => [id, at]));
  }

  /** Actors by a name that is an agent's, the coordinator's or that of whoever asks groups to decide. */
  named(name: string): number[] {
    const agent = this.#index.get(name);
    if (agent !== undefined) return [actorOfAgent(agent)];
    if (name === COORDINATOR_NAME) return [coordinatorActor];
    return name === CLIENT_NAME ? clientsOf(this.#plan) : [];
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
    const last = Math.max(actorOfAgent(this.#plan.agents.length) - 1, ...clientsOf(this.#plan));
    const sides = new Array<number>(last + 1).fill(-1);
    groups.forEach((names, side) => {
      for (const name of names) for (const actor of this.named(name)) sides[actor] = side;
    });
    return sides;
  }
}

/** Whoever asks groups to decide: an actor for each room that a plan needs. */
export function clientsOf({ groups }: Plan): number[] {
  return [...new Set(groups.map(({ client }) => client))];
}
