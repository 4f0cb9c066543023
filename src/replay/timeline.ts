/**
 * The bars of a run, one lane an agent: what was queued, awaited, worked at, and when an agent was down. Bars are
 * folded from facts as they come; a window draws those in sight, and bars too narrow to tell apart as one.
 */
import {
  agentAt,
  groupAt,
  taskAt,
  agentOfActor,
  type KnownFact,
  type Plan,
  atOnceOf,
  type SliceFact,
} from '../plan/index.ts';
import { cutOff, foldUnderWay, nothingUnderWay, type UnderWay } from './faults/under-way.ts';
import type { FactLog } from './log/fact-log.ts';
import { barsInSight, type Drawn, type Sight } from './windows/bars.ts';
import type { BarEnd, BarKind, Lane, TimelineWindow } from './windows/window-views.ts';
import { IdleTimes } from './windows/idle-times.ts';

const ends = {
  'task.succeeded': 'succeeded',
  'task.failed': 'failed',
  'task.cancelled': 'cancelled',
  'task.retrying': 'failed',
} as const;

const halts = { 'task.blocked': 'blocked', 'task.suspended': 'suspended', 'task.giving': 'giving' } as const;

/** Faults stand above the rows. */
const noTask = { task: -1, attempt: 0, row: -1, lease: 0 } as const;

/** The faults of an agent that are under way, each kind once. */
function faultsOf({ conducts, slow }: UnderWay, agent: number, cut: ReadonlySet<number>): string[] {
  return [
    ...new Set(conducts[agent] ?? []),
    ...(slow[agent] === undefined ? [] : ['slow']),
    ...(cut.has(agent) ? ['partition'] : []),
  ];
}

/** Who works in slices has a row for each of so many tasks, so that one sees how they take turns. */
const rowsMax = 8;

interface LaneState {
  /** The row of each task in hand, by lease and task, where it works in slices. */
  readonly rows: Map<number, number>;
  rowsUsed: number;
  readonly bars: Drawn[];
  /** Open bars of work, of data on its way, of decisions and of a crash: never many. */
  readonly open: Drawn[];
  /** Open bars of faults: one of a kind at a time. */
  readonly faults: Drawn[];
  /** Open bars of what is queued, by lease and task: there may be very many. */
  readonly queued: Map<number, Drawn>;
  /** Open bars of work whose clock stands, likewise: they lie on those of the work. */
  readonly halted: Map<number, Drawn>;
  busyMs: number;
}

type Halting = Extract<KnownFact, { readonly type: keyof typeof halts | 'task.resumed' }>;

export class Timeline {
  readonly #plan: Plan;
  readonly #log: FactLog;
  readonly #lanes: readonly LaneState[];
  readonly #idle = new IdleTimes();
  readonly #underWay = nothingUnderWay();
  #cut: ReadonlySet<number> = new Set();
  #count = 0;
  #endMs = 0;

