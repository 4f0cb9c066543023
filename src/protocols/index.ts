/** The door of the protocols: the registry of rooms, and what a room exports. */
export { type DecisionRoom } from './decision-room.ts';
export { decisionRooms, rooms, serviceRooms, wordsOf } from './registry.ts';
export { type ProtocolRoom, type RuleWords, type SettingsSchema } from './room.ts';
export { type ServiceRoom } from './service-room.ts';
