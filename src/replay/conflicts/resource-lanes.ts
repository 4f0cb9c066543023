/**
 * Resources on the timeline: a lane each, in it who held how many units from when to when, one above another as high as what they held;
 * who waited; for how long a priority was raised; and, of what renews or has very many units, how many there were. Read off the book of
 * conflicts.
 */
import { serviceAt, taskAt } from '../../plan/index.ts';
import { barsInSight, type Drawn, type Sight } from '../windows/bars.ts';
import type { ResourceLane } from '../windows/window-views.ts';
import type { ConflictBook, Entry, Span } from './conflict-book.ts';
import { coarse, heldLevels, leftLevels, type Level } from './levels.ts';

/** Of more units a lane tells how many are held, and not by whom. */
const rowsMax = 8;
/** Those who wait stand below the rows. */
const below = -2;

export class ResourceLanes {
  readonly #book: ConflictBook;
  /** By service, then row by row who stands there. */
  readonly #rows = new Map<number, (Span | null)[]>();
  /** Of each span the rows that it takes. */
  readonly #places = new Map<Span, readonly number[]>();
  #placed = 0;

  constructor(book: ConflictBook) {
    this.#book = book;
  }

  lanes(sight: Sight): ResourceLane[] {
    this.#place();
    const { plan } = this.#book;
    const all = {
      held: listsBy(this.#book.holds, serviceOf),
      waits: listsBy(this.#book.waits, serviceOf),
      uses: listsBy(this.#book.uses, serviceOf),
    };
    const raised = this.#book.entries.filter(({ kind }) => kind === 'raised');
    return plan.services.flatMap(({ of, id, resource }, service) => {
      if (of !== 'resource' || resource === undefined) return [];
      const units = this.#unitsOf(service);
      const renews = resource.everyMs > 0;
      const isMany = renews || units > rowsMax;
      const held = all.held.get(service) ?? [];
      const waits = all.waits.get(service) ?? [];
      const drawn = isMany ? [] : [...held.flatMap((each) => this.#held(each)), ...this.#raised(raised, held)];
      const bars = barsInSight(
        [...drawn, ...waits.map((each) => this.#drawn(each, 'awaited', below, 1))],
        sight,
        (task) => taskAt(plan, task).id,
      );
      const busyMs = held.reduce((sum, each) => sum + each.units * this.#lengthOf(each, sight.endMs), 0);
      return [
        {
          ...{ agent: id, slots: isMany ? 1 : units, bars, units, waited: waits.length, renews },
          utilization: renews || sight.endMs === 0 ? 0 : Math.min(1, busyMs / (sight.endMs * units)),
          ...(isMany ? this.#levels(service, held, all.uses.get(service) ?? [], sight) : {}),
        },
      ];
    });
  }

  /** Whoever holds an exclusive resource has it whole. */
  #unitsOf(service: number): number {
    const { way, units } = serviceAt(this.#book.plan, service);
    return way === 'exclusive' ? 1 : units;
  }

  /** Gives each hold its rows, in the order in which they were granted. */
  #place(): void {
    const { holds } = this.#book;
    for (; this.#placed < holds.length; this.#placed += 1) {
      const span = holds[this.#placed]!;
      const units = this.#unitsOf(span.service);
      if (units > rowsMax) continue;
      const rows = this.#rows.get(span.service) ?? new Array<Span | null>(units).fill(null);
      this.#rows.set(span.service, rows);
      const free = rows.flatMap((each, row) => (each === null || isOver(each, span.from) ? [row] : []));
      const taken = bestOf(free, Math.min(span.units, units));
      for (const row of taken) rows[row] = span;
      this.#places.set(span, taken);
    }
  }

  #held(span: Span): Drawn[] {
    return runsOf(this.#places.get(span) ?? []).map(([row, rows]) => this.#drawn(span, 'held', row, rows));
  }

  /** On what it holds meanwhile. */
  #raised(raised: readonly Entry[], held: readonly Span[]): Drawn[] {
    const heldBy = listsBy(held, ({ task }) => task);
    return raised.flatMap(({ from, to, task, figure }) =>
      (heldBy.get(task) ?? []).flatMap((span): Drawn[] => {
        const end = to === -1 ? span.to : span.to === -1 ? to : Math.min(to, span.to);
        const start = Math.max(from, span.from);
        if (end !== -1 && start >= end) return [];
        return this.#held(span).map((bar) => ({
          ...bar,
          ...this.#when(start, end),
          kind: 'raised',
          priority: figure!,
        }));
      }),
    );
  }

  #drawn(span: Span, kind: Drawn['kind'], row: number, rows: number): Drawn {
    const { task, lease, units, from, to, how } = span;
    const end = to === -1 ? 'open' : how === 'refused' || how === 'expired' || how === 'left' ? 'failed' : 'succeeded';
    return { ...{ task, lease, units, kind, row, rows, attempt: 0 }, ...this.#when(from, to), end };
  }

  #when(from: number, to: number): Pick<Drawn, 'startMs' | 'startStep' | 'endMs'> {
    const { log } = this.#book;
    return { startMs: log.timeOf(from), startStep: log.stepOf(from), endMs: to === -1 ? -1 : log.timeOf(to) };
  }

  #lengthOf({ from, to }: Span, endMs: number): number {
    const { log } = this.#book;
    return (to === -1 ? endMs : log.timeOf(to)) - log.timeOf(from);
  }

  #levels(
    service: number,
    held: readonly Span[],
    used: ConflictBook['uses'],
    sight: Sight,
  ): { readonly levels: Level[]; readonly most: number } {
    const { plan, log } = this.#book;
    const { units, resource } = serviceAt(plan, service);
    const times = (at: number): number => log.timeOf(at);
    if (resource === undefined || resource.everyMs === 0)
      return { levels: coarse(heldLevels(held, times, sight.endMs), sight), most: units };
    const own = used.map(({ at, units: each }) => ({ timeMs: times(at), used: each }));
    const { burst, everyMs } = resource;
    return { levels: coarse(leftLevels(own, { units, burst, everyMs }, sight.endMs), sight), most: burst };
  }
}

const serviceOf = ({ service }: { readonly service: number }): number => service;

/** All that has the same key, in its order. */
function listsBy<T>(all: readonly T[], keyOf: (each: T) => number): ReadonlyMap<number, T[]> {
  const lists = new Map<number, T[]>();
  for (const each of all) {
    const key = keyOf(each);
    const list = lists.get(key);
    if (list === undefined) lists.set(key, [each]);
    else list.push(each);
  }
  return lists;
}

function isOver({ to }: Span, at: number): boolean {
  return to !== -1 && to <= at;
}

/** So many of the free rows, side by side where there are. */
function bestOf(free: readonly number[], count: number): readonly number[] {
  for (const [row, rows] of runsOf(free)) if (rows >= count) return Array.from({ length: count }, (_, at) => row + at);
  return free.slice(0, count);
}

/** Rows that lie side by side: the first, and how many. */
function runsOf(rows: readonly number[]): (readonly [number, number])[] {
  const runs: [number, number][] = [];
  for (const row of rows) {
    const last = runs.at(-1);
    if (last !== undefined && last[0] + last[1] === row) last[1] += 1;
    else runs.push([row, 1]);
  }
  return runs;
}
