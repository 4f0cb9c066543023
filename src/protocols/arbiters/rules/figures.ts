/** What came of each resource in a run, added up from facts: for the result. */
import type { JsonObject } from '../../../base/index.ts';
import type { KnownFact, Plan } from '../../../plan/index.ts';
import type { ServiceFigures } from '../../service-room.ts';
import { keyOf, ResourceBook } from './book.ts';
import { room, type ResourceFact } from '../messages.ts';

interface Counts {
  grants: number;
  waitMs: number;
  busyMs: number;
}

export class ResourceFigures implements ServiceFigures {
  readonly #book = new ResourceBook();
  readonly #counts = new Map<number, Counts>();
  #now = 0;

  constructor(plan: Plan) {
    plan.services.forEach((each, service) => {
      if (each.room === room) this.#counts.set(service, { grants: 0, waitMs: 0, busyMs: 0 });
    });
  }

  fact(told: KnownFact | ResourceFact, time: number): void {
    this.#now = time;
    switch (told.type) {
      case 'arbiters.drawn':
      case 'arbiters.granted':
        this.#counts.get(told.service)!.grants += 1;
        this.#counts.get(told.service)!.waitMs += told.waitedMs;
        break;
      case 'arbiters.left': {
        const wait = this.#book.waiting.get(told.service)?.get(keyOf(told));
        this.#counts.get(told.service)!.waitMs += time - (wait?.sinceMs ?? time);
        break;
      }
      case 'arbiters.returned':
      case 'arbiters.expired':
      case 'arbiters.preempted': {
        const hold = this.#book.held.get(told.service)?.get(keyOf(told));
        if (hold !== undefined) this.#counts.get(told.service)!.busyMs += hold.units * (time - hold.sinceMs);
        break;
      }
      default:
    }
    this.#book.fact(told, time);
  }

  /** How often units were given out, how long all tasks together waited for them, and how long units were held, each for itself. */
  of(service: number): JsonObject {
    const { grants, waitMs, busyMs } = this.#counts.get(service)!;
    const waiting = this.#book.waitsFor(service).reduce((sum, { sinceMs }) => sum + this.#now - sinceMs, 0);
    const held = this.#book.holdersOf(service).reduce((sum, each) => sum + each.units * (this.#now - each.sinceMs), 0);
    return { waitMs: waitMs + waiting, busyMs: busyMs + held, grants };
  }
}
