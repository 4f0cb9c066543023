/** What shared memories cost in a run and what went wrong in them, as figures of the whole run: for experiments. */
import type { KnownFact, Plan } from '../../../plan/index.ts';
import type { ServiceMeasures, ServiceMetric } from '../../service-room.ts';
import { LostUpdates } from '../lost.ts';
import { room, type HeldFact, type MemoryFact } from '../messages.ts';
import { Likeness, standing } from './likeness.ts';
import { StaleReads } from './stale.ts';

/** The copies of one memory: how far they are alike, and since when they are not; null where they are. */
interface Copies {
  readonly likeness: Likeness;
  sinceMs: number | null;
}

export class MemoryMeasures implements ServiceMeasures {
  readonly #lost = new LostUpdates();
  readonly #stale: StaleReads;
  readonly #copies = new Map<number, Copies>();
  /** Those in which a later write takes the place of an earlier one. */
  readonly #registers: readonly number[];
  #operations = 0;
  #messages = 0;
  #unavailable = 0;
  #staleReads = 0;
  #longestMs = 0;

  constructor(plan: Plan) {
    this.#stale = new StaleReads(plan);
    const mine = plan.services.flatMap((each, service) => (each.room === room ? [{ ...each, service }] : []));
    for (const { service, replicas } of mine)
      this.#copies.set(service, { likeness: new Likeness(replicas.length), sinceMs: null });
    this.#registers = mine.flatMap(({ service, memory }) => (memory?.type === 'register' ? [service] : []));
  }

  fact(told: KnownFact | MemoryFact, time: number): void {
    if (told.type === 'message.sent') {
      if (told.message.type.startsWith(`${room}.`)) this.#messages += 1;
      return;
    }
    this.#lost.fact(told);
    if (this.#stale.fact(told) !== null) this.#staleReads += 1;
    if (told.type === 'shared-memory.read' || told.type === 'shared-memory.written') this.#operations += 1;
    else if (told.type === 'shared-memory.unavailable') this.#unavailable += 1;
    else if (told.type === 'shared-memory.held') this.#held(told, time);
  }

  of(now: number): Readonly<Partial<Record<ServiceMetric, number>>> {
    const apart = [...this.#copies.values()].map(({ sinceMs }) => (sinceMs === null ? 0 : now - sinceMs));
    return {
      memoryOperations: this.#operations,
      memoryMessages: this.#messages,
      unavailable: this.#unavailable,
      staleReads: this.#staleReads,
      lostUpdates: this.#registers.reduce((sum, service) => sum + this.#lost.of(service).length, 0),
      convergeMs: Math.max(this.#longestMs, ...apart),
    };
  }

  #held(fact: HeldFact, time: number): void {
    const copies = this.#copies.get(fact.service)!;
    copies.likeness.hold(fact.key, fact.agent, standing(fact));
    if (copies.likeness.differing > 0) copies.sinceMs ??= time;
    else if (copies.sinceMs !== null) {
      this.#longestMs = Math.max(this.#longestMs, time - copies.sinceMs);
      copies.sinceMs = null;
    }
  }
}