  constructor(plan: Plan, log: FactLog) {
    this.#plan = plan;
    this.#log = log;
    this.#lanes = plan.agents.map(() => ({
      rows: new Map(),
      rowsUsed: 1,
      bars: [],
      open: [],
      faults: [],
      queued: new Map(),
      halted: new Map(),
      busyMs: 0,
    }));
  }

  /** Folds what has been recorded since, so many facts at most; true when nothing is left. */
  advance(factsMax = Infinity): boolean {
    const until = Math.min(this.#log.length, this.#count + factsMax);
    for (; this.#count < until; this.#count += 1) this.#fold(this.#log.at(this.#count), this.#count);
    if (this.#count > 0) this.#endMs = this.#log.timeOf(this.#count - 1);
    return this.#count === this.#log.length;
  }

  /** The bars between two times for a drawing so many pixels wide. `critical` names the tasks of the critical path. */
  window(
    range: { readonly fromMs: number; readonly toMs: number; readonly pixels: number },
    critical: ReadonlySet<number>,
  ): TimelineWindow {
    this.advance();
    const perPixel = Math.max(0, range.toMs - range.fromMs) / Math.max(1, range.pixels);
    return {
      endMs: this.#endMs,
      idle: this.#idle.longest(this.#endMs),
      lanes: this.#lanes.map((lane, agent) => this.#lane(lane, agent, { ...range, perPixel, critical })),
    };
  }

  #lane(lane: LaneState, agent: number, sight: Omit<Sight, 'endMs'>): Lane {
    const { id, slice } = agentAt(this.#plan, agent);
    const slots = atOnceOf(agentAt(this.#plan, agent));
    const endMs = this.#endMs;
    const bars = barsInSight(lane.bars, { ...sight, endMs }, (task) => taskAt(this.#plan, task).id);
    const open = lane.open.filter((bar) => bar.kind === 'running').reduce((sum, bar) => sum + endMs - bar.startMs, 0);
    const utilization = endMs === 0 ? 0 : (lane.busyMs + open) / (endMs * slots);
    return { agent: id, slots, ...(slice === undefined ? {} : { rows: lane.rowsUsed }), utilization, bars };
  }

  #fold(fact: KnownFact, at: number): void {
    const time = this.#log.timeOf(at);
    const step = this.#log.stepOf(at);
    switch (fact.type) {
      case 'task.queued':
        this.#open(fact.agent, {
          task: fact.task,
          attempt: fact.attempt,
          lease: fact.lease,
          kind: 'queued',
          startMs: time,
          startStep: step,
        });
        return;
      case 'task.waiting':
      case 'task.recalling':
      case 'task.obtaining':
        this.#close(fact.agent, fact.task, fact.lease, time, 'succeeded');
        this.#open(fact.agent, {
          task: fact.task,
          attempt: fact.attempt,
          lease: fact.lease,
          kind: 'transfer',
          startMs: time,
          startStep: step,
        });
        return;
      case 'task.unqueued':
        this.#close(fact.agent, fact.task, fact.lease, time, 'cancelled');
        return;
      case 'task.kept':
        if (fact.agent !== -1 && fact.ranMs !== -1) this.#keep(fact, time, step);
        return;
      case 'task.started':
        this.#close(fact.agent, fact.task, fact.lease, time, 'succeeded');
        if (agentAt(this.#plan, fact.agent).slice !== undefined) return;
        this.#open(fact.agent, {
          task: fact.task,
          attempt: fact.attempt,
          lease: fact.lease,
          kind: 'running',
          startMs: time,
          startStep: step,
        });
        return;
      case 'task.blocked':
      case 'task.suspended':
      case 'task.giving':
      case 'task.resumed':
        this.#halt(fact, time, step);
        return;
      case 'task.ended':
        this.#goOn(fact.agent, this.#keyOf(fact.task, fact.lease), time, fact.end);
        this.#close(fact.agent, fact.task, fact.lease, time, fact.end);
        this.#lanes[fact.agent]!.rows.delete(this.#keyOf(fact.task, fact.lease));
        return;
      case 'actor.crashed':
        this.#crash(agentOfActor(fact.actor), time, step);
        return;
      case 'actor.recovered':
        this.#close(agentOfActor(fact.actor), -1, 0, time, 'succeeded');
        return;
      default:
        this.#foldDecision(fact, time, step);
    }
  }

  /** A slice of work is a bar in the row of its task; the last one ends as its task does. */
  #turn(
    fact: Extract<SliceFact, { readonly type: 'slice.waits' | 'slice.began' | 'slice.ended' }>,
    time: number,
    step: number,
  ): void {
    const { agent, task, attempt, lease } = fact;
    const of = { task, attempt, lease, startMs: time, startStep: step };
    const begun = this.#lanes[agent]!.rows.has(this.#keyOf(task, lease));
    if (fact.type === 'slice.ended') {
      if (fact.end !== 'over') this.#close(agent, task, lease, time, 'turn');
      return;
    }
    if (fact.type === 'slice.waits' && begun) return;
    this.#close(agent, task, lease, time, 'succeeded');
    this.#open(agent, { ...of, kind: fact.type === 'slice.began' ? 'running' : 'queued' });
  }

  /** The row of a task of somebody who works in slices: its own while it is in hand, the last for more than are drawn. */
  #rowOf(lane: LaneState, key: number): number {
    const known = lane.rows.get(key);
    if (known !== undefined) return known;
    const taken = new Set(lane.rows.values());
    let row = 0;
    while (row < rowsMax - 1 && taken.has(row)) row += 1;
    lane.rows.set(key, row);
    lane.rowsUsed = Math.max(lane.rowsUsed, row + 1);
    return row;
  }

  /** Everybody of a group takes part from the question until the task is over. */
  #foldDecision(fact: KnownFact, time: number, step: number): void {
    switch (fact.type) {
      case 'slice.waits':
      case 'slice.began':
      case 'slice.ended':
        this.#turn(fact, time, step);
        return;
      case 'task.deciding': {
        const { task, attempt } = fact;
        const bar = { task, attempt, lease: 0, kind: 'deciding', startMs: time, startStep: step } as const;
        for (const agent of groupAt(this.#plan, fact.group).members) this.#open(agent, bar);
        return;
      }
      case 'task.succeeded':
      case 'task.failed':
      case 'task.cancelled':
      case 'task.retrying':
        this.#decided(fact.task, time, ends[fact.type]);
        return;
      default:
        this.#foldFault(fact, time, step);
    }
  }

  /** What is wrong with agents on purpose: how they misbehave, that they are slow, that a rule cuts them off. */
  #foldFault(fact: KnownFact, time: number, step: number): void {
    const on = foldUnderWay(this.#underWay, fact, time);
    if (on === null) return;
    const cut = on === 'network' ? cutOff(this.#underWay.rules, this.#plan) : null;
    this.#lanes.forEach((lane, agent) => {
      if (on !== 'network' && on !== agent) return;
      const now = faultsOf(this.#underWay, agent, cut ?? this.#cut);
      for (const bar of lane.faults.filter(({ fault }) => !now.includes(fault!))) {
        bar.endMs = time;
        bar.end = 'succeeded';
        lane.faults.splice(lane.faults.indexOf(bar), 1);
      }
      for (const fault of now.filter((each) => !lane.faults.some((bar) => bar.fault === each))) {
        const bar: Drawn = { ...noTask, kind: 'fault', fault, startMs: time, startStep: step, end: 'open', endMs: -1 };
        lane.faults.push(bar);
        lane.bars.push(bar);
      }
    });
    this.#cut = cut ?? this.#cut;
  }

  #open(
    agent: number,
    bar: { task: number; attempt: number; lease: number; kind: BarKind; startMs: number; startStep: number },
  ): void {
    const lane = this.#lanes[agent]!;
    const { slots, slice } = agentAt(this.#plan, agent);
    const ownRow = slice === undefined || bar.task === -1 ? null : this.#rowOf(lane, this.#keyOf(bar.task, bar.lease));
    if (bar.kind === 'queued') {
      // What is queued shares one row behind the slots: the order is told by the bars' starts.
      const drawn: Drawn = { ...bar, row: ownRow ?? slots, end: 'open', endMs: -1 };
      lane.bars.push(drawn);
      lane.queued.set(this.#keyOf(bar.task, bar.lease), drawn);
      return;
    }
    // Deciding takes no slot: it stands behind them.
    let row = ownRow ?? (bar.kind === 'deciding' ? slots : 0);
    while (ownRow === null && bar.kind !== 'deciding' && lane.open.some((each) => each.row === row)) row += 1;
    const drawn: Drawn = { ...bar, row, end: 'open', endMs: -1 };
    lane.bars.push(drawn);
    lane.open.push(drawn);
    if (bar.kind !== 'crashed') this.#idle.begin(bar.startMs);
  }

  /** The clock of work that is under way stands, for another reason than before, or runs again. */
  #halt(fact: Halting, time: number, step: number): void {
    const { agent, task, attempt, lease } = fact;
    const lane = this.#lanes[agent]!;
    this.#goOn(agent, this.#keyOf(task, lease), time, 'succeeded');
    const work = lane.open.find((bar) => bar.task === task && bar.lease === lease);
    if (fact.type === 'task.resumed' || work === undefined) return;
    const of = { task, attempt, lease, row: work.row, startMs: time, startStep: step };
    const drawn: Drawn = { ...of, kind: 'halted', halt: halts[fact.type], end: 'open', endMs: -1 };
    lane.bars.push(drawn);
    lane.halted.set(this.#keyOf(task, lease), drawn);
  }

  #goOn(agent: number, key: number, time: number, end: BarEnd): void {
    const { halted } = this.#lanes[agent] ?? {};
    const bar = halted?.get(key);
    if (bar === undefined) return;
    halted?.delete(key);
    bar.end = end;
    bar.endMs = time;
  }

  #decided(task: number, time: number, end: BarEnd): void {
    const decision = this.#plan.decisions.get(task);
    if (decision === undefined) return;
    for (const agent of groupAt(this.#plan, decision.group).members) this.#close(agent, task, 0, time, end);
  }

  /** What is taken over is known at its end only: it goes into the fullest row that was free at its start. */
  #keep(fact: Extract<KnownFact, { type: 'task.kept' }>, endMs: number, startStep: number): void {
    const { bars } = this.#lanes[fact.agent]!;
    const { slots } = agentAt(this.#plan, fact.agent);
    const freeFrom = new Array<number>(slots).fill(0);
    for (let at = bars.length - 1, seen = 0; at >= 0 && seen < slots * 2; at -= 1, seen += 1) {
      const bar = bars[at]!;
      if (bar.kind === 'kept') freeFrom[bar.row] = Math.max(freeFrom[bar.row]!, bar.endMs);
    }
    let row = -1;
    for (let each = 0; each < slots; each += 1)
      if (freeFrom[each]! <= fact.ranMs && (row === -1 || freeFrom[each]! > freeFrom[row]!)) row = each;
    const { task, attempt, ranMs: startMs, end } = fact;
    this.#idle.was(startMs, endMs);
    bars.push({ task, attempt, startMs, end, endMs, startStep, kind: 'kept', row: Math.max(0, row), lease: 0 });
  }

  #close(agent: number, task: number, lease: number, time: number, end: BarEnd): void {
    const lane = this.#lanes[agent];
    if (lane === undefined) return;
    const key = this.#keyOf(task, lease);
    const waited = lane.queued.get(key);
    if (waited !== undefined) {
      lane.queued.delete(key);
      waited.end = end;
      waited.endMs = time;
      return;
    }
    const at = lane.open.findIndex((bar) => bar.task === task && bar.lease === lease);
    if (at === -1) return;
    const [bar] = lane.open.splice(at, 1);
    if (bar!.kind !== 'crashed') this.#idle.end(time);
    bar!.end = end;
    bar!.endMs = time;
    if (bar!.kind === 'running') lane.busyMs += time - bar!.startMs;
  }

  #keyOf(task: number, lease: number): number {
    return lease * this.#plan.tasks.length + task;
  }

  #crash(agent: number, time: number, step: number): void {
    const lane = this.#lanes[agent];
    if (lane === undefined) return;
    for (const key of lane.halted.keys()) this.#goOn(agent, key, time, 'failed');
    for (const bar of [...lane.queued.values(), ...lane.open]) this.#close(agent, bar.task, bar.lease, time, 'failed');
    this.#open(agent, { task: -1, attempt: 0, lease: 0, kind: 'crashed', startMs: time, startStep: step });
  }
}
