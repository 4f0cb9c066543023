/**
 * Who goes before whom and who keeps whom waiting, worked out from facts alone and slowly: for the rules, which must not be wrong where
 * the arbiter is.
 */
import { serviceAt, taskAt, usesAt, type Plan } from '../../../plan/index.ts';
import { workKey, type Holding, type ResourceBook, type Waiting } from './book.ts';

export class Standing {
  readonly #plan: Plan;
  readonly #book: ResourceBook;
  readonly #time: number;

  constructor(plan: Plan, book: ResourceBook, time: number) {
    this.#plan = plan;
    this.#book = book;
    this.#time = time;
  }

  #takeable({ task, service }: Holding): 'resume' | 'restart' | undefined {
    return usesAt(this.#plan, task).all.find((each) => each.service === service && each.kind === 'resource')?.takeable;
  }

  /** Whether others may have to wait for it. */
  isKept(held: Holding): boolean {
    return this.#takeable(held) !== 'resume';
  }

  keepsAny(work: string): boolean {
    return !this.#book.doomed.has(work) && this.#book.holdsOf(work).some((held) => this.isKept(held));
  }

  /** Whoever else holds what is waited for, and is not about to give it up. */
  keepersFor(wait: Waiting): readonly Holding[] {
    return this.#book
      .holdersOf(wait.service)
      .filter((held) => workKey(held) !== workKey(wait) && this.isKept(held) && !this.#book.doomed.has(workKey(held)));
  }

  /** Whether it has no use for it now, or leaves it to whoever it was taken for. */
  isIdle(wait: Waiting): boolean {
    if (!this.#canUse(wait)) return true;
    const other = wait.taken ? this.#book.waiting.get(wait.service)?.get(wait.after) : undefined;
    return other !== undefined && this.#canUse(other);
  }

  /** Work that has to fail can use nothing, nor what was taken from it while it waits for something else. */
  #canUse(wait: Waiting): boolean {
    const work = workKey(wait);
    if (this.#book.doomed.has(work)) return false;
    return !wait.taken || this.#book.waitsOf(work).every(({ taken }) => taken);
  }

  goesBefore(one: Waiting, other: Waiting): boolean {
    const [a, b] = [one, other].map((wait) => this.rank(wait) + this.#aged(wait)) as [number, number];
    return a > b || (a === b && one.turn < other.turn);
  }

  /** Its own priority, or that which it has by those whom it keeps waiting. */
  rank(name: { readonly task: number; readonly lease: number }, seen: readonly string[] = []): number {
    const own = taskAt(this.#plan, name.task).priority;
    const { inversion } = this.#plan.conflicts;
    const key = workKey(name);
    if (inversion === 'none' || seen.includes(key)) return own;
    const holds = this.#book.holdsOf(key).filter((held) => this.#takeable(held) === undefined);
    if (inversion === 'ceiling')
      return holds.reduce((most, { service }) => Math.max(most, serviceAt(this.#plan, service).resource!.ceiling), own);
    const waiting = holds
      .flatMap(({ service }) => this.#book.waitsFor(service))
      .filter((wait) => workKey(wait) !== key);
    return waiting.reduce((most, wait) => Math.max(most, this.rank(wait, [...seen, key])), own);
  }

  /** Those who can never go on, even if everybody else gives back all. */
  stuck(): readonly Waiting[] {
    let left = [...this.#book.waiting.values()].flatMap((all) => [...all.values()]);
    left = left.filter(
      (wait) => !this.#book.doomed.has(workKey(wait)) && serviceAt(this.#plan, wait.service).resource!.everyMs === 0,
    );
    for (;;) {
      const works = new Set(left.map(workKey));
      const stays = new Set(left.filter((wait) => !this.#couldHave(wait, works)).map(workKey));
      const next = left.filter((wait) => stays.has(workKey(wait)));
      if (next.length === left.length) return left;
      left = next;
    }
  }

  #couldHave(wait: Waiting, works: ReadonlySet<string>): boolean {
    const kept = this.keepersFor(wait).filter((held) => works.has(workKey(held)));
    const { units, way } = serviceAt(this.#plan, wait.service);
    if (way === 'exclusive') return kept.length === 0;
    return kept.reduce((free, held) => free - held.units, units) >= wait.units;
  }

  #aged({ sinceMs }: Waiting): number {
    const { ageingMs } = this.#plan;
    return ageingMs > 0 ? Math.floor(Math.max(0, this.#time - sinceMs) / ageingMs) : 0;
  }
}
