/** The inputs of one run in another: at the same virtual times. */
import { expect, it } from 'vitest';
import { inputsByTime, Run, type RunInput } from '../../../src/replay/index.ts';
import { cancelInput } from '../../../src/workflow/index.ts';
import { compiled, crew, piece, task } from '../../scenarios/stage.ts';

const work = compiled(piece([task('dig', [], { ms: 500 }), task('fill', ['dig'], { ms: 500 })], { agents: crew(1) }));

/** When the run ended, ms. */
const ended = (inputs: readonly RunInput[]): number => new Run(work, { inputs }).finish().now;

it('an input comes at its time, whatever step that is', () => {
  const recorded = [{ step: 4, atMs: 123, ...cancelInput('rain') }];
  expect(inputsByTime(recorded)).toEqual([{ ...recorded[0], step: 0 }]);
  expect(ended(inputsByTime(recorded))).toBe(123);
  expect(ended([])).toBe(1000);
});

it('what engine 1 put off comes at the time that it named, and what it put in at a step comes at that step', () => {
  const heal = { type: 'kernel.heal', rule: null };
  const later = { type: 'kernel.later', atMs: 77, to: -1, message: heal };
  expect(inputsByTime([{ step: 3, to: -1, message: later }])).toEqual([{ step: 0, atMs: 77, to: -1, message: heal }]);
  expect(inputsByTime([{ step: 3, to: -1, message: heal }])).toEqual([{ step: 3, to: -1, message: heal }]);
});

it('what is put in by hand while the run is at a time says that time', () => {
  const run = new Run(work, { seekable: true });
  while (run.now < 500 && run.advance(1));
  const { steps, now } = run;
  run.append({ step: steps, atMs: now, ...cancelInput('rain') });
  run.finish();
  expect(new Run(work, { inputs: run.inputs }).finish().digest()).toBe(run.digest());
  expect(ended(inputsByTime(run.inputs))).toBe(500);
});
