/** The door of delegation: tasks go down a hierarchy of managers, and reports come up. */
import { falseBids, leaseOf } from '../../agents/index.ts';
import { protocolRoom } from '../room.ts';
import { invariants } from './invariants.ts';
import { coordinator } from './machine.ts';
import { delegateRole } from './manager.ts';
import { facts, messages, room, rules, words } from './messages.ts';
import { settingsSchema } from './settings.ts';

export const delegation = protocolRoom({
  name: room,
  title: 'Delegation',
  summary: 'Tasks go down a hierarchy: each manager hands on what its branch can do, and gives back what it cannot.',
  settings: settingsSchema,
  coordinator,
  roles: (plan, settings) => [delegateRole(plan, { lease: leaseOf(settings.leaseMs, plan), inside: settings.inside })],
  invariants,
  corruption: falseBids(words),
  messages,
  facts,
  rules: () => rules,
});
