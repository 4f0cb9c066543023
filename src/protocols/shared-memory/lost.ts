/**
 * Lost updates, folded from facts: writes of a register that were overwritten by a task that had read the key before and did not
 * see them. What somebody writes who has not read the key is meant to overwrite whatever stands there.
 */
import { canonical } from '../../base/index.ts';
import type { KnownFact } from '../../plan/index.ts';
import type { DoneFact, MemoryFact } from './messages.ts';

interface Write {
  readonly fact: DoneFact;
  /** What its work had read of the key before, by its name; null where it had not. */
  readonly upon: string | null;
}

/** A write that nobody ever read on, and the one that overwrote it without having seen it. */
export interface Lost {
  readonly key: string;
  readonly task: number;
  readonly by: number;
}

const workOf = ({ service, key, task, lease }: DoneFact): string => [service, key, task, lease].join('/');
const nameOf = ({ ts, writer, value }: DoneFact): string => `${String(ts)}/${String(writer)}/${canonical(value)}`;

export class LostUpdates {
  /** By service and key, as they were acknowledged. */
  readonly #writes = new Map<string, Write[]>();
  readonly #read = new Map<string, string>();

  fact(told: KnownFact | MemoryFact): void {
    if (told.type === 'shared-memory.read') this.#read.set(workOf(told), nameOf(told));
    if (told.type !== 'shared-memory.written') return;
    const place = `${String(told.service)}/${told.key}`;
    const write = { fact: told, upon: this.#read.get(workOf(told)) ?? null };
    const known = this.#writes.get(place);
    if (known === undefined) this.#writes.set(place, [write]);
    else known.push(write);
  }

  /** From the last write back to what it was made of, and so on: whatever stands between is lost. */
  of(service: number): Lost[] {
    return [...this.#writes].flatMap(([place, writes]) =>
      place.startsWith(`${String(service)}/`) ? lostAmong(writes.toSorted(byTag)) : [],
    );
  }
}

/** Where tags say nothing, as for the naive exhibit, in the order of acknowledgements. */
function byTag({ fact: one }: Write, { fact: other }: Write): number {
  return one.ts - other.ts || (one.ts === 0 ? 0 : one.writer - other.writer);
}

function lostAmong(writes: readonly Write[]): Lost[] {
  const lost: Lost[] = [];
  for (let at = writes.length - 1; at > 0;) {
    const { fact, upon } = writes[at]!;
    if (upon === null) return lost;
    const before = writes.slice(0, at);
    const from = before.findLastIndex((each) => nameOf(each.fact) === upon);
    for (const each of before.slice(from + 1).reverse())
      lost.push({ key: fact.key, task: each.fact.task, by: fact.task });
    at = from;
  }
  return lost;
}
