/*
 * Validation: every problem of a document, each with its place and, where clear, a fix. It lists and never throws,
 * never stops at the first, and never changes the document. An error keeps a document from running; whatever is
 * wrong, a document can be opened, looked at and mended.
 */
import { problemAt, type Problem } from './problem.ts';
import { isActionKind } from '../schema/action.ts';
import { BEHAVIOURS, type Agent } from '../schema/agent.ts';
import type { KnownNames, Served } from '../schema/field.ts';
import { CONSISTENCIES } from '../schema/world.ts';
import { isBlank } from '../names.ts';
import type { Document } from '../schema.ts';
import { defaultOf } from '../defaults.ts';
import { unknownFieldProblems } from './unknown/fields.ts';
import { boundProblems } from './bounds/validate-bounds.ts';
import { faultProblems } from './validate-faults.ts';
import { mindProblems } from './minds/validate-minds.ts';
import { forestProblems, graphProblems } from './validate-graph.ts';
import { sizeProblems } from './bounds/validate-size.ts';
import { snapshotProblems } from './minds/validate-snapshots.ts';
import { recoveryProblems } from './minds/validate-recovery.ts';
import { lessonProblems } from '../lesson/validate-lesson.ts';
import { leaseProblems } from './validate-lease.ts';
import { idProblems, indexNodes, referenceProblems, type NodeIndex } from './validate-ids.ts';
import { COLLECTIONS, NODE_KINDS, servicesIn } from './references.ts';

/**
 * Every problem of a document: errors first, then warnings, then remarks, each in the order of the document. Whether there is what
 * it names as its pattern is judged where it is told what there is.
 */
export function validate(document: Document, known?: Pick<KnownNames, 'patterns'> & Served): Problem[] {
  const tooLarge = sizeProblems(document);
  if (tooLarge.length > 0) return tooLarge;
  const index = indexNodes(document);
  const problems = [
    ...boundProblems(document),
    ...idProblems(document, index),
    ...referenceProblems(document, index, known),
    ...forestProblems(document, index, { collection: 'agents', field: 'reportsTo' }),
    ...forestProblems(document, index, { collection: 'tasks', field: 'parent' }),
    ...graphProblems(document, index),
    ...hierarchyProblems(document, index),
    ...(known === undefined ? [] : patternProblems(document, known.patterns)),
    ...unknownProblems(document, known?.memories),
    ...faultProblems(document),
    ...leaseProblems(document),
    ...mindProblems(document),
    ...recoveryProblems(document),
    ...snapshotProblems(document),
    ...lessonProblems(document),
    ...remarks(document, known),
    ...blankNames(document),
    ...unknownFieldProblems(document),
  ];
  const rank = { error: 0, warning: 1, info: 2 } as const;
  return problems.sort((left, right) => rank[left.severity] - rank[right.severity]);
}

/** Names of which nothing can be seen: the node goes by its id. */
function blankNames(document: Document): Problem[] {
  return COLLECTIONS.flatMap((collection) =>
    (document[collection] ?? []).flatMap(({ id, name }, at) => {
      if (!isBlank(name)) return [];
      const message = `The name of the ${NODE_KINDS[collection]} "${id}" cannot be seen, so it goes by its id; write one, or take it away.`;
      const path = [collection, at, 'name'];
      return problemAt(document, path, {
        code: 'blank-name',
        severity: 'warning',
        message,
        fix: { label: 'Take the name away', edits: [{ kind: 'set-field', path }] },
      });
    }),
  );
}

/** Spans and depth of the hierarchy beyond the document's own limits. */
function hierarchyProblems(document: Document, index: NodeIndex): Problem[] {
  const { agents = [] } = document;
  const spanMax = document.limits?.spanMax ?? (defaultOf('limits.spanMax') as number);
  const depthMax = document.limits?.depthMax ?? (defaultOf('limits.depthMax') as number);
  const problems: Problem[] = [];
  const spans = new Map<string, number>();
  for (const { reportsTo } of agents)
    if (reportsTo !== undefined) spans.set(reportsTo, (spans.get(reportsTo) ?? 0) + 1);
  const depths = levels(agents, index);
  agents.forEach((agent, at) => {
    const span = spans.get(agent.id) ?? 0;
    if (span > spanMax && index.agents.get(agent.id) === at) {
      const message = `The manager "${agent.id}" has ${String(span)} direct reports, more than ${String(spanMax)}; put managers between.`;
      problems.push(problemAt(document, ['agents', at], { code: 'span', severity: 'warning', message }));
    }
    if ((depths[at] ?? 0) === depthMax + 1) {
      const message = `The agent "${agent.id}" stands on level ${String(depths[at])} of the hierarchy, deeper than ${String(depthMax)}; flatten it.`;
      problems.push(problemAt(document, ['agents', at, 'reportsTo'], { code: 'depth', severity: 'warning', message }));
    }
  });
  return problems;
}

