/** The card of the negotiation desk, and its protocols in words. */
import type { DecisionCard, DecisionWay } from '../card.ts';
import { facts } from './facts.ts';
import { messages, room } from './messages.ts';

const trust = 'Each is believed in what it says that it wants; a liar may gain by it, or lose the deal.';
/** What each says that it wants, the opening and the reports, and a word or two besides. */
const talked = { survives: null, pair: true, messages: () => ({ count: 12 }) } as const;
const mediated = { survives: null, messages: (members: number) => ({ count: 4 * members }) } as const;

const ways: Readonly<Record<string, DecisionWay>> = {
  zeuthen: {
    name: 'Monotonic concession (Zeuthen)',
    line: 'Two make offers; who risks less by no deal concedes. Ends where the product of gains is highest.',
    says: `Whoever would lose less by no deal, measured by its own offer, concedes just enough that the other risks less. ${trust}`,
    ...talked,
  },
  alternating: {
    name: 'Alternating offers',
    line: 'Two take turns with offers, by patience (Rubinstein) or by the rounds that are left.',
    says: `Each answers an offer by taking it or by making another: by what waiting is worth to it, or by the rounds that are left. ${trust}`,
    ...talked,
  },
  nash: {
    name: 'Mediated: Nash',
    line: 'A mediator proposes the highest product of gains.',
    says: `The mediator proposes what has the highest product of gains over no deal. ${trust}`,
    ...mediated,
  },
  'kalai-smorodinsky': {
    name: 'Mediated: Kalai-Smorodinsky',
    line: 'A mediator proposes the most even shares of what each could gain at most.',
    says: `The mediator proposes what gives each as large a share as can be of the most that it could gain. ${trust}`,
    ...mediated,
  },
  egalitarian: {
    name: 'Mediated: egalitarian',
    line: 'A mediator proposes the most for whoever gains least.',
    says: `The mediator proposes what gives the most to whoever gains least. ${trust}`,
    ...mediated,
  },
};

export const card: DecisionCard = {
  kind: 'decision',
  of: 'negotiate',
  name: room,
  title: 'Negotiation',
  summary: 'Agents with goals in conflict come to a deal, by offers to each other or through a mediator, or to none.',
  messages,
  facts,
  ways,
};
