/**
 * PBFT among the honest: with an honest primary and a network that delays and reorders but loses nothing, nobody is given up,
 * whatever the window, with up to f others down. Each size and window is tried under as many seeds.
 */
import { describe, expect, it } from 'vitest';
import { byzantineBound } from '../../../src/plan/index.ts';
import { Dice } from '../../support/documents.ts';
import { rounds } from '../../support/prove.ts';
import { council, decided, held, told } from './council.ts';

const seeds = rounds(3, 200);
const decisions = 16;

/** Backups that are down, up to f of them, for good or for a while. */
function crashesOf(dice: Dice, n: number): object[] {
  const down = new Set<number>();
  while (down.size < byzantineBound(n) && dice.chance(0.8)) down.add(dice.integer(1, n - 1));
  return [...down].map((agent) => {
    const atMs = dice.integer(0, 400);
    const back = dice.chance(0.4) ? { recoverMs: atMs + dice.integer(1, 600) } : {};
    return { kind: 'crash', agent: `agent-${String(agent + 1)}`, atMs, ...back };
  });
}

const cases = [4, 7].flatMap((n) => [1, 2, 3].map((every) => ({ n, every })));

describe('an honest primary on an honest network', () => {
  it.each(cases)('[PB14] [PB22] of $n with a checkpoint every $every is never given up', ({ n, every }) => {
    for (let seed = 1; seed <= seeds; seed += 1) {
      const dice = new Dice(seed * 100 + n * 10 + every);
      const network = { delayMs: { min: 0, max: dice.one([1, 20, 90]) }, reorder: dice.one([0, 0.3, 0.9]) };
      const faults = crashesOf(dice, n) as never;
      const apart = dice.chance(0.7);
      const ran = held(council(n, { seed, decisions, apart, network, faults, action: { checkpointEvery: every } }));
      expect([seed, ran.broken, told(ran, 'suspected'), told(ran, 'entered')]).toEqual([seed, [], [], []]);
      expect(Object.keys(decided(ran))).toHaveLength(decisions);
    }
  });
});
