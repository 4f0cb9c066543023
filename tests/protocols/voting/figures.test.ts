/**
 * How often a majority of independent voters is right: sums of binomials, held against votes through the whole engine.
 * Seeds are fixed; the sampling error of so many votes is stated, and three of them are allowed.
 */
import { expect, it } from 'vitest';
import type { Document } from '../../../src/document/index.ts';
import { factsOf, ranCompiled } from '../../support/running.ts';
import { compiled, piece, task } from '../../scenarios/stage.ts';

const votes = 500;
const seeds = 20;

function electorate(n: number, protocol: string, competence: (at: number) => number): Document {
  const agents = Array.from({ length: n }, (_, at) => ({
    id: `a${String(at)}`,
    capabilities: { judge: competence(at) },
  }));
  const action = { kind: 'consensus', protocol, source: 'model', value: 'right' } as never;
  return piece(
    Array.from({ length: votes }, (_, at) => task(`vote-${String(at)}`, [], { requires: ['judge'], action })),
    { agents },
  );
}

/** Share of right decisions over all votes and seeds; every rule of every room holds on the way. */
function shareRight(document: Document): number {
  const once = compiled(document);
  let right = 0;
  for (let seed = 1; seed <= seeds; seed += 1) {
    const run = ranCompiled(once.withSeed(seed));
    expect(run.broken).toEqual([]);
    right += factsOf(run, 'decision.made').filter(({ value }) => value === 'right').length;
  }
  return right / (votes * seeds);
}

it.each([
  { n: 3, exact: 0.896 },
  { n: 5, exact: 0.94208 },
  { n: 7, exact: 0.96666 },
])(
  '[VO8] [VO15] $n voters that are right with 0.8: a majority is right with $exact, over 10,000 votes',
  ({ n, exact }) => {
    const error = Math.sqrt((exact * (1 - exact)) / (votes * seeds));
    const share = shareRight(electorate(n, 'majority', () => 0.8));
    expect(Math.abs(share - exact)).toBeLessThan(3 * error);
  },
);

it('[VO10] [VO15] one that is right with 0.9 among two with 0.6: weighted is right with 0.9, a majority with 0.792', () => {
  const competence = (at: number): number => (at === 0 ? 0.9 : 0.6);
  const errors = [0.9, 0.792].map((exact) => Math.sqrt((exact * (1 - exact)) / (votes * seeds)));
  expect(Math.abs(shareRight(electorate(3, 'weighted', competence)) - 0.9)).toBeLessThan(3 * errors[0]!);
  expect(Math.abs(shareRight(electorate(3, 'majority', competence)) - 0.792)).toBeLessThan(3 * errors[1]!);
});
