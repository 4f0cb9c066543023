/** How long what counted took: the attempt that held the last lease, to the end that it had. */
import { expect, it } from 'vitest';
import { Holdings, type KnownFact } from '../../../src/plan/index.ts';
import { Lengths } from '../../../src/replay/sums/lengths.ts';
import { compiled, crew, piece, task } from '../../scenarios/stage.ts';

const { plan } = compiled(piece([task('a')], { agents: crew(2) }));

/** All work of a run that tells these. */
function workMs(...told: readonly (readonly [number, KnownFact])[]): number {
  const [lengths, held] = [new Lengths(plan), new Holdings(plan)];
  for (const [time, fact] of told) {
    lengths.fact(fact, time, held);
    held.enter(fact, time);
  }
  return lengths.bounds().workMs;
}
const of = (agent: number, lease: number) => ({ task: 0, attempt: 1, agent, lease });
const begun: readonly (readonly [number, KnownFact])[] = [
  [0, { type: 'task.ready', task: 0, attempt: 1 }],
  [0, { type: 'task.assigned', ...of(0, 1), rule: 'r', compared: [] }],
  [2, { type: 'task.started', ...of(0, 1), dueMs: 90 }],
  [5, { type: 'task.withdrawn', ...of(0, 1), reason: 'silent' }],
  [5, { type: 'task.assigned', ...of(1, 2), rule: 'r', compared: [] }],
  [10, { type: 'task.started', ...of(1, 2), dueMs: 30 }],
];
const end = (agent: number, lease: number, how: 'succeeded' | 'failed'): KnownFact => ({
  type: 'task.ended',
  ...of(agent, lease),
  end: how,
  reason: how === 'failed' ? 'broken' : null,
});

it('what succeeds took until it counted, what fails until it ended, however late that is said', () => {
  const failed: KnownFact = { type: 'task.failed', task: 0, attempt: 1, agent: 1, reason: 'broken' };
  const succeeded: KnownFact = { type: 'task.succeeded', task: 0, attempt: 1, agent: 1 };
  expect(workMs(...begun, [30, end(1, 2, 'succeeded')], [90, succeeded])).toBe(80);
  expect(workMs(...begun, [30, end(1, 2, 'failed')], [90, failed])).toBe(20);
  expect(workMs(...begun, [90, failed])).toBe(80);
});
it('what begins or ends under a lease that was lost moves nothing', () => {
  const failed: KnownFact = { type: 'task.failed', task: 0, attempt: 1, agent: 1, reason: 'broken' };
  const late: readonly (readonly [number, KnownFact])[] = [
    [12, { type: 'task.started', ...of(0, 1), dueMs: 99 }],
    [30, end(1, 2, 'failed')],
    [40, end(0, 1, 'failed')],
    [90, failed],
  ];
  expect(workMs(...begun, ...late)).toBe(20);
});
