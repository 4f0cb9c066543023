/** The door of the protocols: the registry of rooms, and what a room exports. */
export { type DecisionRoom } from './decision-room.ts';
export { decisionRooms, rooms, wordsOf } from './registry.ts';
export { type ProtocolRoom, type RuleWords, type SettingsSchema } from './room.ts';
