/** What may be put into a run from outside: first what is named and refused. */
import { describe, expect, it } from 'vitest';
import { inputProblem, keepInput, type KeptEnd } from '../../../src/workflow/index.ts';
import { compiled, failing, piece, task } from '../../scenarios/stage.ts';

const { plan } = compiled(
  piece([task('a'), failing('b', ['a'], { onFailure: 'continue' }), task('c', ['b'], { compensation: {} })]),
);
const end: KeptEnd = {
  task: 0,
  attempt: 1,
  agent: 0,
  startMs: 0,
  ranMs: 0,
  endMs: 10,
  end: 'succeeded',
  value: { n: 1 },
  pinned: false,
};

describe('ends that are taken over', () => {
  it('are refused where the run could not have had them', () => {
    const bad: unknown[] = [
      null,
      {},
      [null],
      [3],
      [{}],
      [{ ...end, task: -1 }],
      [{ ...end, task: plan.ordinary }],
      [{ ...end, task: 0.5 }],
      [{ ...end, agent: plan.agents.length }],
      [{ ...end, agent: -2 }],
      [{ ...end, attempt: -1 }],
      [{ ...end, startMs: 11 }],
      [{ ...end, ranMs: 11 }],
      [{ ...end, endMs: Infinity }],
      [{ ...end, end: 'failed' }],
      [{ ...end, end: 'skipped' }],
      [{ ...end, value: undefined }],
      [{ ...end, pinned: 'yes' }],
      [end, end],
    ];
    for (const ends of bad)
      expect(
        inputProblem(plan, { step: 0, to: 0, message: { type: 'workflow.keep', ends } as never }),
        JSON.stringify(ends),
      ).toEqual(expect.any(String));
  });

  it('are refused at a later step, and by anyone but the workflow', () => {
    const input = keepInput([end]);
    expect(inputProblem(plan, input)).toBeNull();
    expect(inputProblem(plan, { ...input, step: 1 })).toMatch('before the first step');
    expect(inputProblem(plan, { ...input, to: 1 })).toMatch('by the workflow');
  });

  it('may be a failure where the policy goes on', () => {
    expect(inputProblem(plan, keepInput([{ ...end, task: 1, end: 'failed' }]))).toBeNull();
  });
});
