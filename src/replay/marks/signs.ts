/**
 * What stands out in a run though no single fact says it, as the rooms of its services see it: folded from facts as they come, so
 * that playing can pause there and a scrubber can mark it.
 */
import { serviceRooms, type Sign, type Signs } from '../../protocols/index.ts';
import { begun } from '../describe.ts';
import { partitionPoint } from '../log/partition-point.ts';
import type { Run } from '../run.ts';

export interface Placed extends Sign {
  /** The place of the fact in the log. */
  readonly place: number;
}

export class SignBook {
  readonly #log: Run['log'];
  readonly #rooms: readonly Signs[];
  readonly #seen: Placed[] = [];
  #count = 0;

  constructor({ compiled: { plan }, log }: Pick<Run, 'compiled' | 'log'>) {
    this.#log = log;
    this.#rooms = serviceRooms.flatMap((each) =>
      plan.services.some(({ room }) => room === each.name) ? (each.signs?.(plan) ?? []) : [],
    );
  }

  /** Those between two places, in their order. */
  within(from: number, to: number): readonly Placed[] {
    const seen = this.#until(to);
    const before = (place: number): number => partitionPoint(seen.length, (at) => seen[at]!.place < place);
    return seen.slice(before(from), before(to));
  }

  /** All among the first so many facts at least. */
  #until(count: number): readonly Placed[] {
    if (this.#rooms.length === 0) return this.#seen;
    for (; this.#count < count; this.#count += 1) {
      const fact = this.#log.unpackedAt(this.#count);
      for (const room of this.#rooms) {
        if (fact !== null) this.#see(room.fact(fact));
        if (this.#endsStep(this.#count)) this.#see(room.settled?.() ?? []);
      }
    }
    return this.#seen;
  }

  #see(signs: readonly Sign[]): void {
    for (const sign of signs) this.#seen.push({ ...sign, text: begun(sign.text), place: this.#count });
  }

  /** Steps are recorded whole. */
  #endsStep(place: number): boolean {
    return place + 1 === this.#log.length || this.#log.stepOf(place + 1) !== this.#log.stepOf(place);
  }
}
