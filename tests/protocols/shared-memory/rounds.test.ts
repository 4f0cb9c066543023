/** How many rounds of comparing one change takes to everybody, beside the means of a hundred seeds in the reference. */
import { expect, it } from 'vitest';
import type { Gossip } from '../../../src/document/index.ts';
import type { Compiled } from '../../../src/workflow/index.ts';
import { Run } from '../../../src/replay/index.ts';
import { figure, rounds } from '../../support/prove.ts';
import { compiled } from '../../scenarios/stage.ts';
import { shared, writes } from './scene.ts';

const seeds = 100;
const syncMs = 10;

/** What one of n replicas writes, and the others are to have. */
function scene(replicas: number, gossip: Gossip): Compiled {
  const memories = [{ id: 'board', consistency: 'eventual', syncMs, gossip }];
  const network = { delayMs: 1 };
  return compiled(shared([writes('w', 1, [], { agent: 'agent-1' })], { replicas, memories, network }));
}

/** Rounds until all have it: each begins one comparison in each, all at once. */
function roundsOf({ spec, ...rest }: Compiled, replicas: number, seed: number): number {
  const run = new Run({ ...rest, spec: { ...spec, seed } });
  let [held, began, place] = [0, 0, 0];
  while (held < replicas && run.advance(64))
    for (; place < run.log.length; place += 1) {
      if ((run.log.at(place).type as string) !== 'shared-memory.held') continue;
      held += 1;
      if (held === 1) began = run.log.timeOf(place);
      // What is asked for in a round has come before the next.
      if (held === replicas) return Math.floor((run.log.timeOf(place) - began) / syncMs);
    }
  return Infinity;
}

it.each<readonly [number, Gossip, number]>(
  [
    [16, 'push', 7.6],
    [16, 'pull', 6.0],
    [16, 'push-pull', 4.2],
    [64, 'push', 11.0],
    [64, 'pull', 8.9],
    [64, 'push-pull', 5.9],
    [256, 'push', 14.7],
    [256, 'pull', 11.5],
    [256, 'push-pull', 7.6],
    [1024, 'push', 18.2],
    [1024, 'pull', 13.9],
    [1024, 'push-pull', 9.2],
  ].slice(0, rounds(3, 12)) as [number, Gossip, number][],
)('[SM16] of %i replicas that %s, all have one change after %d rounds in the mean', (replicas, gossip, reference) => {
  const some = scene(replicas, gossip);
  const all = Array.from({ length: seeds }, (_, seed) => roundsOf(some, replicas, seed + 1));
  const mean = all.reduce((sum, each) => sum + each, 0) / seeds;
  const variance = all.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (seeds - 1);
  // Both are means of a hundred, and the reference is rounded.
  const error = 3 * Math.sqrt((2 * variance) / seeds) + 0.05;
  figure(
    `rounds, ${String(replicas)} replicas, ${gossip}`,
    `${mean.toFixed(2)} (reference ${String(reference)}, error ${error.toFixed(2)})`,
  );
  expect(Math.abs(mean - reference)).toBeLessThan(error);
});
