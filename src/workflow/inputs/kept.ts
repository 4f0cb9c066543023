/**
 * Ends that a run takes over from an earlier one: they come at the times at which they came then, nothing is done for
 * them, and what is to be done begins when the last of them has come. They are an input at step 0, so that the journal
 * and a run file hold them; nothing here reads another run.
 */
import type { Json } from '../../base/index.ts';
import type { Message } from '../../kernel/index.ts';
import { taskAt, workflowActor, type Plan } from '../../plan/index.ts';

/** How a task ended in an earlier run. */
export interface KeptEnd {
  readonly task: number;
  readonly attempt: number;
  /** -1 for nobody. */
  readonly agent: number;
  /** When its first attempt began, and when the one that counted did; -1 when none ever did. */
  readonly startMs: number;
  readonly ranMs: number;
  readonly endMs: number;
  /** A failure only where the policy goes on with a fallback. */
  readonly end: 'succeeded' | 'failed';
  readonly value: Json;
  /** Whether a person fixed the value. */
  readonly pinned: boolean;
}

export interface Keep extends Message {
  readonly type: 'workflow.keep';
  readonly ends: readonly KeptEnd[];
}

/** The ends that are still to come, in order of their times. Plain data. */
export interface KeptEnds {
  readonly ends: readonly KeptEnd[];
  next: number;
}

/** The input that lets tasks keep the ends of an earlier run. */
export function keepInput(ends: readonly KeptEnd[]): {
  readonly step: 0;
  readonly to: number;
  readonly message: Keep;
} {
  return { step: 0, to: workflowActor, message: { type: 'workflow.keep', ends } };
}

/** Whether an input is heard before the run begins, not at a step of it. */
export function comesFirst({ message }: { readonly message: Message }): boolean {
  return message.type === 'workflow.keep' || message.type === 'agent.restore';
}

/** In the order in which they come. */
export function keptInOrder(ends: readonly KeptEnd[]): KeptEnds {
  return { ends: [...ends].sort((a, b) => a.endMs - b.endMs || a.task - b.task), next: 0 };
}

/** The next end that has come by now, which is taken off; null when there is none. */
export function takeDue(kept: KeptEnds, now: number): KeptEnd | null {
  const due = kept.ends[kept.next];
  if (due === undefined || due.endMs > now) return null;
  kept.next += 1;
  return due;
}

/** What is wrong with ends that are to be taken over, as a clause; null when nothing is. */
export function endsProblem(plan: Plan, ends: unknown): string | null {
  if (!Array.isArray(ends)) return 'the ends that it takes over are no list';
  const seen = new Set<number>();
  for (const each of ends as readonly (Readonly<Partial<KeptEnd>> | null)[]) {
    if (typeof each !== 'object' || each === null) return 'an end that it takes over is no object';
    const { task, attempt, agent, startMs, ranMs, endMs, end, value, pinned } = each;
    if (!isWhole(task, 0) || task >= plan.ordinary) return 'it takes over the end of a task that is not there';
    const { id, onFailure } = taskAt(plan, task);
    if (seen.has(task)) return `it takes over two ends of ${id}`;
    seen.add(task);
    if (!isWhole(agent, -1) || agent >= plan.agents.length) return `the end of ${id} names no agent of this document`;
    const times = [startMs, ranMs, endMs];
    if (!isWhole(attempt, 0) || !isWhole(endMs, 0) || !times.every((time) => isWhole(time, -1) && time <= endMs))
      return `the end of ${id} has times or attempts that cannot be`;
    if (end !== 'succeeded' && (end !== 'failed' || onFailure !== 'continue'))
      return `${id} cannot be taken over with this end`;
    if (value === undefined || typeof pinned !== 'boolean') return `the end of ${id} is not whole`;
  }
  return null;
}

function isWhole(value: unknown, least: number): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= least;
}
