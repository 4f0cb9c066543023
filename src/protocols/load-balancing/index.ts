/** The door of load balancing: agents have queues, and a balancer spreads ready tasks over them. */
import { assignmentWords, falseResults } from '../../agents/index.ts';
import { protocolRoom } from '../room.ts';
import { invariants } from './invariants.ts';
import { coordinator } from './machine.ts';
import { facts, messages, room, rules } from './messages.ts';
import { settingsSchema } from './settings.ts';
import { balancedRole } from './worker.ts';

export const loadBalancing = protocolRoom({
  name: 'load-balancing',
  title: 'Load balancing',
  summary: 'Agents have queues, and a balancer spreads ready tasks over them by the policy that the document names.',
  settings: settingsSchema,
  coordinator,
  roles: (plan) => [balancedRole(plan)],
  invariants,
  workConserving: ({ balancing }) => balancing === 'central-queue' || balancing === 'work-stealing',
  corruption: falseResults(assignmentWords(room)),
  messages,
  facts,
  rules,
});
