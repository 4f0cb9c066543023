/*
 * Problems of the task graph: cycles, named in order; triggers that can never fire; tasks that nobody can do; and
 * what stands behind any of these. Linear in tasks and dependencies.
 */
import { canPerform, onlyManagers, type AgentOffer, type TaskNeeds } from './capable.ts';
import { findCycles, sortGraph, type Before } from './cycles.ts';
import { problemAt, type Fix, type Problem } from './problem.ts';
import type { Task } from '../schema/task.ts';
import { resolvedCapabilities } from '../defaults.ts';
import type { Document } from '../schema.ts';
import type { NodeIndex } from './validate-ids.ts';

/** Names in a sentence about a cycle; a longer one is cut with its length told. */
const NAMES_MAX = 40;

/** Problems of dependencies, triggers and capabilities. */
export function graphProblems(document: Document, index: NodeIndex): Problem[] {
  const { tasks = [] } = document;
  const before = dependencies(tasks, index);
  const { order, stuck } = sortGraph(before);
  const problems = findCycles(before, stuck).map((cycle) => cycleProblem(document, tasks, cycle));
  const unassignable = new Set<number>();
  for (const problem of capabilityProblems(document, unassignable)) problems.push(problem);
  problems.push(...triggerProblems(document, tasks));

  // Behind a cycle nothing is ever done; behind an unassignable task, it depends on the trigger.
  const never = new Set(stuck);
  const dead = new Set([...never, ...unassignable]);
  const knots = new Set(problems.length === 0 ? [] : findKnots(before, stuck));
  for (const node of [...order, ...stuck]) {
    if (unassignable.has(node) || knots.has(node)) continue;
    if (!never.has(node) && canFire(tasks[node], before[node] ?? [], dead)) continue;
    dead.add(node);
    const message = `The task "${tasks[node]?.id ?? ''}" is never reached, because what it waits for cannot succeed; mend that first.`;
    problems.push(problemAt(document, ['tasks', node], { code: 'unreachable', severity: 'warning', message }));
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

function dependencies(tasks: readonly Task[], index: NodeIndex): Before {
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

function names(nodes: readonly { readonly id: string }[], cycle: readonly number[]): string {
  const ids = cycle.slice(0, NAMES_MAX).map((node) => nodes[node]?.id ?? '');
  const cut = cycle.length > NAMES_MAX ? ` → … (${String(cycle.length)} in all)` : '';
  return `${ids.join(' → ')}${cut} → ${ids[0] ?? ''}`;
}

function triggerProblems(document: Document, tasks: readonly Task[]): Problem[] {
  const problems: Problem[] = [];
  tasks.forEach((task, at) => {
    const { trigger, dependsOn = [] } = task;
    if (typeof trigger !== 'object' || trigger.atLeast <= dependsOn.length) return;
    const path = ['tasks', at, 'trigger'];
    const message = `The task "${task.id}" waits for ${String(trigger.atLeast)} successes but depends on ${String(dependsOn.length)}; lower the number.`;
    const value = dependsOn.length === 0 ? 'all-success' : { ...trigger, atLeast: dependsOn.length };
    const fix: Fix = { label: 'Wait for all', edits: [{ kind: 'set-field', path, value }] };
    problems.push(problemAt(document, path, { code: 'trigger-too-high', severity: 'warning', message, fix }));
  });
  return problems;
}

function canFire(task: Task | undefined, before: readonly number[], dead: ReadonlySet<number>): boolean {
  const alive = before.reduce((count, node) => count + (dead.has(node) ? 0 : 1), 0);
  const trigger = task?.trigger ?? 'all-success';
  if (typeof trigger === 'object') return alive >= trigger.atLeast || trigger.atLeast > before.length;
  if (trigger === 'one-success') return before.length === 0 || alive > 0;
  return trigger === 'all-done' || alive === before.length;
}

/** Tasks that no agent of the document may do. With no agents at all, identical ones are supplied at the run. */
function capabilityProblems(document: Document, unassignable: Set<number>): Problem[] {
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
