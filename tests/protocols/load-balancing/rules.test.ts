/** The rules of load balancing: each checker has to find a planted fault before it is trusted with a run. */
import { describe, expect, it } from 'vitest';
import type { BALANCINGS, Document } from '../../../src/document/index.ts';
import type { KnownFact } from '../../../src/plan/index.ts';
import { compile } from '../../../src/workflow/index.ts';
import { verdict, type Recorded } from '../../support/running.ts';

type Balancing = (typeof BALANCINGS)[number];

function document(balancing: Balancing, settings: Record<string, number> = {}): Document {
  return {
    coordination: { pattern: 'load-balancing', ...settings },
    scheduling: { balancing, order: 'priority', ageingMs: 10, ties: 'by-id' },
    agents: [{ id: 'ana', capabilities: ['draw'] }, { id: 'ben' }],
    tasks: [
      { id: 'one', priority: 1, action: { kind: 'simulate', durationMs: 10 } },
      { id: 'two', action: { kind: 'simulate', durationMs: 10 } },
      { id: 'drawn', requires: ['draw'] },
    ],
  };
}

/** What the rule of this number says to these facts. */
function says(
  rule: string,
  facts: readonly (KnownFact | Recorded)[],
  source: Document = document('least-loaded'),
): string | null {
  const result = compile(source);
  if (!result.ok) throw new Error('the document of this test has errors');
  const { invariants, plan } = result.value;
  const rules = invariants.filter((each) => each.room === 'load-balancing' && each.rule === rule);
  expect(rules).not.toEqual([]);
  return rules.map((each) => verdict(each, plan, facts)).find((said) => said !== null) ?? null;
}

const ready = (task: number, attempt = 1): KnownFact => ({ type: 'task.ready', task, attempt });
const assigned = (task: number, agent: number, lease = 1, values: readonly number[] = []): KnownFact => ({
  type: 'task.assigned',
  task,
  attempt: 1,
  agent,
  lease,
  rule: 'least-loaded',
  compared: values.map((value, at) => ({ agent: at, value })),
});
const at = (type: 'queued' | 'unqueued', task: number, agent: number, lease = 1): KnownFact => ({
  type: `task.${type}`,
  task,
  attempt: 1,
  agent,
  lease,
});
const started = (task: number, agent: number, lease = 1): KnownFact => ({
  type: 'task.started',
  task,
  attempt: 1,
  agent,
  lease,
  dueMs: 10,
});
const ended = (task: number, agent: number, lease = 1): KnownFact => ({
  type: 'task.ended',
  task,
  attempt: 1,
  agent,
  lease,
  end: 'succeeded',
  reason: null,
});
const withdrawn = (task: number, agent: number, lease = 1): KnownFact => ({
  type: 'task.withdrawn',
  task,
  attempt: 1,
  agent,
  lease,
  reason: 'silent',
});
const succeeded = (task: number, agent: number): KnownFact => ({ type: 'task.succeeded', task, attempt: 1, agent });
const failed = (task: number): KnownFact => ({ type: 'task.failed', task, attempt: 1, agent: -1, reason: 'late' });
const moved = (task: number, from: number, to: number, lease = 1): KnownFact =>
  ({ type: 'load-balancing.moved', task, from, to, lease }) as unknown as KnownFact;
const later = (fact: KnownFact, time: number): Recorded => ({ fact, step: time + 1, time });

