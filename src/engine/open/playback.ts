/**
 * Where the playhead is and how it moves by itself: virtual time passes at a chosen speed, and the playhead stands at
 * the last step that is not later. It reads a clock that it is given and knows nothing of what is shown.
 */
import { atOnceOf, type Plan } from '../../plan/index.ts';

/** What playback must know of a run. */
export interface Track {
  readonly steps: number;
  readonly complete: boolean;
  /** Virtual time of a step, ms. */
  timeOf(step: number): number;
  /** The last step at or before a time. */
  stepAt(timeMs: number): number;
  /** How far playing may go from a step now: what lies beyond is not computed, or not yet looked through for breakpoints. */
  reachFrom(step: number): number;
  /** The first step after one and up to another at which to pause; null when there is none. */
  pauseIn(from: number, to: number): number | null;
}

/** Real time that a whole run takes at the speed that it begins with. */
const wholeRunMs = 12_000;

export class Playback {
  step = 0;
  playing = false;
  /** Virtual milliseconds a real one; null for as fast as it can. Changed by `setSpeed` while it may play. */
  speed: number | null;
  /** Virtual time that playing has reached; it may stand between two steps. */
  #virtualMs = 0;
  #wallMs = 0;
  /** Whether the speed is only what was expected of the plan. */
  #guessed = true;

  constructor(speed: number | null) {
    this.speed = speed;
  }

  /** Takes the speed that a person chose, now or when the run was left. */
  choose(speed: number | null): void {
    this.speed = speed;
    this.#guessed = false;
  }

  play(track: Track, wallMs: number): void {
    if (track.complete && this.step >= track.steps) this.step = 0;
    this.playing = true;
    this.#virtualMs = track.timeOf(this.step);
    this.#wallMs = wallMs;
  }

  pause(): void {
    this.playing = false;
  }

  /** Changes the speed from here on; time that has passed since the last step is kept. */
  setSpeed(speed: number | null, track: Track, wallMs: number): void {
    this.tick(track, wallMs);
    if (this.#virtualMs === Infinity) this.#virtualMs = track.timeOf(this.step);
    this.choose(speed);
  }

  moveTo(step: number, track: Track, wallMs: number): void {
    this.step = Math.max(0, Math.min(step, track.steps));
    this.#virtualMs = track.timeOf(this.step);
    this.#wallMs = wallMs;
  }

  /** Lets the playhead move on; true when it did or stopped. It waits at the end of its reach and pauses at a breakpoint. */
  tick(track: Track, wallMs: number): boolean {
    if (!this.playing) return false;
    const passed = Math.max(0, Math.min(wallMs - this.#wallMs, 1000));
    this.#wallMs = wallMs;
    this.#mendGuess(track.timeOf(track.steps));
    const reach = track.reachFrom(this.step);
    this.#virtualMs =
      this.speed === null ? Infinity : Math.min(this.#virtualMs + passed * this.speed, track.timeOf(reach));
    const wanted = this.speed === null ? reach : Math.min(reach, track.stepAt(this.#virtualMs));
    const pause = wanted > this.step ? track.pauseIn(this.step, wanted) : null;
    if (pause !== null) {
      this.step = pause;
      this.playing = false;
      return true;
    }
    const step = Math.max(this.step, wanted);
    const moved = step !== this.step;
    this.step = step;
    if (track.complete && this.step >= track.steps) {
      this.playing = false;
      return true;
    }
    return moved;
  }

  /** A run that retries or waits for long takes more time than its plan says: then it goes by what is computed of it. */
  #mendGuess(endMs: number): void {
    if (this.#guessed && this.speed !== null && endMs > 2 * wholeRunMs * this.speed) this.speed = speedFor(endMs);
  }
}

/** A round speed at which the whole run takes about twelve seconds: 1, 2 or 5 times a power of ten. */
export function automaticSpeed(plan: Plan): number {
  const slots = plan.agents.reduce((sum, agent) => sum + atOnceOf(agent), 0);
  const work = plan.tasks.slice(0, plan.ordinary).reduce((sum, task) => sum + task.expectedMs, 0);
  const longest = plan.rank.reduce((most, rank) => Math.max(most, rank), 0);
  return speedFor(Math.max(longest, slots === 0 ? 0 : work / slots));
}

function speedFor(endMs: number): number {
  const wanted = endMs / wholeRunMs;
  let power = 1;
  while (power * 10 <= wanted) power *= 10;
  while (power > wanted && power > 0.001) power /= 10;
  const factor = [1, 2, 5, 10].find((each) => each * power >= wanted) ?? 10;
  return Math.max(0.01, factor * power);
}
