/** The card of delegation. */
import { tenderTraits } from '../../agents/index.ts';
import type { PatternCard } from '../card.ts';
import { facts, messages, room, rules, words } from './messages.ts';
import { settingsSchema, type DelegationSettings } from './settings.ts';

export const card: PatternCard<DelegationSettings> = {
  kind: 'pattern',
  name: room,
  title: 'Delegation',
  summary: 'Tasks go down a hierarchy: each manager hands on what its branch can do, and gives back what it cannot.',
  hint: 'Managers delegate to their reports, and results come up.',
  icon: 'workflow',
  settings: settingsSchema,
  messages,
  ...tenderTraits(words),
  facts,
  rules: () => rules,
  managerFields: ['inside'],
};
