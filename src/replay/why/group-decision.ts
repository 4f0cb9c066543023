/**
 * The account of a task that a group decides: who was asked, what each member put forward or came to, and what came of it.
 * What the facts of a room mean to it stands on their cards.
 */
import type { AccountEntry } from '../../agents/index.ts';
import { clipped } from '../../agents/index.ts';
import { groupAt, type KnownFact, type Plan } from '../../plan/index.ts';
import type { Card } from '../../protocols/index.ts';
import { declined, newDraft, type Part } from './draft.ts';

/** Takes a fact about the task in, where it says something of the group's decision. */
export function readGroup(part: Part, fact: KnownFact, { place }: { readonly place: number }, plan: Plan): void {
  if (fact.type === 'task.deciding') {
    const { members, protocol } = groupAt(plan, fact.group);
    const asked = newDraft(part, { place, rule: protocol, agent: -1, among: 'asked' });
    asked.text = `Asked ${members.length === 1 ? 'one agent' : `${members.length} agents`} to decide`;
    for (const agent of members) asked.weighed.set(agent, declined('no record of its part'));
    part.attempt = fact.attempt;
    return;
  }
  const draft = part.drafts.at(-1);
  if (draft === undefined || fact.type !== 'decision.made') return;
  draft.place = place;
  draft.text = `Decided: ${clipped(fact.value)}`;
}

/** Takes in what a member did, or that it came to nothing. Where one room puts ballots into order for another, only what the ballots say is told. */
export function readMember(
  part: Part,
  entry: Extract<AccountEntry, { readonly word: 'member' | 'undecided' }>,
  { card, step }: { readonly card: Card | undefined; readonly step: number },
): void {
  const draft = part.drafts.at(-1);
  if (draft === undefined || card?.kind !== 'decision' || !Object.hasOwn(card.ways, draft.rule)) return;
  if (entry.word === 'undecided') {
    draft.text = `No decision: ${entry.reason}`;
    return;
  }
  const { agent, did, note } = entry;
  if (!draft.weighed.has(agent)) return;
  draft.weighed.set(agent, did ? { standing: 'weighed', value: null, note, step } : declined(note, step));
}