describe('a planted fault is found', () => {
  it('[LB1] a task that was given away and did not wait', () => {
    expect(says('LB1', [assigned(0, 0)])).toContain('did not wait');
    expect(says('LB1', [ready(0), assigned(0, 0), assigned(0, 1, 2)])).toContain('did not wait');
  });
  it('[LB1] a task in two queues, or queued and running elsewhere', () => {
    const given = [ready(0), assigned(0, 0)];
    expect(says('LB1', [...given, at('queued', 0, 0), at('queued', 0, 1)])).toContain('two places');
    expect(says('LB1', [...given, started(0, 0), at('queued', 0, 1)])).toContain('two places');
    expect(
      says('LB1', [...given, at('queued', 0, 0), at('unqueued', 0, 0), at('queued', 0, 1), moved(0, 0, 1)]),
    ).toBeNull();
  });
  it('[LB1] a task that was taken back from, or moved from, an agent that did not have it', () => {
    expect(says('LB1', [ready(0), assigned(0, 0), withdrawn(0, 1)])).toContain('did not have it');
    expect(says('LB1', [ready(0), assigned(0, 0), moved(0, 1, 0)])).toContain('did not have it');
    expect(says('LB1', [ready(0), assigned(0, 0), withdrawn(0, 0), withdrawn(0, 0)])).toContain('did not have it');
    const over = [ready(0), assigned(0, 0), failed(0)];
    expect(says('LB1', [...over, moved(0, 0, 1), moved(0, 1, 0)])).toBeNull();
    expect(says('LB1', [...over, moved(0, 1, 0)])).toContain('did not have it');
  });
  it('[LB1] a crash empties the hands of an agent', () => {
    const crashed: KnownFact = { type: 'actor.crashed', actor: 2 };
    expect(says('LB1', [ready(0), assigned(0, 0), started(0, 0), crashed, started(0, 1)])).toBeNull();
  });
  it('[LB1] a task that is ready again although it is over', () => {
    expect(says('LB1', [ready(0), assigned(0, 0), started(0, 0), ended(0, 0), succeeded(0, 0), ready(0, 2)])).toContain(
      'over',
    );
  });
  it('[LB2] a load that is not what a recount gives', () => {
    const first = [ready(0), ready(1), assigned(0, 0, 1, [0, 0])];
    expect(says('LB2', [...first, assigned(1, 1, 1, [10, 0])])).toBeNull();
    expect(says('LB2', [...first, assigned(1, 1, 1, [7, 0])])).toContain('was taken to be 7 ms and is 10 ms');
    expect(says('LB2', [...first, later(assigned(1, 1, 1, [10, 0]), 4)])).toContain('is 6 ms');
  });
  it('[LB3] [LB17] work for an agent that cannot do it, or that just fell silent', () => {
    expect(says('LB3', [assigned(2, 1)])).toContain('cannot do it');
    const leased = document('least-loaded', { leaseMs: 100 });
    expect(says('LB17', [assigned(0, 0), withdrawn(0, 0), assigned(0, 0, 2)], leased)).toContain('under suspicion');
  });
  it('[LB4] a second completion, and one under an old lease', () => {
    expect(says('LB4', [assigned(0, 0), ended(0, 0), succeeded(0, 0), succeeded(0, 0)])).toContain('twice');
    const stale = [assigned(0, 0), withdrawn(0, 0), assigned(0, 1, 2), ended(0, 0, 1), succeeded(0, 0)];
    expect(says('LB4', stale)).toContain('not of its present lease');
  });
  it('[LB5] an idle agent beside a waiting task, when the instant is over', () => {
    const central = document('central-queue');
    const run = [ready(0), ready(1), assigned(0, 0), started(0, 0)];
    expect(says('LB5', [...run, later(ended(0, 0), 10)], central)).toContain('ben was idle at 0 ms');
    expect(says('LB5', [...run, assigned(1, 1), started(1, 1), later(ended(0, 0), 10)], central)).toBeNull();
    // Who shares its time has in hand what waits there for its turn.
    const waits: KnownFact = { type: 'slice.waits', task: 1, attempt: 1, agent: 1, lease: 1 };
    expect(says('LB5', [...run, assigned(1, 1), waits, later(ended(0, 0), 10)], central)).toBeNull();
  });
  it('[LB6] a task that was overtaken by one behind it in the order, ageing counted', () => {
    expect(says('LB6', [ready(0), ready(1), assigned(1, 0)])).toContain('one, which stands before it');
    expect(says('LB6', [ready(1), later(ready(0), 9), later(assigned(0, 0), 9)])).toBeNull();
    expect(says('LB6', [ready(1), later(ready(0), 11), later(assigned(0, 0), 11)])).toContain(
      'two, which stands before it',
    );
  });
  it('[LB7] more tasks than an agent has room for', () => {
    const bounded = document('random', { queueLimit: 1 });
    expect(says('LB7', [assigned(0, 0), assigned(1, 0)], bounded)).toBeNull();
    expect(says('LB7', [assigned(0, 0), assigned(1, 0), assigned(2, 0)], bounded)).toContain('room for 2');
    expect(says('LB7', [assigned(0, 0), assigned(1, 0)], document('central-queue'))).toContain('room for 1');
  });
  it('[LB8] an agent that was not the best of those compared', () => {
    expect(says('LB8', [assigned(0, 1, 1, [0, 5])])).toContain('came before it');
    expect(says('LB8', [assigned(0, 1, 1, [5, 5])])).toContain('came before it');
    expect(says('LB8', [assigned(0, 0, 1, [5, 5])])).toBeNull();
  });
});
