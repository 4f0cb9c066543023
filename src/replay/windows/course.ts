/**
 * How a run went over time: tasks by state, what waits in queues, how many slots are busy, how busy each agent is. Facts
 * are folded once into columns of change, so that a window of any number of buckets is a few searches in them.
 */
import { agentOfActor, type KnownFact, type Plan } from '../../plan/index.ts';
import type { FactLog } from '../log/fact-log.ts';
import type { CourseWindow } from './window-views.ts';

/** What is counted at each change. `busy` is the sum of slot-milliseconds so far, the others are counts. */
const columns = ['waiting', 'running', 'succeeded', 'failed', 'queued', 'slots', 'busy'] as const;
type Column = (typeof columns)[number];

/** What a task counts as. */
type Kind = 'waiting' | 'running' | 'succeeded' | 'failed' | null;

/** Agents whose own line is told: more cannot be told apart. */
const agentsMax = 6;

/** Changes in order of time, one for each instant at which anything changed. */
class Changes<Name extends string> {
  readonly times: number[] = [0];
  readonly #columns = new Map<Name, number[]>();
  readonly #names: readonly Name[];

  constructor(names: readonly Name[]) {
    this.#names = names;
    for (const name of names) this.#columns.set(name, [0]);
  }

  /** Writes what holds from `time` on. */
  put(time: number, now: Readonly<Record<Name, number>>): void {
    if (this.times.at(-1) !== time) this.times.push(time);
    const place = this.times.length - 1;
    for (const name of this.#names) this.#columns.get(name)![place] = now[name];
  }

  /** Place of the last change at or before a time. */
  before(time: number): number {
    let low = 0;
    let high = this.times.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.times[middle]! <= time) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
  }

  get(name: Name, place: number): number {
    return this.#columns.get(name)![place]!;
  }
}

interface Worker {
  readonly changes: Changes<'busy' | 'slots' | 'queued'>;
  /** Leases times number of tasks, plus task, of what waits here. */
  readonly queue: Set<number>;
  /** The most that waited here at once. */
  longest: number;
  running: number;
  busy: number;
  sinceMs: number;
}

export class Course {
  readonly #plan: Plan;
  readonly #log: FactLog;
  #changes = new Changes<Column>(columns);
  #workers: Worker[] = [];
  #kinds: Kind[] = [];
  /** Lease under which each task is held: what comes under another is not the task's doing any more. */
  #leases: number[] = [];
  #now: Record<Column, number> = zeros();
  #sinceMs = 0;
  #count = 0;

  constructor(plan: Plan, log: FactLog) {
    this.#plan = plan;
    this.#log = log;
    this.reset();
  }

