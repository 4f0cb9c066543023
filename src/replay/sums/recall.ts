/**
 * What the working memory of each agent came to, added up as facts come.
 */
import type { KnownFact } from '../../plan/index.ts';

export type MemorySums = {
  /** Things in each tier at the end. */
  readonly shortTerm: number;
  readonly longTerm: number;
  readonly hits: number;
  readonly misses: number;
  readonly evicted: number;
  readonly forgotten: number;
};

const nothing: MemorySums = { shortTerm: 0, longTerm: 0, hits: 0, misses: 0, evicted: 0, forgotten: 0 };

export class Recall {
  readonly #sums = new Map<number, MemorySums>();

  of(agent: number): MemorySums {
    return this.#sums.get(agent) ?? nothing;
  }

  fact(fact: KnownFact): void {
    switch (fact.type) {
      case 'memory.created':
        this.#add(fact.agent, { shortTerm: 1 });
        return;
      case 'memory.recalled':
        this.#add(fact.agent, { hits: 1 });
        return;
      case 'memory.missed':
        this.#add(fact.agent, { misses: 1 });
        return;
      case 'memory.promoted':
        this.#add(fact.agent, { shortTerm: 1, longTerm: -1 });
        return;
      case 'memory.evicted': {
        const { length } = fact.left;
        this.#add(fact.agent, { shortTerm: -length, longTerm: length, evicted: length });
        return;
      }
      case 'memory.forgotten':
        this.#add(fact.agent, { longTerm: -fact.left.length, forgotten: fact.left.length });
        return;
      case 'memory.restored':
        this.#add(fact.agent, { shortTerm: fact.pinned?.length ?? 0, longTerm: fact.keys.length });
        return;
      case 'memory.deleted':
        this.#add(fact.agent, { shortTerm: -fact.keys.length });
        return;
      default:
    }
  }

  #add(agent: number, more: Partial<MemorySums>): void {
    const sums = { ...this.of(agent) };
    for (const name of Object.keys(more) as (keyof MemorySums)[])
      Object.assign(sums, { [name]: sums[name] + more[name]! });
    this.#sums.set(agent, sums);
  }
}
