/** Games for tests of negotiations: random domains, and the plainest reckoning of what is held against them. */
import type { Issue, Preferences } from '../../../src/plan/index.ts';
import { utilityOf, type Space } from '../../../src/protocols/negotiation/bargain/space.ts';
import { outcomeAt } from '../../../src/protocols/negotiation/bargain/told.ts';

/** Numbers from 0 to 1 from a seed (mulberry32). */
export function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface Game {
  readonly issues: readonly Issue[];
  readonly parties: readonly Preferences[];
}

/** A game of a few issues; `coarse` worths make ties, reservations are high in some. */
export function gameOf(seed: number, count = 2): Game {
  const roll = dice(seed);
  const upTo = (most: number): number => Math.floor(roll() * (most + 1));
  const issues: Issue[] = Array.from({ length: 1 + upTo(2) }, (_, at) => ({
    name: `issue ${at}`,
    values: Array.from({ length: 1 + upTo(4) }, (__, value) => `value ${value}`),
  }));
  const coarse = roll() < 0.5;
  const keen = roll() < 0.3;
  const parties = Array.from({ length: count }, (): Preferences => {
    const weights = issues.map(() => 0.1 + roll());
    const all = weights.reduce((sum, each) => sum + each, 0);
    return {
      weights: weights.map((each) => each / all),
      values: issues.map((issue) =>
        Array.from({ length: 'values' in issue ? issue.values.length : 0 }, () => (coarse ? upTo(4) / 4 : roll())),
      ),
      reservation: roll() < 0.4 ? 0 : roll() * (keen ? 0.9 : 0.5),
      must: null,
    };
  });
  return { issues, parties };
}

/** Every outcome with what each party gains, reckoned one by one; rounded as a person would who takes what is a billionth apart for the same. */
export function bruteOf({ issues, parties }: Game): readonly { readonly outcome: number; readonly gains: number[] }[] {
  const count = issues.reduce((product, issue) => product * ('values' in issue ? issue.values.length : 0), 1);
  return Array.from({ length: count }, (_, outcome) => ({
    outcome,
    gains: parties.map((party) => Math.round((utilityOf(issues, party, outcome) - party.reservation) * 1e9) / 1e9),
  }));
}

export function namesOf({ issues }: Space, outcomes: readonly number[]): unknown[] {
  return outcomes.map((outcome) => Object.values(outcomeAt(issues, outcome)));
}
