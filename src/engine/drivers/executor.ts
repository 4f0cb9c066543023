/**
 * Who carries out effects in a live run. An executor is handed an effect as plain data and answers with the message that the
 * actor who asked is to hear; it knows nothing of the run, the journal or the order of things. Here is the one that waits.
 */
import { finishOf, type WorkEffect } from '../../agents/index.ts';
import type { Effect, Message } from '../../kernel/index.ts';

/** What is told with an effect. */
export interface Task {
  /** Virtual time of the run as it begins, ms. */
  readonly nowMs: number;
  /** Aborted once nobody awaits the answer any more. */
  readonly signal: AbortSignal;
}

export interface Executor {
  /** Carries an effect out. It may be handed the same one again after a crash, with the same key. Rejecting stops the run. */
  act(effect: Effect, task: Task): Promise<Message>;
}

/** Lets the time of work pass, and answers as the model of the work says. Waiting twice does no harm. */
export function timerExecutor(later: (ms: number, call: () => void) => void): Executor {
  return {
    act: (effect, { nowMs }) => {
      const work = effect as WorkEffect;
      return new Promise((resolve) => {
        later(Math.max(0, work.dueMs - nowMs), () => {
          resolve(finishOf(work, work.end));
        });
      });
    },
  };
}
