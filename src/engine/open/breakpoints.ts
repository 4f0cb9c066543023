/**
 * Where playing pauses by itself: at a step that touches a node, or at one where something of a kind happens, told by the same
 * facts as the marks on the scrubber. It only looks; the playhead is moved by playback.
 */
import type { BreakKind } from '../../bridge/index.ts';
import { markKindOf, nodesOf, verdictsOf, type Run, type SignBook } from '../../replay/index.ts';

export interface Breakpoints {
  readonly nodes: ReadonlySet<string>;
  readonly kinds: ReadonlySet<BreakKind>;
}

export const noBreakpoints: Breakpoints = { nodes: new Set(), kinds: new Set() };

/** A run, and the book of what its rooms see in it. */
export interface Watched {
  readonly run: Run;
  readonly signs: SignBook;
}

/** The first step after `from` and not after `to` to pause at; null when there is none. */
export function firstBreak(
  { run, signs }: Watched,
  { nodes, kinds }: Breakpoints,
  from: number,
  to: number,
): number | null {
  if (nodes.size === 0 && kinds.size === 0) return null;
  const { log, compiled } = run;
  let first: number | null = null;
  const found = (step: number): void => {
    if (step > from && step <= to && (first === null || step < first)) first = step;
  };
  if (kinds.has('invariant')) for (const { step } of verdictsOf(run)) if (step !== null) found(step);
  const isWanted = (kind: string): boolean => (kinds as ReadonlySet<string>).has(kind);
  if (kinds.size > 0)
    for (const { mark, place } of signs.within(log.countAt(from), log.countAt(to)))
      if (isWanted(mark)) found(log.stepOf(place));
  const until = log.countAt(first ?? to);
  for (let at = log.countAt(from); at < until; at += 1) {
    const fact = log.at(at);
    const kind = markKindOf(fact);
    const wanted =
      (kind !== null && isWanted(kind)) ||
      (nodes.size > 0 && nodesOf(fact, compiled.plan).some((node) => nodes.has(node)));
    if (wanted) return log.stepOf(at);
  }
  return first;
}
