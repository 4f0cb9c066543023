/**
 * One look over agents with a value each: who has the lowest, who else has it, and what of it a fact says. One object
 * serves all looks of a policy, and nothing is made for an agent that is looked at.
 */
import type { Context } from '../../../kernel/index.ts';
import type { Compared } from '../../../plan/index.ts';
import type { BalancerState, Choice, Desk } from '../state.ts';

/** So many agents are listed in a fact; where there are more, the winner and its equals or the next best. */
const comparedMax = 8;

export class Scan {
  /** The first of those that have the lowest. */
  best = -1;
  count = 0;
  /** All of those, in order, and how many they are. */
  readonly #equals: Int32Array;
  #tied = 0;
  #value = Infinity;
  #second = -1;
  #secondValue = Infinity;
  /** The first that were looked at. */
  readonly #agents: number[] = new Array<number>(comparedMax).fill(-1);
  readonly #values: number[] = new Array<number>(comparedMax).fill(0);

  /** For so many agents at most. */
  constructor(most: number) {
    this.#equals = new Int32Array(most);
  }

  clear(): void {
    this.best = -1;
    this.count = 0;
    this.#tied = 0;
    this.#value = Infinity;
    this.#second = -1;
    this.#secondValue = Infinity;
  }

  add(agent: number, value: number): void {
    if (this.count < comparedMax) {
      this.#agents[this.count] = agent;
      this.#values[this.count] = value;
    }
    this.count += 1;
    if (value < this.#value) {
      this.#second = this.best;
      this.#secondValue = this.#value;
      this.best = agent;
      this.#value = value;
      this.#tied = 0;
    } else if (value < this.#secondValue) {
      this.#second = agent;
      this.#secondValue = value;
    }
    if (value === this.#value) this.#equals[this.#tied++] = agent;
  }

  /** Who gets the task, of those with the lowest value. */
  choice(desk: Desk, state: BalancerState, task: number, context: Context): Choice {
    const agent = this.#equals[desk.drawn(this.#tied, state, task, context)]!;
    const tied = desk.draws && this.#tied > 1 ? this.#tied : undefined;
    return { task, agent, compared: this.compared(agent), comparedOf: this.count, tied };
  }

  /** Few are all listed; of many whoever was chosen and its equals, or the next best. */
  compared(chosen = -1): Compared[] {
    const listed: Compared[] = [];
    if (this.count <= comparedMax) {
      for (let at = 0; at < this.count; at += 1) listed.push({ agent: this.#agents[at]!, value: this.#values[at]! });
      return listed;
    }
    const value = this.#value;
    listed.push({ agent: chosen === -1 ? this.best : chosen, value });
    if (chosen !== -1)
      for (let at = 0; at < this.#tied && listed.length < comparedMax; at += 1)
        if (this.#equals[at] !== chosen) listed.push({ agent: this.#equals[at]!, value });
    if (listed.length === 1) listed.push({ agent: this.#second, value: this.#secondValue });
    return listed;
  }
}