/** The level of each agent, 1 at the top; 0 where a circle leaves none. */
function levels(agents: readonly Agent[], index: NodeIndex): number[] {
  const depths: number[] = agents.map(() => -1);
  agents.forEach((_, start) => {
    const chain: number[] = [];
    let at: number | undefined = start;
    while (at !== undefined && depths[at] === -1) {
      depths[at] = 0;
      chain.push(at);
      const manager: string | undefined = agents[at]?.reportsTo;
      at = manager === undefined ? undefined : index.agents.get(manager);
    }
    let depth = at === undefined ? 0 : (depths[at] ?? 0);
    const circular = at !== undefined && depth === 0;
    for (const node of chain.reverse()) {
      depth += 1;
      depths[node] = circular ? 0 : depth;
    }
  });
  return depths;
}

function patternProblems(document: Document, patterns: readonly string[]): Problem[] {
  const pattern = document.coordination?.pattern;
  if (pattern === undefined || patterns.includes(pattern)) return [];
  const message = `The pattern of coordination "${pattern}" is not known; choose one of ${patterns.join(', ')}.`;
  return [problemAt(document, ['coordination', 'pattern'], { code: 'unknown-pattern', severity: 'error', message })];
}

/** Names that this version does not know: kept, never run. */
function unknownProblems(document: Document, served: readonly string[] = []): Problem[] {
  const problems: Problem[] = [];
  document.agents?.forEach((agent, at) => {
    const { behaviour } = agent;
    if (behaviour === undefined || (BEHAVIOURS as readonly string[]).includes(behaviour)) return;
    const message = `The agent "${agent.id}" has the behaviour "${behaviour}", which is not known; choose another.`;
    const path = ['agents', at, 'behaviour'];
    problems.push(problemAt(document, path, { code: 'unknown-behaviour', severity: 'error', message }));
  });
  document.tasks?.forEach((task, at) => {
    if (task.action === undefined || isActionKind(task.action.kind)) return;
    const { kind } = task.action as { readonly kind: string };
    const message = `The task "${task.id}" has an action of the kind "${kind}", which this version does not know and will not run; it is kept as it is.`;
    problems.push(problemAt(document, ['tasks', at, 'action'], { code: 'unknown-action', severity: 'error', message }));
  });
  document.memories?.forEach((memory, at) => {
    const { consistency } = memory;
    if (consistency === undefined || [...CONSISTENCIES, ...served].includes(consistency)) return;
    const message = `The memory "${memory.id}" has the consistency "${consistency}", which is not known; it is kept as it is.`;
    const path = ['memories', at, 'consistency'];
    problems.push(problemAt(document, path, { code: 'unknown-consistency', severity: 'warning', message }));
  });
  return problems;
}

/** What is drawn and kept but has no effect in a run yet, and what a run supplies by itself. */
function remarks(document: Document, served: Served = {}): Problem[] {
  const { agents = [], tasks = [], resources = [], memories = [] } = document;
  const problems: Problem[] = [];
  const remark = (path: (string | number)[], code: string, message: string): void => {
    problems.push(problemAt(document, path, { code, severity: 'info', message }));
  };
  if (agents.length === 0 && tasks.length > 0) {
    remark(
      ['agents'],
      'no-agents',
      'The document has tasks and no agents. Add some, or run with identical ones (--agents N).',
    );
  }
  const kept = 'kept and drawn, but this version does not enforce';
  const serving = new Set(servicesIn(document, served));
  const passedOver = ({ id }: { readonly id: string }): boolean => !serving.has(id);
  if (resources.some(passedOver)) remark(['resources'], 'not-enforced', `Resources are ${kept} them.`);
  if (memories.some(passedOver)) remark(['memories'], 'not-enforced', `Shared memories are ${kept} them.`);
  tasks.forEach((task, at) => {
    const kind = task.action?.kind;
    if (kind === 'map' || kind === 'workflow') {
      const message = `The action "${kind}" of the task "${task.id}" is ${kept} it; its simulation model is used.`;
      remark(['tasks', at, 'action'], 'not-enforced', message);
    }
  });
  return problems;
}
