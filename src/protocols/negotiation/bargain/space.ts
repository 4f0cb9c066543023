/**
 * All outcomes of a negotiation, and what each party gains by each of them over no deal. An outcome is a number: the places of its
 * values, the last issue counting fastest. Gains lie on a grid, so that what is equal but for rounding is equal.
 */
import { invariant } from '../../../base/index.ts';
import { valuesOf, type Issue, type Preferences, type Term } from '../../../plan/index.ts';
import { digitsOf, toldOver, worthOfWant } from './told.ts';

/** So many outcomes for each of two parties are weighed at most, fewer where there are more parties. */
export const outcomesMax = 1_048_576;

/** Parts of 1 that gains are whole multiples of. */
const grid = 1_000_000_000;

export interface Space {
  readonly issues: readonly Issue[];
  readonly parties: readonly Preferences[];
  /** Outcomes. */
  readonly count: number;
  /** By party and outcome: its utility less its reservation value; -Infinity where it accepts no such outcome. */
  readonly gains: readonly Float64Array[];
}

/** How many outcomes there are. */
export function countOf(issues: readonly Issue[]): number {
  return issues.reduce((product, issue) => product * valuesOf(issue), 1);
}

/** Whether all outcomes can be weighed by so many parties. */
export function isWeighable(issues: readonly Issue[], parties: number): boolean {
  return countOf(issues) * Math.max(2, parties) <= 2 * outcomesMax;
}

export function spaceOf(issues: readonly Issue[], parties: readonly Preferences[]): Space {
  const count = countOf(issues);
  invariant(isWeighable(issues, parties.length), 'a negotiation that was checked is not too large');
  return { issues, parties, count, gains: parties.map((party) => gainsOf(issues, party)) };
}

/** What a party makes of one value of an issue: two numbers are the ends of a line. */
export function worthOf(worths: readonly number[], at: number, count: number): number {
  if (worths.length !== 2 || count <= 2) return worths[at] ?? 0;
  return worths[0]! + ((worths[1]! - worths[0]!) * at) / (count - 1);
}

/** The utility of an outcome to a party, its reservation value not taken off. */
export function utilityOf(issues: readonly Issue[], party: Preferences, outcome: number): number {
  const { weights, values, terms } = party;
  if (terms !== undefined) return meanOf(issues, terms)(outcome);
  const digits = digitsOf(issues, outcome);
  return issues.reduce((sum, issue, at) => {
    const worth = (weights[at] ?? 0) * worthOf(values[at] ?? [], digits[at]!, valuesOf(issue));
    return sum + worth;
  }, 0);
}

/** The weighted mean of what goals make of outcomes; who only insists on something has all of it in what it accepts. */
function meanOf(issues: readonly Issue[], terms: readonly Term[]): (outcome: number) => number {
  if (terms.length === 0) return () => 1;
  const all = terms.reduce((sum, { weight }) => sum + weight, 0);
  const told = terms.map(({ wants, weight }) => ({ of: toldOver(wants, issues), share: all === 0 ? 0 : weight / all }));
  return (outcome) => told.reduce((sum, { of, share }) => sum + share * worthOfWant(of(outcome)), 0);
}

function gainsOf(issues: readonly Issue[], party: Preferences): Float64Array {
  const sums = party.terms === undefined ? weighedSums(issues, party) : new Float64Array(countOf(issues));
  const mean = party.terms === undefined ? null : meanOf(issues, party.terms);
  const allowed = allowedBy(issues, party);
  sums.forEach((sum, outcome) => {
    const utility = mean === null ? sum : mean(outcome);
    sums[outcome] = allowed(outcome) ? Math.floor((utility - party.reservation) * grid + 0.5) / grid : -Infinity;
  });
  return sums;
}

/** The utility of each outcome by the weights of issues and the worths of their values. */
function weighedSums(issues: readonly Issue[], party: Preferences): Float64Array {
  let sums = new Float64Array(1);
  issues.forEach((issue, at) => {
    const count = valuesOf(issue);
    const weight = party.weights[at] ?? 0;
    const worths = Array.from({ length: count }, (_, value) => weight * worthOf(party.values[at] ?? [], value, count));
    const next = new Float64Array(sums.length * count);
    sums.forEach((sum, place) => {
      for (let value = 0; value < count; value += 1) next[place * count + value] = sum + worths[value]!;
    });
    sums = next;
  });
  return sums;
}

/** Whether a party may accept an outcome at all; one of which that cannot be told it may not. */
function allowedBy(issues: readonly Issue[], { must }: Preferences): (outcome: number) => boolean {
  if (must === null) return () => true;
  const told = toldOver(must, issues);
  return (outcome) => {
    const one = told(outcome);
    return one.ok && one.value === true;
  };
}
