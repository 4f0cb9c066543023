/**
 * How a run went over time: tasks by state, what waits in queues, how many slots are busy, how busy each agent is. Facts
 * are folded once into columns of change, so that a window of any number of buckets is a few searches in them.
 */
import { agentAt, agentOfActor, Holdings, type KnownFact, type Plan, atOnceOf } from '../../plan/index.ts';
import type { FactLog } from '../log/fact-log.ts';
import type { CourseWindow } from './window-views.ts';
import { partitionPoint } from '../log/partition-point.ts';

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
    return Math.max(0, partitionPoint(this.times.length, (place) => this.times[place]! <= time) - 1);
  }

  get(name: Name, place: number): number {
    return this.#columns.get(name)![place]!;
  }
}

interface Worker {
  readonly changes: Changes<'busy' | 'slots' | 'queued'>;
  queued: number;
  /** The most that waited here at once. */
  longest: number;
  running: number;
  busy: number;
  sinceMs: number;
}

export class Course {
  readonly #plan: Plan;
  readonly #log: FactLog;
  readonly #changes = new Changes<Column>(columns);
  readonly #workers: readonly Worker[];
  readonly #kinds: Kind[];
  /** Before the fact that is folded next. */
  readonly #held: Holdings;
  readonly #now: Record<Column, number> = zeros();
  #sinceMs = 0;
  #count = 0;

  constructor(plan: Plan, log: FactLog) {
    this.#plan = plan;
    this.#log = log;
    this.#held = new Holdings(plan);
    this.#workers = plan.agents.map(() => ({
      changes: new Changes(['busy', 'slots', 'queued'] as const),
      queued: 0,
      longest: 0,
      running: 0,
      busy: 0,
      sinceMs: 0,
    }));
    this.#kinds = plan.tasks.map(() => null);
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
        agent: agentAt(this.#plan, agent).id,
        utilization: shares(
          times,
          (time) => busyAt(this.#workers[agent]!.changes, time),
          atOnceOf(agentAt(this.#plan, agent)),
        ),
      })),
      queues: this.#longest().map((agent) => ({
        agent: agentAt(this.#plan, agent).id,
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
      .map(({ busy }, agent) => ({ agent, share: busy / atOnceOf(agentAt(this.#plan, agent)) }))
      .sort((a, b) => b.share - a.share || a.agent - b.agent)
      .slice(0, agentsMax)
      .map(({ agent }) => agent)
      .sort((a, b) => a - b);
  }

  /** Folds what has been recorded since, so many facts at most; true when nothing is left. */
  advance(factsMax = Infinity): boolean {
    const until = Math.min(this.#log.length, this.#count + factsMax);
    for (; this.#count < until; this.#count += 1) {
      const fact = this.#log.at(this.#count);
      const time = this.#log.timeOf(this.#count);
      let became = this.#fold(fact);
      for (const { kind, task } of this.#held.enter(fact, time))
        if (kind === 'given' && !this.#held.isOver(task)) became = this.#enter(task, 'waiting') || became;
      const worked = this.#work(agentIn(fact), time);
      if (became || worked) this.#write(time);
    }
    return this.#count === this.#log.length;
  }

  #write(time: number): void {
    const now = this.#now;
    now.busy += (time - this.#sinceMs) * this.#changes.get('slots', this.#changes.times.length - 1);
    this.#sinceMs = time;
    this.#changes.put(time, now);
  }

  /** Counts a task as what a fact makes of it; true when that is something else. */
  #fold(fact: KnownFact): boolean {
    switch (fact.type) {
      case 'task.withdrawn':
        return this.#held.stands(fact.task, fact.lease) && this.#enter(fact.task, 'waiting');
      case 'task.ready':
      case 'task.retrying':
        return this.#enter(fact.task, 'waiting');
      case 'task.started':
        return this.#held.stands(fact.task, fact.lease) && this.#enter(fact.task, 'running');
      case 'task.kept':
        return this.#enter(fact.task, fact.end);
      case 'task.succeeded':
        return this.#enter(fact.task, 'succeeded');
      case 'task.failed':
      case 'task.unassignable':
        return this.#enter(fact.task, 'failed');
      case 'task.skipped':
      case 'task.cancelled':
      case 'task.compensated':
        return this.#enter(fact.task, null);
      default:
        return false;
    }
  }

  #enter(task: number, kind: Kind): boolean {
    const before = this.#kinds[task]!;
    if (task >= this.#plan.ordinary || before === kind) return false;
    if (before !== null) this.#now[before] -= 1;
    if (kind !== null) this.#now[kind] += 1;
    this.#kinds[task] = kind;
    return true;
  }

  /** Counts what an agent has in its hands now; true when that is more or less. */
  #work(agent: number, time: number): boolean {
    const worker = this.#workers[agent];
    if (worker === undefined) return false;
    const running = this.#held.runningAt(agent);
    const queued = this.#held.queuedAt(agent);
    if (running === worker.running && queued === worker.queued) return false;
    this.#now.slots += running - worker.running;
    this.#now.queued += queued - worker.queued;
    worker.busy += (time - worker.sinceMs) * worker.running;
    worker.sinceMs = time;
    worker.running = running;
    worker.queued = queued;
    worker.longest = Math.max(worker.longest, queued);
    worker.changes.put(time, { busy: worker.busy, slots: running, queued });
    return true;
  }
}

/** Whose hands a fact may fill or empty; -1 for nobody's. */
function agentIn(fact: KnownFact): number {
  if (fact.type === 'actor.crashed') return agentOfActor(fact.actor);
  return 'agent' in fact ? fact.agent : -1;
}

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
