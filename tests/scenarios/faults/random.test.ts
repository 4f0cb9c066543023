/**
 * Random documents under every pattern with random faults of every kind on top: no rule of any room breaks, every run comes to
 * an end, and it is the same twice. `FAULT_SEED` runs one alone.
 */
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/base/index.ts';
import type { Document } from '../../../src/document/index.ts';
import { injectionInputs, outcomeOfRun, Run } from '../../../src/replay/index.ts';
import { rooms } from '../../../src/protocols/index.ts';
import { Dice, randomDocument } from '../../support/documents.ts';
import { figure, rounds } from '../../support/prove.ts';
import { compiled } from '../stage.ts';
import { type Faults } from './cast.ts';

const count = rounds(120, 4000);
const only = process.env['FAULT_SEED'];

const patterns = [...rooms.keys()];

type Fault = Faults[number];

/** One fault that ends, of a kind that the dice choose. */
function faultOf(dice: Dice, agents: readonly string[]): Fault {
  const agent = dice.one(agents);
  const atMs = dice.integer(0, 300);
  const span = { atMs, untilMs: atMs + dice.integer(1, 900) };
  const rate = dice.one([0.1, 0.5, 1]);
  const way = dice.one<object>([
    {},
    { agent },
    { from: agent },
    { to: agent },
    { from: 'coordinator', to: agent },
    { agent: 'coordinator' },
  ]);
  const link = { ...way, ...span };
  return dice.one<() => Fault>([
    () => ({ kind: 'crash', agent: dice.one(['coordinator', agent]), atMs, recoverMs: span.untilMs }),
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

/** On top of whatever else fails; every fourth is a calm one without leases, delays or failures, for what a person puts in. */
function documentOf(seed: number): Document {
  const calm = seed % 16 >= 12;
  const quiet = calm ? { faults: false, delays: false, failures: false } : {};
  const document = randomDocument(seed, { tasksMax: 10, patterns: [patterns[seed % patterns.length]!], ...quiet });
  return { ...document, limits: { ...document.limits, stepsMax: 300_000 } };
}

function faultsOf(dice: Dice, document: Document): Fault[] {
  const agents = (document.agents ?? []).map(({ id }) => id);
  return Array.from({ length: dice.integer(1, 4) }, () => faultOf(dice, agents));
}

/** The run with faults that the document plans. */
function planned(seed: number): Run {
  const document = documentOf(seed);
  const faults = faultsOf(new Dice(seed + 0.25), document);
  return new Run(compiled({ ...document, faults: [...(document.faults ?? []), ...faults] })).finish();
}

/** The run with the same faults put in by hand, one after another, each at a step that the dice choose. */
function injected(seed: number): Run {
  const document = documentOf(seed);
  const dice = new Dice(seed + 0.25);
  const run = new Run(compiled(document), { seekable: true }).finish();
  for (const { atMs: _, untilMs: __, ...fault } of faultsOf(dice, document) as (Fault & { untilMs?: number })[]) {
    const step = dice.integer(0, run.steps);
    const cured = dice.chance(0.2) ? { kind: 'heal' } : fault;
    const inputs = injectionInputs(run, { step, timeMs: 0 }, cured as Json);
    if (!inputs.ok) continue;
    run.cutAt(step);
    for (const input of inputs.value) run.append(input);
    run.finish();
  }
  return run;
}

/** What is wrong with a run; empty when nothing is. */
function wrong(seed: number, make: (seed: number) => Run): string[] {
  const run = make(seed);
  const lines = run.watch
    .views()
    .filter((view) => !view.holds)
    .map((view) => `${view.rule} at step ${String(view.step)}: ${String(view.message)}`);
  const { outcome, reason } = outcomeOfRun(run);
  const { faults = [] } = run.compiled.document;
  // What is put in here has no end: a delay beyond the lease keeps work going round until the run reaches its bound.
  if (run.halted !== null && make !== injected) lines.push(`halted by ${run.halted}`);
  const forEver = make === injected || faults.some((fault) => fault.kind === 'crash' && fault.recoverMs === undefined);
  if (outcome === 'stalled' && !forEver) lines.push(`stalled: ${String(reason)}`);
  const again = new Run(run.compiled, { inputs: run.inputs }).finish();
  if (again.digest() !== run.digest()) lines.push('two runs, two digests');
  return lines.map(
    (line) => `FAULT_SEED=${String(seed)} npx vitest run tests/scenarios/faults/random.test.ts   # ${line}`,
  );
}

describe('random faults of every kind', () => {
  const seeds = only === undefined ? Array.from({ length: count }, (_, seed) => seed) : [Number(only)];
  const under = (pattern: string, make: (seed: number) => Run): string[] =>
    seeds.filter((seed) => patterns[seed % patterns.length] === pattern).flatMap((seed) => wrong(seed, make));

  it.each(patterns)('[W29] [G4] [G5] [G6] planned, under %s', (pattern) => {
    expect(under(pattern, planned).slice(0, 20)).toEqual([]);
    figure('seeds', count);
  });
  it.each(patterns)('[W30] [G4] [G5] put in by hand, under %s', (pattern) => {
    expect(under(pattern, injected).slice(0, 20)).toEqual([]);
  });
});
