/**
 * Work as an effect: in a live run an agent does not let the time of an attempt pass, it asks the engine to have the work
 * done. What is asked and what is answered is plain data, for the journal and for whoever does it.
 */
import type { JsonObject } from '../../base/index.ts';
import type { Effect, Message } from '../../kernel/index.ts';
import { taskAt, type AttemptEnd, type Plan } from '../../plan/index.ts';
import type { Work } from '../role.ts';

/** One attempt that somebody outside is to carry out. */
export interface WorkEffect extends Effect {
  readonly type: 'agent.work';
  readonly task: number;
  readonly attempt: number;
  readonly lease: number;
  /** When it is over by the model of the work, virtual ms, and how it ends by that model. */
  readonly dueMs: number;
  readonly end: AttemptEnd;
  /** What was recalled for it, by key; absent where it recalls nothing. */
  readonly recalled?: JsonObject;
}

/** An attempt is over: by the agent's own timer, or, with how it ended, by whoever carried it out. */
export interface FinishMessage extends Message {
  readonly type: 'agent.finish';
  readonly task: number;
  readonly lease: number;
  readonly end?: AttemptEnd;
}

/** What is asked for an attempt; the key is the task's, whichever attempt it is. */
export function workEffect(
  plan: Plan,
  { task, attempt, lease }: Work,
  asked: Pick<WorkEffect, 'dueMs' | 'end' | 'recalled'>,
): WorkEffect {
  return { type: 'agent.work', key: taskAt(plan, task).id, task, attempt, lease, ...asked };
}

/** The answer to an effect, for the actor that asked. */
export function finishOf({ task, lease }: WorkEffect, end: AttemptEnd): FinishMessage {
  return { type: 'agent.finish', task, lease, end };
}
