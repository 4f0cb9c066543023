/**
 * Which settings nobody beats in everything: the Pareto front, where less is better in each measure. What lies nearer than a person is
 * shown counts as the same, so that the last bit of a sum puts nobody off the front. Pure.
 */

/** The measures of a setting; null where it has none, and so stands aside. */
export type Measures = readonly number[] | null;

export interface Front {
  /** Places of those that no other dominates. */
  readonly places: readonly number[];
  /** For each place those that dominate it. */
  readonly dominators: readonly (readonly number[])[];
}

/** At least as good in all measures and better in one. */
export function dominates(one: readonly number[], other: readonly number[]): boolean {
  return one.every((value, at) => value <= other[at]!) && one.some((value, at) => value < other[at]!);
}

/** The front of some settings, with differences below a step of each measure left out of account; 0 leaves none out. */
export function frontOf(measures: readonly Measures[], steps: readonly number[] = []): Front {
  const rounded = measures.map((each) => each?.map((value, at) => inSteps(value, steps[at] ?? 0)) ?? null);
  const dominators = rounded.map((own) =>
    own === null ? [] : rounded.flatMap((other, at) => (other !== null && dominates(other, own) ? [at] : [])),
  );
  return {
    places: rounded.flatMap((own, at) => (own !== null && dominators[at]!.length === 0 ? [at] : [])),
    dominators,
  };
}

function inSteps(value: number, step: number): number {
  return step === 0 ? value : Math.floor(value / step + 0.5);
}
