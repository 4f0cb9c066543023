/** The door of PBFT: replicas agree on one order of requests, in spite of members that lie. */
import type { DecisionRoom } from '../decision-room.ts';
import { bandOf } from './bands.ts';
import { card } from './card.ts';
import { client } from './client.ts';
import { corruption } from './corruption.ts';
import { invariants } from './invariants.ts';
import { replicaRole } from './replica/replica.ts';

export const consensusPbft: DecisionRoom = {
  ...card,
  bandOf,
  client,
  roles: (plan) => [replicaRole(plan)],
  invariants,
  corruption,
};
