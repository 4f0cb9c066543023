/**
 * A run as playback sees it: how far it goes, what time each step has, and where playing is to pause. It moves nothing.
 */
import type { Run, SignBook } from '../../replay/index.ts';
import { firstBreak, noBreakpoints, type Breakpoints, type Watched } from './breakpoints.ts';
import type { Track } from './playback.ts';

export interface TrackSources {
  readonly isLookedThrough: () => boolean;
  readonly signs: () => SignBook;
}

export class RunTrack implements Track {
  readonly #run: Run;
  readonly #isLookedThrough: () => boolean;
  readonly #signs: () => SignBook;
  breakpoints: Breakpoints = noBreakpoints;
  /** Where playing is to end: a step, or the next change of a node; null when nowhere before the run's end. */
  target: number | string | null = null;

  /** `isLookedThrough` says whether it is known where rules break; `signs` is what the rooms see in the run as it is. */
  constructor(run: Run, { isLookedThrough, signs }: TrackSources) {
    this.#run = run;
    this.#isLookedThrough = isLookedThrough;
    this.#signs = signs;
  }

  get steps(): number {
    return this.#run.steps;
  }

  /** Whether there are no steps to take at present. */
  get complete(): boolean {
    return this.#run.state !== 'running';
  }

  /** Where a rule breaks is known when the whole run was looked through: until then playing would pass it by. */
  reachFrom(step: number): number {
    return this.breakpoints.kinds.has('invariant') && !this.#isLookedThrough() ? step : this.steps;
  }

  timeOf(step: number): number {
    const { log, steps, now } = this.#run;
    if (step >= steps) return now;
    const count = log.countAt(step);
    return count === 0 ? 0 : log.timeOf(count - 1);
  }

  stepAt(timeMs: number): number {
    const { log, steps, now } = this.#run;
    if (timeMs >= now) return steps;
    const count = log.countAtTime(timeMs);
    return count === 0 ? 0 : log.stepOf(count - 1);
  }

  pauseIn(from: number, to: number): number | null {
    const { target, breakpoints } = this;
    const until = typeof target === 'number' ? Math.min(to, target) : to;
    const nodes = typeof target === 'string' ? new Set([...breakpoints.nodes, target]) : breakpoints.nodes;
    return firstBreak(this.#watched, { ...breakpoints, nodes }, from, until) ?? (target === until ? until : null);
  }

  /** The first step after one that touches a node; null when there is none yet. */
  changeAfter(node: string, step: number): number | null {
    return firstBreak(this.#watched, { nodes: new Set([node]), kinds: new Set() }, step, this.steps);
  }

  get #watched(): Watched {
    return { run: this.#run, signs: this.#signs() };
  }
}
