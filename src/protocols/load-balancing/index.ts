/** The door of load balancing: agents have queues, and a balancer spreads ready tasks over them. */
import { assignmentWords, falseResults } from '../../agents/index.ts';
import { protocolRoom } from '../room.ts';
import { invariants } from './invariants.ts';
import { card } from './card.ts';
import { problems } from './check.ts';
import { coordinator } from './machine.ts';
import { room } from './messages.ts';
import { balancedRole } from './worker.ts';

/** Work that is stolen has to be followed: the loot, word of it, and the word to its new place. */
const hopsToLoot = 3;

export const loadBalancing = protocolRoom({
  ...card,
  coordinator,
  roles: (plan) => [balancedRole(plan)],
  invariants,
  workConserving: ({ balancing }) => balancing === 'central-queue' || balancing === 'work-stealing',
  hops: ({ scheduling }) => (scheduling.balancing === 'work-stealing' ? hopsToLoot : 1),
  problems,
  corruption: falseResults(assignmentWords(room)),
});
