/**
 * Which task is called next at the end of an instant: the first of all whose need has an agent with room, and not too many
 * calls open among agents that it shares. While tasks are called nobody gets room and no call ends, so a need that may not be
 * called is looked at no more in this instant; each of the others costs no more than its place in the order.
 */
import type { TenderState } from '../../agents/index.ts';
import { firstKey, needAt, needOf, type Plan, type ReadyPool } from '../../plan/index.ts';

export interface Waiting {
  readonly pool: ReadyPool;
  readonly tender: TenderState;
}

export class Callable {
  readonly #pool: ReadyPool;
  readonly #related: Related;
  /** Needs with tasks that wait: a binary heap by the first of them, then by index. */
  readonly #heap: number[] = [];
  /** Calls that are open among agents of a need, by need. */
  readonly #open: number[];

  constructor({ pool, tender }: Waiting, plan: Plan, related: Related) {
    this.#pool = pool;
    this.#related = related;
    this.#open = new Array<number>(plan.needs.length).fill(0);
    for (const { task, rest } of Object.values(tender.calls)) if (rest === null) this.#opened(needOf(plan, task));
    for (let need = 0; need < plan.needs.length; need += 1) if (firstKey(pool, need) !== Infinity) this.#push(need);
  }

  /** Takes the needs in order, one call each time, for as long as they may be called; `call` says whether it did. */
  each(mayCall: (need: number, open: number) => boolean, call: (need: number) => boolean): void {
    for (let need = this.#pop(); need !== -1; need = this.#pop()) {
      if (!mayCall(need, this.#open[need]!)) continue;
      if (call(need)) this.#opened(need);
      if (firstKey(this.#pool, need) !== Infinity) this.#push(need);
    }
  }

  #opened(need: number): void {
    for (const each of this.#related.to(need)) this.#open[each]! += 1;
  }

  #before(a: number, b: number): boolean {
    const [one, other] = [firstKey(this.#pool, a), firstKey(this.#pool, b)];
    return one < other || (one === other && a < b);
  }

  #push(need: number): void {
    const heap = this.#heap;
    let at = heap.push(need) - 1;
    for (let parent = (at - 1) >> 1; at > 0 && this.#before(need, heap[parent]!); parent = (at - 1) >> 1) {
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = need;
  }

  #pop(): number {
    const heap = this.#heap;
    const first = heap[0] ?? -1;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return first;
    let at = 0;
    for (let child = 1; child < heap.length; child = at * 2 + 1) {
      if (child + 1 < heap.length && this.#before(heap[child + 1]!, heap[child]!)) child += 1;
      if (!this.#before(heap[child]!, last)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = last;
    return first;
  }
}

/** For each need the needs that have an agent in common with it, itself among them; worked out when it is first asked for. */
export class Related {
  readonly #plan: Plan;
  readonly #known = new Map<number, readonly number[]>();
  readonly #ofAgent: number[][];
  readonly #all: readonly number[];

  constructor(plan: Plan) {
    this.#plan = plan;
    this.#ofAgent = plan.agents.map(() => []);
    this.#all = plan.needs.map((_, need) => need);
    plan.needs.forEach(({ capable }, need) => {
      for (const agent of capable) this.#ofAgent[agent]!.push(need);
    });
  }

  to(need: number): readonly number[] {
    let related = this.#known.get(need);
    if (related === undefined) this.#known.set(need, (related = this.#find(need)));
    return related;
  }

  #find(need: number): readonly number[] {
    const found = new Set<number>();
    for (const agent of needAt(this.#plan, need).capable) {
      for (const each of this.#ofAgent[agent]!) found.add(each);
      // Where all share agents they share the list of all, too.
      if (found.size === this.#all.length) return this.#all;
    }
    return [...found];
  }
}
