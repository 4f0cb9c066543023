/** The door of PBFT: replicas agree on one order of requests, in spite of members that lie. */
import type { DecisionRoom } from '../decision-room.ts';
import { client } from './client.ts';
import { corruption } from './corruption.ts';
import { invariants } from './invariants.ts';
import { messages, room } from './messages.ts';
import { replicaRole } from './replica/replica.ts';
import { facts } from './tell.ts';

export const consensusPbft: DecisionRoom = {
  name: room,
  title: 'PBFT',
  summary: 'The members agree on one value and one order of decisions, though fewer than a third of them lie.',
  protocols: ['pbft'],
  rules: {
    pbft: 'PBFT: the primary of a view proposes an order, a quorum prepares it and a quorum commits it, and a primary that fails is replaced. It holds while fewer than a third lie. It says that all agree, not that what they agree on is right.',
  },
  client,
  roles: (plan) => [replicaRole(plan)],
  invariants,
  corruption,
  messages,
  facts,
};
