/** What a checkpoint of a run is made of: at which steps a run keeps one by itself, what had been put in before it, and what was done there. */
import { comesFirst } from '../../workflow/index.ts';
import type { Run, RunInput } from '../run.ts';
import { StateAt } from '../state-at.ts';

/** Into how many parts the last stretch of a run falls. */
const parts = 4;

/** Where a run that stands still keeps one: where the stretch after what a person put in last begins, and at the end of its quarters. */
export function checkpointSteps(run: Run): number[] {
  const from = run.inputs.filter((input) => !comesFirst(input) && input.effect === undefined).at(-1)?.step ?? 0;
  const steps = Array.from({ length: parts + 1 }, (_, part) => from + Math.round(((run.steps - from) * part) / parts));
  return [...new Set(steps)];
}

/** What was put in before a step was taken: what is put in where it stands comes behind it. */
export function inputsBefore(run: Run, step: number): RunInput[] {
  return run.inputs.filter((input) => input.step < step || comesFirst(input));
}

/** How many tasks are in each state at a step. */
export function tasksAt(run: Run, step: number): Record<string, number> {
  const { plan } = run.compiled;
  const state = new StateAt(plan, run.log);
  state.seek(run.log.countAt(step));
  const tasks: Record<string, number> = {};
  for (let task = 0; task < plan.ordinary; task += 1) {
    const is = state.stateOf(task);
    tasks[is] = (tasks[is] ?? 0) + 1;
  }
  return tasks;
}
