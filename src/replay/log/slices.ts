/** The turns of tasks that share the time of an agent, as sentences: whose it is and why, and how it ended. */
import { exactTime } from '../../document/index.ts';
import { agentAt, agentTitle, taskTitle, type Plan, type SliceFact, type SlicePolicy } from '../../plan/index.ts';

const ends = {
  turn: 'its turn was over',
  preempted: 'another goes before it',
  halted: 'its work stands still',
  suspended: 'it was suspended',
  over: 'its work is done',
} as const;

export function sliceSentence(fact: SliceFact, plan: Plan): string {
  const task = taskTitle(plan, fact.task);
  const agent = agentTitle(plan, fact.agent);
  switch (fact.type) {
    case 'slice.waits':
      return `${task} waited for its turn at ${agent}`;
    case 'slice.left':
      return `${task} waited for its turn at ${agent} no longer`;
    case 'slice.began':
      return `${agent} began a turn of ${task}${whyNow(fact, plan)}`;
    case 'slice.ended':
      return `${agent} had worked at ${task} for ${exactTime(fact.ranMs)}: ${ends[fact.end]}, ${exactTime(fact.leftMs)} left`;
  }
}

/** By what it was its turn, against the best of those that wait. */
export function whyNow(
  { agent, key, waiting, next, nextKey }: Extract<SliceFact, { readonly type: 'slice.began' }>,
  plan: Plan,
): string {
  if (waiting === 0) return ': nothing else waited';
  const { policy } = agentAt(plan, agent).slice!;
  return reasons[policy](key, nextKey, taskTitle(plan, next));
}

const reasons: Readonly<Record<SlicePolicy, (key: number, nextKey: number, next: string) => string>> = {
  weighted: (key, _, next) => `: ${exactTime(key)} by its weight, then ${next}`,
  deficit: (key, _, next) => `: ${exactTime(key)} is what it can pay for, then ${next}`,
  stride: (key, nextKey, next) => `: its pass is lowest, ${rounded(key)} against ${rounded(nextKey)} of ${next}`,
  edf: (key, nextKey, next) => `: its deadline is earliest, ${byWhen(key)} against ${byWhen(nextKey)} of ${next}`,
  priority: (key, nextKey, next) => `: its priority is highest, ${String(key)} against ${String(nextKey)} of ${next}`,
};

function byWhen(deadlineMs: number): string {
  return deadlineMs === -1 ? 'none' : exactTime(deadlineMs);
}

function rounded(pass: number): string {
  return String(Number(pass.toPrecision(6)));
}
