/**
 * The phases of each way to decide, read off the cards of the rooms: which fact reaches which phase, on whose word that rests, and
 * which messages carry the word.
 */
import type { PhaseCard } from '../../agents/index.ts';
import { decisionCardOf } from '../../protocols/index.ts';

export interface Phase extends PhaseCard {
  /** The fact that brings a member to it, by its whole name. */
  readonly fact: string;
  /** Whether it is one of the group that puts the ballots of another into an order. */
  readonly ordering: boolean;
}

/** The phases that members of a group go through, and then those of the group that orders their ballots. */
export function phasesOf(protocol: string, orderedBy: string | null): readonly Phase[] {
  const own = phasesIn(protocol, false);
  // What is put into an order first is counted last.
  return orderedBy === null ? own : [...own.slice(0, 1), ...phasesIn(orderedBy, true), ...own.slice(1)];
}

function phasesIn(protocol: string, ordering: boolean): readonly Phase[] {
  return Object.entries(decisionCardOf(protocol)?.facts ?? {}).flatMap(([fact, { phase }]) =>
    phase === undefined ? [] : [{ fact, ordering, ...phase }],
  );
}
