/** Runs under one seed are pairs: what chance does to a message it does under every setting, so that settings are compared, not luck. */
import { describe, expect, it } from 'vitest';
import { column, correlationOf, measure } from '../../src/experiments/index.ts';
import { knownNames } from '../../src/protocols/index.ts';
import type { Document } from '../../src/document/index.ts';
import { compile } from '../../src/workflow/index.ts';

const tasks = Array.from({ length: 24 }, (_, at) => ({
  id: `t${String(at)}`,
  action: { kind: 'simulate', durationMs: 200 + ((at * 137) % 400) },
  dependsOn: at < 6 ? [] : [`t${String(at - 6)}`, `t${String(at - 1 - ((at * 7) % 4))}`],
}));
const agents = ['a', 'b', 'c', 'd'].map((id) => ({ id }));
/** So many seeds tell the correlation to within a hundredth: of 200 it wanders by three. */
const many = Array.from({ length: 1000 }, (_, at) => at + 1);
const seeds = many.slice(0, 200);

/** The same agents under a manager. */
const managed = { tasks, agents: [{ id: 'm', role: 'manager' }, ...agents.map(({ id }) => ({ id, manager: 'm' }))] };
const chained = ({ id, action }: (typeof tasks)[number], at: number): (typeof tasks)[number] => ({
  id,
  action,
  dependsOn: at === 0 ? [] : [`t${String(at - 1)}`],
});

function makespans(
  network: object,
  coordination: object,
  scheduling: object,
  under = seeds,
  drawn: object = { tasks, agents },
): number[] {
  const document = { format: 'conclave/1', seed: 1, ...drawn, network, coordination, scheduling };
  const compiled = compile(document as unknown as Document);
  if (!compiled.ok) throw new Error(compiled.error[0]!.message);
  return under.map((seed) => measure(compiled.value, seed)[column.makespanMs]!);
}

const correlation = (xs: readonly number[], ys: readonly number[]): number => correlationOf(xs, ys) ?? 0;

describe('pairs of runs', () => {
  const central = { pattern: 'centralized' };
  const order = { order: 'critical-path' };
  const usual = (network: object): number[] => makespans(network, central, order);

  it.each([
    ['delays', { delayMs: { min: 0, max: 200 } }],
    ['loss', { loss: 0.1 }],
    ['delays and loss', { delayMs: { min: 0, max: 200 }, loss: 0.1 }],
  ])('go together under %s, whatever is varied', (_, network) => {
    const base = usual(network);
    expect(new Set(base).size).toBeGreaterThan(10);
    const [one, other] = [order, { order: 'fifo' }].map((each) => makespans(network, central, each, many));
    expect(correlation(one!, other!)).toBeGreaterThan(0.8);
    expect(correlation(base, makespans(network, { ...central, acknowledge: true }, order))).toBeGreaterThan(0.8);
    expect(correlation(base, makespans(network, { pattern: 'load-balancing' }, order))).toBeGreaterThan(0.8);
  });
  it('go together across a contract net, whose awards and results are assignments and results', () => {
    const net = { pattern: 'contract-net' };
    expect(correlation(usual({ loss: 0.1 }), makespans({ loss: 0.1 }, net, order))).toBeGreaterThan(0.8);
  });
  it('go together where tasks are handed down, whose orders and reports are assignments and results', () => {
    const delegation = { pattern: 'delegation' };
    for (const network of [{ delayMs: { min: 0, max: 200 } }, { loss: 0.1 }]) {
      const [base, other] = [central, delegation].map((each) => makespans(network, each, order, seeds, managed));
      expect(correlation(base!, other!)).toBeGreaterThan(0.6);
    }
  });
  it.each(knownNames.patterns)(
    'take the same time in a chain of one worker under %s, but for what it asks first',
    (pattern) => {
      const one = { agents: managed.agents.slice(0, 2), tasks: tasks.slice(0, 8).map(chained) };
      const network = { delayMs: { min: 0, max: 200 } };
      const [base, other] = [central, { pattern }].map((each) =>
        makespans(network, each, order, seeds.slice(0, 60), one),
      );
      const asksFirst = pattern === 'contract-net';
      if (asksFirst) expect(correlation(base!, other!)).toBeGreaterThan(0.5);
      else expect(correlation(base!, other!)).toBeGreaterThan(0.999);
    },
  );
  it('go together when the network itself is varied', () => {
    const faster = usual({ delayMs: { min: 0, max: 190 } });
    expect(correlation(usual({ delayMs: { min: 0, max: 200 } }), faster)).toBeGreaterThan(0.95);
  });
  it('and no longer under other seeds: the same figures, shifted by one seed, have nothing in common', () => {
    const base = usual({ delayMs: { min: 0, max: 200 } });
    const other = makespans({ delayMs: { min: 0, max: 200 } }, central, { order: 'fifo' });
    expect(Math.abs(correlation(base, [...other.slice(1), other[0]!]))).toBeLessThan(0.3);
  });
});
