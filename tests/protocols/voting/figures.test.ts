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

function electorate(n: number, protocol: string, competence: (at: number) => number, more: object = {}): Document {
  const agents = Array.from({ length: n }, (_, at) => ({
    id: `a${String(at)}`,
    capabilities: { judge: competence(at) },
  }));
  const action = { kind: 'consensus', protocol, source: 'model', value: 'right', ...more } as never;
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

it.each([
  { competences: [0.2, 0.2, 0.2], exact: 0.896, options: ['right', 'wrong'] },
  { competences: [0.2, 0.2, 0.2], exact: 0.896, options: [] },
  { competences: [0.3, 0.3, 0.6], exact: 0.742, options: ['wrong', 'right'] },
  { competences: [0.4, 0.4, 0.5], exact: 0.52, options: ['a', 'right', 'b', 'c'] },
])(
  '[VO10] voters that are right with $competences among $options: weighted is right with $exact, as the best rule is',
  ({ competences, exact, options }) => {
    expect(bestRule(competences, Math.max(2, options.length))).toBeCloseTo(exact, 2);
    const best = bestRule(competences, Math.max(2, options.length));
    const error = Math.sqrt((best * (1 - best)) / (votes * seeds));
    const share = shareRight(electorate(3, 'weighted', (at) => competences[at]!, { options }));
    expect(Math.abs(share - best)).toBeLessThan(3 * error);
  },
);

/** How often the likeliest of m choices is right, over all that the voters can say; who is level is right by its share. */
function bestRule(competences: readonly number[], m: number): number {
  let right = 0;
  for (let at = 0; at < m ** competences.length; at += 1) {
    const likelihoods = Array.from({ length: m }, (_, truth) =>
      competences.reduce(
        (all, p, voter) => all * (Math.floor(at / m ** voter) % m === truth ? p : (1 - p) / (m - 1)),
        1,
      ),
    );
    right += Math.max(...likelihoods) / m;
  }
  return right;
}

it('[VO10] [VO15] one that is right with 0.9 among two with 0.6: weighted is right with 0.9, a majority with 0.792', () => {
  const competence = (at: number): number => (at === 0 ? 0.9 : 0.6);
  const errors = [0.9, 0.792].map((exact) => Math.sqrt((exact * (1 - exact)) / (votes * seeds)));
  expect(Math.abs(shareRight(electorate(3, 'weighted', competence)) - 0.9)).toBeLessThan(3 * errors[0]!);
  expect(Math.abs(shareRight(electorate(3, 'majority', competence)) - 0.792)).toBeLessThan(3 * errors[1]!);
});
