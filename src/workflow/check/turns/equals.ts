/**
 * Equal claims at the top: two tasks with the same highest priority that want one capacity, where others of it have less. Which of them
 * goes first is left to when they come.
 */
import {
  isDecided,
  isSliced,
  problemAt,
  resolved,
  type Document,
  type Fix,
  type Problem,
  type ResolvedTask,
} from '../../../document/index.ts';

/** What several want and not all can have at once. */
interface Capacity {
  readonly name: string;
  readonly kind: 'agent' | 'resource';
  readonly claims: readonly number[];
  readonly room: number;
}

export function equalProblems(document: Document): Problem[] {
  const { tasks = [] } = document;
  // Without priorities nothing claims to go first.
  if (tasks.every(({ priority = 0 }) => priority === 0)) return [];
  const full = resolved(document);
  const before = ancestors(full.tasks);
  return capacities(document).flatMap((capacity) => {
    const { claims, room } = capacity;
    const priorityOf = (at: number): number => full.tasks[at]!.priority;
    const most = Math.max(...claims.map(priorityOf));
    const top = claims.filter((at) => priorityOf(at) === most);
    if (claims.length <= room || top.length === claims.length) return [];
    const pair = rivals(top, before);
    return pair === null ? [] : [said(document, full.tasks, capacity, pair)];
  });
}

function said(
  document: Document,
  tasks: readonly ResolvedTask[],
  of: Capacity,
  [a, b]: readonly [number, number],
): Problem {
  const { id, priority } = tasks[a]!;
  const message = `The tasks "${id}" and "${tasks[b]!.id}" both have the highest priority, ${String(priority)}, of those that want the ${of.kind} "${of.name}", so that whichever comes first goes first; give one of them more.`;
  const fix: Fix = {
    label: `Let ${tasks[a]!.name} go first`,
    edits: [{ kind: 'set-field', path: ['tasks', a, 'priority'], value: priority + 1 }],
  };
  return problemAt(document, ['tasks', a, 'priority'], { code: 'equal-claims', severity: 'info', message, fix });
}

/** Two of them of which neither waits for the other; null where there are none. */
function rivals(
  top: readonly number[],
  before: (task: number) => ReadonlySet<number>,
): readonly [number, number] | null {
  const [first, ...others] = top.slice(0, 100);
  if (first === undefined) return null;
  const second = others.find((each) => !before(first).has(each) && !before(each).has(first));
  return second === undefined ? rivals(others, before) : [first, second];
}

/** Resources with fewer units than are wanted at once, and agents that give turns by priority. */
function capacities(document: Document): Capacity[] {
  const { agents, tasks, resources } = resolved(document);
  const claimants = (wants: (task: ResolvedTask) => boolean): number[] =>
    tasks.flatMap((task, at) => (!task.disabled && !isDecided(task.action) && wants(task) ? [at] : []));
  return [
    ...resources.map(({ id, units }): Capacity => {
      const claims = claimants(
        (task) => task.resources.some((need) => need.id === id) || task.holds.some(({ resource }) => resource === id),
      );
      return { name: id, kind: 'resource', claims, room: units };
    }),
    ...agents.flatMap((agent, at): Capacity[] =>
      isSliced(document.agents![at]!) && agent.slice.policy === 'priority'
        ? [{ name: agent.id, kind: 'agent', claims: claimants((task) => task.agent === agent.id), room: 1 }]
        : [],
    ),
  ];
}

/** What a task waits for, near and far; each is worked out once. */
function ancestors(tasks: readonly ResolvedTask[]): (task: number) => ReadonlySet<number> {
  const place = new Map(tasks.map(({ id }, at) => [id, at]));
  const known = new Map<number, ReadonlySet<number>>();
  return (from) => {
    const found = known.get(from);
    if (found !== undefined) return found;
    const seen = new Set<number>();
    const open = [from];
    for (let at = open.pop(); at !== undefined; at = open.pop())
      for (const { task } of tasks[at]!.dependsOn) {
        const next = place.get(task);
        if (next === undefined || seen.has(next)) continue;
        seen.add(next);
        open.push(next);
      }
    known.set(from, seen);
    return seen;
  };
}
