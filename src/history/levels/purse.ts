/**
 * The steps that a check may take: whoever takes more is stopped at once, and the check ends without a verdict.
 */
import type { Judged } from './judged.ts';

/** Thrown by a purse and caught where it was handed out. */
class Spent extends Error {
  override readonly name = 'Spent';
}

/** Carries a check out with so many steps. */
export function withSteps(steps: number, check: (spend: (work: number) => number) => Judged): Judged {
  let spent = 0;
  const spend = (work: number): number => {
    spent += work;
    if (spent > steps) throw new Spent();
    return steps - spent;
  };
  try {
    const judged = check(spend);
    return { ...judged, steps: spent + judged.steps };
  } catch (error) {
    if (error instanceof Spent) return { is: 'undecided', limit: 'steps', steps: spent };
    throw error;
  }
}
