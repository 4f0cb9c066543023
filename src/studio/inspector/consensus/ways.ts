/** The ways in which agents decide, as a form offers them, read off the cards of the rooms. */
import { decisionCardOf, wayOf, type DecisionCard } from '../../../protocols/index.ts';

export interface WayWords {
  readonly name: string;
  /** What it does, and what it does not defend against. */
  readonly line: string;
}

/** Name and line of a protocol; one that is not known goes by its own name. */
export function wayWords(protocol: string): WayWords {
  return wayOf(protocol) ?? { name: protocol, line: 'This version does not know this protocol.' };
}

/** Whether ballots are lists, best first. */
export function isRanked(protocol: string): boolean {
  return wayOf(protocol)?.ranked === true;
}

/** Whether it seeks agreement in spite of faults, and does not count opinions. */
export function isAgreement(protocol: string): boolean {
  return (wayOf(protocol)?.survives ?? null) !== null;
}

/** What the number of a leadership is called. */
export function leadershipWord(protocol: string): 'term' | 'view' {
  const leaders: DecisionCard['leaders'] = decisionCardOf(protocol)?.leaders;
  return leaders === 'terms' ? 'term' : 'view';
}
