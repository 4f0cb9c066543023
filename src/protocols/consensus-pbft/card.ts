/** The card of PBFT. */
import type { DecisionCard } from '../card.ts';
import { messages, room } from './messages.ts';
import { facts } from './tell.ts';

export const card: DecisionCard = {
  kind: 'decision',
  name: room,
  title: 'PBFT',
  summary: 'The participants agree on one value and one order of decisions while fewer than a third of them lie.',
  messages,
  facts,
  leaders: 'views',
  ways: {
    pbft: {
      name: 'PBFT: agree despite liars',
      line: 'Holds while fewer than a third lie or stay silent. It does not judge whether a value is good.',
      says: 'PBFT: the primary of a view proposes an order, a quorum prepares and commits it, and a primary that fails is replaced. It holds while fewer than a third lie. It ensures that all agree, not that they are right.',
      survives: 'liars',
      messages(n) {
        const count = 2 * n * n - n + 1;
        return { count, exactly: `2 x ${n} x ${n} - ${n} + 1 = ${count} messages` };
      },
    },
  },
};
