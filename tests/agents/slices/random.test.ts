/** Turns keep their rules whatever fails: random documents of every pattern, with crashes, checkpoints, loss and cancelled work. */
import { expect, it } from 'vitest';
import { checkDocument } from '../../../src/workflow/index.ts';
import { Dice, randomDocument } from '../../support/documents.ts';
import { figure, rounds } from '../../support/prove.ts';
import { recovering } from '../../support/recovering.ts';
import { ran } from '../../support/running.ts';
import { slicing } from '../../support/slicing.ts';
import { randomContended } from '../../protocols/arbiters/random.ts';

const patterns = ['centralized', 'load-balancing', 'contract-net', 'delegation'] as const;

it('[SL1] [SL2] [SL3] [SL4] [SL5] [SL6] [SL7] [SL8] every rule of every room holds of agents that work in slices', () => {
  const seeds = rounds(36, 20_000);
  const ends: Record<string, number> = {};
  for (let seed = 1; seed <= seeds; seed += 1) {
    const dice = new Dice(seed + 0.625);
    const contended = seed % 3 === 0;
    const drawn = contended
      ? randomContended(seed, { faults: seed % 2 > 0 })
      : randomDocument(seed, {
          patterns: [patterns[seed % 4]!],
          faults: seed % 2 > 0,
          composites: seed % 5 === 0,
          memory: seed % 7 === 0,
        });
    const document = slicing(drawn, dice);
    const result = ran(!contended && dice.chance(0.4) ? recovering(document, dice) : document);
    expect([seed, result.broken]).toEqual([seed, []]);
    // What may begin anew without end is said before the run.
    const mayGoOn = checkDocument(document).some(({ code }) => code === 'restarts-endless');
    if (!mayGoOn) expect([seed, result.outcome]).not.toEqual([seed, expect.stringContaining('halted')]);
    for (const { fact } of result.recorded) if (fact.type === 'slice.ended') ends[fact.end] = (ends[fact.end] ?? 0) + 1;
  }
  for (const end of ['turn', 'preempted', 'halted', 'over'])
    expect([end, (ends[end] ?? 0) > seeds / 20]).toEqual([end, true]);
  figure('slices: seeds', seeds);
  for (const [end, count] of Object.entries(ends)) figure(`slices that ended by ${end}`, count);
});
