/** The door of shared memories. */
import type { ServiceRoom } from '../service-room.ts';
import { card } from './card.ts';
import { invariants } from './invariants.ts';
import { memberRole } from './member.ts';

export { MemoryHistory } from './history.ts';

export const sharedMemory: ServiceRoom = { ...card, roles: (plan) => [memberRole(plan)], invariants };
