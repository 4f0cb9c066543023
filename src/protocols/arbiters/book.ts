/** Who holds units of what and who waits for them, folded from facts: for figures and for the rules, which read no arbiter's state. */
import type { KnownFact } from '../../plan/index.ts';
import type { OfUnits, ResourceFact } from './messages.ts';

interface Entry extends Pick<OfUnits, 'task' | 'lease' | 'agent' | 'service' | 'units'> {
  readonly ask: number;
  readonly sinceMs: number;
}
/** Somebody who waits; `turn` is the place in the order of coming. */
export interface Waiting extends Entry {
  readonly turn: number;
}
export interface Holding extends Entry {
  readonly token: number;
}

export class ResourceBook {
  /** By service, then by agent and asking. */
  readonly waiting = new Map<number, Map<string, Waiting>>();
  readonly held = new Map<number, Map<string, Holding>>();
  #turns = 0;

  fact(fact: KnownFact | ResourceFact, time: number): void {
    switch (fact.type) {
      case 'arbiters.asked':
        this.#turns += 1;
        listOf(this.waiting, fact.service).set(keyOf(fact), { ...entryOf(fact, time), turn: this.#turns });
        return;
      case 'arbiters.granted':
        this.waiting.get(fact.service)?.delete(keyOf(fact));
        listOf(this.held, fact.service).set(keyOf(fact), { ...entryOf(fact, time), token: fact.token });
        return;
      case 'arbiters.left':
        this.waiting.get(fact.service)?.delete(keyOf(fact));
        return;
      case 'arbiters.returned':
      case 'arbiters.expired':
        this.held.get(fact.service)?.delete(keyOf(fact));
        return;
      default:
    }
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
