/*
 * Problems of the task graph: cycles, named in order; triggers that can never fire; tasks that nobody can do; and
 * what stands behind any of these. Linear in tasks and dependencies.
 */
import { canPerform, onlyManagers, type AgentOffer, type TaskNeeds } from './capable.ts';
import { findCycles, sortGraph, type Before } from './graph/cycles.ts';
import { problemAt, type Fix, type Problem } from './problem.ts';
import type { Task } from '../schema/task.ts';
import { resolvedCapabilities } from '../defaults.ts';
import { nameIn } from '../names.ts';
import type { Document } from '../schema.ts';
import type { NodeIndex } from './validate-ids.ts';
import { borderCycleProblem, gated, partProblems, partsIn, type Parts } from './validate-parts.ts';

/** Names in a sentence about a cycle; a longer one is cut with its length told. */
const NAMES_MAX = 40;

/** Problems of dependencies, triggers and capabilities. */
export function graphProblems(document: Document, index: NodeIndex): Problem[] {
  const { tasks = [] } = document;
  const parts = partsIn(tasks, index);
  const { before, taskOf } = gated(dependencies(tasks, index), parts);
  const { order, stuck } = sortGraph(before);
  const problems = findCycles(before, stuck).map((cycle) =>
    crossesBorder(cycle, parts)
      ? borderCycleProblem(document, tasks, { cycle, parts, taskOf })
      : cycleProblem(document, tasks, cycle),
  );
  problems.push(...partProblems(document, parts));
  const unassignable = new Set<number>();
  for (const problem of capabilityProblems(document, parts, unassignable)) problems.push(problem);
  problems.push(...triggerProblems(document, tasks));

  // Behind a cycle nothing is ever done; behind an unassignable task, it depends on the trigger.
  if (stuck.length === 0 && unassignable.size === 0) return problems;
  const never = new Set(stuck);
  const dead = new Set([...never, ...unassignable]);
  const knots = new Set(problems.length === 0 ? [] : findKnots(before, stuck));
  for (const node of [...order, ...stuck]) {
    if (unassignable.has(node) || knots.has(node)) continue;
    const isEnd = node < tasks.length && (parts.count[node] ?? 0) > 0;
    const fires = isEnd
      ? canCompose(tasks[node], before[node] ?? [], dead)
      : canFire(tasks[taskOf(node)], before[node] ?? [], dead, tasks.length);
    if (!never.has(node) && fires) continue;
    dead.add(node);
    // A composite is told of by its gate, and its parts by their composite.
    if (isEnd || (before[node] ?? []).some((each) => each >= tasks.length && dead.has(each))) continue;
    const task = taskOf(node);
    const message = `The task "${tasks[task]?.id ?? ''}" cannot start: a dependency cannot succeed; fix that first.`;
    problems.push(problemAt(document, ['tasks', task], { code: 'unreachable', severity: 'warning', message }));
  }
  return problems;
}

/** Cycles in a forest given by one field of each node (managers, composites). */
export function forestProblems(
  document: Document,
  index: NodeIndex,
  forest: { readonly collection: 'agents' | 'tasks'; readonly field: 'reportsTo' | 'parent' },
): Problem[] {
  const { collection, field } = forest;
  const nodes = (document[collection] ?? []) as readonly { readonly id: string; readonly [key: string]: unknown }[];
  const problems: Problem[] = [];
  if (nodes.every((node) => node[field] === undefined)) return problems;
  const above = nodes.map((node, at) => {
    const to = node[field];
    const found = typeof to === 'string' ? index[collection].get(to) : undefined;
    if (to === node.id) {
      const what = field === 'reportsTo' ? 'reports to itself; choose another manager' : 'is part of itself';
      const code = field === 'reportsTo' ? 'self-management' : 'self-part';
      const message = `The ${field === 'reportsTo' ? 'agent' : 'task'} "${node.id}" ${what}.`;
      const fix = removeField(collection, at, field);
      problems.push(problemAt(document, [collection, at, field], { code, severity: 'error', message, fix }));
    }
    return found === undefined || to === node.id ? [] : [found];
  });
  for (const cycle of findCycles(above, sortGraph(above).stuck)) {
    const [first = 0] = cycle;
    const what = field === 'reportsTo' ? 'These agents manage one another' : 'These tasks are part of one another';
    const message = `${what} in a circle: ${names(nodes, cycle)}; break it at one place.`;
    const code = field === 'reportsTo' ? 'management-cycle' : 'part-cycle';
    const fix = removeField(collection, first, field);
    problems.push(problemAt(document, [collection, first, field], { code, severity: 'error', message, fix }));
  }
  return problems;
}

