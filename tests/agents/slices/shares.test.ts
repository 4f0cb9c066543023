/**
 * Shares of time under random weights, quanta and times of coming, held against a recount of who was worked at and when: of any two that
 * are ready together nobody is more than a quantum ahead for its weight, and every weight has its turn in each cycle.
 */
import { expect, it } from 'vitest';
import type { Document } from '../../../src/document/index.ts';
import { Dice } from '../../support/documents.ts';
import { figure, rounds } from '../../support/prove.ts';
import { piece, play, task, type Played } from '../../scenarios/stage.ts';

const policies = ['weighted', 'deficit', 'stride'] as const;

/** Tasks of one executor that come at their times: what they wait for is there by then. */
function drawn(dice: Dice) {
  const slice = {
    policy: dice.one(policies),
    quantumMs: dice.integer(1, 40),
    switchMs: dice.one([0, 0, 1, 3]),
  };
  const shares = Array.from({ length: dice.integer(2, 7) }, (_, at) => ({
    id: `t${String(at)}`,
    weight: dice.integer(1, 32) / 4,
    ms: dice.integer(20, 900),
    comesMs: dice.chance(0.5) ? 0 : dice.integer(1, 300),
  }));
  const document: Document = piece(
    [
      task('start', [], { ms: 1, agent: 'clock' }),
      ...shares.map(({ id, weight, ms, comesMs: transferMs }) =>
        task(id, [{ task: 'start', transferMs }], { ms, weight, agent: 'cpu' }),
      ),
    ],
    { agents: [{ id: 'cpu', slice }, { id: 'clock' }], limits: { timeoutMs: 1_000_000 } },
  );
  return { document, slice, shares };
}

interface Course {
  readonly comes: number;
  ends: number;
  /** From when until when it was worked at. */
  readonly turns: { readonly from: number; readonly to: number }[];
}

function courses({ plan, recorded }: Played): Map<string, Course> {
  const found = new Map<string, Course>();
  for (const { fact, time } of recorded) {
    if (!('task' in fact) || !fact.type.startsWith('slice.')) continue;
    const { id } = plan.tasks[fact.task]!;
    const course = found.get(id) ?? { comes: time, ends: time, turns: [] };
    found.set(id, course);
    if (fact.type !== 'slice.ended') continue;
    course.turns.push({ from: time - fact.ranMs, to: time });
    course.ends = time;
  }
  return found;
}

/** How long it was worked at between two times, ms. */
function workedMs({ turns }: Course, from: number, to: number): number {
  return turns.reduce((sum, turn) => sum + Math.max(0, Math.min(turn.to, to) - Math.max(turn.from, from)), 0);
}

it('[SL4] [SL5] shares are within one quantum of the weights, and every positive weight runs in each cycle', () => {
  const seeds = rounds(25, 5000);
  let [pairs, most] = [0, 0];
  for (let seed = 1; seed <= seeds; seed += 1) {
    const { document, slice, shares } = drawn(new Dice(seed + 0.375));
    const { quantumMs, switchMs, policy } = slice;
    const all = courses(play(document));
    for (const one of shares) {
      const a = all.get(one.id)!;
      for (const other of shares) {
        if (other === one) continue;
        const b = all.get(other.id)!;
        const from = Math.max(a.comes, b.comes);
        const until = Math.min(a.ends, b.ends);
        // Turns are whole milliseconds.
        const grain = shares.reduce((worst, { weight }) => Math.max(worst, 1 / weight), 0) * 2;
        const quantum = policy === 'stride' ? quantumMs / one.weight + quantumMs / other.weight : quantumMs;
        for (const { to } of a.turns) {
          if (to <= from || to > until) continue;
          const ahead = workedMs(a, from, to) / one.weight - workedMs(b, from, to) / other.weight;
          pairs += 1;
          most = Math.max(most, ahead / (quantum + grain));
          expect([seed, one.id, other.id, to, ahead <= quantum + grain + 1e-6]).toEqual([
            seed,
            one.id,
            other.id,
            to,
            true,
          ]);
        }
      }
      if (policy === 'stride') continue;
      // All others have their turns, as many as it takes until it can pay for a millisecond.
      const cycles = Math.ceil(1 / (quantumMs * one.weight)) + 1;
      const round = shares.reduce(
        (sum, { id, weight }) => sum + (id === one.id ? 0 : quantumMs * weight + 1 + switchMs),
        0,
      );
      const waits = a.turns.map(({ from }, at) => from - (a.turns[at - 1]?.to ?? a.comes));
      expect([seed, one.id, Math.max(...waits) <= cycles * round + switchMs]).toEqual([seed, one.id, true]);
    }
  }
  expect(pairs).toBeGreaterThan(seeds * 10);
  figure('shares: seeds', seeds);
  figure('shares: how far one was ahead at most, of what is allowed', most);
});
