/** Which keys of a memory differ between its copies, folded from what replicas come to keep. */
import { canonical, type Json } from '../../../base/index.ts';

/** What stands at a replica as text, by which copies are compared; '' where nothing does any more. */
export function standing({ value, removed = false }: { readonly value: Json; readonly removed?: boolean }): string {
  return removed && isEmpty(value) ? '' : canonical(value);
}

function isEmpty(value: Json): boolean {
  return value === null || (typeof value === 'object' && Object.keys(value).length === 0);
}

interface OfKey {
  /** By agent; where nothing came to stand yet it is as where nothing stands any more. */
  readonly held: Map<number, string>;
  /** How many replicas keep each text. */
  readonly counts: Map<string, number>;
}

/** Of one memory. */
export class Likeness {
  readonly #replicas: number;
  readonly #keys = new Map<string, OfKey>();
  /** How many keys differ. */
  differing = 0;

  /** `replicas` is how many copies there are. */
  constructor(replicas: number) {
    this.#replicas = replicas;
  }

  /** A replica keeps this from here on. True where the key differs since then, false where it is alike since then, null for as before. */
  hold(name: string, agent: number, text: string): boolean | null {
    const key: OfKey = this.#keys.get(name) ?? { held: new Map(), counts: new Map([['', this.#replicas]]) };
    this.#keys.set(name, key);
    const { held, counts } = key;
    const differed = counts.size > 1;
    add(counts, held.get(agent) ?? '', -1);
    add(counts, text, 1);
    held.set(agent, text);
    const differs = counts.size > 1;
    if (differs === differed) return null;
    this.differing += differs ? 1 : -1;
    return differs;
  }
}

function add(counts: Map<string, number>, text: string, by: number): void {
  const count = (counts.get(text) ?? 0) + by;
  if (count === 0) counts.delete(text);
  else counts.set(text, count);
}
