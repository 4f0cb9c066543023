/** Who could have done what others waited for: whoever had a slot free for half of the time, and nobody else. */
import { expect, it } from 'vitest';
import type { KnownFact } from '../../../src/plan/index.ts';
import { FactLog } from '../../../src/replay/index.ts';
import { idleCapable } from '../../../src/replay/windows/idle-capable.ts';
import { compiled, piece, task } from '../../scenarios/stage.ts';

const { plan } = compiled(piece([task('a'), task('b')], { agents: [{ id: 'ana' }, { id: 'ben', slots: 2 }] }));
const spans = [
  { fromMs: 40, toMs: 50 },
  { fromMs: 0, toMs: 10 },
];
const of = (agent: number, taskAt = 0) => ({ task: taskAt, attempt: 1, agent, lease: 1 });
/** Who was idle, after these facts. */
function idle(...told: readonly (readonly [number, KnownFact])[]): number[] {
  const log = new FactLog();
  told.forEach(([time, fact], at) => {
    log.fact(fact, at, time);
  });
  return idleCapable(plan, log, [0, 1], spans);
}

it('is whoever was free for half of the spans, to the millisecond; what lies between them does not count', () => {
  for (const until of [39, 40, 41]) {
    const worked = [[0, { type: 'task.started', ...of(0), dueMs: 90 }], [until, { type: 'task.ended', ...of(0), end: 'succeeded', reason: null }]] as const; // prettier-ignore
    expect(idle(...worked), String(until)).toEqual(until <= 40 ? [1, 0] : [1]);
  }
});
it('counts who has one slot of two free as free, and work that was taken over by the slot that it had', () => {
  const started = (taskAt: number): KnownFact => ({ type: 'task.started', ...of(1, taskAt), dueMs: 90 });
  expect(idle([0, started(0)])).toEqual([0, 1]);
  expect(idle([0, started(0)], [0, started(1)])).toEqual([0]);
  const kept = (agent: number, taskAt: number): KnownFact => ({ type: 'task.kept', task: taskAt, attempt: 1, agent, startMs: 0, ranMs: 0, end: 'succeeded', pinned: false }); // prettier-ignore
  expect(idle([50, kept(1, 0)])).toEqual([0, 1]);
  expect(idle([50, kept(1, 0)], [50, kept(1, 1)])).toEqual([0]);
  expect(idle([50, kept(0, 0)])).toEqual([1]);
});
