/**
 * Finds out what would have made a finished run better: it tries remedies aside, in a worker, under the run's own seed, and tells the
 * best with the figure that it came to. What succeeds goes before what fails, what keeps more rules and deadlines before what keeps fewer,
 * and only then counts the length. It is silent where nothing helps, and where the run cannot be had again from its document alone.
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
  /** Set where the run itself did not succeed. */
  readonly succeeds?: true;
  /** How many deadlines it misses; only where that is fewer than in the run itself. */
  readonly late?: number;
}

/** A run of more steps is not tried again so often. */
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
      let least = before;
      for (const [at, { words, edit }] of remedies.entries()) {
        const changed = apply(document, edit);
        const row = changed.ok ? await measure(at + 1, changed.value.document) : null;
        if (row === null || !asGood(row, before) || !isBetter(row, least, best === null ? worthwhile : 1)) continue;
        least = row;
        best = { runId: status.runId, words, edit, ...gain(row, before) };
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

type Counted = 'succeeded' | 'failures' | 'broken' | 'late' | 'makespanMs';

function at(row: Float64Array, metric: Counted): number {
  return row[column[metric]] ?? 0;
}

/** Whether a run succeeded, and went no worse than another but for its length. */
function asGood(row: Float64Array, before: Float64Array): boolean {
  return (
    at(row, 'succeeded') === 1 &&
    (['failures', 'broken', 'late'] as const).every((each) => at(row, each) <= at(before, each))
  );
}

/** Whether a run that succeeded is better than another: by its end, by rules and deadlines, then by its length. */
function isBetter(row: Float64Array, other: Float64Array, share: number): boolean {
  const less = (metric: Counted): number => at(other, metric) - at(row, metric);
  if (less('succeeded') !== 0) return true;
  if (less('broken') !== 0) return less('broken') > 0;
  if (less('late') !== 0) return less('late') > 0;
  return at(row, 'makespanMs') < at(other, 'makespanMs') * share;
}

/** What it came to, as far as it is told. */
function gain(row: Float64Array, before: Float64Array): Pick<Advice, 'makespanMs' | 'succeeds' | 'late'> {
  return {
    makespanMs: at(row, 'makespanMs'),
    ...(at(before, 'succeeded') === 1 ? {} : { succeeds: true as const }),
    ...(at(row, 'late') < at(before, 'late') ? { late: at(row, 'late') } : {}),
  };
}
