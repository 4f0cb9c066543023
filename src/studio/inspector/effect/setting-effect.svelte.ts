/**
 * What one setting does to this document, over ten seeds: the value that is written beside what is usual, or where that is what is
 * written, beside a neighbour of it. Runs are made aside in a worker, one pair of a seed after the other, until all are there or nobody
 * wants them any more; what was found is kept for as long as the form stands. What is said of them is what experiments say.
 */
import { canonical, type Json } from '../../../base/index.ts';
import type { Document } from '../../../document/index.ts';
import { metrics, Reading, rowWidth, type Contrast, type Metric, type Row } from '../../../experiments/index.ts';
import type { Measurer, StartMeasurer } from '../../state/index.ts';

/** So many seeds, from that of the document on. */
export const effectSeeds = 10;
/** Time, messages and cost. */
const told: readonly Metric[] = metrics.slice(0, 3);
const keptMax = 40;

/** The setting of a pattern under two values; undefined for what is usual. */
export interface Question {
  readonly document: Document;
  readonly key: string;
  readonly base: Json | undefined;
  readonly other: Json | undefined;
}

type Success = ReturnType<Reading['success']>;

/** What the other value comes to, beside the first. */
export interface Effect {
  readonly figures: readonly {
    readonly metric: Metric;
    readonly base: number | null;
    readonly contrast: Contrast | null;
  }[];
  /** How often the first and the other succeed. */
  readonly successes: readonly [Success, Success];
}

/** The document with the setting at this value. */
export function withSetting(document: Document, key: string, value: Json | undefined): Document {
  const { [key]: _was, ...rest } = (document.coordination ?? {}) as Record<string, Json>;
  return { ...document, coordination: value === undefined ? rest : { ...rest, [key]: value } };
}

export class SettingEffect {
  /** The question that is answered, or about to be. */
  asked = $state.raw<string | null>(null);
  effect = $state.raw<Effect | null>(null);
  /** Why there is no answer. */
  problem = $state<string | null>(null);
  /** Pairs of runs that are there. */
  done = $state(0);
  readonly #start: StartMeasurer;
  readonly #known = new Map<string, Effect>();
  #worker: Measurer | null = null;

  constructor(start: StartMeasurer) {
    this.#start = start;
  }

  /** What tells a question from others. */
  static keyOf({ document, key, base, other }: Question): string {
    return canonical([document, key, base ?? null, other ?? null]);
  }

  /** Lets go of what is asked; runs under way end at once. */
  cancel(): void {
    this.#worker?.end();
    this.#worker = null;
    this.asked = null;
    this.effect = null;
    this.problem = null;
    this.done = 0;
  }

  async ask(question: Question): Promise<void> {
    const key = SettingEffect.keyOf(question);
    this.cancel();
    this.asked = key;
    this.effect = this.#known.get(key) ?? null;
    if (this.effect !== null) return;
    try {
      const found = await this.#measure(question, () => this.asked === key);
      if (found !== null) this.#keep(key, found);
    } catch {
      if (this.asked === key) this.problem = 'The runs could not be made: the worker stopped. Ask again.';
    }
  }

  #keep(key: string, found: Effect): void {
    this.effect = found;
    this.#known.set(key, found);
    for (const [oldest] of this.#known) {
      if (this.#known.size <= keptMax) break;
      this.#known.delete(oldest);
    }
  }

  /** Null where nobody wants it any more, and where a document cannot run. */
  async #measure({ document, key, base, other }: Question, wanted: () => boolean): Promise<Effect | null> {
    const worker = await this.#start();
    if (!wanted()) {
      worker.end();
      return null;
    }
    this.#worker = worker;
    const rows: [Row[], Row[]] = [[], []];
    const documents = [base, other].map((value) => withSetting(document, key, value));
    const first = document.seed ?? 1;
    for (let at = 0; at < effectSeeds; at += 1) {
      for (const cell of [0, 1] as const) {
        const sent = at === 0 ? (documents[cell] ?? null) : null;
        const reply = await worker.measure({ cell, document: sent, seeds: [first + at] });
        if (!wanted()) return null;
        if (!reply.ok || reply.rows.length !== rowWidth) {
          this.problem = reply.ok ? 'The runs gave no figures.' : reply.problem;
          break;
        }
        rows[cell].push([...reply.rows]);
      }
      if (this.problem !== null) break;
      this.done = at + 1;
    }
    worker.end();
    this.#worker = null;
    return this.problem === null ? effectOf(rows) : null;
  }
}

/** What these runs show, by the rules of experiments. */
export function effectOf(rows: readonly [readonly Row[], readonly Row[]]): Effect {
  const reading = new Reading(
    rows.map((each, cell) => ({ setting: [{ path: 'value', value: cell }], problem: null, rows: each })),
    0,
  );
  const figures = told.map((metric) => ({
    metric,
    base: reading.summary(0, metric)?.mean ?? null,
    contrast: reading.contrasts(metric, 0)[1] ?? null,
  }));
  return { figures, successes: [reading.success(0), reading.success(1)] };
}
