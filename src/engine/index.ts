/**
 * The door of the engine for pages that compute a run themselves, without a worker. The studio never enters here: it meets the engine
 * only through the bridge.
 */
export { toBridgeError } from './errors.ts';
export { Session } from './session.ts';
