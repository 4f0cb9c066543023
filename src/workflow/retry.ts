/**
 * When a failed attempt is tried again: exponential backoff with a cap and seeded jitter (PROTOCOLS section 10).
 */
import type { Random } from '../kernel/index.ts';
import type { RetryPolicy } from '../plan/index.ts';

/**
 * The pause before the next attempt, whole ms: min(cap, base * 2^(k-1)) after the k-th failure, of which the share
 * `jitter` is drawn by chance. Draws only where there is jitter.
 */
export function backoffMs(policy: RetryPolicy, failures: number, stream: () => Random): number {
  let pause = policy.backoffMs;
  for (let k = 1; k < failures && pause > 0 && pause < policy.capMs; k += 1) pause *= 2;
  pause = Math.min(policy.capMs, pause);
  if (policy.jitter > 0) pause = pause * (1 - policy.jitter) + pause * policy.jitter * stream().fraction();
  return Math.floor(pause + 0.5);
}
