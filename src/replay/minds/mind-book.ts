/**
 * What agents have in mind along a run, folded from facts: what each believes, since which step and by whom, and how its goals
 * stand. The end of a run and any step of it are read from one book, so that the result and the page say the same.
 */
import type { Json, JsonObject } from '../../base/index.ts';
import type { GoalStatus, KnownFact, Plan } from '../../plan/index.ts';

/** How a goal stands, and the step in which it came to. */
export type GoalStanding =
  { readonly status: 'open' } | { readonly status: Exclude<GoalStatus, 'open'>; readonly step: number };

/** One change of what an agent has in mind. */
export interface MindChange {
  readonly step: number;
  readonly what: 'belief' | 'goal';
  /** Of a belief its name, of a goal its id. */
  readonly name: string;
  /** What is believed from then on; absent for a goal, and for a belief that is taken away. */
  readonly value?: Json;
  readonly status?: GoalStatus;
  /** The task that changed it; -1 for a person, or for a goal that holds. */
  readonly task: number;
}

const none: readonly MindChange[] = [];

export class MindBook {
  readonly #plan: Plan;
  /** By agent, in order of steps. */
  readonly #changes = new Map<number, MindChange[]>();

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  /** Whether there is anything to say of minds: they are kept, or a person changed one. */
  get told(): boolean {
    return this.#plan.minds.kept || this.#changes.size > 0;
  }

  fact(fact: KnownFact, step: number): void {
    switch (fact.type) {
      case 'agent.believed': {
        const { agent, name, value, task } = fact;
        this.#note(agent, { step, what: 'belief', name, value, task });
        return;
      }
      case 'agent.minded': {
        const { agent, beliefs, forget, goals } = fact;
        for (const [name, value] of Object.entries(beliefs))
          this.#note(agent, { step, what: 'belief', name, value, task: -1 });
        for (const name of forget) this.#note(agent, { step, what: 'belief', name, task: -1 });
        for (const [name, status] of Object.entries(goals))
          this.#note(agent, { step, what: 'goal', name, status, task: -1 });
        return;
      }
      case 'agent.reached':
        this.#note(fact.agent, { step, what: 'goal', name: fact.goal, status: 'reached', task: -1 });
        return;
      default:
    }
  }

  /** All changes of an agent up to a step, in order. */
  changes(agent: number, step = Infinity): readonly MindChange[] {
    const all = this.#changes.get(agent) ?? none;
    const last = all.at(-1);
    return last === undefined || last.step <= step ? all : all.filter((each) => each.step <= step);
  }

  beliefsOf(agent: number, step = Infinity): JsonObject {
    const beliefs: Record<string, Json> = { ...this.#plan.minds.agents[agent]!.beliefs };
    for (const { what, name, value } of this.changes(agent, step)) {
      if (what !== 'belief') continue;
      if (value === undefined) delete beliefs[name];
      else beliefs[name] = value;
    }
    return beliefs;
  }

  /** Its goals, by id. */
  goalsOf(agent: number, step = Infinity): Record<string, GoalStanding> {
    const changes = this.changes(agent, step);
    const standing = (id: string): GoalStanding => {
      const last = changes.findLast(({ what, name }) => what === 'goal' && name === id);
      return last?.status === undefined || last.status === 'open'
        ? { status: 'open' }
        : { status: last.status, step: last.step };
    };
    return Object.fromEntries(this.#plan.minds.agents[agent]!.goals.map(({ id }) => [id, standing(id)]));
  }

  #note(agent: number, change: MindChange): void {
    const all = this.#changes.get(agent);
    if (all === undefined) this.#changes.set(agent, [change]);
    else all.push(change);
  }
}
