/**
 * How long a lease lasts, how often its holder says that it lives, and from when leases are held: from the beginning where a
 * document foresees that something may be lost, else from the moment at which a person lets something be lost. The bounds
 * of silence stand here and nowhere else; nothing here knows who holds what.
 */
import type { Plan } from '../../plan/index.ts';

export interface LeaseTerms {
  /** How long a giver waits for a sign of life, ms; 0 for ever. What is long or likely to be lost has longer. */
  readonly ms: number;
  /** Whether leases are held from the beginning. */
  readonly always: boolean;
  /** Intervals between signs of life that a lease holds. */
  readonly intervals: number;
}

type Foreseen = Pick<Plan, 'lossy' | 'drawnLoss' | 'delayMaxMs'>;

/** A lease of `auto` outlasts any delay, and is held only once something can be lost; one in numbers is held from the beginning. */
export function leaseOf(setting: number | 'auto', { lossy, drawnLoss, delayMaxMs }: Foreseen): LeaseTerms {
  const intervals = intervalsOf(drawnLoss);
  if (setting !== 'auto') return { ms: setting, always: setting > 0, intervals };
  return { ms: Math.max(1000, delayMaxMs * 6), always: lossy, intervals };
}

/** A lease holds so many intervals, and more, up to the most, until it is unlikelier than this that all its signs of life are lost. */
const intervalsMin = 3;
const intervalsMax = 16;
const unlikely = 1e-6;

export function intervalsOf(loss: number): number {
  let intervals = 1;
  for (let all = loss; intervals < intervalsMin || (intervals < intervalsMax && all >= unlikely); all *= loss)
    intervals += 1;
  return intervals;
}

/** No task asks for many more signs of life than this, however long it is. */
const signsOfLife = 200;

/** How often whoever holds a task says that it lives, where all that it holds is expected to take so long; 0 for never. */
export function heartbeatOf({ ms }: LeaseTerms, expectedMs: number): number {
  return ms === 0 ? 0 : Math.max(1, Math.floor(ms / 3), Math.ceil(expectedMs / signsOfLife));
}

/** An agent that fell silent is passed over for twice a lease, doubled each time in a row up to so many leases. */
const pauseMax = 64;
/** After so many leases of silence in all it is given up until it says something itself. */
export const silenceMax = 65_536;

/** For how long an agent is passed over when it has fallen silent so often in a row, first so long ago, ms; Infinity for good. */
export function pauseOf(leaseMs: number, silences: number, silentForMs: number): number {
  if (silentForMs >= leaseMs * silenceMax) return Infinity;
  return leaseMs * Math.min(pauseMax, 1 << Math.min(silences, 10));
}
