/*
 * Problems of composites: what stands on both sides of a border and waits for itself, parts in parts without end, and
 * what is written on a composite and cannot mean anything, since nobody works at it. Linear in tasks and dependencies.
 */
import { nameIn } from '../names.ts';
import type { Before } from './graph/cycles.ts';
import { problemAt, type Fix, type Problem } from './problem.ts';
import type { Task } from '../schema/task.ts';
import type { Document } from '../schema.ts';
import type { NodeIndex } from './validate-ids.ts';

/** Parts in parts: composites may be nested this deep. */
export const NESTING_MAX = 32;

/** Composites by index: where each task stands, without what leads nowhere or round in circles. */
export interface Parts {
  /** The composite of each task; -1 for none. */
  readonly parent: readonly number[];
  /** How many parts each task has. */
  readonly count: readonly number[];
}

export function partsIn(tasks: readonly Task[], index: NodeIndex): Parts {
  const parent = tasks.map(({ parent: id }, self) => {
    const at = id === undefined ? undefined : index.tasks.get(id);
    return at === undefined || at === self ? -1 : at;
  });
  // Whoever goes up from a task and meets it again goes round in a circle: that is told elsewhere, once.
  const seen = new Array<number>(tasks.length).fill(-1);
  parent.forEach((_, start) => {
    let at = start;
    while (at !== -1 && seen[at] === -1) {
      seen[at] = start;
      at = parent[at] ?? -1;
    }
    if (at !== -1 && seen[at] === start) parent[at] = -1;
  });
  const count = tasks.map(() => 0);
  for (const above of parent) if (above !== -1) count[above] = (count[above] ?? 0) + 1;
  return { parent, count };
}

/** A graph in which each composite has a gate before its parts and stands itself behind them. */
export interface Gated {
  readonly before: Before;
  /** The task that a node stands for. */
  readonly taskOf: (node: number) => number;
}

/** The dependencies with composites counted in; the same lists where there are none. */
export function gated(before: Before, { parent, count }: Parts): Gated {
  const gateOf = new Map<number, number>();
  const composites: number[] = [];
  count.forEach((parts, task) => {
    if (parts === 0) return;
    gateOf.set(task, before.length + composites.length);
    composites.push(task);
  });
  if (composites.length === 0) return { before, taskOf: (node) => node };
  const own = (task: number): readonly number[] => {
    const list = before[task] ?? [];
    const gate = gateOf.get(parent[task] ?? -1);
    return gate === undefined ? list : [...list, gate];
  };
  const made: (readonly number[])[] = before.map((_, task) => (gateOf.has(task) ? [] : own(task)));
  parent.forEach((above, part) => {
    if (above !== -1) (made[above] as number[]).push(part);
  });
  for (const task of composites) made.push(own(task));
  return { before: made, taskOf: (node) => (node < before.length ? node : (composites[node - before.length] ?? 0)) };
}

/** Names in a sentence about a cycle; a longer one is cut. */
const LINKS_MAX = 12;

/** One sentence for a cycle that crosses the border of a composite; `cycle` goes with the arrows, gates among it. */
export function borderCycleProblem(
  document: Document,
  tasks: readonly Task[],
  {
    cycle,
    parts,
    taskOf,
  }: { readonly cycle: readonly number[]; readonly parts: Parts; readonly taskOf: Gated['taskOf'] },
): Problem {
  const links: string[] = [];
  let fix: Fix | undefined;
  let place: (string | number)[] = ['tasks', taskOf(cycle[0] ?? 0)];
  const name = (task: number): string => tasks[task]?.id ?? '';
  const called = (task: number): string => nameIn(tasks, task);
  cycle.forEach((node, at) => {
    const from = taskOf(node);
    const next = cycle[(at + 1) % cycle.length] ?? node;
    const to = taskOf(next);
    if (from === to) return;
    const behindPart = (parts.count[to] ?? 0) > 0 && next < tasks.length && parts.parent[from] === to;
    const behindGate = node >= tasks.length && parts.parent[to] === from;
    if (behindPart || behindGate) {
      const link = `${called(behindPart ? from : to)} is part of ${called(behindPart ? to : from)}`;
      if (!links.includes(link)) links.push(link);
      return;
    }
    links.push(`${called(to)} waits for ${called(from)}`);
    if (fix !== undefined) return;
    const edge = (tasks[to]?.dependsOn ?? []).findIndex(
      (one) => (typeof one === 'string' ? one : one.task) === name(from),
    );
    place = ['tasks', to, 'dependsOn', edge];
    fix = {
      label: `Remove "${name(from)}" → "${name(to)}"`,
      edits: [{ kind: 'disconnect', from: name(from), to: name(to) }],
    };
  });
  const cut = links.length > LINKS_MAX ? ', …' : '';
  const message = `These tasks wait for one another across the border of a composite: ${links.slice(0, LINKS_MAX).join(', ')}${cut}; remove one of the dependencies.`;
  return problemAt(document, place, {
    code: 'part-waits',
    severity: 'error',
    message,
    ...(fix === undefined ? {} : { fix }),
  });
}