function removeField(collection: string, at: number, field: string): Fix {
  const label = field === 'reportsTo' ? 'Remove the manager' : 'Take it out';
  return { label, edits: [{ kind: 'set-field', path: [collection, at, field] }] };
}

/** For each task those that it depends on; what leads nowhere, and a task that waits for itself, is left out. */
export function dependencies(tasks: readonly Task[], index: NodeIndex): Before {
  return tasks.map((task, self) => {
    const list: number[] = [];
    for (const one of task.dependsOn ?? []) {
      const at = index.tasks.get(typeof one === 'string' ? one : one.task);
      if (at !== undefined && at !== self) list.push(at);
    }
    return list;
  });
}

/** Nodes that stand in a cycle themselves, not merely behind one. */
function findKnots(before: Before, stuck: readonly number[]): number[] {
  // Turning the arrows leaves only what a cycle can be reached from; both ways, only cycles and what joins two.
  const inside = new Set(stuck);
  const after: number[][] = before.map(() => []);
  for (const node of stuck)
    for (const earlier of before[node] ?? []) if (inside.has(earlier)) after[earlier]?.push(node);
  return [...sortGraph(after).stuck];
}

function cycleProblem(document: Document, tasks: readonly Task[], cycle: readonly number[]): Problem {
  const [first = 0] = cycle;
  const last = cycle.at(-1) ?? first;
  const to = tasks[first]?.id ?? '';
  const from = tasks[last]?.id ?? '';
  const place = (tasks[first]?.dependsOn ?? []).findIndex((one) => (typeof one === 'string' ? one : one.task) === from);
  return problemAt(document, ['tasks', first, 'dependsOn', place], {
    code: 'dependency-cycle',
    severity: 'error',
    message: `These tasks wait for one another: ${names(tasks, cycle)}; remove one of the dependencies.`,
    fix: { label: `Remove "${from}" → "${to}"`, edits: [{ kind: 'disconnect', from, to }] },
  });
}

function names(nodes: readonly { readonly id: string; readonly name?: unknown }[], cycle: readonly number[]): string {
  const called = cycle.slice(0, NAMES_MAX).map((node) => nameIn(nodes, node));
  const cut = cycle.length > NAMES_MAX ? ` → … (${String(cycle.length)} in all)` : '';
  return `${called.join(' → ')}${cut} → ${called[0] ?? ''}`;
}

function triggerProblems(document: Document, tasks: readonly Task[]): Problem[] {
  const problems: Problem[] = [];
  tasks.forEach((task, at) => {
    const { trigger } = task;
    if (typeof trigger !== 'object') return;
    const count = new Set((task.dependsOn ?? []).map((one) => (typeof one === 'string' ? one : one.task))).size;
    if (trigger.atLeast <= count) return;
    const path = ['tasks', at, 'trigger'];
    const message = `The task "${task.id}" waits for ${String(trigger.atLeast)} successes but depends on ${String(count)}; lower the number.`;
    const value = count === 0 ? 'all-success' : { ...trigger, atLeast: count };
    const fix: Fix = { label: 'Wait for all', edits: [{ kind: 'set-field', path, value }] };
    problems.push(problemAt(document, path, { code: 'trigger-too-high', severity: 'warning', message, fix }));
  });
  return problems;
}

