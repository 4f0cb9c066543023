/** The list of the rooms with their machines, for whoever makes a world. A new room is a line here and one in the catalogue. */
import type { Band, BandOf, Sent } from '../agents/index.ts';
import type { Plan } from '../plan/index.ts';
import type { DecisionRoom } from './decision-room.ts';
import { arbiters } from './arbiters/index.ts';
import { centralized } from './centralized/index.ts';
import { consensusPbft } from './consensus-pbft/index.ts';
import { contractNet } from './contract-net/index.ts';
import { delegation } from './delegation/index.ts';
import { loadBalancing } from './load-balancing/index.ts';
import { negotiation } from './negotiation/index.ts';
import { raft } from './raft/index.ts';
import { sharedMemory } from './shared-memory/index.ts';
import { snapshots } from './snapshots/index.ts';
import { voting } from './voting/index.ts';
import type { ProtocolRoom } from './room.ts';
import type { ServiceRoom } from './service-room.ts';

const machines: readonly (ProtocolRoom | DecisionRoom | ServiceRoom)[] = [
  centralized,
  loadBalancing,
  contractNet,
  delegation,
  consensusPbft,
  raft,
  voting,
  sharedMemory,
  arbiters,
  negotiation,
  snapshots,
];

/** Rooms by the name that a document gives in `coordination.pattern`. */
export const rooms: ReadonlyMap<string, ProtocolRoom> = new Map(
  machines.filter((room) => room.kind === 'pattern').map((room) => [room.name, room]),
);

/** Rooms in which agents decide together, beside whatever pattern a document has. */
export const decisionRooms: readonly DecisionRoom[] = machines.filter((room) => room.kind === 'decision');

/** Rooms that serve agents, beside whatever pattern a document has. */
export const serviceRooms: readonly ServiceRoom[] = machines.filter((room) => room.kind === 'service');

const bands: ReadonlyMap<string, BandOf> = new Map(
  machines.flatMap(({ name, bandOf }) => (bandOf === undefined ? [] : [[name, bandOf]])),
);

/** The phase to which a message belongs, as its room tells it; null for none. */
export function bandOf(sent: Sent, plan: Plan): Band | null {
  const { type } = sent.message;
  return bands.get(type.slice(0, type.indexOf('.')))?.(sent, plan) ?? null;
}
