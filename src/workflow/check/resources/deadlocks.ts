/**
 * Deadlocks that the order in which tasks take resources allows: tasks that may be under way at one time, each at a moment at which it
 * holds something and waits for something else, so that none of them can ever go on. Whatever is found can come about if times fall so.
 */
import { serviceAt, taskAt } from '../../../plan/index.ts';
import type { Claim, Claims } from './claims.ts';

/** A task at the moment at which it waits for something while it holds something else. */
export interface Halt {
  readonly task: number;
  readonly wants: Claim;
  readonly holds: readonly Claim[];
  /** Whether what it wants was taken from it: only whoever had a right to that keeps it then. */
  readonly taken: boolean;
}

/** So many tasks of one deadlock, so many deadlocks, and so many places of the search. */
const [tasksMax, foundMax, placesMax] = [8, 5, 50_000];

export function deadlocksOf(claims: Claims): readonly (readonly Halt[])[] {
  return new Search(claims).all();
}

class Search {
  readonly #claims: Claims;
  /** By resource, all moments at which somebody holds some of it and waits. */
  readonly #holding = new Map<number, Halt[]>();
  readonly #halts: Halt[] = [];
  #places = 0;

  constructor(claims: Claims) {
    this.#claims = claims;
    for (const all of claims.byTask.values()) this.#halts.push(...haltsOf(all));
    for (const halt of this.#halts)
      for (const { service } of halt.holds) {
        const list = this.#holding.get(service) ?? [];
        list.push(halt);
        this.#holding.set(service, list);
      }
  }

  /** Each task in one of them at most. */
  all(): Halt[][] {
    const found: Halt[][] = [];
    const told = new Set<number>();
    for (const halt of this.#halts) {
      if (found.length === foundMax) break;
      if (told.has(halt.task) || !this.#holding.has(halt.wants.service)) continue;
      const cycle = this.#grow([halt]);
      if (cycle === null || cycle.some(({ task }) => told.has(task))) continue;
      found.push(cycle);
      for (const { task } of cycle) told.add(task);
    }
    return found;
  }

  /** These and others, so that all wait for what the rest hold. */
  #grow(halts: readonly Halt[]): Halt[] | null {
    const free = halts.find((halt) => !this.#isStuck(halt, halts));
    if (free === undefined) return [...halts];
    if (halts.length === tasksMax) return null;
    for (const next of this.#holding.get(free.wants.service) ?? []) {
      if ((this.#places += 1) > placesMax) return null;
      if (free.taken && !this.#mayTake(free, next.task)) continue;
      const tasks = halts.map(({ task }) => task);
      if (tasks.includes(next.task) || !this.#fits([...halts, next])) continue;
      if (!this.#claims.mayAllMeet(tasks, next.task)) continue;
      const cycle = this.#grow([...halts, next]);
      if (cycle !== null) return cycle;
    }
    return null;
  }

  #isStuck({ task, wants }: Halt, halts: readonly Halt[]): boolean {
    const others = halts.filter((each) => each.task !== task).flatMap(({ holds }) => holds);
    return !this.#hasRoom(wants, others);
  }

  /** Whether all of them can hold what they hold at once. */
  #fits(halts: readonly Halt[]): boolean {
    const held = halts.flatMap(({ holds }) => holds);
    return held.every((claim) =>
      this.#hasRoom(
        claim,
        held.filter((other) => other !== claim),
      ),
    );
  }

  #hasRoom({ service, units }: Claim, others: readonly Claim[]): boolean {
    const { units: all, way } = serviceAt(this.#claims.plan, service);
    const held = others.filter((each) => each.service === service);
    if (way === 'exclusive') return held.length === 0;
    return held.reduce((free, each) => free - each.units, all) >= units;
  }

  /** Higher priority takes what can be taken, and anybody takes it from work that stands. */
  #mayTake({ task, wants }: Halt, other: number): boolean {
    const { plan, byTask } = this.#claims;
    const stands = byTask.get(task)!.some((claim) => claim.fromMs > wants.fromMs && claim.fromMs < wants.toMs);
    return stands || taskAt(plan, other).priority > taskAt(plan, task).priority;
  }
}

/** What it holds that nobody can take away, at a moment. */
function keptAt(claims: readonly Claim[], atMs: number): Claim[] {
  return claims.filter(
    ({ fromMs, toMs, takeable, renews }) => !renews && takeable !== 'resume' && fromMs <= atMs && toMs > atMs,
  );
}

/** In the order in which it asks. What is taken from it, it asks for again, whatever it holds by then. */
function haltsOf(claims: readonly Claim[]): Halt[] {
  const halts: Halt[] = [];
  claims.forEach((wants, place) => {
    if (wants.renews) return;
    const { task } = wants;
    const before = keptAt(claims.slice(0, place), wants.fromMs);
    if (before.length > 0) halts.push({ task, wants, holds: before, taken: false });
    if (wants.takeable !== 'resume') return;
    for (const { fromMs, service } of claims.slice(place + 1)) {
      const holds = keptAt(claims, fromMs).filter((claim) => claim !== wants);
      if (service !== wants.service && holds.length > 0) halts.push({ task, wants, holds, taken: true });
    }
  });
  return halts;
}
