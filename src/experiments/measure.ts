/**
 * Runs of one document under many seeds, each measured as a row of numbers. The document is compiled once; a run keeps nothing.
 */
import { World } from '../kernel/index.ts';
import type { Run } from '../replay/index.ts';
import type { Compiled } from '../workflow/index.ts';
import type { Row } from './metrics.ts';
import { Tally } from './tally.ts';

/** One run of a compiled document under a seed, in numbers. */
export function measure(compiled: Compiled, seed: number): Row {
  const seeded = compiled.withSeed(seed);
  const tally = new Tally(seeded);
  const world = new World(seeded.spec, tally);
  while (world.step() !== null);
  return tally.row(world);
}

/** The same numbers of a run that is over, from what it recorded. */
export function figuresOf(run: Run): Row {
  const { compiled, log } = run;
  const tally = new Tally(compiled);
  for (let at = 0; at < log.length; at += 1) tally.fact(log.at(at), log.stepOf(at), log.timeOf(at));
  return tally.row(run);
}
