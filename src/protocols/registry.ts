/** The only file that names every protocol room. A new one is a line here. */
import { centralized } from './centralized/index.ts';
import { contractNet } from './contract-net/index.ts';
import { delegation } from './delegation/index.ts';
import { loadBalancing } from './load-balancing/index.ts';
import type { ProtocolRoom } from './room.ts';

/** Rooms by the name that a document gives in `coordination.pattern`. */
export const rooms: ReadonlyMap<string, ProtocolRoom> = new Map(
  [centralized, loadBalancing, contractNet, delegation].map((room) => [room.name, room]),
);
