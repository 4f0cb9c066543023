/**
 * A copy of shared memories at an agent: what it has under each key. It is on stable storage: a crash takes nothing from it but
 * the messages that came meanwhile. Plain data.
 */
import type { Context } from '../../kernel/index.ts';
import type { Plan } from '../../plan/index.ts';
import { nothing, type HeldFact, type Kept } from './messages.ts';
import { isLater } from './tag.ts';

/** By service and key; a service of which the agent holds no copy is not in it. */
export type Copies = Record<number, Record<string, Kept>>;

export function emptyCopies({ services }: Plan, room: string, agent: number): Copies {
  const copies: Copies = {};
  services.forEach((service, at) => {
    if (service.room === room && service.way !== 'eventual' && service.replicas.includes(agent)) copies[at] = {};
  });
  return copies;
}

/** Where a value stands or goes. */
export interface Slot {
  readonly agent: number;
  readonly service: number;
  readonly key: string;
}

export function keptIn(copies: Copies, { service, key }: Slot): Kept {
  return copies[service]?.[key] ?? nothing;
}

/** Keeps a value that is later than what stands there. */
export function keep(copies: Copies, slot: Slot, kept: Kept, context: Context): void {
  if (isLater(kept, keptIn(copies, slot))) overwrite(copies, slot, kept, context);
}

/** Keeps it whatever stands there. */
export function overwrite(copies: Copies, { agent, service, key }: Slot, kept: Kept, context: Context): void {
  const { ts, writer, value } = kept;
  copies[service]![key] = { ts, writer, value };
  context.record({ type: 'shared-memory.held', agent, service, key, ts, writer, value } satisfies HeldFact);
}
