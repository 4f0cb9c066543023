/**
 * The phases of each way to decide, as its facts tell them: which fact reaches which phase, on whose word that rests, and which
 * messages carry the word. It knows the names of facts and nothing of how they come about.
 */
import type { Json } from '../../base/index.ts';
import type { KnownFact } from '../../plan/index.ts';

/** What phase facts have in common; what one does not tell is absent. */
export interface PhaseFact {
  readonly type: string;
  readonly task: number;
  readonly agent: number;
  readonly value?: Json;
  readonly digest?: string;
  readonly view?: number;
  readonly term?: number;
  readonly slot?: number;
  readonly reason?: string;
  readonly certificate?: readonly number[];
}

export interface Phase {
  readonly fact: string;
  readonly word: string;
  /** The phase that those who vouch for it must have reached, by its fact; absent where they are not asked. */
  readonly after?: string;
  /** The messages by which they vouched. */
  readonly says: readonly string[];
}

const agreement: readonly Phase[] = [
  { fact: 'consensus-pbft.accepted', word: 'accepted', says: ['consensus-pbft.pre-prepare'] },
  {
    fact: 'consensus-pbft.prepared',
    word: 'prepared',
    after: 'consensus-pbft.accepted',
    says: ['consensus-pbft.prepare', 'consensus-pbft.pre-prepare'],
  },
  {
    fact: 'consensus-pbft.committed',
    word: 'committed',
    after: 'consensus-pbft.prepared',
    says: ['consensus-pbft.commit'],
  },
  { fact: 'consensus-pbft.executed', word: 'executed', says: [] },
];
const replication: readonly Phase[] = [
  { fact: 'raft.stored', word: 'stored', says: ['raft.append'] },
  { fact: 'raft.executed', word: 'executed', after: 'raft.stored', says: ['raft.appended'] },
];
const voting: readonly Phase[] = [
  { fact: 'voting.cast', word: 'voted', says: [] },
  { fact: 'voting.counted', word: 'counted', says: ['voting.ballot'] },
];

/** The phases that members of a group go through, and then those of the group that orders their ballots. */
export function phasesOf(protocol: string, orderedBy: string | null): readonly Phase[] {
  const own = protocol === 'pbft' ? agreement : protocol === 'raft' ? replication : voting;
  // What is put into an order first is counted last.
  return orderedBy === null ? own : [...own.slice(0, 1), ...agreement, ...own.slice(1)];
}

/** Facts that are told of a group and of no task: who leads it, what is committed in it. */
export const ofGroup: ReadonlySet<string> = new Set(['consensus-pbft.entered', 'raft.elected', 'raft.committed']);

/** The fact of a member about a task; null for any other. */
export function phaseFact(fact: KnownFact): PhaseFact | null {
  return 'task' in fact && 'agent' in fact ? (fact as unknown as PhaseFact) : null;
}
