/**
 * One run as the engine holds it: the fold and what stands around it, each for one thing. It computes in slices when told to, and
 * never posts, waits or stores anything itself.
 */
import type { RunStatus } from '../../bridge/index.ts';
import { outcomeOfRun, SignBook, type Place, type Run, type RunInput } from '../../replay/index.ts';
import { computeAhead } from '../drivers/simulated.ts';
import { Books } from '../looks/books.ts';
import { Comparisons } from './comparisons.ts';
import { Ending } from './ending.ts';
import { Playhead } from './playhead.ts';
import { View } from './view.ts';

export interface RunIdentity {
  readonly runId: string;
  readonly documentId: string;
}

const openSigns = (run: Run): SignBook => new SignBook(run);

export class OpenRun {
  readonly identity: RunIdentity;
  readonly run: Run;
  readonly playhead: Playhead;
  readonly comparisons = new Comparisons();
  readonly view: View;
  /** What has been read of it for whoever looks. */
  readonly books: Books;
  readonly #ending: Ending;
  /** Whether another tab plays it. */
  watching = false;
  /** How many of its entries were put aside because they were damaged. */
  quarantined = 0;

  constructor(identity: RunIdentity, run: Run) {
    const ending = new Ending(run);
    this.identity = identity;
    this.run = run;
    this.#ending = ending;
    const books = new Books(run);
    this.playhead = new Playhead(run, {
      isLookedThrough: () => ending.isLookedThrough,
      signs: () => books.of(openSigns),
    });
    const { runId } = identity;
    this.view = new View({ runId, run, playhead: this.playhead, comparisons: this.comparisons });
    this.books = books;
  }

  /** True when everything is computed, compared and read off; of a run that waits there is no end to read off. */
  get settled(): boolean {
    return this.#readable && !this.playhead.arriving && this.comparisons.done;
  }

  get #readable(): boolean {
    return this.#ending.whole !== null || this.run.state === 'waiting';
  }

  /** Computes until `clock` passes `untilMs`; true when the status has changed for the page. */
  work(clock: () => number, untilMs: number): boolean {
    if (this.settled) return false;
    computeAhead(this.run, clock, untilMs);
    this.#ending.read(clock, untilMs);
    if (this.playhead.arriving) this.playhead.arrive(clock());
    while (this.#readable && !this.comparisons.done && clock() < untilMs) this.comparisons.next(this.run);
    return true;
  }

  /** Puts inputs in at one step: what lay ahead is cut off, and the playhead stands there. */
  inject(step: number, inputs: readonly RunInput[], nowMs: number): void {
    this.run.cutAt(step);
    for (const input of inputs) this.run.append(input);
    this.view.cut();
    this.books.reset();
    this.#ending.reset();
    this.comparisons.reset();
    this.playhead.seek(step, nowMs);
  }

  status(storage: 'durable' | 'memory'): RunStatus {
    const { run, playhead, comparisons } = this;
    const { whole, invariants } = this.#ending;
    const { last } = this.view;
    const { outcome, reason } = whole === null ? { outcome: null, reason: null } : outcomeOfRun(run);
    return {
      ...this.identity,
      steps: Math.max(run.steps, last?.steps ?? 0),
      endMs: Math.max(run.now, last?.endMs ?? 0),
      complete: whole !== null,
      playing: playhead.playing,
      speed: playhead.speed,
      outcome,
      reason,
      seed: run.compiled.plan.seed,
      digest: whole?.digest ?? null,
      metrics: whole?.metrics ?? null,
      marks: whole?.marks ?? [],
      invariants,
      storage,
      watching: this.watching,
      notice: comparisons.notice,
      ...(comparisons.verified ? { verified: true as const } : {}),
      ...(this.quarantined > 0 ? { quarantined: this.quarantined } : {}),
    };
  }

  /** Where the run stands for whoever looks at it. */
  get place(): Place {
    return { passed: this.run.log.countAt(this.playhead.step), critical: this.#ending.whole?.critical ?? new Set() };
  }
}
