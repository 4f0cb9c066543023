/** The card of delegation. */
import { tenderTraits } from '../../agents/index.ts';
import type { PatternCard } from '../card.ts';
import { facts, messages, room, rules, words } from './messages.ts';
import { settingsSchema, type DelegationSettings } from './settings.ts';

export const card: PatternCard<DelegationSettings> = {
  kind: 'pattern',
  name: room,
  title: 'Delegation',
  summary: 'Tasks go down a hierarchy: each manager delegates what its team can do and escalates the rest.',
  hint: 'Managers delegate to their reports; results come back up.',
  icon: 'workflow',
  settings: settingsSchema,
  messages,
  ...tenderTraits(words),
  facts,
  rules: () => rules,
  managerFields: ['inside'],
};
