/**
 * Random documents under every pattern with random faults of every kind on top: no rule of any room breaks, every run comes to
 * an end, and it is the same twice. `FAULT_SEEDS` says how many; `FAULT_SEED` runs one alone.
 */
import { describe, expect, it } from 'vitest';
import type { Document } from '../../../src/document/index.ts';
import { outcomeOfRun, Run } from '../../../src/replay/index.ts';
import { Dice, randomDocument } from '../../support/documents.ts';
import { compiled } from '../stage.ts';
import { patterns, type Faults } from './cast.ts';

const count = Number(process.env['FAULT_SEEDS'] ?? 120);
const only = process.env['FAULT_SEED'];

type Fault = Faults[number];

/** One fault that ends, of a kind that the dice choose. */
function faultOf(dice: Dice, agents: readonly string[]): Fault {
  const agent = dice.one(agents);
  const atMs = dice.integer(0, 300);
  const span = { atMs, untilMs: atMs + dice.integer(1, 900) };
  const rate = dice.one([0.1, 0.5, 1]);
  const way = dice.one<object>([{}, { agent }, { from: agent }, { to: agent }, { from: 'coordinator', to: agent }]);
  const link = { ...way, ...span };
  return dice.one<() => Fault>([
    () => ({ kind: 'silent', agent, ...span }),
    () => ({ kind: 'lie', agent, ...span }),
    () => ({ kind: 'flip-votes', agent, ...span }),
    () => ({ kind: 'equivocate', agent, ...span }),
    () => ({ kind: 'selective-send', agent, to: dice.some([...agents, 'coordinator'], 0.5), ...span }),
    () => ({ kind: 'replay', agent, rate, ...span }),
    () => ({ kind: 'false-view-change', agent, everyMs: dice.integer(1, 50), ...span }),
    () => ({ kind: 'collude', agents: dice.some(agents, 0.5), value: 'plot', ...span }),
    () => ({ kind: 'loss', rate, ...link }),
    () => ({ kind: 'delay', delayMs: dice.integer(1, 90), ...link }),
    () => ({ kind: 'duplicate', rate, ...link }),
    () => ({ kind: 'reorder', rate, ...link }),
    () => {
      const one = dice.some(agents, 0.5);
      return {
        kind: 'partition',
        groups: [one, ['coordinator', ...agents.filter((id) => !one.includes(id))]],
        ...span,
      };
    },
  ])();
}

function documentOf(seed: number): Document {
  const dice = new Dice(seed + 0.25);
  const document = randomDocument(seed, { tasksMax: 10, patterns: [patterns[seed % patterns.length]!] });
  const agents = (document.agents ?? []).map(({ id }) => id);
  const faults = Array.from({ length: dice.integer(1, 4) }, () => faultOf(dice, agents));
  return {
    ...document,
    faults: [...(document.faults ?? []), ...faults],
    limits: { ...document.limits, stepsMax: 300_000 },
  };
}

/** What is wrong with the run of a seed; empty when nothing is. */
function wrong(seed: number): string[] {
  const document = documentOf(seed);
  const run = new Run(compiled(document)).finish();
  const lines = run.watch
    .views()
    .filter((view) => !view.holds)
    .map((view) => `${view.rule} at step ${String(view.step)}: ${String(view.message)}`);
  if (run.halted !== null) lines.push(`halted by ${run.halted}`);
  const { outcome, reason } = outcomeOfRun(run);
  const forEver = (document.faults ?? []).some((fault) => fault.kind === 'crash' && fault.recoverMs === undefined);
  if (outcome === 'stalled' && !forEver) lines.push(`stalled: ${String(reason)}`);
  if (new Run(compiled(document)).finish().digest() !== run.digest()) lines.push('two runs, two digests');
  return lines.map(
    (line) => `FAULT_SEED=${String(seed)} npx vitest run tests/scenarios/faults/random.test.ts   # ${line}`,
  );
}

describe('[W29] [G4] [G5] [G6] random faults of every kind', () => {
  const seeds = only === undefined ? Array.from({ length: count }, (_, seed) => seed) : [Number(only)];
  it.each(patterns)('under %s', (pattern) => {
    const mine = seeds.filter((seed) => patterns[seed % patterns.length] === pattern);
    expect(mine.flatMap(wrong).slice(0, 20)).toEqual([]);
  });
});
