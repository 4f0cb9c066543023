/** The clock of work in hand: it is stopped with its timers, and with the effect that carries it out; and how far it has come. */
import { priority, type Context } from '../../kernel/index.ts';
import type { TaskPlan } from '../../plan/index.ts';
import type { KeptWork } from '../recovery/checkpoint.ts';
import type { HandsMessage, Running } from './running.ts';
import { halted, leftOf, type Using } from './using.ts';

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

/** As a checkpoint has it. */
export function keptOf({ work, begun, using, limitMs = 0 }: Running, now: number): KeptWork {
  const leftMs = begun ? leftOf(using!, now) : 0;
  return { work, begun, doneMs: begun ? using!.durationMs - leftMs : 0, leftMs, limitMs };
}

/** How long it takes work to stop when it is told to, and whether it has to be forced at the end of its grace. */
export function stoppingOf({ work, graceMs }: TaskPlan): { readonly forced: boolean; readonly delay: number } {
  const forced = work.ignoresCancel || work.cancelMs > graceMs;
  return { forced, delay: forced ? graceMs : work.cancelMs };
}
