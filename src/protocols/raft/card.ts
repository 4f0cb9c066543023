/** The card of Raft. */
import type { DecisionCard } from '../card.ts';
import { facts, messages, room } from './messages.ts';

export const card: DecisionCard = {
  kind: 'decision',
  name: room,
  title: 'Raft',
  summary:
    'The participants elect a leader, and what a majority has stored is decided. It survives crashes of fewer than half, but not a single liar.',
  messages,
  facts,
  leaders: 'terms',
  ways: {
    [room]: {
      name: 'Raft: agree despite crashes',
      line: 'A leader that more than half follow. No defence against liars: one lying leader breaks it.',
      says: 'Raft: an elected leader adds requests to its log, and what a majority has stored is decided. It holds while a majority is up and reachable. It trusts every participant, so one liar can split it.',
      survives: 'crashes',
      messages: (members) => ({ count: 2 * (members - 1) + 2 }),
    },
  },
};
