/** The door of the protocols: the registry of rooms, and what a room exports. */
export { rooms } from './registry.ts';
export { type ProtocolRoom, type RuleWords, type SettingsSchema } from './room.ts';
