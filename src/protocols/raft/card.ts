/** The card of Raft. */
import type { DecisionCard } from '../card.ts';
import { facts, messages, room } from './messages.ts';

export const card: DecisionCard = {
  kind: 'decision',
  name: room,
  title: 'Raft',
  summary:
    'The members elect a leader, and what a majority has stored is decided. It survives crashes of fewer than half; it is not defended against a single liar.',
  messages,
  facts,
  leaders: 'terms',
  ways: {
    [room]: {
      name: 'Raft: agree in spite of crashes',
      line: 'A leader whom more than half follow. Not against liars: one lying leader breaks it.',
      says: 'Raft: an elected leader puts requests into its log, and what a majority has stored is decided. It holds while a majority lives and can be reached; it trusts every member, so that one liar can split it.',
      survives: 'crashes',
      messages: (members) => ({ count: 2 * (members - 1) + 2 }),
    },
  },
};
