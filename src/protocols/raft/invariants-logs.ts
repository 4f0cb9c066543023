/**
 * What always holds between the logs of members (figure 3 of the paper), as folds over facts: logs are built again from
 * what was told as stored and dropped. The numbers are those of SPEC.md.
 */
import { agentTitle } from '../../plan/index.ts';
import type { KnownFact, Plan } from '../../plan/index.ts';
import { ofHonest } from './honest.ts';
import type { CommittedFact, ElectedFact, RaftFact, StoredFact } from './messages.ts';

interface Stored {
  readonly term: number;
  readonly digest: string;
}

interface Logs {
  /** By group and agent. */
  readonly logs: Map<string, Stored[]>;
}

function emptyLogs(): Logs {
  return { logs: new Map() };
}

function logOf({ logs }: Logs, { group, agent }: { readonly group: number; readonly agent: number }): Stored[] {
  const key = `${group}/${agent}`;
  const log = logs.get(key) ?? [];
  logs.set(key, log);
  return log;
}

/** Takes in a fact; a sentence where it does not fit the log of its own member. */
function keep(state: Logs, fact: KnownFact | RaftFact, plan: Plan): string | null {
  if (fact.type === 'raft.truncated') logOf(state, fact).length = fact.slot - 1;
  if (fact.type !== 'raft.stored') return null;
  const log = logOf(state, fact);
  const { slot, term, digest, agent } = fact;
  if (slot !== log.length + 1) return `${agentTitle(plan, agent)} stored slot ${slot} behind slot ${log.length}`;
  log.push({ term, digest });
  return null;
}

/** By induction: entries of one slot and term are the same, and so are the terms of those before them. */
export const matchingLogs = ofHonest<Logs & { readonly seen: Map<string, { agent: number; as: string }> }>({
  rule: 'RA2',
  title: 'logs that have an entry of one slot and term in common are the same up to there',
  init: () => ({ ...emptyLogs(), seen: new Map() }),
  judge: (state, fact, plan, honest) => {
    const gap = keep(state, fact, plan);
    if (fact.type !== 'raft.stored' || !honest) return null;
    return gap ?? mismatch(state, fact, plan);
  },
});

function mismatch(
  state: Logs & { readonly seen: Map<string, { agent: number; as: string }> },
  fact: StoredFact,
  plan: Plan,
): string | null {
  const { group, agent, slot, term, digest } = fact;
  const before = logOf(state, fact)[slot - 2]?.term ?? 0;
  const key = `${group}/${slot}/${term}`;
  const as = `${digest}/${before}`;
  const first = state.seen.get(key);
  if (first === undefined) state.seen.set(key, { agent, as });
  return first === undefined || first.as === as
    ? null
    : `${agentTitle(plan, first.agent)} and ${agentTitle(plan, agent)} have different entries at slot ${slot} of term ${term}`;
}

interface Complete extends Logs {
  /** What was committed, by group, and by slot - 1. */
  readonly committed: Map<number, Stored[]>;
}

export const completeLeaders = ofHonest<Complete>({
  rule: 'RA3',
  title: 'who is elected has everything that was committed before',
  init: () => ({ ...emptyLogs(), committed: new Map() }),
  judge: (state, fact, plan, honest) => {
    keep(state, fact, plan);
    if (fact.type === 'raft.committed' && honest) commit(state, fact);
    if (fact.type !== 'raft.elected' || !honest) return null;
    return missing(state, fact, plan);
  },
});

function commit(state: Complete, fact: CommittedFact): void {
  const committed = state.committed.get(fact.group) ?? [];
  state.committed.set(fact.group, committed);
  for (const stored of logOf(state, fact).slice(committed.length, fact.slot)) committed.push(stored);
}

function missing(state: Complete, fact: ElectedFact, plan: Plan): string | null {
  const log = logOf(state, fact);
  const at = (state.committed.get(fact.group) ?? []).findIndex(
    ({ term, digest }, slot) => log[slot]?.term !== term || log[slot].digest !== digest,
  );
  return at === -1
    ? null
    : `${agentTitle(plan, fact.agent)} is elected in term ${fact.term} without the committed entry of slot ${at + 1}`;
}
