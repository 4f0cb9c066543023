/**
 * The log of a run as rows that pass a filter, a window at a time. What passes is folded once and kept, so that
 * scrolling costs nothing and a growing run only adds at the end.
 */
import type { KnownFact, Plan } from '../../plan/index.ts';
import { describe } from '../describe.ts';
import type { FactLog } from './fact-log.ts';
import type { LogFilter, LogRow, LogWindow } from './log-views.ts';
import { partitionPoint } from './partition-point.ts';

export class LogRows {
  readonly #plan: Plan;
  readonly #log: FactLog;
  #key = '';
  #passing: number[] = [];
  #folded = 0;

  constructor(plan: Plan, log: FactLog) {
    this.#plan = plan;
    this.#log = log;
  }

  /** Begins again, for another filter. */
  #reset(): void {
    this.#passing = [];
    this.#folded = 0;
  }

  /** Looks what passes of so many facts that were recorded since, or from the start for another filter; true when nothing is left. */
  advance(filter: LogFilter, factsMax = Infinity): boolean {
    const key = JSON.stringify([filter.text ?? '', filter.types ?? null, filter.node ?? '']);
    if (key !== this.#key) this.#reset();
    this.#key = key;
    const until = Math.min(this.#log.length, this.#folded + factsMax);
    for (; this.#folded < until; this.#folded += 1)
      if (this.#passes(this.#log.at(this.#folded), filter)) this.#passing.push(this.#folded);
    return this.#folded === this.#log.length;
  }

  /** Rows from `from` on; `playheadCount` is how many facts lie at or before the playhead. */
  window(from: number, count: number, filter: LogFilter, playheadCount: number): LogWindow {
    this.advance(filter);
    const first = Math.max(0, Math.min(from, this.#passing.length));
    const rows = this.#passing
      .slice(first, first + Math.max(0, count))
      .map((at, place) => this.#row(at, first + place));
    return { from: first, total: this.#passing.length, playhead: this.#before(playheadCount) - 1, rows };
  }

  #passes(fact: KnownFact, filter: LogFilter): boolean {
    if (
      filter.types !== undefined &&
      !filter.types.some((type) => fact.type === type || fact.type.startsWith(`${type}.`))
    )
      return false;
    if (filter.node === undefined && (filter.text === undefined || filter.text === '')) return true;
    const { text, nodes } = describe(fact, this.#plan);
    if (filter.node !== undefined && !nodes.includes(filter.node)) return false;
    return filter.text === undefined || text.toLowerCase().includes(filter.text.toLowerCase());
  }

  #row(at: number, index: number): LogRow {
    const fact = this.#log.at(at);
    const { text, nodes } = describe(fact, this.#plan);
    return { index, step: this.#log.stepOf(at), timeMs: this.#log.timeOf(at), type: fact.type, text, nodes };
  }

  /** How many passing rows stand before this many facts. */
  #before(count: number): number {
    return partitionPoint(this.#passing.length, (row) => this.#passing[row]! < count);
  }
}
