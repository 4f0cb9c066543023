/**
 * PBFT under everything at once: up to f members misbehave or crash in any way, and until a time that nobody knows the
 * network loses, delays, doubles and reorders. No rule breaks, and every request is decided.
 */
import { describe, expect, it } from 'vitest';
import type { Conduct } from '../../../src/agents/index.ts';
import { byzantineBound, actorOfAgent } from '../../../src/plan/index.ts';
import { Dice } from '../../support/documents.ts';
import { rounds } from '../../support/prove.ts';
import { council, held, type Turn } from './council.ts';

const seeds = rounds(100, 20_000);
const block = 100;
/** Seeds that once broke something: a primary that gave a slot out before it knew what its view carries over. */
const remembered = [4456, 5025, 6875];

function conductOf(dice: Dice, agents: readonly number[], n: number): Conduct {
  const value = dice.one([null, 'another plan', 7]);
  return dice.one<Conduct>([
    { kind: 'silent' },
    { kind: 'equivocate', value },
    { kind: 'lie', value },
    { kind: 'flip-votes' },
    {
      kind: 'selective-send',
      to: dice.some(
        Array.from({ length: n }, (_, at) => actorOfAgent(at)),
        0.5,
      ),
    },
    { kind: 'replay', rate: 0.3 },
    { kind: 'false-view-change', everyMs: dice.integer(20, 400) },
    { kind: 'bad-new-view' },
    { kind: 'other-order' },
    { kind: 'gaps' },
    { kind: 'rogue-proposals' },
    { kind: 'censor', tasks: [dice.integer(0, 5)] },
    { kind: 'collude', agents, value },
    { kind: 'collude', agents, value },
  ]);
}

/** Members that fail, each in one or two ways, and some of them for a while only. */
function turnsOf(dice: Dice, n: number, stableMs: number): { turns: Turn[]; crashes: object[] } {
  const f = byzantineBound(n);
  const failing = new Set<number>();
  // Primaries of the first views fail more often than chance would have it.
  while (failing.size < f && dice.chance(0.95)) failing.add(dice.chance(0.5) ? failing.size : dice.integer(0, n - 1));
  const agents = [...failing];
  const turns: Turn[] = [];
  const crashes: object[] = [];
  for (const agent of agents) {
    const atMs = dice.chance(0.6) ? 0 : dice.integer(0, stableMs);
    if (dice.chance(0.2)) {
      const recovers = dice.chance(0.5) ? { recoverMs: atMs + dice.integer(1, 3000) } : {};
      crashes.push({ kind: 'crash', agent: `agent-${String(agent + 1)}`, atMs, ...recovers });
      continue;
    }
    const ends = dice.chance(0.3) ? { untilMs: atMs + dice.integer(1, 2000) } : {};
    turns.push({ agent, conduct: conductOf(dice, agents, n), atMs, ...ends });
    if (dice.chance(0.3)) turns.push({ agent, conduct: conductOf(dice, agents, n), atMs });
  }
  return { turns, crashes };
}

/** The network until it is whole. */
function troubleOf(dice: Dice, n: number, stableMs: number) {
  const some = (): number[] =>
    dice.some(
      Array.from({ length: n + 3 }, (_, at) => at),
      0.4,
    );
  const rules = Array.from({ length: dice.integer(0, 3) }, (_, at) => ({
    rule: `trouble ${String(at)}`,
    from: some(),
    to: some(),
    both: dice.chance(0.5),
    loss: dice.one([0, 0.1, 0.4, 1]),
    delayMs: dice.one([0, 40, 700]),
    duplicate: dice.one([0, 0.3]),
    reorder: dice.one([0, 0.5]),
  }));
  return rules.flatMap((rule) => [
    { atMs: dice.integer(0, stableMs), to: -1, message: { type: 'kernel.rule', rule } },
    { atMs: stableMs, to: -1, message: { type: 'kernel.heal', rule: rule.rule } },
  ]);
}

/** What went wrong under this seed; empty when nothing did. */
function troubles(seed: number): string[] {
  const dice = new Dice(seed);
  const n = dice.one([4, 4, 4, 4, 5, 6, 7, 7, 8, 10]);
  const stableMs = dice.one([0, 500, 2500, 6000]);
  const { turns, crashes } = turnsOf(dice, n, stableMs);
  const document = council(n, {
    seed,
    decisions: dice.integer(1, 6),
    apart: dice.chance(0.4),
    action: { checkpointEvery: dice.one([1, 2, 3, 100]), viewTimeoutMs: dice.one([150, 400, 1000]) },
    network: { delayMs: dice.one([0, 5, { min: 1, max: 30 }]) },
    faults: crashes as never,
  });
  const ran = held(document, turns, troubleOf(dice, n, stableMs));
  const unsaid = ran.outcome === 'succeeded' ? [] : [`ended as ${ran.outcome}: ${String(ran.reason)}`];
  return [...ran.broken, ...unsaid].map((line) => `seed ${String(seed)}: ${line}`);
}

describe('up to f members fail in any way, the network until it is whole', () => {
  it('[PB8] seeds that once broke something', () => {
    expect(remembered.flatMap(troubles)).toEqual([]);
  });
  const blocks = Array.from({ length: Math.ceil(seeds / block) }, (_, at) => at * block);
  it.each(blocks)('[PB2] [PB10] nothing breaks and all is decided, seeds from %i', { timeout: 600_000 }, (from) => {
    const broken: string[] = [];
    for (let seed = from; seed < Math.min(seeds, from + block); seed += 1) broken.push(...troubles(seed));
    expect(broken).toEqual([]);
  });
});
