/**
 * Effects are data: what the kernel asks of the engine. The engine does it, journals the outcome, and hands it back
 * as an input. No closure and no promise ever stands in one.
 */
import type { Message } from './event.ts';

export interface Effect extends Message {
  /** Constant over retries of the same thing, so that a doer can tell a repeat. */
  readonly key: string;
}

/** An effect as it waits for its outcome. */
export interface PendingEffect {
  readonly id: number;
  readonly actor: number;
  readonly effect: Effect;
}

/** The effects of a world whose outcome has not come in, by their numbers, which count up from 1. */
export class PendingEffects {
  readonly #waiting = new Map<number, PendingEffect>();
  /** Effects asked for so far. */
  made = 0;

  get waiting(): ReadonlyMap<number, PendingEffect> {
    return this.#waiting;
  }

  ask(actor: number, effect: Effect): number {
    const id = (this.made += 1);
    this.#waiting.set(id, { id, actor, effect });
    return id;
  }

  /** Nobody waits for it any more; false when nobody did. */
  drop(id: number): boolean {
    return this.#waiting.delete(id);
  }

  /** An actor went down, and with it whoever would hear of them. */
  dropOf(actor: number): void {
    for (const each of this.#waiting.values()) if (each.actor === actor) this.#waiting.delete(each.id);
  }

  /** In the order in which they were asked for. */
  toArray(): PendingEffect[] {
    return [...this.#waiting.values()];
  }

  load(waiting: readonly PendingEffect[], made: number): void {
    this.#waiting.clear();
    for (const each of waiting) this.#waiting.set(each.id, each);
    this.made = made;
  }
}
