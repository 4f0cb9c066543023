/**
 * Shared memories on the timeline: one lane a memory, in it what clients read and wrote from call to return, and as strips when its
 * replicas were kept apart and when its copies differed. Folded from facts as they come; it changes nothing.
 */
import type { MemoryNews } from '../../agents/index.ts';
import { factCardOf, type Sign } from '../../protocols/index.ts';
import { agentAt, taskAt, type KnownFact, type Plan } from '../../plan/index.ts';
import { SignBook } from '../marks/signs.ts';
import type { Run } from '../run.ts';
import { barsInSight, type Drawn, type Sight } from '../windows/bars.ts';
import { Cuts } from './cuts.ts';
import type { MemoryLane } from '../windows/window-views.ts';

/** Strips stand above the rows and below them. */
const above = -1;
const below = -2;
/** So many at once of one client have rows of their own. */
const atOnceMax = 16;

/** Nothing that a task was worked at for. */
const noWork = { attempt: 0, lease: 0 } as const;

interface LaneState {
  readonly bars: Drawn[];
  /** Open reads and writes, by call. */
  readonly open: Map<string, Drawn>;
  /** Open while its copies differ. */
  apart: Drawn | null;
  operations: number;
}

export class MemoryLanes {
  readonly #plan: Plan;
  readonly #log: Run['log'];
  readonly #signs: SignBook;
  readonly #cuts: Cuts;
  /** By service. */
  readonly #lanes = new Map<number, LaneState>();
  #count = 0;

  constructor(run: Pick<Run, 'compiled' | 'log'>) {
    const { plan, spec } = run.compiled;
    this.#plan = plan;
    this.#log = run.log;
    this.#signs = new SignBook(run);
    this.#cuts = new Cuts(plan, spec.network?.partitions);
    plan.services.forEach(({ of, replicas }, service) => {
      if (of !== 'memory' || replicas.length === 0) return;
      this.#lanes.set(service, { bars: [], open: new Map(), apart: null, operations: 0 });
    });
  }

  /** Folds what has been recorded since, so many facts at most; true when nothing is left. */
  advance(factsMax: number): boolean {
    const until = this.#lanes.size === 0 ? this.#log.length : Math.min(this.#log.length, this.#count + factsMax);
    if (this.#lanes.size === 0) this.#count = until;
    for (; this.#count < until; this.#count += 1) {
      const fact = this.#log.unpackedAt(this.#count);
      if (fact !== null) this.#fold(fact, this.#count);
    }
    return this.#count === this.#log.length;
  }

  /** One lane for each memory that somebody holds; a row for each client, or more where it does several things at once. */
  lanes(sight: Sight): MemoryLane[] {
    return [...this.#lanes].map(([service, lane]) => {
      const drawn = [...this.#cutsOf(service, sight.endMs), ...lane.bars];
      const rows = [...new Set(lane.bars.flatMap(({ row }) => (row < 0 ? [] : [row])))].sort((a, b) => a - b);
      const bars = barsInSight(drawn, sight, (task) => taskAt(this.#plan, task).id);
      return {
        agent: this.#plan.services[service]!.id,
        slots: Math.max(1, rows.length),
        utilization: 0,
        bars: bars.map((bar) => (bar.row < 0 ? bar : { ...bar, row: rows.indexOf(bar.row) })),
        clients: rows.map((row) => agentAt(this.#plan, Math.floor(row / atOnceMax)).id),
        operations: lane.operations,
      };
    });
  }

  #fold(fact: KnownFact, place: number): void {
    const news = factCardOf(fact.type)?.memory?.(fact);
    const lane = news === undefined ? undefined : this.#lanes.get(news.service);
    if (news === undefined || lane === undefined) {
      this.#cuts.fact(fact, this.#log.timeOf(place), place);
      return;
    }
    const signs = this.#signs.within(place, place + 1);
    if (news.kind === 'held') this.#held(lane, signs, place);
    else if (news.kind === 'asked') this.#asked(lane, news, place);
    else {
      const bar = lane.open.get(news.call);
      lane.open.delete(news.call);
      if (bar === undefined) return;
      bar.endMs = this.#log.timeOf(place);
      bar.end = news.kind === 'refused' ? 'failed' : 'succeeded';
      if (signs.some(({ mark }) => mark === 'stale-read')) bar.stale = true;
    }
  }

  #asked(
    lane: LaneState,
    { agent, task, key, action, expect, call }: Extract<MemoryNews, { readonly kind: 'asked' }>,
    place: number,
  ): void {
    const taken = new Set([...lane.open.values()].map(({ row }) => row));
    let row = agent * atOnceMax;
    while (taken.has(row) && row < (agent + 1) * atOnceMax - 1) row += 1;
    const client = agentAt(this.#plan, agent).id;
    const bar: Drawn = {
      ...this.#begin('operation', row, place),
      task,
      does: expect === undefined ? action : 'cas',
      key,
      client,
    };
    lane.operations += 1;
    lane.bars.push(bar);
    lane.open.set(call, bar);
  }

  #held(lane: LaneState, signs: readonly Sign[], place: number): void {
    for (const { mark } of signs) {
      if (mark === 'divergence') lane.bars.push((lane.apart = this.#begin('apart', below, place)));
      if (mark !== 'convergence' || lane.apart === null) continue;
      lane.apart.endMs = this.#log.timeOf(place);
      lane.apart.end = 'succeeded';
      lane.apart = null;
    }
  }

  /** What kept its replicas apart, as far as the run has come. */
  #cutsOf(service: number, endMs: number): Drawn[] {
    return this.#cuts.of(service, endMs).map(({ startMs, endMs: healedMs, place }): Drawn => {
      const bar = this.#begin('fault', above, place ?? Math.max(0, this.#log.countAtTime(startMs) - 1));
      const end = healedMs === -1 ? 'open' : 'succeeded';
      return { ...bar, fault: 'partition', startMs, endMs: healedMs, end };
    });
  }

  #begin(kind: Drawn['kind'], row: number, place: number): Drawn {
    const [startMs, startStep] = place < this.#log.length ? [this.#log.timeOf(place), this.#log.stepOf(place)] : [0, 0];
    return { ...noWork, task: -1, kind, row, startMs, startStep, end: 'open', endMs: -1 };
  }
}
