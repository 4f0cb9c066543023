/**
 * How long a lease lasts, and from when leases are held: from the beginning where a document foresees that something may
 * be lost, else from the moment at which a person lets something be lost. Nothing here knows who holds what.
 */
import type { Plan } from '../../plan/index.ts';

export interface LeaseTerms {
  /** How long a giver waits for a sign of life, ms; 0 for ever. */
  readonly ms: number;
  /** Whether leases are held from the beginning. */
  readonly always: boolean;
}

/** A lease of `auto` outlasts any delay, and is held only once something can be lost; one in numbers is held from the beginning. */
export function leaseOf(
  setting: number | 'auto',
  { lossy, delayMaxMs }: Pick<Plan, 'lossy' | 'delayMaxMs'>,
): LeaseTerms {
  if (setting !== 'auto') return { ms: setting, always: setting > 0 };
  return { ms: Math.max(1000, delayMaxMs * 6), always: lossy };
}

/** How often an agent says that it lives under such a lease; 0 for never. */
export function heartbeatOf({ ms }: LeaseTerms): number {
  return ms === 0 ? 0 : Math.max(1, Math.floor(ms / 3));
}
