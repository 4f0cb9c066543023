/**
 * The attempts of a run, one after another as they became ready: who had each, when it began and ended, and for whom it waited until then.
 * Folded from facts as they come; what is told is a window of rows. It must say no less than the bars of the timeline show.
 */
import { agentAt, serviceAt, taskAt, type KnownFact, type Plan } from '../../plan/index.ts';
import type { ConflictBook } from '../conflicts/conflict-book.ts';
import type { FactLog } from '../log/fact-log.ts';
import type { AttemptRow, AttemptWindow, Awaited } from './attempt-views.ts';

/** More names are no help. */
const namesMax = 4;
const ends = {
  'task.succeeded': 'succeeded',
  'task.failed': 'failed',
  'task.unassignable': 'failed',
  'task.cancelled': 'cancelled',
  'task.skipped': 'cancelled',
  'task.retrying': 'failed',
} as const;

interface Kept {
  readonly task: number;
  readonly attempt: number;
  agent: number;
  readonly readyMs: number;
  readonly readyStep: number;
  startMs: number;
  startStep: number;
  endMs: number;
  end: AttemptRow['end'];
  /** Whether its data was on its way when it had its slot. */
  data: boolean;
}

export class Attempts {
  readonly #plan: Plan;
  readonly #log: FactLog;
  readonly #rows: Kept[] = [];
  /** The newest of each task. */
  readonly #newest = new Map<number, Kept>();
  /** What each agent began, in that order. */
  readonly #begun: readonly Kept[][];
  #count = 0;
  #endMs = 0;

  constructor(plan: Plan, log: FactLog) {
    this.#plan = plan;
    this.#log = log;
    this.#begun = plan.agents.map(() => []);
  }

  /** Folds what has been recorded since, so many facts at most; true when nothing is left. */
  advance(factsMax = Infinity): boolean {
    const until = Math.min(this.#log.length, this.#count + factsMax);
    for (; this.#count < until; this.#count += 1)
      this.#fold(this.#log.at(this.#count), this.#log.timeOf(this.#count), this.#log.stepOf(this.#count));
    if (this.#count > 0) this.#endMs = this.#log.timeOf(this.#count - 1);
    return this.#count === this.#log.length;
  }

  /** Rows from a place on. Of what competes for resources `conflicts` says who had them. */
  window(from: number, count: number, conflicts: ConflictBook | null): AttemptWindow {
    const rows = this.#rows.slice(from, from + count);
    const waits = waitsOf(conflicts, new Set(rows.map(({ task }) => task)));
    return { total: this.#rows.length, from, rows: rows.map((row) => this.#told(row, waits.get(row.task) ?? [])) };
  }

  #fold(fact: KnownFact, time: number, step: number): void {
    switch (fact.type) {
      case 'task.ready':
        this.#open(fact.task, fact.attempt, time, step);
        return;
      case 'task.assigned':
      case 'task.queued': {
        const row = this.#at(fact.task, fact.attempt);
        if (row === undefined) return;
        // Taken back from somebody who had begun with it: what follows is another go.
        (row.end === 'lost' ? this.#open(fact.task, fact.attempt, row.endMs, step) : row).agent = fact.agent;
        return;
      }
      case 'task.withdrawn': {
        const row = this.#at(fact.task, fact.attempt);
        if (row?.end !== 'open') return;
        if (row.startMs === -1) row.agent = -1;
        else this.#close(row, time, 'lost');
        return;
      }
      case 'task.waiting': {
        const row = this.#at(fact.task, fact.attempt);
        if (row !== undefined) row.data = true;
        return;
      }
      case 'task.deciding':
        this.#begin(fact.task, fact.attempt, time, step);
        return;
      case 'task.started': {
        const row = this.#begin(fact.task, fact.attempt, time, step);
        if (row === undefined) return;
        row.agent = fact.agent;
        this.#begun[fact.agent]?.push(row);
        return;
      }
      case 'task.kept':
        this.#keep(fact, time, step);
        return;
      case 'task.succeeded':
      case 'task.failed':
      case 'task.unassignable':
      case 'task.cancelled':
      case 'task.skipped':
      case 'task.retrying': {
        const row = this.#newest.get(fact.task);
        if (row?.end === 'open') this.#close(row, time, ends[fact.type]);
        return;
      }
      default:
    }
  }

  #at(task: number, attempt: number): Kept | undefined {
    const row = this.#newest.get(task);
    return row?.attempt === attempt ? row : undefined;
  }

  #open(task: number, attempt: number, readyMs: number, readyStep: number): Kept {
    const blank = { agent: -1, startMs: -1, startStep: -1, endMs: -1, end: 'open', data: false } as const;
    const row: Kept = { task, attempt, readyMs, readyStep, ...blank };
    this.#rows.push(row);
    this.#newest.set(task, row);
    return row;
  }

  /** What begins again, as after a crash, began when it did first. */
  #begin(task: number, attempt: number, time: number, step: number): Kept | undefined {
    const row = this.#at(task, attempt);
    if (row === undefined || row.startMs !== -1) return undefined;
    row.startMs = time;
    row.startStep = step;
    return row;
  }

  #close(row: Kept, time: number, end: AttemptRow['end']): void {
    row.endMs = time;
    row.end = end;
  }

