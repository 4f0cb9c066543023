/**
 * Where playing pauses by itself: at a step that touches a node, or at one where something of a kind happens, told by the same
 * facts as the marks on the scrubber. It only looks; the playhead is moved by playback.
 */
import type { BreakKind } from '../../bridge/index.ts';
import { markKindOf, nodesOf, verdictsOf, type Run } from '../../replay/index.ts';

export interface Breakpoints {
  readonly nodes: ReadonlySet<string>;
  readonly kinds: ReadonlySet<BreakKind>;
}

export const noBreakpoints: Breakpoints = { nodes: new Set(), kinds: new Set() };

/** The first step after `from` and not after `to` to pause at; null when there is none. */
export function firstBreak(run: Run, { nodes, kinds }: Breakpoints, from: number, to: number): number | null {
  if (nodes.size === 0 && kinds.size === 0) return null;
  let first: number | null = null;
  if (kinds.has('invariant'))
    for (const { step } of verdictsOf(run))
      if (step !== null && step > from && step <= to && (first === null || step < first)) first = step;
  const { log, compiled } = run;
  const until = log.countAt(first ?? to);
  for (let at = log.countAt(from); at < until; at += 1) {
    const fact = log.at(at);
    const kind = markKindOf(fact.type);
    const wanted =
      (kind !== null && (kinds as ReadonlySet<string>).has(kind)) ||
      (nodes.size > 0 && nodesOf(fact, compiled.plan).some((node) => nodes.has(node)));
    if (wanted) return log.stepOf(at);
  }
  return first;
}
