/**
 * Who is down, and what goes with a crash: the timers that an actor had set before, and the signals that wait for one with
 * stable storage until it is back.
 */
import type { Envelope } from './event.ts';
import type { Snapshot } from './snapshot.ts';

export class Outages {
  #down = new Set<number>();
  /** Actors that crashed, each with the last envelope made before: timers up to there are gone. */
  #timersLost = new Map<number, number>();
  /** Signals to actors with stable storage that are down, in order. */
  #kept: Envelope[] = [];

  /** Who is down, by index. */
  get down(): number[] {
    return [...this.#down].sort((a, b) => a - b);
  }

  isDown(actor: number): boolean {
    return this.#down.size > 0 && this.#down.has(actor);
  }

  /** Whether a timer was set by an actor that has crashed since. */
  hasLost({ kind, to, sequence }: Envelope): boolean {
    return kind === 'timer' && sequence <= (this.#timersLost.get(to) ?? 0);
  }

  /** An actor goes down when so many envelopes were made; false when it is down. */
  begin(actor: number, sequence: number): boolean {
    if (this.#down.has(actor)) return false;
    this.#down.add(actor);
    this.#timersLost.set(actor, sequence);
    return true;
  }

  /** An actor comes back; false when it is not down. */
  end(actor: number): boolean {
    return this.#down.delete(actor);
  }

  keep(signal: Envelope): void {
    this.#kept.push(signal);
  }

  /** What was kept for an actor, which is kept no longer. */
  takeKept(actor: number): Envelope[] {
    const kept = this.#kept;
    this.#kept = kept.filter(({ to }) => to !== actor);
    return kept.filter(({ to }) => to === actor);
  }

  save(): Pick<Snapshot, 'crashed' | 'timersLost' | 'kept'> {
    return {
      crashed: this.down,
      timersLost: [...this.#timersLost].sort((a, b) => a[0] - b[0]),
      ...(this.#kept.length === 0 ? {} : { kept: [...this.#kept] }),
    };
  }

  load({ crashed, timersLost, kept }: Snapshot): void {
    this.#down = new Set(crashed);
    this.#timersLost = new Map(timersLost);
    this.#kept = [...(kept ?? [])];
  }
}
