/**
 * What a client asks one replica for, and waits for: opened when it asks, found again by what answers, and closed with its timer. The
 * state is the client's own plain data.
 */
import type { AgentHost, Asked } from '../../agents/index.ts';
import type { Context } from '../../kernel/index.ts';
import type { Operation, Patience, RefusedFact, UnavailableFact } from './messages.ts';

export interface Awaited {
  readonly asked: Asked;
  /** The number of the asking: an answer to an earlier one counts no more. */
  readonly ask: number;
  /** The replica that was asked last. */
  replica: number;
  times: number;
  timer: number;
}

/** The part of a client's state that this works on. */
export interface Asking {
  /** By task and lease. */
  awaited: Record<string, Awaited>;
  /** How often it has asked; it survives a crash. */
  asks: number;
}

type WorkName = Pick<Operation, 'task' | 'lease'>;

export function keyOf({ task, lease }: WorkName): string {
  return `${String(task)}/${String(lease)}`;
}

/** Which operation this is for, as messages and facts name it. */
export function operationOf({ work: { task, lease }, place, use: { service } }: Asked): Operation {
  return { task, lease, place, service };
}

export function opened(asking: Asking, asked: Asked, replica: number): Awaited {
  const ask = (asking.asks += 1);
  return (asking.awaited[keyOf(asked.work)] = { asked, ask, replica, times: 0, timer: 0 });
}

/** What waits for a message about this operation. */
export function awaitedBy(asking: Asking, message: Operation): Awaited | undefined {
  const awaited = asking.awaited[keyOf(message)];
  return awaited?.asked.place === message.place ? awaited : undefined;
}

export function closed(asking: Asking, work: WorkName, context: Context): void {
  const awaited = asking.awaited[keyOf(work)];
  if (awaited === undefined) return;
  context.cancel(awaited.timer);
  delete asking.awaited[keyOf(work)];
}

export function wait(awaited: Awaited, patienceMs: number, context: Context): void {
  const patience: Patience = { type: 'shared-memory.patience', ...operationOf(awaited.asked) };
  awaited.timer = context.after(patienceMs, patience);
}

/** It cannot be done to what stands there: told, and the attempt has failed. */
export function refused(asked: Asked, reason: string, context: Context, host: AgentHost): void {
  const about = { ...operationOf(asked), agent: host.agent, key: asked.use.key! };
  context.record({ type: 'shared-memory.refused', ...about, reason } satisfies RefusedFact);
  host.refused(asked, reason);
}

/** Nobody answered, however often it was asked: told, and the attempt has failed. */
export function unavailable({ asked, times }: Awaited, reason: string, context: Context, host: AgentHost): void {
  const about = { ...operationOf(asked), agent: host.agent, key: asked.use.key! };
  const count = { answered: 0, needed: 1, times };
  context.record({ type: 'shared-memory.unavailable', ...about, ...count } satisfies UnavailableFact);
  host.refused(asked, `unavailable: ${reason}`);
}
