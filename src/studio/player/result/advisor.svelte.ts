/**
 * Finds out what would have made a finished run shorter: it tries remedies aside, in a worker, under the run's own seed, and tells the
 * best with the figure that it came to. It is silent where nothing helps, and where the run cannot be had again from its document alone.
 */
import type { RunStatus } from '../../../bridge/index.ts';
import { apply, type Document, type Edit } from '../../../document/index.ts';
import { column, rowWidth } from '../../../experiments/index.ts';
import type { StartMeasurer } from '../../state/index.ts';
import type { NameOf } from '../names.ts';
import { remediesFor, type Remedy } from './remedies.ts';

export interface Advice {
  readonly runId: string;
  readonly words: string;
  readonly edit: Edit;
  /** How long the run takes with it, ms. */
  readonly makespanMs: number;
}

/** A run of more steps is not tried again a dozen times. */
const stepsMax = 60_000;
/** What saves less is not worth a word. */
const worthwhile = 0.98;

/** A run that is over, and what is tried on its document. */
interface Trial {
  readonly status: RunStatus;
  readonly document: Document;
  readonly remedies: readonly Remedy[];
  readonly makespanMs: number;
}

export class Advisor {
  advice = $state.raw<Advice | null>(null);
  readonly #start: StartMeasurer | null;
  #asked: string | null = null;

  constructor(start: StartMeasurer | null) {
    this.#start = start;
  }

  /** Looks for advice on a run that is over, once for each. */
  async ask(status: RunStatus, document: Document, nameOf: NameOf): Promise<void> {
    if (this.#asked === status.runId) return;
    this.#asked = status.runId;
    this.advice = null;
    const { metrics } = status;
    if (this.#start === null || metrics === null || metrics.makespanMs <= 0 || status.steps > stepsMax) return;
    const remedies = remediesFor(document, metrics.bottleneck, nameOf);
    const tried = await this.#try(this.#start, { status, document, remedies, makespanMs: metrics.makespanMs });
    if (this.#asked === status.runId) this.advice = tried;
  }

  async #try(start: StartMeasurer, { status, document, remedies, makespanMs: tookMs }: Trial): Promise<Advice | null> {
    const worker = await start();
    const measure = async (cell: number, tried: Document): Promise<Float64Array | null> => {
      const reply = await worker.measure({ cell, document: tried, seeds: [status.seed] });
      return reply.ok && reply.rows.length === rowWidth ? reply.rows : null;
    };
    try {
      const before = await measure(0, document);
      // Something was done in the run that is not in the document: another run of it proves nothing.
      if (before === null || before[column.makespanMs] !== tookMs) return null;
      let best: Advice | null = null;
      for (const [at, { words, edit }] of remedies.entries()) {
        const changed = apply(document, edit);
        const row = changed.ok ? await measure(at + 1, changed.value.document) : null;
        const makespanMs = row?.[column.makespanMs] ?? Infinity;
        const least = best?.makespanMs ?? tookMs * worthwhile;
        if (row === null || makespanMs >= least || !asGood(row, before)) continue;
        best = { runId: status.runId, words, edit, makespanMs };
      }
      return best;
    } catch {
      // A worker that broke gives no advice; the run itself is whole.
      return null;
    } finally {
      worker.end();
    }
  }
}

/** Whether a run went no worse than another but for its length. */
function asGood(row: Float64Array, before: Float64Array): boolean {
  const at = (which: Float64Array, metric: 'succeeded' | 'failures' | 'broken'): number => which[column[metric]] ?? 0;
  return (
    at(row, 'succeeded') >= Math.max(1, at(before, 'succeeded')) &&
    at(row, 'failures') <= at(before, 'failures') &&
    at(row, 'broken') <= at(before, 'broken')
  );
}
