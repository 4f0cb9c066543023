/**
 * Task by task, what two runs made of it: who did it and when, how it ended, and which one is the first that goes another way. Tasks
 * are matched by their ids, so the documents need not be the same; it reads facts and states only.
 */
import { taskAt, agentTitle, taskTitle } from '../../plan/index.ts';
import { StateAt, type Run, type TaskState } from '../../replay/index.ts';

/** What became of a task in one run. */
export interface TaskCourse {
  readonly state: TaskState;
  readonly agent: string | null;
  readonly startMs: number | null;
  readonly endMs: number | null;
  readonly attempts: number;
  /** Where it is best looked at: its first beginning, else the last that is told of it. */
  readonly step: number;
}

/** Who did it, how it ended, when: the first of these in which two courses differ; `missing` where one run has no such task. */
export type TaskDifference = 'missing' | 'who' | 'end' | 'when';

export interface ComparedTask {
  readonly id: string;
  readonly name: string;
  readonly sides: readonly [TaskCourse | null, TaskCourse | null];
  readonly differs: TaskDifference | null;
}

/** An attempt that began. */
export interface Begun {
  readonly agent: string;
  readonly timeMs: number;
  readonly step: number;
}

/** The first task that goes another way, and the attempts at which it does; null for one that was not begun. */
export interface FirstTask {
  readonly id: string;
  readonly name: string;
  readonly differs: Exclude<TaskDifference, 'missing'>;
  readonly sides: readonly [Begun | null, Begun | null];
}

interface Courses {
  readonly courses: ReadonlyMap<string, TaskCourse>;
  readonly begun: ReadonlyMap<string, readonly Begun[]>;
  readonly names: ReadonlyMap<string, string>;
}

/** All tasks of both runs: those of the first in the order in which they began, then those that only the other has. */
export function compareTasks(first: Run, other: Run): { tasks: ComparedTask[]; firstTask: FirstTask | null } {
  const [one, two] = [coursesOf(first), coursesOf(other)];
  const ids = [...new Set([...one.courses.keys(), ...two.courses.keys()])];
  const tasks = ids.map((id): ComparedTask => {
    const sides = [one.courses.get(id) ?? null, two.courses.get(id) ?? null] as const;
    const pair = [one.begun.get(id) ?? [], two.begun.get(id) ?? []] as const;
    return { id, name: one.names.get(id) ?? two.names.get(id) ?? id, sides, differs: differenceOf(sides, pair) };
  });
  const begins = ({ sides }: ComparedTask): number => Math.min(...sides.map((side) => side?.startMs ?? Infinity));
  const order = new Map(tasks.map((task, at) => [task, at]));
  tasks.sort((a, b) => compare(begins(a), begins(b)) || compare(order.get(a)!, order.get(b)!));
  return { tasks, firstTask: firstOf(tasks, one, two) };
}

function compare(left: number, right: number): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function coursesOf(run: Run): Courses {
  const { plan } = run.compiled;
  const begun = new Map<string, Begun[]>();
  const told: number[] = [];
  for (let at = 0; at < run.log.length; at += 1) {
    const fact = run.log.at(at);
    if ('message' in fact || !('task' in fact)) continue;
    told[fact.task] = run.log.stepOf(at);
    if (fact.type !== 'task.started') continue;
    const { id } = taskAt(plan, fact.task);
    const attempts = begun.get(id) ?? [];
    attempts.push({
      agent: agentTitle(plan, fact.agent),
      timeMs: run.log.timeOf(at),
      step: run.log.stepOf(at),
    });
    begun.set(id, attempts);
  }
  const state = new StateAt(plan, run.log);
  state.seek(run.log.length);
  const titles = new Map(plan.agents.map(({ id }, agent) => [id, agentTitle(plan, agent)]));
  const courses = new Map<string, TaskCourse>();
  const names = new Map<string, string>();
  for (let task = 0; task < plan.ordinary; task += 1) {
    const { id, state: end, agent, startMs, endMs, attempts } = state.task(task);
    const step = begun.get(id)?.[0]?.step ?? told[task] ?? 0;
    const name = agent === null ? null : (titles.get(agent) ?? agent);
    courses.set(id, { state: end, agent: name, startMs, endMs, attempts, step });
    names.set(id, taskTitle(plan, task));
  }
  return { courses, begun, names };
}

function differenceOf(
  [one, two]: ComparedTask['sides'],
  [first, other]: readonly [readonly Begun[], readonly Begun[]],
): TaskDifference | null {
  if (one === null || two === null) return 'missing';
  const attempts = Math.min(first.length, other.length);
  for (let at = 0; at < attempts; at += 1) if (first[at]!.agent !== other[at]!.agent) return 'who';
  if (one.agent !== two.agent && (first.length === 0 || other.length === 0)) return 'who';
  if (one.state !== two.state || one.attempts !== two.attempts) return 'end';
  return one.startMs === two.startMs && one.endMs === two.endMs ? null : 'when';
}

/** The earliest task that somebody else begins; where there is none, one that ends otherwise, then one at another time. */
function firstOf(tasks: readonly ComparedTask[], one: Courses, two: Courses): FirstTask | null {
  for (const differs of ['who', 'end', 'when'] as const) {
    let found: FirstTask | null = null;
    let least = Infinity;
    for (const task of tasks) {
      if (task.differs !== differs) continue;
      const sides = partingOf(one.begun.get(task.id) ?? [], two.begun.get(task.id) ?? []);
      const at = Math.min(...sides.map((side) => side?.timeMs ?? Infinity));
      if (found !== null && at >= least) continue;
      found = { id: task.id, name: task.name, differs, sides };
      least = at;
    }
    if (found !== null) return found;
  }
  return null;
}

/** The first attempts that differ in agent; else those that differ in time; else the first. */
function partingOf(first: readonly Begun[], other: readonly Begun[]): FirstTask['sides'] {
  const places = Math.max(first.length, other.length);
  const at = (differ: (a: Begun | undefined, b: Begun | undefined) => boolean): number => {
    for (let place = 0; place < places; place += 1) if (differ(first[place], other[place])) return place;
    return -1;
  };
  const who = at((a, b) => a?.agent !== b?.agent);
  const when = at((a, b) => a?.timeMs !== b?.timeMs);
  const place = who !== -1 ? who : Math.max(0, when);
  return [first[place] ?? null, other[place] ?? null];
}
