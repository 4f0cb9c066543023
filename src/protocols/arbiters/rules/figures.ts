/** What came of each resource in a run, added up from facts: for the result. */
import type { JsonObject } from '../../../base/index.ts';
import { jain, taskAt, type KnownFact, type Plan } from '../../../plan/index.ts';
import type { ServiceFigures } from '../../service-room.ts';
import { keyOf, ResourceBook } from './book.ts';
import { room, type OfUnits, type ResourceFact } from '../messages.ts';

interface Counts {
  grants: number;
  waitMs: number;
  busyMs: number;
  /** While somebody of lower priority held some of it. */
  blockedMs: number;
  /** Until when that is counted. */
  atMs: number;
  /** How long each task waited. */
  readonly waits: Map<number, number>;
}

export class ResourceFigures implements ServiceFigures {
  readonly #book = new ResourceBook();
  readonly #counts = new Map<number, Counts>();
  readonly #plan: Plan;
  #now = 0;

  constructor(plan: Plan) {
    this.#plan = plan;
    plan.services.forEach((each, service) => {
      if (each.room === room)
        this.#counts.set(service, { grants: 0, waitMs: 0, busyMs: 0, blockedMs: 0, atMs: 0, waits: new Map() });
    });
  }

  fact(told: KnownFact | ResourceFact, time: number): void {
    this.#now = time;
    switch (told.type) {
      case 'arbiters.asked':
        this.#upTo(told.service, time);
        this.#waited(told, 0);
        break;
      case 'arbiters.drawn':
      case 'arbiters.granted':
        this.#upTo(told.service, time);
        this.#counts.get(told.service)!.grants += 1;
        this.#waited(told, told.waitedMs);
        break;
      case 'arbiters.left': {
        this.#upTo(told.service, time);
        const wait = this.#book.waiting.get(told.service)?.get(keyOf(told));
        this.#waited(told, time - (wait?.sinceMs ?? time));
        break;
      }
      case 'arbiters.returned':
      case 'arbiters.expired':
      case 'arbiters.preempted': {
        this.#upTo(told.service, time);
        const hold = this.#book.held.get(told.service)?.get(keyOf(told));
        if (hold !== undefined) this.#counts.get(told.service)!.busyMs += hold.units * (time - hold.sinceMs);
        break;
      }
      case 'arbiters.deadlocked':
      case 'arbiters.died':
        this.#refused(told, time);
        break;
      default:
    }
    this.#book.fact(told, time);
  }

  /** All that was asked for in one with what it is refused for. */
  #refused({ task, lease, service }: Pick<OfUnits, 'task' | 'lease' | 'service'>, time: number): void {
    for (const wait of this.#book.waitsFor(service)) {
      if (wait.task !== task || wait.lease !== lease) continue;
      for (const [of, all] of this.#book.waiting) {
        const other = all.get(keyOf(wait));
        if (other === undefined) continue;
        this.#upTo(of, time);
        this.#waited(other, time - other.sinceMs);
      }
    }
  }

  #waited({ service, task }: { readonly service: number; readonly task: number }, ms: number): void {
    const counts = this.#counts.get(service)!;
    counts.waitMs += ms;
    counts.waits.set(task, (counts.waits.get(task) ?? 0) + ms);
  }

  /** Counts what was waited since the last change, while others of lower priority held it. */
  #upTo(service: number, time: number): void {
    const counts = this.#counts.get(service)!;
    const rank = ({ task }: { readonly task: number }): number => taskAt(this.#plan, task).priority;
    const lowest = this.#book.holdersOf(service).reduce((least, held) => Math.min(least, rank(held)), Infinity);
    const blocked = this.#book.waitsFor(service).filter((wait) => rank(wait) > lowest).length;
    counts.blockedMs += blocked * (time - counts.atMs);
    counts.atMs = time;
  }

  /** Of what is over: who waits still has not gone on for it. */
  waitedMs(service: number, task: number): number {
    return this.#counts.get(service)!.waits.get(task) ?? 0;
  }

  /** How evenly the waiting for all resources fell on the tasks that asked for any; null where none did. */
  fairness(): number | null {
    const all = new Map<number, number>();
    for (const service of this.#counts.keys())
      for (const [task, ms] of this.#waitsOf(service)) all.set(task, (all.get(task) ?? 0) + ms);
    return all.size === 0 ? null : rounded(jain([...all.values()]));
  }

  /** How long each task has waited for a resource, those that wait still among them. */
  #waitsOf(service: number): ReadonlyMap<number, number> {
    const all = new Map(this.#counts.get(service)!.waits);
    for (const { task, sinceMs } of this.#book.waitsFor(service))
      all.set(task, (all.get(task) ?? 0) + this.#now - sinceMs);
    return all;
  }

  /**
   * How often units were given out, how long all tasks together waited for them, of that while a task of lower priority held some, how
   * long units were held, each for itself, and how evenly the waiting fell on the tasks (Jain's index: 1 where all waited alike).
   */
  of(service: number): JsonObject {
    this.#upTo(service, this.#now);
    const { grants, waitMs, busyMs, blockedMs } = this.#counts.get(service)!;
    const waiting = this.#book.waitsFor(service).reduce((sum, { sinceMs }) => sum + this.#now - sinceMs, 0);
    const held = this.#book.holdersOf(service).reduce((sum, each) => sum + each.units * (this.#now - each.sinceMs), 0);
    const fairness = rounded(jain([...this.#waitsOf(service).values()]));
    return { waitMs: waitMs + waiting, blockedMs, busyMs: busyMs + held, grants, fairness };
  }
}

/** An index, as the result tells it. */
function rounded(index: number): number {
  return Math.floor(index * 10_000 + 0.5) / 10_000;
}