/** Whether a cycle goes through a gate, or from a part to its composite. */
function crossesBorder(cycle: readonly number[], { parent, count }: Parts): boolean {
  return cycle.some((node, at) => {
    const next = cycle[(at + 1) % cycle.length] ?? node;
    return node >= count.length || ((count[next] ?? 0) > 0 && parent[node] === next);
  });
}

function canCompose(task: Task | undefined, parts: readonly number[], dead: ReadonlySet<number>): boolean {
  const alive = parts.reduce((sum, part) => sum + (dead.has(part) ? 0 : 1), 0);
  const combine = task?.combine ?? 'all';
  if (typeof combine === 'object') return alive >= combine.atLeast || combine.atLeast > parts.length;
  return combine === 'any' ? alive > 0 : alive === parts.length;
}

/** What stands behind a gate needs it whatever its trigger; gates have the numbers from `gates` on. */
function canFire(task: Task | undefined, waits: readonly number[], dead: ReadonlySet<number>, gates: number): boolean {
  if (waits.some((node) => node >= gates && dead.has(node))) return false;
  const before = waits.filter((node) => node < gates);
  const alive = before.reduce((count, node) => count + (dead.has(node) ? 0 : 1), 0);
  const trigger = task?.trigger ?? 'all-success';
  if (typeof trigger === 'object') return alive >= trigger.atLeast || trigger.atLeast > before.length;
  if (trigger === 'one-success') return before.length === 0 || alive > 0;
  return trigger === 'all-done' || alive === before.length;
}

/** Tasks that no agent of the document may do. With no agents at all, identical ones are supplied at the run. */
function capabilityProblems(document: Document, parts: Parts, unassignable: Set<number>): Problem[] {
  const { agents = [], tasks = [] } = document;
  if (agents.length === 0) return [];
  const offers = agents.map((agent): AgentOffer => {
    return { id: agent.id, role: agent.role ?? 'worker', capabilities: resolvedCapabilities(agent) };
  });
  const managersOnly = onlyManagers(offers);
  const byId = new Map(offers.map((offer) => [offer.id, offer]));
  const byCapability = new Map<string, AgentOffer[]>();
  for (const offer of offers) {
    for (const name of Object.keys(offer.capabilities)) {
      const list = byCapability.get(name);
      if (list === undefined) byCapability.set(name, [offer]);
      else list.push(offer);
    }
  }
  const known = new Map<string, boolean>();
  const problems: Problem[] = [];
  tasks.forEach((task, at) => {
    // Nobody works at a composite but to undo it.
    if ((parts.count[at] ?? 0) > 0 && task.compensation === undefined) return;
    const needs: TaskNeeds = { requires: task.requires ?? [], agent: task.agent ?? null };
    if (needs.agent !== null) {
      const pinned = byId.get(needs.agent);
      if (pinned === undefined || canPerform(pinned, needs, managersOnly)) return;
      unassignable.add(at);
      const message = `The task "${task.id}" is pinned to "${pinned.id}", which cannot do ${needs.requires.join(', ')}; pin it to another or add the capability.`;
      problems.push(
        problemAt(document, ['tasks', at, 'agent'], { code: 'pinned-incapable', severity: 'warning', message }),
      );
      return;
    }
    const key = needs.requires.join('\u0000');
    let possible = known.get(key);
    if (possible === undefined) {
      const pool = needs.requires.reduce<readonly AgentOffer[]>((smallest, name) => {
        const list = byCapability.get(name) ?? [];
        return list.length < smallest.length ? list : smallest;
      }, offers);
      possible = pool.some((offer) => canPerform(offer, needs, managersOnly));
      known.set(key, possible);
    }
    if (possible) return;
    unassignable.add(at);
    const what = needs.requires.length === 0 ? 'there is no worker' : `no agent can do ${needs.requires.join(' and ')}`;
    const message = `The task "${task.id}" cannot be assigned, because ${what}; add an agent or a capability.`;
    problems.push(
      problemAt(document, ['tasks', at, 'requires'], { code: 'unassignable', severity: 'warning', message }),
    );
  });
  return problems;
}
