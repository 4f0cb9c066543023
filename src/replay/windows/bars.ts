/** The bars of a lane that are in sight, as they are drawn: those too narrow to tell apart are one. */
import type { Bar, BarEnd, BarKind, Does, Halt } from './window-views.ts';

/** A bar as it was folded. */
export interface Drawn {
  readonly task: number;
  readonly kind: BarKind;
  end: BarEnd;
  readonly attempt: number;
  readonly startMs: number;
  /** -1 while open. */
  endMs: number;
  readonly row: number;
  readonly startStep: number;
  readonly lease: number;
  readonly fault?: string;
  readonly halt?: Halt;
  readonly does?: Does;
  readonly key?: string;
  readonly client?: string;
  readonly units?: number;
  readonly rows?: number;
  readonly priority?: number;
  /** Known when it has ended. */
  stale?: true;
}

/** What of a run is looked at. */
export interface Sight {
  readonly fromMs: number;
  readonly toMs: number;
  readonly perPixel: number;
  /** Where the run stands: open bars reach as far. */
  readonly endMs: number;
  /** The tasks of the critical path. */
  readonly critical: ReadonlySet<number>;
}

export function barsInSight(drawn: readonly Drawn[], sight: Sight, idOf: (task: number) => string): Bar[] {
  const bars: Bar[] = [];
  const lastOfRow = new Map<number, number>();
  for (const each of drawn) {
    const endMs = each.endMs === -1 ? sight.endMs : each.endMs;
    if (endMs < sight.fromMs || each.startMs > sight.toMs) continue;
    // What lies on a bar is told apart from what stands in its row.
    const row = each.row * 2 + (each.kind === 'halted' || each.kind === 'raised' ? 1 : 0);
    const at = lastOfRow.get(row) ?? -1;
    const last = bars[at];
    const isCritical = sight.critical.has(each.task);
    if (last !== undefined && endMs - each.startMs < sight.perPixel * 2 && isOneWith(last, each, sight)) {
      bars[at] = {
        ...last,
        endMs: Math.max(last.endMs, endMs),
        count: last.count + 1,
        end: each.end === 'failed' ? 'failed' : last.end,
        ...(each.stale === undefined ? {} : { stale: each.stale }),
        critical: last.critical || isCritical,
      };
      continue;
    }
    lastOfRow.set(row, bars.length);
    const { kind, end, attempt, startMs, startStep, fault, halt, does, key, client, stale, units, rows, priority } =
      each;
    bars.push({
      task: each.task === -1 ? '' : idOf(each.task),
      ...{ kind, end, attempt, startMs, endMs, row: each.row, startStep },
      critical: kind === 'running' && isCritical,
      count: 1,
      ...(fault === undefined ? {} : { fault }),
      ...(halt === undefined ? {} : { halt }),
      ...(does === undefined ? {} : { does, key: key!, client: client! }),
      ...(stale === undefined ? {} : { stale }),
      ...(units === undefined ? {} : { units, rows: rows! }),
      ...(priority === undefined ? {} : { priority }),
    });
  }
  return bars;
}

/** Whether a narrow bar cannot be told apart from the last one of its row. */
function isOneWith(last: Bar, drawn: Drawn, { perPixel }: Sight): boolean {
  return (
    last.kind === drawn.kind &&
    last.fault === drawn.fault &&
    last.halt === drawn.halt &&
    last.does === drawn.does &&
    last.rows === drawn.rows &&
    drawn.startMs - last.endMs < perPixel &&
    last.endMs - last.startMs < perPixel * 4
  );
}
