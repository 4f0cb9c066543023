/**
 * A task as the plan has it: its limits, its retries, how its work is simulated; likewise of what undoes a task, and of one that is
 * switched off.
 */
import type { ResolvedAgent, ResolvedTask, SimulationModel } from '../../document/index.ts';
import { toMs } from '../../kernel/index.ts';
import { cutMean, type DurationModel, type RetryPolicy, type TaskPlan, type WorkModel } from '../../plan/index.ts';

/** A task of which the others must be known before it is told how long it is expected to take. */
export type TaskDraft = TaskPlan & { expectedMs: number };

export function taskPlan(
  task: ResolvedTask,
  { need, work, compensation }: { need: number; work: WorkModel; compensation: number },
): TaskDraft {
  const { trigger, combine } = task;
  return {
    id: task.id,
    name: task.name,
    need,
    work,
    expectedMs: 0,
    priority: task.priority,
    load: task.load,
    weight: task.weight,
    pieceMs: toMs(task.pieceMs),
    trigger: typeof trigger === 'object' || trigger === 'one-success' ? 'at-least' : trigger,
    triggerCount: typeof trigger === 'object' ? trigger.atLeast : 1,
    retry: sharedRetry(task.retry),
    onFailure: task.onFailure,
    fallback: task.fallback,
    timeoutMs: limitMs(task.timeoutMs),
    queueTimeoutMs: limitMs(task.queueTimeoutMs),
    graceMs: toMs(task.graceMs),
    deadlineMs: limitMs(task.deadlineMs),
    budget: task.budget,
    compensation,
    compensates: -1,
    reduce: task.reduce,
    partsWanted: typeof combine === 'object' ? combine.atLeast : combine === 'any' ? 1 : -1,
  };
}

/** A limit on the grid of whole milliseconds, 0 for none; one that is there never rounds to none. */
export function limitMs(written: number | null): number {
  return written === null || written === 0 ? 0 : Math.max(1, toMs(written));
}

/** Limits and retries of the work say nothing about undoing it, which has its own. */
export function compensationPlan(
  task: ResolvedTask,
  at: number,
  { need, work }: { readonly need: number; readonly work: WorkModel },
): TaskDraft {
  const plan = taskPlan(task, { need, work, compensation: -1 });
  const { timeoutMs, retry } = task.compensation!;
  return {
    ...plan,
    id: `${task.id}/undo`,
    name: `Undo ${task.name}`,
    compensates: at,
    onFailure: 'continue',
    reduce: null,
    timeoutMs: limitMs(timeoutMs),
    queueTimeoutMs: 0,
    deadlineMs: 0,
    budget: null,
    retry,
  };
}

/** What is switched off: it has its dependencies and its trigger, and nothing else. */
export function passedPlan(task: ResolvedTask, need: number): TaskDraft {
  const plan = taskPlan(task, { need, work: noWork, compensation: -1 });
  const none = { timeoutMs: 0, queueTimeoutMs: 0, deadlineMs: 0, budget: null, reduce: null } as const;
  return { ...plan, ...none, onFailure: 'fail-run', retry: defaultRetry };
}

const noWork: WorkModel = {
  duration: { kind: 'constant', ms: 0 },
  failureRate: 0,
  failsFirst: 0,
  result: null,
  cancelMs: 0,
  ignoresCancel: false,
};

const defaultRetry: RetryPolicy = { attempts: 1, backoffMs: 100, capMs: 30_000, jitter: 0 };

/** Most tasks have the default policy and share one object. */
function sharedRetry(retry: RetryPolicy): RetryPolicy {
  const { attempts, backoffMs, capMs, jitter } = defaultRetry;
  return retry.attempts === attempts &&
    retry.backoffMs === backoffMs &&
    retry.capMs === capMs &&
    retry.jitter === jitter
    ? defaultRetry
    : retry;
}

export function workOf(model: SimulationModel, agents: readonly ResolvedAgent[]): WorkModel {
  const { duration } = model;
  const mapped: DurationModel =
    duration.kind === 'fixed'
      ? { kind: 'constant', ms: duration.ms }
      : duration.kind === 'by-agent'
        ? {
            kind: 'by-agent',
            ms: agents.map((agent) =>
              Object.hasOwn(duration.ms, agent.id) ? duration.ms[agent.id]! : duration.otherwiseMs,
            ),
          }
        : duration.kind === 'normal'
          ? { ...duration, cutMs: cutMean(duration.meanMs, duration.deviationMs) }
          : duration;
  return {
    duration: mapped,
    failureRate: model.failureRate,
    failsFirst: model.failsFirst,
    result: model.result,
    cancelMs: toMs(model.cancelMs),
    ignoresCancel: model.ignoresCancel,
  };
}

/** Nothing to it but its duration: what most tasks of most documents are. */
export function isSimple({
  work,
  timeoutMs,
  queueTimeoutMs,
  deadlineMs,
  compensation,
  compensates,
  retry,
}: TaskPlan): boolean {
  const plain = work.failureRate === 0 && work.failsFirst === 0 && work.result === null && retry.attempts === 1;
  return plain && timeoutMs + queueTimeoutMs + deadlineMs === 0 && compensation === -1 && compensates === -1;
}

export function wantedOf({ trigger, triggerCount }: TaskPlan, dependencies: number): number {
  switch (trigger) {
    case 'all-done':
      return -1;
    case 'at-least':
      return triggerCount;
    case 'all-success':
      return dependencies;
  }
}
