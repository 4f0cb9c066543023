/**
 * What the result of a run says of tasks that a group decided, and its lengths: of the run, of its critical path, of its work.
 */
import { describe, expect, it } from 'vitest';
import { figuresOf, measure } from '../../src/experiments/measure.ts';
import { column } from '../../src/experiments/metrics.ts';
import { resultOf, Run, Timeline } from '../../src/replay/index.ts';
import { compile } from '../../src/workflow/index.ts';
import { failing, piece, play, task } from '../scenarios/stage.ts';
import { randomDocument } from '../support/documents.ts';

const agents = ['ana', 'ben', 'cleo', 'dan'].map((id) => ({ id }));

function resultOfDeciding(protocol: string) {
  const compiled = compile({
    network: { delayMs: 10 },
    agents,
    tasks: [
      { id: 'launch', action: { kind: 'consensus', protocol, value: 'go' } },
      { id: 'after', dependsOn: ['launch'], action: { kind: 'simulate', durationMs: 100 } },
    ],
  });
  if (!compiled.ok) throw new Error(compiled.error[0]!.message);
  return resultOf(new Run(compiled.value).finish());
}

describe('the result of a decision', () => {
  it('holds the value, and the view and slot in which PBFT decided it', () => {
    expect(resultOfDeciding('pbft').decisions).toEqual({ launch: { value: 'go', view: 0, slot: 1 } });
  });

  it('holds the value and the tally of a vote', () => {
    expect(resultOfDeciding('majority').decisions).toMatchObject({ launch: { value: 'go', rule: 'majority' } });
  });

  it('counts the time of a decision on the critical path', () => {
    const { criticalPathMs, makespanMs } = resultOfDeciding('pbft');
    // Five hops from client to client, then the work after it and the way of its report.
    expect(criticalPathMs).toBe(5 * 10 + 100 + 10);
    expect(makespanMs).toBeGreaterThanOrEqual(criticalPathMs);
  });

  it('counts nothing on the critical path for what a condition skipped', () => {
    const compiled = compile({
      agents,
      tasks: [
        { id: 'ask', action: { kind: 'simulate', durationMs: 100, result: { ok: false } } },
        {
          id: 'never',
          dependsOn: [{ task: 'ask', when: 'results.ask.value.ok' }],
          action: { kind: 'simulate', durationMs: 900 },
        },
      ],
    });
    if (!compiled.ok) throw new Error(compiled.error[0]!.message);
    const { criticalPathMs, makespanMs, tasks } = resultOf(new Run(compiled.value).finish());
    expect(tasks['never']!.state).toBe('skipped');
    expect([criticalPathMs, makespanMs]).toEqual([100, 100]);
  });
});

describe('the lengths of a run', () => {
  const late = { agents: [{ id: 'p' }], limits: { timeoutMs: 1000 } };
  it('the makespan goes from the first step to the end, whatever the outcome; nobody is busier than all of it', () => {
    const timed = play({ ...late, tasks: [task('a', [], { ms: 100 }), task('b', ['a'], { ms: 5000 })] });
    expect(timed.result).toMatchObject({ outcome: 'failed', makespanMs: 1000, agents: { p: { utilization: 1 } } });
    const skips = play({ ...late, tasks: [failing('a', [], { ms: 30, onFailure: 'skip-dependents' })] });
    expect(skips.result).toMatchObject({ outcome: 'failed', makespanMs: 30, agents: { p: { utilization: 1 } } });
    const nobody = play({
      agents: [{ id: 'p' }],
      tasks: [task('a', [], { ms: 30 }), task('b', ['a'], { requires: ['x'] })],
    });
    expect(nobody.result.makespanMs).toBe(30);
  });
  it('what was stopped, skipped or not taken stands on no critical path and in no work', () => {
    const any = play(
      piece([
        task('c', [], { combine: 'any' }),
        task('x', [], { parent: 'c' }),
        task('y', [], { parent: 'c', ms: 10_000 }),
        task('z', ['c']),
      ]),
    );
    expect(any.result).toMatchObject({ criticalPathMs: 20, workMs: 20 });
    const join = play(
      piece([task('a'), task('l', [], { ms: 900 }), task('j', ['a', 'l'], { trigger: 'one-success' })]),
    );
    expect(join.result).toMatchObject({ criticalPathMs: 900, workMs: 920 });
    const untaken = { task: 'l', when: 'results.l.ok == false' };
    const done = play(
      piece([
        task('l', [], { ms: 900 }),
        task('a', [], { ms: 5 }),
        task('j', [untaken, 'a'], { trigger: 'all-done', ms: 7 }),
      ]),
    );
    expect(done.result.criticalPathMs).toBe(900);
    expect(done.result.makespanMs).toBe(907);
  });
  it('of random runs: no path and no even share of the work is longer than the run; experiments say the same', () => {
    for (let seed = 1; seed <= 300; seed += 1) {
      const made = compile(randomDocument(seed, { tasksMax: 16, composites: seed % 3 === 0 }));
      if (!made.ok) throw new Error(made.error[0]!.message);
      const run = new Run(made.value).finish();
      const { makespanMs, criticalPathMs, workMs, agents } = resultOf(run);
      const slots = made.value.plan.agents.reduce((sum, agent) => sum + agent.slots, 0);
      expect(criticalPathMs, `seed ${String(seed)}`).toBeLessThanOrEqual(makespanMs);
      expect(workMs / slots, `seed ${String(seed)}`).toBeLessThanOrEqual(makespanMs);
      for (const { utilization } of Object.values(agents)) expect(utilization).toBeLessThanOrEqual(1);
      const row = measure(made.value, made.value.plan.seed);
      expect([row[column.makespanMs], figuresOf(run)[column.makespanMs]]).toEqual([makespanMs, makespanMs]);
      expect(row[column.utilization]).toBeLessThanOrEqual(1 + 1e-9);
      for (const { utilization } of new Timeline(made.value.plan, run.log).window(
        { fromMs: 0, toMs: 1, pixels: 1 },
        new Set(),
      ).lanes)
        expect(utilization).toBeLessThanOrEqual(1 + 1e-9);
    }
  });
});
