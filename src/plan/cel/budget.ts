/**
 * What evaluating one expression may cost: a step for each node that is evaluated and for each element that is made,
 * read or compared. It is counted the same everywhere, so that an expression ends at the same place in every browser.
 */

/** Steps of one evaluation: a tenth of a second at the most, and a list of some 100,000 elements looked through. */
export const stepsOfExpressionMax = 1_000_000;

/** Characters of a text that cost as much as one element. */
const charactersOfStep = 16;

/** Thrown through an evaluation when its steps are used up; nothing in an expression can catch it. */
export class BudgetEnded extends Error {}

export class Budget {
  #left: number;

  constructor(steps = stepsOfExpressionMax) {
    this.#left = steps;
  }

  spend(steps: number): void {
    this.#left -= steps;
    if (this.#left < 0) throw new BudgetEnded();
  }

  /** What it costs to go through a value once; what stands inside of its elements is not counted. */
  spendOn(value: unknown): void {
    if (typeof value === 'string') this.spend(1 + Math.floor(value.length / charactersOfStep));
    else if (Array.isArray(value) || value instanceof Uint8Array) this.spend(1 + value.length);
    else if (value instanceof Map) this.spend(1 + value.size);
  }
}