/** Composites nested too deep, parts that are asked for and not there, and what is written in vain. */
export function partProblems(document: Document, parts: Parts): Problem[] {
  const { tasks = [] } = document;
  const problems: Problem[] = [];
  const levels = levelsOf(parts.parent);
  tasks.forEach((task, at) => {
    if (levels[at] === NESTING_MAX + 1) {
      const message = `The task "${task.id}" is part of ${String(NESTING_MAX)} composites, one in the other, and deeper ones are refused; flatten it.`;
      problems.push(
        problemAt(document, ['tasks', at, 'parent'], { code: 'parts-too-deep', severity: 'error', message }),
      );
    }
    const count = parts.count[at] ?? 0;
    if (count > 0) problems.push(...compositeProblems(document, at, count));
    else if (task.combine !== undefined || task.reduce !== undefined) {
      const field = task.combine === undefined ? 'reduce' : 'combine';
      const message = `The task "${task.id}" has no parts, so there is nothing to combine; make other tasks its parts.`;
      problems.push(problemAt(document, ['tasks', at, field], { code: 'no-parts', severity: 'info', message }));
    }
  });
  return problems;
}

function compositeProblems(document: Document, at: number, count: number): Problem[] {
  const task = document.tasks?.[at];
  if (task === undefined) return [];
  const { id, combine } = task;
  const problems: Problem[] = [];
  if (typeof combine === 'object' && combine.atLeast > count) {
    const path = ['tasks', at, 'combine'];
    const message = `The composite "${id}" wants ${String(combine.atLeast)} of its parts to succeed and has ${String(count)}; lower the number.`;
    const fix: Fix = { label: 'Want all', edits: [{ kind: 'set-field', path, value: 'all' }] };
    problems.push(problemAt(document, path, { code: 'combine-too-high', severity: 'warning', message, fix }));
  }
  if ((task.retry?.attempts ?? 1) > 1) {
    const path = ['tasks', at, 'retry'];
    const message = `The composite "${id}" is not tried again as a whole; let its parts be tried again instead.`;
    const fix: Fix = { label: 'Remove its retry', edits: [{ kind: 'set-field', path }] };
    problems.push(problemAt(document, path, { code: 'composite-retry', severity: 'error', message, fix }));
  }
  for (const field of ['agent', 'requires', 'queueTimeoutMs', 'resources', 'holds', 'action'] as const) {
    const value = task[field];
    if (value === undefined || (Array.isArray(value) && value.length === 0)) continue;
    if (task.compensation !== undefined && (field === 'agent' || field === 'requires')) continue;
    if (field === 'action' && task.action?.kind === 'simulate') continue;
    const message = `Nobody works at the composite "${id}", so its ${field} is not used; write it on its parts.`;
    problems.push(problemAt(document, ['tasks', at, field], { code: 'composite-work', severity: 'info', message }));
  }
  return problems;
}

/** In how many composites each task stands. */
function levelsOf(parent: readonly number[]): number[] {
  const levels = parent.map(() => -1);
  parent.forEach((_, start) => {
    const chain: number[] = [];
    let at = start;
    while (at !== -1 && levels[at] === -1) {
      chain.push(at);
      at = parent[at] ?? -1;
    }
    let level = at === -1 ? -1 : (levels[at] ?? 0);
    for (const task of chain.reverse()) {
      level += 1;
      levels[task] = level;
    }
  });
  return levels;
}
