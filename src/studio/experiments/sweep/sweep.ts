/**
 * Figures in which nothing but the number of liars was varied, number by number: what came of each, and which of its runs is worth
 * a look. Pure.
 */
import {
  boundWords,
  column,
  councilOf,
  failingWord,
  isLiarsPath,
  measuredOf,
  outcomesOf,
  summaryOf,
  sweepSentence,
  sweptMetrics,
  canDisagree,
  type Cell,
  type Council,
  type Metric,
  type Row,
} from '../../../experiments/index.ts';
import type { Figures } from '../gathered.ts';
import { headlineOf } from '../reading.ts';

export interface Sweep {
  readonly council: Council;
  readonly cells: readonly { readonly liars: number; readonly cell: Cell }[];
  readonly sentence: string;
  /** What the line between the bound and one more means. */
  readonly bound: string;
  /** What befalls those that fail. */
  readonly failing: string;
}

/** What one number of liars came to by a metric: where the middle half of the runs lies. */
export interface SweepPoint {
  readonly liars: number;
  readonly middle: number;
  readonly lower: number;
  readonly upper: number;
}

/** The figures as a sweep; null where something else was varied. */
export function sweepOf({ document, factors, cells }: Figures): Sweep | null {
  const [factor, ...others] = factors;
  if (factor === undefined || others.length > 0 || !isLiarsPath(factor.path)) return null;
  const council = councilOf(document);
  if (council === null) return null;
  const counted = cells.map((cell) => ({ liars: Number(cell.setting[0]?.value), cell }));
  const swept = counted.map(({ liars, cell }) => ({ liars, rows: madeOf(cell) }));
  return {
    council,
    cells: counted,
    sentence: sweepSentence(swept, council, factor.path),
    bound: boundWords(council),
    failing: failingWord(factor.path),
  };
}

/** What the figures say, above all of them. */
export function sentenceOf(figures: Figures): string {
  return sweepOf(figures)?.sentence ?? headlineOf(figures);
}

function madeOf({ rows }: Cell): Row[] {
  return rows.filter((row) => row !== undefined);
}

/**
 * What is drawn of a metric; null where no run has it, or where too few honest agents are left for agreement to mean anything.
 * Of agreement it is the share of runs, of the rest the median.
 */
export function pointOf(cell: Cell, liars: number, metric: Metric, council?: Council): SweepPoint | null {
  const summary = summaryOf(sweptSample(cell, metric));
  if (summary === null) return null;
  if (metric.id === 'agreement' && council !== undefined && !canDisagree(council, liars)) return null;
  if (metric.id === 'agreement') return { liars, middle: summary.mean, lower: summary.mean, upper: summary.mean };
  return { liars, middle: summary.median, lower: summary.lower, upper: summary.upper };
}

/** The values of a metric, of all runs that have it: what a run cost that did not succeed is asked for here too. */
export function sweptSample(cell: Cell, metric: Metric): number[] {
  return madeOf(cell).flatMap((row) => measuredOf(row, metric) ?? []);
}

/** The line of a table, in words. */
export function outcomeOf(cell: Cell): ReturnType<typeof outcomesOf> {
  return outcomesOf(madeOf(cell));
}

/** The seed of a run to look at: the first in which they did not agree, else the first; null where there is none. */
export function tellingSeed({ rows }: Cell, seeds: readonly number[]): number | null {
  const first = rows.findIndex((row) => row !== undefined && row[column.agreement] !== 1);
  return seeds[first === -1 ? rows.findIndex((row) => row !== undefined) : first] ?? null;
}

/** The figures that are drawn one by one: agreement is a share already. */
export const drawnMetrics = sweptMetrics.filter(({ id }) => id !== 'agreement');
