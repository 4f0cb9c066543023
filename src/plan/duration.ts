/**
 * How long a task takes an agent: its model, divided by the agent's speed, on the grid of whole milliseconds.
 * Chance comes from the task's own stream, so that a change to one task leaves the others' draws as they were.
 */
import { defaultLimits, toMs, type Random } from '../kernel/index.ts';
import type { DurationModel, Plan } from './plan.ts';
import { agentAt, taskAt } from './entries.ts';

/** On the grid, and never longer than a run may last: an agent may be as slow as it likes. */
export function lasting(ms: number): number {
  return toMs(Math.min(ms, defaultLimits.timeMaxMs));
}

/** The uniforms that are added up around a mean. */
const summands = 12;

/**
 * What times around a mean are on average: `meanMs` and `deviationMs` times a sum of twelve uniforms less six, cut off at
 * 0, which lifts the average where the deviation is wide. The sum's distribution is made of polynomials (Irwin 1927, Hall
 * 1927), so the average is exact.
 */
export function cutMean(meanMs: number, deviationMs: number): number {
  const reach = (deviationMs * summands) / 2;
  if (reach <= meanMs) return meanMs;
  // The mean of what lies below 0, as the integral of the distribution: over the piece from the least on, of degree 13.
  const from = summands / 2 - meanMs / deviationMs;
  let below = 0;
  let weight = 1;
  for (let k = 0; k < from; k += 1) {
    let term = weight;
    for (let power = 1; power <= summands + 1; power += 1) term *= (from - k) / power;
    below += term;
    weight *= -(summands - k) / (k + 1);
  }
  return meanMs + deviationMs * below;
}

/** Mean duration on an agent, ms. */
export function durationOn(plan: Plan, task: number, agent: number): number {
  const steady = plan.steadyMs[task]!;
  return steady >= 0 ? steady : lasting(meanOf(taskAt(plan, task).work.duration, agent) / agentAt(plan, agent).speed);
}

/** The shortest that an attempt that succeeds may take an agent, ms. */
export function leastOn(plan: Plan, task: number, agent: number): number {
  return boundOn(plan, task, agent, -1);
}

/** The longest that an attempt may take an agent, ms. */
export function longestOn(plan: Plan, task: number, agent: number): number {
  return boundOn(plan, task, agent, 1);
}

/** How far chance may take an attempt, to one side of what it takes on average or the other, ms. */
function boundOn(plan: Plan, task: number, agent: number, side: -1 | 1): number {
  const { duration } = taskAt(plan, task).work;
  const { speed } = agentAt(plan, agent);
  switch (duration.kind) {
    case 'constant':
    case 'by-agent':
      return durationOn(plan, task, agent);
    case 'uniform':
      return lasting((side < 0 ? duration.minMs : duration.maxMs) / speed);
    case 'normal':
      return lasting(Math.max(0, duration.meanMs + (side * summands * duration.deviationMs) / 2) / speed);
  }
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
  const { id, work } = taskAt(plan, task);
  const model = work.duration;
  const speed = agentAt(plan, agent).speed;
  switch (model.kind) {
    case 'constant':
    case 'by-agent':
      return lasting(meanOf(model, agent) / speed);
    case 'uniform':
      return lasting((model.minMs + chance.random(`duration/${id}`).fraction() * (model.maxMs - model.minMs)) / speed);
    case 'normal': {
      const random = chance.random(`duration/${id}`);
      let sum = -summands / 2;
      for (let i = 0; i < summands; i += 1) sum += random.fraction();
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
