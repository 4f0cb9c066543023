/*
 * Problems of the lease under which work is held: one that is shorter than a message there and back, and the signs of life
 * that it must hold, would run out on everybody. What a lease does is not known here.
 */
import { exactTime } from '../display/units.ts';
import type { Document } from '../schema.ts';
import { problemAt, type Problem } from './problem.ts';

/** Signs of life that a lease must hold, at least a millisecond apart. */
const signsMs = 3;

export function leaseProblems(document: Document): Problem[] {
  const { leaseMs } = (document.coordination ?? {}) as { readonly leaseMs?: unknown };
  if (typeof leaseMs !== 'number' || leaseMs <= 0) return [];
  const delays = [document.network?.delayMs, ...(document.network?.links ?? []).map((link) => link.delayMs)];
  const longest = Math.max(0, ...delays.map((delay) => (typeof delay === 'object' ? delay.max : (delay ?? 0))));
  const least = Math.ceil(2 * longest) + signsMs;
  if (leaseMs >= least) return [];
  const message = `A lease of ${exactTime(leaseMs)} runs out before anybody can be heard: a message there and back takes up to ${exactTime(2 * longest)}; write ${String(least)} or more, "auto", or 0 to wait for ever.`;
  return [problemAt(document, ['coordination', 'leaseMs'], { code: 'lease-short', severity: 'error', message })];
}
