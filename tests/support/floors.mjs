/**
 * The house in one table: which room stands on which floor, and what each may import. The linter and
 * tests/tidy.test.ts both read it, so that an editor and the test suite never disagree. A room imports only
 * rooms of lower floors; the few neighbours that may be visited are named.
 */

/** The floors from the ground up; docs/architecture.md says what each room is for. */
export const floors = [
  ['base'],
  ['kernel', 'document'],
  ['plan', 'layout', 'agents', 'history'],
  ['protocols'],
  ['workflow'],
  ['replay', 'experiments', 'storage', 'bridge', 'interchange'],
  ['engine', 'api', 'studio'],
  ['app', 'cli', 'tools'],
];

/** Imports between neighbours, from the first room to the second. */
const neighbours = new Map([
  ['agents', ['plan']],
  ['bridge', ['replay']],
  ['experiments', ['replay']],
  ['interchange', ['replay']],
]);

export const rooms = floors.flat();

/** Rooms whose code must give the same bits everywhere: no clock, no chance, no promise, no DOM. */
export const pureRooms = [
  'base',
  'kernel',
  'document',
  'plan',
  'layout',
  'agents',
  'history',
  'protocols',
  'workflow',
  'replay',
  'experiments',
];

/**
 * @param {string} from
 * @param {string} to
 */
export function mayImport(from, to) {
  if (from === to) return true;
  const floorOf = (/** @type {string} */ room) => floors.findIndex((floor) => floor.includes(room));
  const [source, target] = [floorOf(from), floorOf(to)];
  if (source < 0 || target < 0) return false;
  return target < source || (neighbours.get(from)?.includes(to) ?? false);
}
