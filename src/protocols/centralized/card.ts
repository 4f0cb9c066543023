/** The card of centralized coordination. */
import type { PatternCard } from '../card.ts';
import { facts, messages } from './messages.ts';
import { settingsSchema, type CentralizedSettings } from './settings.ts';
import { rules } from './words.ts';

export const card: PatternCard<CentralizedSettings> = {
  kind: 'pattern',
  name: 'centralized',
  title: 'Centralized',
  summary: 'One coordinator knows every agent and every ready task, and assigns them.',
  hint: 'One coordinator sees every queue and assigns each ready task.',
  icon: 'waypoints',
  settings: settingsSchema,
  messages,
  facts,
  rules,
  remedies: [
    { path: ['scheduling', 'assignment'], value: 'heft', words: 'HEFT, which plans ahead' },
    { path: ['scheduling', 'assignment'], value: 'greedy', words: 'greedy assignment' },
  ],
  alternative: 'a central coordinator',
};