  /** Begins again: the log was cut off. */
  reset(): void {
    this.#changes = new Changes(columns);
    this.#workers = this.#plan.agents.map(() => ({
      changes: new Changes(['busy', 'slots', 'queued'] as const),
      queue: new Set(),
      longest: 0,
      running: 0,
      busy: 0,
      sinceMs: 0,
    }));
    this.#kinds = this.#plan.tasks.map(() => null);
    this.#leases = this.#plan.tasks.map(() => 0);
    this.#now = zeros();
    this.#sinceMs = 0;
    this.#count = 0;
  }

  /** The course between two times in so many equal steps; values hold at the end of each, shares over all of it. */
  window(fromMs: number, toMs: number, buckets: number): CourseWindow {
    this.advance();
    const step = (toMs - fromMs) / buckets;
    const times = Array.from({ length: buckets + 1 }, (_, at) => fromMs + at * step);
    const places = times.map((time) => this.#changes.before(time));
    const column = (name: Column): number[] => places.map((place) => this.#changes.get(name, place));
    return {
      times,
      waiting: column('waiting'),
      running: column('running'),
      succeeded: column('succeeded'),
      failed: column('failed'),
      queued: places.map((place, at) => mostOf(this.#changes, 'queued', at === 0 ? place : places[at - 1]!, place)),
      busy: shares(times, (time) => busyAt(this.#changes, time), 1),
      agents: this.#busiest().map((agent) => ({
        agent: this.#plan.agents[agent]!.id,
        utilization: shares(
          times,
          (time) => busyAt(this.#workers[agent]!.changes, time),
          this.#plan.agents[agent]!.slots,
        ),
      })),
      queues: this.#longest().map((agent) => ({
        agent: this.#plan.agents[agent]!.id,
        queued: this.#queueOf(this.#workers[agent]!.changes, times),
      })),
    };
  }

  /** The most that waited there within each step, so that a short herd is not passed over. */
  #queueOf(changes: Worker['changes'], times: readonly number[]): number[] {
    const places = times.map((time) => changes.before(time));
    return places.map((place, at) => mostOf(changes, 'queued', at === 0 ? place : places[at - 1]!, place));
  }

  /** Those at which most waited at once; in the order of the plan. */
  #longest(): number[] {
    return this.#workers
      .map(({ longest }, agent) => ({ agent, longest }))
      .filter(({ longest }) => longest > 0)
      .sort((a, b) => b.longest - a.longest || a.agent - b.agent)
      .slice(0, agentsMax)
      .map(({ agent }) => agent)
      .sort((a, b) => a - b);
  }

  /** In the order of the plan. */
  #busiest(): number[] {
    return this.#workers
      .map(({ busy }, agent) => ({ agent, share: busy / this.#plan.agents[agent]!.slots }))
      .sort((a, b) => b.share - a.share || a.agent - b.agent)
      .slice(0, agentsMax)
      .map(({ agent }) => agent)
      .sort((a, b) => a - b);
  }

  /** Folds what has been recorded since, so many facts at most; true when nothing is left. */
  advance(factsMax = Infinity): boolean {
    const until = Math.min(this.#log.length, this.#count + factsMax);
    for (; this.#count < until; this.#count += 1) {
      const time = this.#log.timeOf(this.#count);
      if (this.#fold(this.#log.at(this.#count), time)) this.#write(time);
    }
    return this.#count === this.#log.length;
  }

  #write(time: number): void {
    const now = this.#now;
    now.busy += (time - this.#sinceMs) * this.#changes.get('slots', this.#changes.times.length - 1);
    this.#sinceMs = time;
    this.#changes.put(time, now);
  }

  /** True when a count has changed. */
  #fold(fact: KnownFact, time: number): boolean {
    switch (fact.type) {
      case 'task.withdrawn':
        return this.#leases[fact.task] === fact.lease && this.#enter(fact.task, 'waiting');
      case 'task.ready':
      case 'task.retrying':
        return this.#enter(fact.task, 'waiting');
      case 'task.queued':
        this.#workers[fact.agent]!.queue.add(this.#keyOf(fact));
        this.#now.queued += 1;
        this.#work(fact.agent, 0, time);
        return true;
      case 'task.unqueued':
      case 'task.waiting':
      case 'task.obtaining':
        return this.#unqueue(fact, time);
      case 'task.started':
        this.#unqueue(fact, time);
        this.#work(fact.agent, 1, time);
        if (this.#leases[fact.task] === fact.lease) this.#enter(fact.task, 'running');
        return true;
      case 'task.ended':
        this.#work(fact.agent, -1, time);
        return true;
      case 'task.assigned':
        if (fact.lease < this.#leases[fact.task]!) return false;
        this.#leases[fact.task] = fact.lease;
        return this.#enter(fact.task, 'waiting');
      case 'task.kept':
        return this.#over(fact.task, fact.end);
      case 'task.succeeded':
        return this.#over(fact.task, 'succeeded');
      case 'task.failed':
      case 'task.unassignable':
        return this.#over(fact.task, 'failed');
      case 'task.skipped':
      case 'task.cancelled':
      case 'task.compensated':
        return this.#over(fact.task, null);
      case 'actor.crashed':
        return this.#crash(agentOfActor(fact.actor), time);
      default:
        return false;
    }
  }

  /** What is still done for it from here on is not the task's doing. */
  #over(task: number, kind: Kind): boolean {
    this.#leases[task] = spent;
    return this.#enter(task, kind);
  }

  #enter(task: number, kind: Kind): boolean {
    const before = this.#kinds[task]!;
    if (task >= this.#plan.ordinary || before === kind) return false;
    if (before !== null) this.#now[before] -= 1;
    if (kind !== null) this.#now[kind] += 1;
    this.#kinds[task] = kind;
    return true;
  }

  #work(agent: number, by: number, time: number): void {
    const worker = this.#workers[agent]!;
    const running = Math.max(0, worker.running + by);
    this.#now.slots += running - worker.running;
    worker.busy += (time - worker.sinceMs) * worker.running;
    worker.sinceMs = time;
    worker.running = running;
    worker.longest = Math.max(worker.longest, worker.queue.size);
    worker.changes.put(time, { busy: worker.busy, slots: running, queued: worker.queue.size });
  }

  #unqueue(fact: { readonly task: number; readonly agent: number; readonly lease: number }, time: number): boolean {
    if (!this.#workers[fact.agent]!.queue.delete(this.#keyOf(fact))) return false;
    this.#now.queued -= 1;
    this.#work(fact.agent, 0, time);
    return true;
  }

  #crash(agent: number, time: number): boolean {
    const worker = this.#workers[agent];
    if (worker === undefined) return false;
    this.#now.queued -= worker.queue.size;
    worker.queue.clear();
    this.#work(agent, -worker.running, time);
    return true;
  }

  #keyOf({ task, lease }: { readonly task: number; readonly lease: number }): number {
    return lease * this.#plan.tasks.length + task;
  }
}

/** Later than any lease: of a task that is over. */
const spent = Number.MAX_SAFE_INTEGER;

function zeros(): Record<Column, number> {
  return { waiting: 0, running: 0, succeeded: 0, failed: 0, queued: 0, slots: 0, busy: 0 };
}

/** The most that a column held from one change to another. */
function mostOf<Name extends string>(changes: Changes<Name>, name: Name, from: number, to: number): number {
  let most = 0;
  for (let at = from; at <= to; at += 1) most = Math.max(most, changes.get(name, at));
  return most;
}

/** Slot-milliseconds worked up to a time. */
function busyAt<Name extends string>(changes: Changes<Name | 'busy' | 'slots'>, time: number): number {
  const place = changes.before(time);
  return changes.get('busy', place) + (time - changes.times[place]!) * changes.get('slots', place);
}

/** What was worked between each time and the one before it, of what `slots` slots could; the first is that of the second. */
function shares(times: readonly number[], worked: (time: number) => number, slots: number): number[] {
  const sums = times.map(worked);
  const list = times.map((time, at) => {
    const before = at === 0 ? time : times[at - 1]!;
    return time === before ? 0 : (sums[at]! - sums[at - 1]!) / ((time - before) * slots);
  });
  if (list.length > 1) list[0] = list[1]!;
  return list;
}
