/**
 * Stale reads, folded from facts: reads that miss a write of their key which had returned before they were called. Tags tell that of
 * registers, version vectors of all else that is eventual, and of the naive exhibit, which has neither, the values and when they were
 * written. What is told here is certain at that step; the check of the whole history may convict more.
 */
import { canonical } from '../../../base/index.ts';
import { serviceAt, type KnownFact, type Plan } from '../../../plan/index.ts';
import { isEventual } from '../eventual/member.ts';
import { callOf, type AskedFact, type DoneFact, type HeldFact, type MemoryFact } from '../messages.ts';
import { isLater } from '../tag.ts';

/** A read, and a write that had returned before it was called and is not in it. */
export interface Stale {
  readonly read: DoneFact;
  readonly missed: DoneFact;
}

/** A write that has returned, with the number of its change at the replica that made it. */
interface Numbered {
  readonly fact: DoneFact;
  readonly seq: number;
}

class OfKey {
  /** The write of the latest tag that has returned. */
  latest: DoneFact | null = null;
  /** By replica, the last write that it made and that has returned. */
  made: ReadonlyMap<number, Numbered> = new Map();
  /** Of those that have returned the one that was called last. */
  newest: { readonly fact: DoneFact; readonly called: number } | null = null;
  /** By value, when the last write of it returned; not yet is never. */
  readonly ended = new Map<string, number>();
}

/** What had returned when something was called, which happened at this place among all that was told. */
interface Called {
  readonly fact: AskedFact;
  readonly at: number;
  readonly before: Pick<OfKey, 'latest' | 'made' | 'newest'>;
}

export class StaleReads {
  readonly #plan: Plan;
  readonly #keys = new Map<string, OfKey>();
  readonly #open = new Map<string, Called>();
  /** By memory and replica, how many changes it has made, and by tag which of them each is. */
  readonly #counts = new Map<string, number>();
  readonly #numbers = new Map<string, number>();
  #clock = 0;

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  /** The stale read that this fact is; null for none. */
  fact(told: KnownFact | MemoryFact): Stale | null {
    this.#clock += 1;
    switch (told.type) {
      case 'shared-memory.asked':
        this.#asked(told);
        return null;
      case 'shared-memory.held':
        this.#held(told);
        return null;
      case 'shared-memory.written':
        this.#written(told);
        return null;
      case 'shared-memory.read': {
        const called = this.#open.get(callOf(told));
        this.#open.delete(callOf(told));
        const missed = called === undefined ? null : this.#missed(told, called);
        return missed === null ? null : { read: told, missed };
      }
      case 'shared-memory.refused':
      case 'shared-memory.unavailable':
        this.#open.delete(callOf(told));
        return null;
      default:
        return null;
    }
  }

  #asked(fact: AskedFact): void {
    const key = this.#keyOf(fact);
    const { latest, made, newest } = key;
    this.#open.set(callOf(fact), { fact, at: this.#clock, before: { latest, made, newest } });
    if (fact.action === 'write') key.ended.set(canonical(fact.value), Infinity);
  }

  /** Changes of its own a replica numbers one by one. */
  #held({ service, agent, key, ts, writer }: HeldFact): void {
    if (agent !== writer || !isEventual(serviceAt(this.#plan, service))) return;
    const replica = `${String(service)}/${String(agent)}`;
    const seq = (this.#counts.get(replica) ?? 0) + 1;
    this.#counts.set(replica, seq);
    this.#numbers.set(`${String(service)}/${key}/${String(ts)}.${String(writer)}`, seq);
  }

  #written(fact: DoneFact): void {
    const key = this.#keyOf(fact);
    const called = this.#open.get(callOf(fact));
    this.#open.delete(callOf(fact));
    if (key.latest === null || isLater(fact, key.latest)) key.latest = fact;
    const seq = this.#numbers.get(`${String(fact.service)}/${fact.key}/${String(fact.ts)}.${String(fact.writer)}`);
    if (seq !== undefined) key.made = new Map(key.made).set(fact.writer, { fact, seq });
    if (called === undefined) return;
    key.ended.set(canonical(called.fact.value), this.#clock);
    if (key.newest === null || called.at > key.newest.called) key.newest = { fact, called: called.at };
  }

  /** A write that had returned when the read was called, and that it cannot have seen. */
  #missed(read: DoneFact, { before: { latest, made, newest } }: Called): DoneFact | null {
    const service = serviceAt(this.#plan, read.service);
    if (service.way === 'naive') {
      // Whoever wrote that value had returned before the other was called; nothing was there from the first.
      const ended = this.#keyOf(read).ended.get(canonical(read.value)) ?? (read.value === null ? 0 : Infinity);
      return newest !== null && ended < newest.called ? newest.fact : null;
    }
    if (service.memory!.type === 'register') return latest !== null && isLater(latest, read) ? latest : null;
    const unseen = [...made.values()].find(({ fact, seq }) => (read.seen?.[fact.writer] ?? 0) < seq);
    return unseen?.fact ?? null;
  }

  #keyOf({ service, key }: { readonly service: number; readonly key: string }): OfKey {
    const name = `${String(service)}/${key}`;
    const found = this.#keys.get(name) ?? new OfKey();
    this.#keys.set(name, found);
    return found;
  }
}
