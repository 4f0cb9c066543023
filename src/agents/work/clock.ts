/** The clock of work in hand: it is stopped with its timers, and with the effect that carries it out; and how far it has come. */
import { priority, type Context } from '../../kernel/index.ts';
import type { Plan, TaskPlan } from '../../plan/index.ts';
import type { Work } from '../role.ts';
import type { KeptWork } from '../recovery/checkpoint.ts';
import type { HandsMessage, Running } from './running.ts';
import { halted, leftOf, notYet, type Using } from './using.ts';

/** Stops it where it runs. */
export function halt(running: Running, using: Using, context: Context): void {
  if (halted(using, context.now)) stopTimer(running, context);
}

export function stopTimer(running: Running, context: Context): void {
  if (running.timer !== 0) context.cancel(running.timer);
  running.timer = 0;
  if (running.effect !== undefined) context.withdraw(running.effect);
  delete running.effect;
}

/** Lets it run out of time then; what ends exactly then is in time. */
export function limitTo(running: Running, limitMs: number, context: Context): void {
  const { task, lease } = running.work;
  const timeout: HandsMessage = { type: 'agent.timeout', task, lease };
  running.timeout = context.after(Math.max(0, limitMs - context.now), timeout, priority.limit);
}

/** How far work has come, ms; all that is not known before it begins is left. */
export interface Progress {
  readonly work: Work;
  readonly doneMs: number;
  readonly leftMs: number;
}

export function progressOf({ work, begun, using }: Running, now: number): Progress {
  const leftMs = begun ? leftOf(using!, now) : Infinity;
  return { work, leftMs, doneMs: begun ? using!.durationMs - leftMs : 0 };
}

/** Work as a checkpoint has it, in hand again: its clock stands. */
export function restored({ work, doneMs, leftMs }: Progress, now: number): Running {
  const using: Using = { ...notYet(), durationMs: doneMs + leftMs, dueMs: now + leftMs, stoppedMs: now };
  return { work, timer: 0, timeout: 0, begun: true, stopping: null, using };
}

/** What a checkpoint has of work: nothing that is told to stop, and nothing that asks services, who would hear it twice. */
export function keptOf(all: readonly Running[], { uses }: Pick<Plan, 'uses'>, now: number): KeptWork[] {
  return all
    .filter(({ work, stopping }) => stopping === null && !uses.has(work.task))
    .map((running) => {
      const { work, begun, limitMs = 0 } = running;
      const { doneMs, leftMs } = progressOf(running, now);
      return { work, begun, doneMs, leftMs: begun ? leftMs : 0, limitMs };
    });
}

/** How long it takes work to stop when it is told to, and whether it has to be forced at the end of its grace. */
export function stoppingOf({ work, graceMs }: TaskPlan): { readonly forced: boolean; readonly delay: number } {
  const forced = work.ignoresCancel || work.cancelMs > graceMs;
  return { forced, delay: forced ? graceMs : work.cancelMs };
}
