/** What comes again to one agent, as admission reads it, and for how long others keep it waiting that go behind it. */
import type { Periodic } from './schedulability.ts';

export interface Load extends Periodic {
  readonly id: string;
  /** Its place among the tasks of the document. */
  readonly at: number;
  readonly priority: number;
  readonly weight: number;
  /** It is not cut within so much of its work, ms; 0 for anywhere. */
  readonly pieceMs: number;
  /** For how long it holds which resources. */
  readonly sections: readonly { readonly resource: string; readonly ms: number }[];
}

/**
 * For how long one may be kept waiting by those of lower priority, ms: for a piece that is not cut, and for resources that they hold: by
 * a ceiling for one section, by inheritance for one of each resource and of each of them at most, otherwise without bound.
 */
export function blockedMs(load: Load, loads: readonly Load[], inversion: string): number {
  const lower = loads.filter(({ priority }) => priority < load.priority);
  const piece = lower.reduce((most, { pieceMs }) => Math.max(most, pieceMs), 0);
  const longest = new Map<string, number>();
  for (const { sections } of lower)
    for (const { resource, ms } of sections) longest.set(resource, Math.max(longest.get(resource) ?? 0, ms));
  const above = loads.filter(({ priority }) => priority >= load.priority);
  const wanted = [...longest]
    .filter(([id]) => above.some(({ sections }) => sections.some(({ resource }) => resource === id)))
    .map(([, ms]) => ms)
    .sort((a, b) => b - a);
  if (wanted.length === 0) return piece;
  if (inversion === 'none') return Infinity;
  const sections = inversion === 'ceiling' ? wanted.slice(0, 1) : wanted.slice(0, lower.length);
  return piece + sections.reduce((sum, ms) => sum + ms, 0);
}

/** The longest piece of what is due later, which may just have begun, ms. */
export function pieceBehindMs(loads: readonly Load[], untilMs: number): number {
  return loads.reduce((most, { deadlineMs, pieceMs }) => (deadlineMs > untilMs ? Math.max(most, pieceMs) : most), 0);
}
