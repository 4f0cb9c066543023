/**
 * All outcomes of a negotiation, and what each party gains by each of them over no deal. An outcome is a number: the places of its
 * values, the last issue counting fastest. Gains lie on a grid, so that what is equal but for rounding is equal.
 */
import { invariant, type Json, type JsonObject } from '../../../base/index.ts';
import { parseWish, valueOf, valuesOf, type Issue, type Preferences } from '../../../plan/index.ts';

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

/** The values of an outcome by the names of its issues. */
export function outcomeAt(issues: readonly Issue[], outcome: number): JsonObject {
  const values: Json[] = [];
  let rest = outcome;
  for (let at = issues.length - 1; at >= 0; at -= 1) {
    const count = valuesOf(issues[at]!);
    values.unshift(valueOf(issues[at]!, rest % count));
    rest = Math.floor(rest / count);
  }
  return Object.fromEntries(issues.map(({ name }, at) => [name, values[at]!]));
}

/** The utility of an outcome to a party, its reservation value not taken off. */
export function utilityOf(issues: readonly Issue[], { weights, values }: Preferences, outcome: number): number {
  const worths: number[] = [];
  let rest = outcome;
  for (let at = issues.length - 1; at >= 0; at -= 1) {
    const count = valuesOf(issues[at]!);
    worths.unshift((weights[at] ?? 0) * worthOf(values[at] ?? [], rest % count, count));
    rest = Math.floor(rest / count);
  }
  return worths.reduce((sum, each) => sum + each, 0);
}

function gainsOf(issues: readonly Issue[], party: Preferences): Float64Array {
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
  const allowed = allowedBy(issues, party);
  sums.forEach((sum, outcome) => {
    sums[outcome] = allowed(outcome) ? Math.floor((sum - party.reservation) * grid + 0.5) / grid : -Infinity;
  });
  return sums;
}

/** Whether a party may accept an outcome at all; one of which that cannot be told it may not. */
function allowedBy(issues: readonly Issue[], { must }: Preferences): (outcome: number) => boolean {
  if (must === null) return () => true;
  const wish = parseWish(
    must,
    issues.map(({ name }) => name),
  );
  invariant(wish.ok, 'what a party insists on was checked and can be read');
  return (outcome) => {
    const told = wish.value.test(outcomeAt(issues, outcome));
    return told.ok && told.value;
  };
}
