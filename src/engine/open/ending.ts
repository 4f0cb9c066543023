/**
 * What is read off a run once it is over: rules, marks, figures, the chain that decided its length, its digest. It is read in parts,
 * so that nothing waits for the whole of it.
 */
import type { InvariantView, Mark, RunMetrics } from '../../bridge/index.ts';
import { criticalChain, marksOf, metricsOf, verdictsOf, type Run } from '../../replay/index.ts';

/** Facts between two looks at the clock. */
const factsAtOnce = 1000;

/** All of it. */
interface End {
  readonly marks: readonly Mark[];
  readonly metrics: RunMetrics;
  readonly digest: string;
  readonly critical: ReadonlySet<number>;
}

export class Ending {
  readonly #run: Run;
  #parts: Partial<End> = {};
  #whole: End | null = null;
  /** How the rules fared, once the run was looked through. */
  invariants: readonly InvariantView[] = [];

  constructor(run: Run) {
    this.#run = run;
  }

  /** All of it; null before it is read. */
  get whole(): End | null {
    return this.#whole;
  }

  /** Whether it is known where rules break. */
  get isLookedThrough(): boolean {
    return this.#parts.marks !== undefined;
  }

  /** Reads on until `clock` passes `untilMs`, where the run is over. */
  read(clock: () => number, untilMs: number): void {
    while (this.#run.complete && this.#whole === null && clock() < untilMs) this.#readPart();
  }

  #readPart(): void {
    const run = this.#run;
    if (!run.watch.advance(factsAtOnce)) return;
    const { marks, metrics, critical } = this.#parts;
    if (marks === undefined) {
      this.invariants = verdictsOf(run);
      this.#parts = { marks: marksOf(run) };
    } else if (metrics === undefined || critical === undefined) {
      const chain = criticalChain(run.compiled.plan, run.log);
      this.#parts = { marks, metrics: metricsOf(run, chain), critical: new Set(chain.map(({ task }) => task)) };
    } else this.#whole = { marks, metrics, critical, digest: run.digest() };
  }

  /** Begins again: the run goes another way. */
  reset(): void {
    this.#whole = null;
    this.#parts = {};
    this.invariants = [];
  }
}