  /** Taken over from a run before: what it waited for is that run's. */
  #keep(fact: Extract<KnownFact, { readonly type: 'task.kept' }>, time: number, step: number): void {
    if (fact.agent === -1 || fact.ranMs === -1) return;
    const row = this.#open(fact.task, fact.attempt, fact.ranMs, step);
    row.agent = fact.agent;
    row.startMs = fact.ranMs;
    row.startStep = step;
    this.#close(row, time, fact.end);
  }

  #told(row: Kept, waits: readonly Wait[]): AttemptRow {
    const until = row.startMs !== -1 ? row.startMs : row.endMs !== -1 ? row.endMs : this.#endMs;
    return {
      task: taskAt(this.#plan, row.task).id,
      attempt: row.attempt,
      agent: row.agent === -1 ? null : agentAt(this.#plan, row.agent).id,
      readyMs: row.readyMs,
      readyStep: row.readyStep,
      startMs: row.startMs === -1 ? null : row.startMs,
      startStep: row.startMs === -1 ? null : row.startStep,
      endMs: row.endMs === -1 ? null : row.endMs,
      end: row.end,
      waitedMs: until - row.readyMs,
      waited: [...this.#forAgent(row, until), ...this.#forServices(row, waits), ...dataOf(row)],
    };
  }

  /** The work that its agent had in hand while it waited. */
  #forAgent(row: Kept, until: number): Awaited[] {
    if (row.agent === -1 || until === row.readyMs) return [];
    const begun = this.#begun[row.agent] ?? [];
    const held = begun.filter(
      (other) => other !== row && other.startMs < until && (other.endMs === -1 || other.endMs > row.readyMs),
    );
    if (held.length === 0) return [];
    return [{ of: 'agent', id: agentAt(this.#plan, row.agent).id, ...this.#names(held.map(({ task }) => task)) }];
  }

  #forServices(row: Kept, waits: readonly Wait[]): Awaited[] {
    const last = row.endMs === -1 ? Infinity : row.endMs;
    const found = new Map<number, number[]>();
    for (const { service, against, place } of waits) {
      const at = this.#log.timeOf(place);
      if (at >= row.readyMs && at <= last) found.set(service, [...(found.get(service) ?? []), ...against]);
    }
    return [...found].map(([service, against]) => ({
      of: 'service',
      id: serviceAt(this.#plan, service).id,
      ...this.#names(against),
    }));
  }

  #names(tasks: readonly number[]): Pick<Awaited, 'held' | 'more'> {
    const all = [...new Set(tasks)];
    return {
      held: all.slice(0, namesMax).map((task) => taskAt(this.#plan, task).id),
      more: Math.max(0, all.length - namesMax),
    };
  }
}

interface Wait {
  readonly service: number;
  readonly against: readonly number[];
  readonly place: number;
}

function waitsOf(conflicts: ConflictBook | null, tasks: ReadonlySet<number>): ReadonlyMap<number, readonly Wait[]> {
  const waits = new Map<number, Wait[]>();
  for (const { kind, who, service, against, from, byAgents } of conflicts?.entries ?? []) {
    const [task] = who;
    if (kind !== 'wait' || byAgents || task === undefined || !tasks.has(task)) continue;
    const list = waits.get(task);
    const wait = { service, against, place: from };
    if (list === undefined) waits.set(task, [wait]);
    else list.push(wait);
  }
  return waits;
}

const dataOf = ({ data }: Kept): Awaited[] => (data ? [{ of: 'data', id: '', held: [], more: 0 }] : []);
