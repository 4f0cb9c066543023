/** Resources keep their rules whatever fails. */
import { expect, it } from 'vitest';
import { figure, rounds } from '../../support/prove.ts';
import { ran } from '../../support/running.ts';
import { randomContended } from './random.ts';

it('[AR1] [AR2] [AR3] [AR4] [AR5] [AR6] [AR7] [AR8] [AR9] [AR10] every rule holds under loss, doubles, partitions and crashes', () => {
  const seeds = rounds(60, 20_000);
  const counts: Record<string, number> = {};
  for (let seed = 1; seed <= seeds; seed += 1) {
    const result = ran(randomContended(seed, { faults: seed % 4 > 0 }));
    expect([seed, result.broken]).toEqual([seed, []]);
    expect([seed, result.outcome]).toEqual([seed, expect.stringMatching(/^(succeeded|failed)$/u)]);
    for (const { fact } of result.recorded)
      if (fact.type.startsWith('arbiters.')) counts[fact.type] = (counts[fact.type] ?? 0) + 1;
  }
  for (const type of ['granted', 'returned', 'expired', 'left', 'lost', 'drawn', 'preempted', 'deadlocked', 'raised'])
    expect([type, (counts[`arbiters.${type}`] ?? 0) > seeds / 100]).toEqual([type, true]);
  figure('resources: seeds', seeds);
  for (const [type, count] of Object.entries(counts)) figure(type, count);
});
