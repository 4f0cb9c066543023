/** Resources keep their rules whatever fails. */
import { expect, it } from 'vitest';
import { figure, rounds } from '../../support/prove.ts';
import { ran } from '../../support/running.ts';
import { randomContended } from './random.ts';

/** Seeds that broke a rule once: what was taken came back in parts, a lease ran out on the way, somebody left or aged and nobody looked. */
const once = [1087, 1348, 1692, 4685, 6160, 9687, 10_180, 12_095, 12_948, 15_009, 15_329];

it('[AR1] [AR2] [AR3] [AR4] [AR5] [AR6] [AR7] [AR8] [AR9] [AR10] every rule holds under loss, doubles, partitions and crashes', () => {
  const usual = rounds(50, 20_000);
  const seeds = [...Array.from({ length: usual }, (_, at) => at + 1), ...once];
  const counts: Record<string, number> = {};
  for (const seed of seeds) {
    const result = ran(randomContended(seed, { faults: seed % 4 > 0 }));
    expect([seed, result.broken]).toEqual([seed, []]);
    expect([seed, result.outcome]).toEqual([seed, expect.stringMatching(/^(succeeded|failed)$/u)]);
    for (const { fact } of result.recorded)
      if (fact.type.startsWith('arbiters.')) counts[fact.type] = (counts[fact.type] ?? 0) + 1;
  }
  for (const type of ['granted', 'returned', 'expired', 'left', 'lost', 'drawn', 'preempted', 'deadlocked', 'raised'])
    expect([type, (counts[`arbiters.${type}`] ?? 0) > usual / 100]).toEqual([type, true]);
  figure('resources: seeds', usual);
  for (const [type, count] of Object.entries(counts)) figure(type, count);
});
