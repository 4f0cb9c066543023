/** The card of arbiters. */
import type { ServiceCard } from '../card.ts';
import { facts, messages, room } from './messages.ts';

export const card: ServiceCard = {
  kind: 'service',
  name: room,
  title: 'Resources',
  summary:
    'An arbiter gives out the units of resources, in order of priority and then of asking, under leases with fencing tokens.',
  serves: { resources: ['shared', 'exclusive'] },
  oneForAll: 'the arbiter',
  messages,
  facts,
};
