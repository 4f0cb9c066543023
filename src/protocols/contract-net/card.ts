/** The card of the contract net. */
import { tenderFacts, tenderTraits } from '../../agents/index.ts';
import type { PatternCard } from '../card.ts';
import { messages, room, rules, words } from './messages.ts';
import { settingsSchema, type ContractNetSettings } from './settings.ts';

export const card: PatternCard<ContractNetSettings> = {
  kind: 'pattern',
  name: room,
  title: 'Contract net',
  summary: 'Each task is announced, agents with free capacity bid, and the best bid wins the contract.',
  hint: 'Each task is announced, agents bid, and the best bid wins.',
  icon: 'gavel',
  settings: settingsSchema,
  messages,
  ...tenderTraits(words),
  facts: tenderFacts(words),
  rules,
  alternative: 'contract net',
};
