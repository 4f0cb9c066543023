/** The only file that names every protocol room. A new one is a line here. */
import type { DecisionRoom } from './decision-room.ts';
import { centralized } from './centralized/index.ts';
import { consensusPbft } from './consensus-pbft/index.ts';
import { contractNet } from './contract-net/index.ts';
import { delegation } from './delegation/index.ts';
import { loadBalancing } from './load-balancing/index.ts';
import { raft } from './raft/index.ts';
import { voting } from './voting/index.ts';
import type { Telling } from '../agents/index.ts';
import type { ProtocolRoom } from './room.ts';
import type { ServiceRoom } from './service-room.ts';

/** Rooms by the name that a document gives in `coordination.pattern`. */
export const rooms: ReadonlyMap<string, ProtocolRoom> = new Map(
  [centralized, loadBalancing, contractNet, delegation].map((room) => [room.name, room]),
);

/** Rooms in which agents decide together, beside whatever pattern a document has. */
export const decisionRooms: readonly DecisionRoom[] = [consensusPbft, raft, voting];

/** Rooms that serve agents, beside whatever pattern a document has. */
export const serviceRooms: readonly ServiceRoom[] = [];

/** The words of the room that a message or fact belongs to, by the first part of its type; undefined for the kernel's and workflow's. */
export function wordsOf(
  type: string,
): { readonly messages: Words<string>; readonly facts?: Words<Telling> } | undefined {
  const name = type.slice(0, type.indexOf('.'));
  return rooms.get(name) ?? [...decisionRooms, ...serviceRooms].find((room) => room.name === name);
}

type Words<T> = Readonly<Record<string, T>>;
