/** The card of load balancing. */
import type { PatternCard } from '../card.ts';
import { facts, messages, room, rules } from './messages.ts';
import { settingsSchema, type BalancingSettings } from './settings.ts';

export const card: PatternCard<BalancingSettings> = {
  kind: 'pattern',
  name: room,
  title: 'Load balancing',
  summary: 'Each agent has a queue, and a balancer spreads ready tasks over them by the chosen policy.',
  hint: 'Tasks go to queues by load; idle agents may steal.',
  icon: 'scale',
  settings: settingsSchema,
  messages,
  asking: ['load-balancing.probe'],
  facts,
  rules,
  remedies: [
    { path: ['scheduling', 'balancing'], value: 'power-of-two', words: 'power of two choices' },
    { path: ['scheduling', 'balancing'], value: 'work-stealing', words: 'idle agents that steal' },
    { path: ['coordination', 'staleMs'], value: 0, words: 'a board that is never stale', above: 0 },
    { path: ['scheduling', 'balancing'], value: 'idle-queue', words: 'idle agents that ask for work' },
  ],
  alternative: 'load balancing',
};
