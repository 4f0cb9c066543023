/**
 * How much a property tries: a few seeds in `npm test`, as many as were promised in `npm run -s prove ROOM`, which also
 * collects the figures that are told here. It decides nothing about what holds.
 */
import { appendFileSync } from 'node:fs';

const proving = process.env['CONCLAVE_PROVE'] !== undefined;

/** So many rounds: `usual` in `npm test`, where a room may take ten seconds, and `full` where the room is proven. */
export function rounds(usual: number, full: number): number {
  return proving ? full : usual;
}

/** Puts a figure into what `npm run -s prove` prints; says nothing in `npm test`. */
export function figure(name: string, value: number | string | boolean): void {
  const file = process.env['CONCLAVE_PROVE'];
  if (file !== undefined && file !== '') appendFileSync(file, `${JSON.stringify([name, value])}\n`);
}
