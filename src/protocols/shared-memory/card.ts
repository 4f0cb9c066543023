/** The card of shared memories. */
import type { ServiceCard } from '../card.ts';
import { facts, messages, room } from './messages.ts';

export const card: ServiceCard = {
  kind: 'service',
  name: room,
  title: 'Shared memory',
  summary:
    'Agents hold copies of what tasks read before they begin and write when they end: strong by majorities of them, or by a primary and its backups, eventual by comparing and merging them, or naive, an exhibit that breaks.',
  serves: { memories: ['strong', 'primary-backup', 'eventual', 'naive'] },
  heldByAgents: true,
  messages,
  facts,
};
