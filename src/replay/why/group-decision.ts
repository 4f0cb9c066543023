/**
 * The account of a task that a group decides: who was asked, what each member put forward or came to, and what came of it.
 * It knows the names of the rooms' facts and nothing of how they come about.
 */
import { canonical, type Json } from '../../base/index.ts';
import type { KnownFact, Plan } from '../../plan/index.ts';
import { declined, newDraft, type Part } from './draft.ts';
import type { Weighed } from './standing.ts';

/** Longest value that is written out. */
const valueMax = 60;

/** Facts of a member about the task, by whole name. */
interface MemberFact {
  readonly type: string;
  readonly agent: number;
  readonly value?: Json;
  readonly reason?: string | null;
}

/** Why a ballot did not count. */
const refusals: Readonly<Record<string, string>> = {
  again: 'voted already',
  invalid: 'its ballot is not valid',
  late: 'its ballot came too late',
  'no-voter': 'may not vote',
  abstains: 'had nothing to put forward',
};

/** Takes a fact about the task in, where it says something of the group's decision. */
export function readGroup(part: Part, fact: KnownFact, { place, step }: { place: number; step: number }, plan: Plan) {
  if (fact.type === 'task.deciding') {
    const { members, protocol } = plan.groups[fact.group]!;
    const asked = newDraft(part, { place, rule: protocol, agent: -1, among: 'asked' });
    asked.text = `Put to ${members.length === 1 ? 'one agent' : `${members.length} agents`} to decide`;
    for (const agent of members) asked.weighed.set(agent, declined('nothing is known of its part'));
    part.attempt = fact.attempt;
    return;
  }
  const draft = part.drafts.at(-1);
  if (draft === undefined) return;
  const told = fact as unknown as MemberFact;
  switch (told.type) {
    case 'voting.cast':
      draft.weighed.set(told.agent, declined(`votes for ${short(told.value)}; its ballot has not come`, step));
      return;
    case 'voting.counted':
      draft.weighed.set(told.agent, took(`for ${short(told.value)}`, step));
      return;
    case 'voting.refused':
      // A second ballot takes nothing from the first.
      if (draft.weighed.has(told.agent) && told.reason !== 'again')
        draft.weighed.set(told.agent, declined(refusals[told.reason ?? ''] ?? 'its ballot does not count', step));
      return;
    case 'voting.closed':
      if (typeof told.reason === 'string') draft.text = `No decision: ${told.reason}`;
      return;
    case 'raft.stored':
      if (draft.rule === 'raft') draft.weighed.set(told.agent, took('has stored it', step));
      return;
    case 'raft.executed':
    case 'consensus-pbft.executed':
      // Where it is ballots that are put into order, what each of them says is told.
      if (draft.rule === 'pbft' || draft.rule === 'raft')
        draft.weighed.set(told.agent, took(`has executed ${short(told.value)}`, step));
      return;
    case 'decision.made':
      draft.place = place;
      draft.text = `Decided: ${short(told.value)}`;
  }
}

function took(note: string, step: number): Weighed {
  return { standing: 'weighed', value: null, note, step };
}

function short(value: Json | undefined): string {
  const text = canonical(value ?? null);
  return text.length > valueMax ? `${text.slice(0, valueMax - 1)}…` : text;
}
