/**
 * What was done to shared memories, folded from facts: the history of each, key by key, for whoever holds it against what it
 * promises. An operation that never returned is pending: nobody knows whether a write of that kind took effect.
 */
import { checkHistory, type Limits, type Operation as Deed } from '../../history/index.ts';
import type { KnownFact } from '../../plan/index.ts';
import { callOf, type MemoryFact } from './messages.ts';

/** How far the check of one memory goes. */
export const limits: Limits = { steps: 400_000, words: 1 << 20 };

type Open = { -readonly [Field in keyof Deed]: Deed[Field] };

export class MemoryHistory {
  /** By service, in order of their calls. */
  readonly #deeds = new Map<number, Open[]>();
  readonly #open = new Map<string, Open>();
  /** The place of a fact among those of memories: one clock for all of them. */
  #count = 0;

  fact(told: KnownFact | MemoryFact): void {
    switch (told.type) {
      case 'shared-memory.asked': {
        const process = `${String(told.task)}/${String(told.lease)}`;
        const { key, agent, task, expect } = told;
        const place = `${String(agent)}/${String(task)}`;
        const call = (this.#count += 1);
        const [action, value] =
          expect === undefined ? ([told.action, told.value] as const) : (['cas', [expect, told.value]] as const);
        const deed: Open = { process, key, action, value, result: null, call, returned: null, place };
        const known = this.#deeds.get(told.service);
        if (known === undefined) this.#deeds.set(told.service, [deed]);
        else known.push(deed);
        this.#open.set(callOf(told), deed);
        return;
      }
      case 'shared-memory.read':
      case 'shared-memory.written':
      case 'shared-memory.refused': {
        const deed = this.#open.get(callOf(told));
        if (deed === undefined) return;
        if (told.type === 'shared-memory.refused' && deed.action !== 'cas') return;
        this.#open.delete(callOf(told));
        deed.returned = this.#count += 1;
        if (told.type === 'shared-memory.read') deed.result = told.value;
        else if (deed.action === 'cas') deed.result = told.type === 'shared-memory.written';
        return;
      }
      default:
    }
  }

  of(service: number): readonly Deed[] {
    return this.#deeds.get(service) ?? [];
  }

  /** Whether the history of a memory is linearizable; the first violation in words, null for none, and whether it was decided. */
  judged(service: number): { readonly decided: boolean; readonly violation: Violation | null } {
    const deeds = this.of(service);
    const { verdict, parts } = checkHistory(deeds, { model: 'register', as: 'linearizable', limits });
    const found = parts.flatMap(({ violation }) => violation ?? [])[0];
    if (found === undefined) return { decided: verdict === 'consistent', violation: null };
    return { decided: true, violation: { deed: deeds[found.culprit]!, could: found.could } };
  }
}

export interface Violation {
  readonly deed: Deed;
  readonly could: readonly Deed['value'][];
}
