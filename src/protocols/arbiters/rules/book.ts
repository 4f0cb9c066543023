/** Who holds units of what and who waits for them, folded from facts: for figures and for the rules, which read no arbiter's state. */
import type { KnownFact } from '../../../plan/index.ts';
import type { OfUnits, ResourceFact } from '../messages.ts';

interface Entry extends Pick<OfUnits, 'task' | 'lease' | 'agent' | 'service' | 'units'> {
  readonly ask: number;
  readonly sinceMs: number;
}
/** Somebody who waits; `turn` is the place in the order of coming, `taken` says that it was taken away before. */
export interface Waiting extends Entry {
  readonly turn: number;
  readonly taken: boolean;
  /** The asking for which it was taken; '' for none. */
  readonly after: string;
}
export interface Holding extends Entry {
  readonly token: number;
}

export class ResourceBook {
  /** By service, then by agent and asking. */
  readonly waiting = new Map<number, Map<string, Waiting>>();
  readonly held = new Map<number, Map<string, Holding>>();
  /** Which tasks asked before which, and works that were told to fail. */
  readonly born = new Map<number, number>();
  readonly doomed = new Set<string>();
  /** Of every asking its place in the order of coming. */
  readonly #turns = new Map<string, number>();
  /** Of what was taken away and is not given back since: for which asking. */
  readonly #after = new Map<string, string>();

  fact(fact: KnownFact | ResourceFact, time: number): void {
    this.#take(fact, time);
    if (!('lease' in fact)) return;
    // Work that was told to fail and has given all back begins anew, where that crossed on the way.
    const work = workKey(fact);
    if (this.doomed.has(work) && this.holdsOf(work).length + this.waitsOf(work).length === 0) this.doomed.delete(work);
  }

  #take(fact: KnownFact | ResourceFact, time: number): void {
    switch (fact.type) {
      case 'arbiters.asked':
        this.#asked(fact, time);
        return;
      case 'arbiters.granted':
        this.waiting.get(fact.service)?.delete(keyOf(fact));
        listOf(this.held, fact.service).set(keyOf(fact), { ...entryOf(fact, time), token: fact.token });
        return;
      case 'arbiters.drawn':
      case 'arbiters.left':
        this.waiting.get(fact.service)?.delete(keyOf(fact));
        return;
      case 'arbiters.preempted':
        this.#after.set(keyOf(fact), fact.after);
        this.held.get(fact.service)?.delete(keyOf(fact));
        return;
      case 'arbiters.returned':
      case 'arbiters.expired':
        this.#after.delete(keyOf(fact));
        this.held.get(fact.service)?.delete(keyOf(fact));
        return;
      case 'arbiters.deadlocked':
      case 'arbiters.died':
      case 'arbiters.wounded':
        this.doomed.add(workKey(fact));
        this.#refused(fact);
        return;
      default:
    }
  }

  #asked(fact: Omit<Entry, 'sinceMs'>, time: number): void {
    const before = this.#turns.get(keyOf(fact));
    const turn = before ?? this.#turns.size + 1;
    this.#turns.set(keyOf(fact), turn);
    if (!this.born.has(fact.task)) this.born.set(fact.task, turn);
    const after = this.#after.get(keyOf(fact));
    listOf(this.waiting, fact.service).set(keyOf(fact), {
      ...entryOf(fact, time),
      ...{ turn, taken: after !== undefined, after: after ?? '' },
    });
  }

  /** Whoever is refused waits no more; whoever has to fail for an older one was not waiting for that. */
  #refused(fact: Pick<Entry, 'task' | 'lease' | 'service'> & { readonly type: string }): void {
    if (fact.type === 'arbiters.wounded') return;
    for (const [key, wait] of this.waiting.get(fact.service) ?? [])
      if (workKey(wait) === workKey(fact)) for (const all of this.waiting.values()) all.delete(key);
  }

  /** All askings of a piece of work. */
  waitsOf(work: string): readonly Waiting[] {
    return [...this.waiting.values()].flatMap((all) => [...all.values()].filter((wait) => workKey(wait) === work));
  }
  holdsOf(work: string): readonly Holding[] {
    return [...this.held.values()].flatMap((all) => [...all.values()].filter((held) => workKey(held) === work));
  }

  waitsFor(service: number): readonly Waiting[] {
    return [...(this.waiting.get(service)?.values() ?? [])];
  }
  holdersOf(service: number): readonly Holding[] {
    return [...(this.held.get(service)?.values() ?? [])];
  }
  unitsHeld(service: number): number {
    return this.holdersOf(service).reduce((sum, { units }) => sum + units, 0);
  }
}

export function workKey({ task, lease }: { readonly task: number; readonly lease: number }): string {
  return `${String(task)}/${String(lease)}`;
}
export function keyOf({ agent, ask }: { readonly agent: number; readonly ask: number }): string {
  return `${String(agent)}/${String(ask)}`;
}

function entryOf({ task, lease, agent, service, units, ask }: Omit<Entry, 'sinceMs'>, sinceMs: number): Entry {
  return { task, lease, agent, service, units, ask, sinceMs };
}

function listOf<T>(all: Map<number, Map<string, T>>, service: number): Map<string, T> {
  let list = all.get(service);
  if (list === undefined) all.set(service, (list = new Map<string, T>()));
  return list;
}
