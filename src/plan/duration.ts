/**
 * How long a task takes an agent: its model, divided by the agent's speed, on the grid of whole milliseconds.
 * Chance comes from the task's own stream, so that a change to one task leaves the others' draws as they were.
 */
import { defaultLimits, toMs, type Random } from '../kernel/index.ts';
import type { DurationModel, Plan } from './plan.ts';

/** On the grid, and never longer than a run may last: an agent may be as slow as it likes. */
export function lasting(ms: number): number {
  return toMs(Math.min(ms, defaultLimits.timeMaxMs));
}

/** Mean duration on an agent, ms. */
export function durationOn(plan: Plan, task: number, agent: number): number {
  const steady = plan.steadyMs[task]!;
  return steady >= 0 ? steady : lasting(meanOf(plan.tasks[task]!.work.duration, agent) / plan.agents[agent]!.speed);
}

/** The duration of one attempt, ms; draws from the task's own stream, and only where the model has chance in it. */
export function sampleDuration(
  plan: Plan,
  task: number,
  agent: number,
  chance: { random(stream: string): Random },
): number {
  const steady = plan.steadyMs[task]!;
  if (steady >= 0) return steady;
  const { id, work } = plan.tasks[task]!;
  const model = work.duration;
  const speed = plan.agents[agent]!.speed;
  switch (model.kind) {
    case 'constant':
    case 'by-agent':
      return lasting(meanOf(model, agent) / speed);
    case 'uniform':
      return lasting((model.minMs + chance.random(`duration/${id}`).fraction() * (model.maxMs - model.minMs)) / speed);
    case 'normal': {
      const random = chance.random(`duration/${id}`);
      let sum = -6;
      for (let i = 0; i < 12; i += 1) sum += random.fraction();
      return lasting((model.meanMs + sum * model.deviationMs) / speed);
    }
  }
}

function meanOf(model: DurationModel, agent: number): number {
  switch (model.kind) {
    case 'constant':
      return model.ms;
    case 'uniform':
      return (model.minMs + model.maxMs) / 2;
    case 'normal':
      return model.cutMs;
    case 'by-agent':
      return model.ms[agent]!;
  }
}
