/**
 * The work of one worker of an experiment: documents by their place in the grid, each compiled when it first comes, and rows of
 * numbers for the seeds that it is asked for. It keeps nothing of a run.
 */
import type { Document } from '../document/index.ts';
import { compile, type Compiled } from '../workflow/index.ts';
import { measure } from './measure.ts';
import { rowWidth } from './metrics.ts';

export interface MeasureRequest {
  readonly cell: number;
  /** The document of the cell, when it is asked for the first time; null from then on. */
  readonly document: Document | null;
  readonly seeds: readonly number[];
}

/** Rows one after the other, or why this document cannot run. */
export type MeasureReply =
  { readonly ok: true; readonly rows: Float64Array<ArrayBuffer> } | { readonly ok: false; readonly problem: string };

export class Measurements {
  readonly #compiled = new Map<number, Compiled>();

  answer({ cell, document, seeds }: MeasureRequest): MeasureReply {
    if (document !== null) {
      const result = compile(document);
      if (!result.ok) return { ok: false, problem: result.error[0]?.message ?? 'This document cannot run.' };
      this.#compiled.set(cell, result.value);
    }
    const compiled = this.#compiled.get(cell);
    if (compiled === undefined) return { ok: false, problem: 'This document never came.' };
    const rows = new Float64Array(seeds.length * rowWidth);
    seeds.forEach((seed, at) => {
      rows.set(measure(compiled, seed), at * rowWidth);
    });
    return { ok: true, rows };
  }
}
