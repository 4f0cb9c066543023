/** The door of shared memories. */
import type { ServiceRoom } from '../service-room.ts';
import { bandOf } from './seen/bands.ts';
import { card } from './card.ts';
import { MemoryFigures } from './figures.ts';
import { MemoryMeasures } from './seen/measures.ts';
import { invariants } from './invariants.ts';
import { memberRole } from './member.ts';
import { MemorySigns } from './seen/signs.ts';

export const sharedMemory: ServiceRoom = {
  ...card,
  bandOf,
  roles: (plan) => [memberRole(plan)],
  invariants,
  figures: (plan) => new MemoryFigures(plan),
  measures: (plan) => new MemoryMeasures(plan),
  signs: (plan) => new MemorySigns(plan),
};
