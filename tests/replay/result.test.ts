/**
 * What the result of a run says of tasks that a group decided.
 */
import { describe, expect, it } from 'vitest';
import { resultOf, Run } from '../../src/replay/index.ts';
import { compile } from '../../src/workflow/index.ts';

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
