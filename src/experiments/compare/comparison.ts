/**
 * Two runs side by side: where they part, what each came to, and what each made of every task, as plain data that crosses a thread.
 * Both are computed here from their documents and inputs, so what is compared is what anybody would see again.
 */
import { err, ok, type Result } from '../../base/index.ts';
import type { Document } from '../../document/index.ts';
import type { Outcome } from '../../plan/index.ts';
import { criticalChain, outcomeOfRun, Run, Timeline, type Lane, type RunInput } from '../../replay/index.ts';
import { compile, inputProblem } from '../../workflow/index.ts';
import { figuresOf } from '../measure.ts';
import type { Row } from '../metrics.ts';
import { divergenceOf, type Divergence } from './divergence.ts';
import { compareTasks, type ComparedTask, type FirstTask } from './task-courses.ts';

/** A run before it is computed. */
export interface RunSource {
  readonly document: Document;
  /** Whether the work was really done: what came of it stands among the inputs. */
  readonly live?: boolean;
  readonly inputs: readonly RunInput[];
}

export interface ComparedRun {
  readonly outcome: Outcome;
  readonly reason: string | null;
  readonly seed: number;
  readonly steps: number;
  readonly endMs: number;
  readonly row: Row;
  /** All of its timeline, for one scale with the other. */
  readonly lanes: readonly Lane[];
}

export interface Comparison {
  /** Null when both tell the same from the first step to the last. */
  readonly divergence: Divergence | null;
  readonly firstTask: FirstTask | null;
  readonly runs: readonly [ComparedRun, ComparedRun];
  readonly tasks: readonly ComparedTask[];
}

/** Bars narrower than a pixel of so wide a drawing are told as one. */
const pixels = 6000;

/** The run of a source, computed to its end; or why it cannot be, as a sentence. */
export function runOf({ document, live = false, inputs }: RunSource): Result<Run, string> {
  const compiled = compile(document, { live });
  if (!compiled.ok) return err(compiled.error[0]?.message ?? 'This document cannot run.');
  for (const input of inputs) {
    const problem = inputProblem(compiled.value.plan, input);
    if (problem !== null) return err(`An input of this run cannot be put in: ${problem}`);
  }
  return ok(new Run(compiled.value, { inputs }).finish());
}

/** Compares two runs that are over. */
export function compareRuns(first: Run, other: Run): Comparison {
  const spanMs = Math.max(1, first.now, other.now);
  return {
    divergence: divergenceOf(first, other),
    ...compareTasks(first, other),
    runs: [comparedRun(first, spanMs), comparedRun(other, spanMs)],
  };
}

function comparedRun(run: Run, spanMs: number): ComparedRun {
  const { plan } = run.compiled;
  const critical = new Set(criticalChain(plan, run.log).map(({ task }) => task));
  const { lanes } = new Timeline(plan, run.log).window({ fromMs: 0, toMs: spanMs, pixels }, critical);
  return {
    ...outcomeOfRun(run),
    seed: plan.seed,
    steps: run.steps,
    endMs: run.now,
    row: figuresOf(run),
    lanes,
  };
}
