/**
 * Files that were damaged or meddled with: bytes turned, cut, doubled and put in, and JSON whose parts were taken out, doubled,
 * exchanged or replaced by what fits nowhere. The same seed gives the same file.
 */
import { isForbiddenKey, type Json } from '../../src/base/index.ts';
import { Dice } from './documents.ts';

/** A mutant of a file by its bytes. */
export function byteMutant(seed: number, whole: Uint8Array): Uint8Array {
  const dice = new Dice(seed);
  let bytes: number[] = Array.from(whole);
  for (let round = dice.integer(1, 4); round > 0; round -= 1) {
    const at = dice.integer(0, Math.max(0, bytes.length - 1));
    const size = dice.integer(1, 40);
    switch (dice.integer(0, 5)) {
      case 0:
        bytes[at] = (bytes[at] ?? 0) ^ (1 << dice.integer(0, 7));
        break;
      case 1:
        bytes[at] = dice.chance(0.5) ? dice.integer(0, 255) : dice.one(signs);
        break;
      case 2:
        bytes.splice(at, size);
        break;
      case 3:
        bytes = [...bytes.slice(0, at + size), ...bytes.slice(at)];
        break;
      case 4:
        bytes.splice(at, 0, dice.one(signs));
        break;
      default:
        if (dice.chance(0.2)) bytes.length = at;
        // A digit becomes another, or many: numbers are where files lie best.
        else if ((bytes[at] ?? 0) >= 48 && (bytes[at] ?? 0) <= 57) bytes.splice(at, 1, ...dice.one(numbers));
    }
  }
  return new Uint8Array(bytes);
}

const bytesOf = (text: string): number[] => [...new TextEncoder().encode(text)];
const signs = bytesOf('{}[]",:0-9eE.\\u\u0000truefalsn< ');
const numbers = ['0', '9', '-1', '1e9', '99999999', '1e308', '0.5'].map(bytesOf);

const values: readonly Json[] = [
  null,
  true,
  false,
  0,
  -1,
  1,
  1.5,
  1e9,
  1e300,
  -1e300,
  9007199254740991,
  '',
  'a',
  'x',
  'coordinator',
  'constructor',
  [],
  {},
  [[]],
  [{}],
  { id: 'a' },
  { min: 5, max: 1 },
  'x'.repeat(2000),
  Array.from({ length: 300 }, (_, at) => at),
];

type Holder = Json[] | Record<string, Json>;

/** A mutant of a file by its structure. */
export function structureMutant(seed: number, whole: Json): Json {
  const dice = new Dice(seed);
  const root = { root: copyOf(whole) };
  for (let round = dice.integer(1, 3); round > 0; round -= 1) {
    const places = placesIn(root);
    const [holder, key] = dice.one(places);
    const value = memberOf(holder, key);
    switch (dice.integer(0, 5)) {
      case 0:
        remove(holder, key);
        break;
      case 1:
        if (Array.isArray(holder)) holder.splice(key as number, 0, copyOf(value));
        else put(holder, `${String(key)}2`, value);
        break;
      case 2: {
        const [other, place] = dice.one(places);
        put(holder, key, memberOf(other, place));
        break;
      }
      case 3:
        if (typeof value === 'number')
          put(holder, key, dice.one([-value, value + 1, value * 1e6, value / 3, value - 1]));
        else put(holder, key, dice.one(values));
        break;
      case 4:
        if (!Array.isArray(holder) && !isForbiddenKey(`x${String(key)}`)) {
          remove(holder, key);
          holder[`x${String(key)}`] = value;
        } else if (Array.isArray(holder)) holder.reverse();
        break;
      default:
        put(holder, key, dice.one(values));
    }
  }
  return root.root ?? null;
}

function placesIn(root: Holder): [holder: Holder, key: string | number][] {
  const places: [Holder, string | number][] = [];
  const visit = (holder: Holder): void => {
    for (const key of Array.isArray(holder) ? holder.keys() : Object.keys(holder)) {
      places.push([holder, key]);
      const value = memberOf(holder, key);
      if (typeof value === 'object' && value !== null) visit(value as Holder);
    }
  };
  visit(root);
  return places.length === 0 ? [[root, 'root']] : places;
}

function memberOf(holder: Holder, key: string | number): Json {
  return (holder as Record<string | number, Json>)[key] ?? null;
}

function put(holder: Holder, key: string | number, value: Json): void {
  // A copy: a part that held itself could not be written.
  (holder as Record<string | number, Json>)[key] = copyOf(value);
}

function copyOf(value: Json): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}

function remove(holder: Holder, key: string | number): void {
  if (Array.isArray(holder)) holder.splice(key as number, 1);
  else delete holder[key];
}
