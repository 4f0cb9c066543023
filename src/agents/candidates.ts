/**
 * Who may still be given a task during one decision, by need: looked for when first asked, then only ever fewer, because
 * what is given away in a decision comes back no earlier than after it. So nobody is looked at for every task again.
 */
import { needAt, type Plan } from '../plan/index.ts';

export class Candidates {
  readonly #plan: Plan;
  readonly #may: (agent: number, need: number) => boolean;
  readonly #lists: (number[] | null)[];

  /** `may` says whether an agent may be given a task of a need now; once false it stays so until the next decision. */
  constructor(plan: Plan, may: (agent: number, need: number) => boolean) {
    this.#plan = plan;
    this.#may = may;
    this.#lists = plan.needs.map(() => null);
  }

  /** A decision begins. */
  begin(): void {
    this.#lists.fill(null);
  }

  /** Those that can do what the need asks and may be given it, in order; the list is good until something is given away. */
  of(need: number): readonly number[] {
    const list = this.#lists[need]!;
    if (list === null)
      return (this.#lists[need] = needAt(this.#plan, need).capable.filter((agent) => this.#may(agent, need)));
    let kept = 0;
    for (const agent of list) if (this.#may(agent, need)) list[kept++] = agent;
    while (list.length > kept) list.pop();
    return list;
  }
}

/** How well each agent can do what a need asks, 0..1, by need and agent; -1 where it cannot. Made when first asked for. */
export function proficiencies(plan: Plan): (need: number, agent: number) => number {
  const known: (readonly number[])[] = [];
  return (need, agent) => {
    let row = known[need];
    if (row === undefined) {
      const made = plan.agents.map(() => -1);
      const { capable, proficiency } = needAt(plan, need);
      capable.forEach((each, place) => {
        made[each] = proficiency[place]!;
      });
      known[need] = row = made;
    }
    return row[agent]!;
  };
}
