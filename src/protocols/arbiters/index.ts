/** The door of arbiters. */
import type { ServiceRoom } from '../service-room.ts';
import { arbiterMachine } from './arbiter.ts';
import { bandOf } from './rules/bands.ts';
import { card } from './card.ts';
import { ResourceFigures } from './rules/figures.ts';
import { ResourceMeasures } from './rules/measures.ts';
import { ArbiterSigns } from './rules/signs.ts';
import { invariants } from './rules/invariants.ts';
import { userRole } from './user.ts';

export const arbiters: ServiceRoom = {
  ...card,
  bandOf,
  service: (plan) => arbiterMachine(plan),
  roles: (plan) => [userRole(plan)],
  invariants,
  figures: (plan) => new ResourceFigures(plan),
  measures: (plan) => new ResourceMeasures(plan),
  signs: (plan) => new ArbiterSigns(plan),
};
