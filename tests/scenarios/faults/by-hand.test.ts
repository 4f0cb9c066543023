/**
 * What a person puts into a run whose document foresees nothing: at every step of a calm run under every pattern, something
 * that swallows messages for a while. The run goes on all the same, and up to that step it is what it was.
 */
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/base/index.ts';
import type { Document } from '../../../src/document/index.ts';
import { resultOf, Run } from '../../../src/replay/index.ts';
import { compiled } from '../stage.ts';
import { calm, patterns, put, stages } from './cast.ts';

const swallowing: readonly Json[] = [
  { kind: 'crash', agent: 'ana', recoverMs: 5000 },
  { kind: 'silent', agent: 'ben', untilMs: 5000 },
  { kind: 'selective-send', agent: 'ana', to: ['ben'], untilMs: 5000 },
  { kind: 'loss', rate: 1, agent: 'cid', untilMs: 5000 },
  { kind: 'loss', rate: 0.4, untilMs: 5000 },
  {
    kind: 'partition',
    groups: [
      ['coordinator', 'ana'],
      ['ben', 'cid'],
    ],
    untilMs: 5000,
  },
];

describe.each(stages)('%s, %s', (pattern, balancing) => {
  const document = calm(pattern, balancing);
  const { steps } = new Run(compiled(document)).finish();

  it.each(swallowing)('[W30] %o at any step: the run goes on, and no rule breaks', (fault) => {
    const stride = Math.max(1, Math.floor(steps / 24));
    for (let step = 0; step < steps; step += stride) {
      const run = put(document, step, fault);
      const wrong = run.watch.views().filter(({ holds }) => !holds);
      const { outcome, reason } = resultOf(run);
      expect([step, outcome, reason, wrong]).toEqual([step, 'succeeded', null, []]);
    }
  });
});

it.each(patterns)('[W30] under %s what came before stays, and the same inputs give the same run', (pattern) => {
  const document = calm(pattern);
  const before = new Run(compiled(document), { seekable: true }).finish();
  const step = Math.floor(before.steps / 2);
  const run = put(document, step, { kind: 'crash', agent: 'ana', recoverMs: 5000 });
  expect(run.worldAt(step).trace()).toBe(before.worldAt(step).trace());
  expect(run.inputs.map(({ message }) => message.type)).toEqual(['kernel.crash', 'kernel.recover']);
  const again = new Run(compiled(document), { inputs: run.inputs }).finish();
  expect(again.digest()).toBe(run.digest());
});

it('[W30] a document that foresees loss is told nothing new, nor is a run by what swallows nothing', () => {
  const alerts = (document: Document, fault: Json): boolean[] =>
    put(document, 3, fault).inputs.map(({ message }) => 'alert' in message);
  const lossy = calm('centralized', 'least-loaded', { network: { loss: 0.01 } });
  expect(alerts(calm('centralized'), { kind: 'crash', agent: 'ana' })).toEqual([true]);
  expect(alerts(lossy, { kind: 'crash', agent: 'ana' })).toEqual([false]);
  expect(alerts(calm('centralized'), { kind: 'slow', agent: 'ana', factor: 2 })).toEqual([false]);
});

it('[W30] [W19] a lease of 0 waits for ever, by hand as planned: the run stalls and says why', () => {
  const document = calm('centralized', 'least-loaded', { coordination: { leaseMs: 0 } });
  const { outcome, reason } = resultOf(put(document, 3, { kind: 'crash', agent: 'ana' }));
  expect(outcome).toBe('stalled');
  expect(reason).toContain('an agent crashed or fell silent');
});
