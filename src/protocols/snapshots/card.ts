/** The card of snapshots. */
import type { ServiceCard } from '../card.ts';
import { facts, messages, room } from './messages.ts';

export const card: ServiceCard = {
  kind: 'service',
  name: room,
  title: 'Snapshot',
  summary:
    'All record their states and what is on its way between them, so that it fits together as if seen at one moment.',
  serves: {},
  heldByAgents: true,
  messages,
  facts,
};
