/** The workflow that is told things by hand: whatever is said of another attempt than the present one changes nothing. */
import { describe, expect, it } from 'vitest';
import { conditionsOf } from '../../src/workflow/progress/conditions.ts';
import { workflowMachine } from '../../src/workflow/machine.ts';
import { compiled, piece, play, task } from '../scenarios/stage.ts';

/** A workflow of one task that may be tried three times, at its second attempt. */
function atSecond() {
  const retry = { attempts: 3, backoff: { baseMs: 5, capMs: 5 } };
  const { plan } = compiled(piece([task('a', [], { retry, queueTimeoutMs: 50 }), task('b', ['a'])]));
  const machine = workflowMachine(plan, conditionsOf(plan));
  const state = machine.init();
  const told: { type: string }[] = [];
  const context = { now: 0, self: 0, from: 1, record: (fact: never) => told.push(fact), signal: (_to: number, message: never) => told.push(message), send: () => undefined, after: () => 7, cancel: (timer: number) => told.push({ type: `cancel ${String(timer)}` }), end: () => told.push({ type: 'end' }) }; // prettier-ignore
  const hear = (message: object): void => {
    machine.receive(state, message as never, context as never);
  };
  hear({ type: 'workflow.start' });
  hear({ type: 'task.done', task: 0, attempt: 1, agent: 0, end: { kind: 'failed', reason: 'no' } });
  hear({ type: 'workflow.retry', task: 0, attempt: 1 });
  told.length = 0;
  return { hear, told, state: () => structuredClone(state) };
}

describe('what is said of another attempt', () => {
  const said = (attempt: number) => [
    { type: 'task.begun', task: 0, attempt },
    { type: 'task.done', task: 0, attempt, agent: 0, end: { kind: 'succeeded', result: 1 } },
    { type: 'task.done', task: 0, attempt, agent: 0, end: { kind: 'failed', reason: 'no' } },
    { type: 'task.done', task: 0, attempt, agent: 0, end: { kind: 'cancelled', forced: false } },
    { type: 'workflow.force', task: 0, attempt },
  ];
  it.each([1, 3])('[W2] [W12] as of the %ith, while the second is under way, changes nothing', (attempt) => {
    const { hear, told, state } = atSecond();
    const before = state();
    for (const message of said(attempt)) hear(message);
    expect([state(), told]).toEqual([before, []]);
  });
  it.each([0, 1, 2, 3, 4])('[W2] and what is said of the second counts, case %i', (at) => {
    const { hear, told, state } = atSecond();
    const before = state();
    hear(said(2)[at]!);
    expect([told.length > 0, JSON.stringify(state()) === JSON.stringify(before)]).toEqual([true, false]);
  });
  it('[W12] the limit of an earlier attempt in a queue is none of a later one', () => {
    const { hear, told, state } = atSecond();
    const { states } = state();
    hear({ type: 'workflow.overdue', task: 0, attempt: 1 });
    expect([state().states, told]).toEqual([states, []]);
    hear({ type: 'workflow.overdue', task: 0, attempt: 2 });
    expect(told.map(({ type }) => type)).toContain('task.failed');
  });
});

it('[W12] what is told to stop is cancelled, though its time in the queue is over before it says so', () => {
  for (let queueTimeoutMs = 10; queueTimeoutMs <= 120; queueTimeoutMs += 5) {
    const tasks = [
      task('holds', [], { ms: 500, agent: 'ben' }),
      { id: 'c', combine: 'any' as const },
      task('quick', [], { parent: 'c', ms: 20, agent: 'ana' }),
      task('waits', [], { parent: 'c', ms: 20, agent: 'ben', queueTimeoutMs }),
    ];
    const more = {
      agents: [{ id: 'ana' }, { id: 'ben' }],
      network: { delayMs: 20 },
      scheduling: { order: 'fifo' as const },
    };
    const { states } = play(
      piece(tasks, {
        ...more,
        coordination: { pattern: 'load-balancing' },
        scheduling: { ...more.scheduling, balancing: 'random' } as never,
      }),
    );
    // Quick is known to be done at 60 ms: who has waited too long before that has failed, and else it is told to stop and has not.
    expect(states['waits'], `${String(queueTimeoutMs)} ms`).toBe(queueTimeoutMs < 60 ? 'failed' : 'cancelled');
  }
});
