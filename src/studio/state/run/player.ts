/** The playhead's wishes: play, pause, step, go somewhere. It only passes them on to the engine, which alone moves the playhead. */
import type { EngineCalls } from './engine-calls.ts';

export class Player {
  readonly #calls: EngineCalls;
  #wantedStep: number | null = null;
  #seeking = false;

  constructor(calls: EngineCalls) {
    this.#calls = calls;
  }

  play(): Promise<boolean> {
    return this.#calls.done({ kind: 'player.play' });
  }

  /** Plays up to a step, or up to the next change of a node. */
  playTo(to: number | string): Promise<boolean> {
    return this.#calls.done({ kind: 'player.playTo', to });
  }

  pause(): Promise<boolean> {
    return this.#calls.done({ kind: 'player.pause' });
  }

  stepBy(by: 1 | -1): Promise<boolean> {
    return this.#calls.done({ kind: 'player.step', by });
  }

  /** Moves the playhead. While one seek is under way only the latest wish is kept, so a scrubber may call it freely. */
  seek(step: number): void {
    this.#wantedStep = step;
    if (!this.#seeking) void this.#seekOn();
  }

  seekTime(timeMs: number): Promise<boolean> {
    return this.#calls.done({ kind: 'player.seekTime', timeMs });
  }

  /** To the next or previous change of a node. */
  toChange(node: string, direction: 1 | -1): Promise<boolean> {
    return this.#calls.done({ kind: 'player.toChange', node, direction });
  }

  /** To the next or previous step in which a message is sent, delivered or lost. */
  toMessage(direction: 1 | -1): Promise<boolean> {
    return this.#calls.done({ kind: 'player.toMessage', direction });
  }

  /** To the last step that touches a node: where it ends. */
  toLast(node: string): Promise<boolean> {
    return this.#calls.done({ kind: 'player.toLast', node });
  }

  /** Virtual milliseconds a real millisecond; null is as fast as it can. */
  speed(speed: number | null): Promise<boolean> {
    return this.#calls.done({ kind: 'player.speed', speed });
  }

  /** The run is left: what was wanted of it is wanted no more. */
  forget(): void {
    this.#wantedStep = null;
  }

  async #seekOn(): Promise<void> {
    this.#seeking = true;
    while (this.#wantedStep !== null) {
      const step = this.#wantedStep;
      this.#wantedStep = null;
      await this.#calls.done({ kind: 'player.seek', step });
    }
    this.#seeking = false;
  }
}
