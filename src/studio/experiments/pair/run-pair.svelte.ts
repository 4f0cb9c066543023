/**
 * Two runs that are looked at side by side: computed and compared in a worker of their own, which ends with the answer. It opens
 * nothing and changes nothing; a wish that comes while another is worked at takes its place.
 */
import type { Comparison, RunSource } from '../../../experiments/index.ts';
import { messageOf, type Measurer, type StartMeasurer } from '../../state/index.ts';

/** One side: what runs, and what it is called in a sentence. */
export interface PairSide extends RunSource {
  readonly label: string;
}
export type PairSides = readonly [PairSide, PairSide];

export class RunPair {
  /** What is shown; null until it is compared. */
  shown = $state.raw<{ readonly comparison: Comparison; readonly sides: PairSides } | null>(null);
  /** Why it could not be compared, as a sentence. */
  problem = $state<string | null>(null);
  busy = $state(false);

  readonly #start: StartMeasurer;
  #worker: Measurer | null = null;
  #turn = 0;

  constructor(start: StartMeasurer) {
    this.#start = start;
  }

  async compare(sides: PairSides): Promise<void> {
    this.leave();
    const turn = this.#turn;
    this.busy = true;
    this.problem = null;
    try {
      const worker = await this.#start();
      if (turn !== this.#turn) {
        worker.end();
        return;
      }
      this.#worker = worker;
      const sources = sides.map(({ document, live = false, inputs }) => ({ document, live, inputs })) as [
        RunSource,
        RunSource,
      ];
      const reply = await worker.pair({ sources });
      if (turn !== this.#turn) return;
      if (reply.ok) this.shown = { comparison: reply.comparison, sides };
      else this.#refuse(`${sides[reply.side].label} cannot run: ${reply.problem}`);
    } catch (error) {
      if (turn === this.#turn) this.#refuse(messageOf(error));
    } finally {
      if (turn === this.#turn) this.leave();
    }
  }

  #refuse(problem: string): void {
    this.shown = null;
    this.problem = problem;
  }

  /** Lets go of what is worked at; what is shown stays. */
  leave(): void {
    this.#turn += 1;
    this.#worker?.end();
    this.#worker = null;
    this.busy = false;
  }
}
