/*
 * Problems of names: ids that stand twice, ids that mean something else, and references that lead nowhere.
 * One walk over the nodes and one over the references; a million dependencies take one loop without small objects.
 */
import { freshId } from '../../base/index.ts';
import { problemAt, type Fix, type Problem } from './problem.ts';
import {
  COLLECTIONS,
  forEachReference,
  isStandInName,
  mayStandIn,
  NODE_KINDS,
  standInsOf,
  nodesOf,
  type Collection,
  type FieldPath,
  type Reference,
} from './references.ts';
import { DISTRIBUTION_KEYS } from '../schema/parts.ts';
import type { Served } from '../schema/field.ts';
import type { Document } from '../schema.ts';

/** The first index of every id, by collection. */
export type NodeIndex = Readonly<Record<Collection, ReadonlyMap<string, number>>>;

/** Indexes the nodes of a document by id; where an id stands twice, the first counts. */
export function indexNodes(document: Document): NodeIndex {
  const index = { agents: new Map(), tasks: new Map(), resources: new Map(), memories: new Map() } as Record<
    Collection,
    Map<string, number>
  >;
  for (const collection of COLLECTIONS) {
    const map = index[collection];
    nodesOf(document, collection).forEach((node, at) => {
      if (!map.has(node.id)) map.set(node.id, at);
    });
  }
  return index;
}

/** Ids that stand twice, or that could be mistaken. */
export function idProblems(document: Document, places: NodeIndex): Problem[] {
  const problems: Problem[] = [];
  const holderOf = (id: string): Collection | undefined => COLLECTIONS.find((each) => places[each].has(id));
  for (const collection of COLLECTIONS) {
    const kind = NODE_KINDS[collection];
    nodesOf(document, collection).forEach(({ id }, index) => {
      const holder = holderOf(id);
      const reserved = collection === 'agents' && RESERVED.has(id);
      if (holder === collection && places[collection].get(id) === index && !reserved) return;
      const report = (code: string, message: string): void => {
        const to = freshId(id, { has: (other) => holderOf(other) !== undefined });
        const edits = [{ kind: 'rename-node', collection, id, index, to }] as const;
        const fix: Fix = { label: `Rename to "${to}"`, edits };
        problems.push(problemAt(document, [collection, index, 'id'], { code, severity: 'error', message, fix }));
      };
      if (holder !== collection)
        report('shared-id', `The ${kind} "${id}" has the same id as one of the ${holder ?? ''}; rename one.`);
      else if (places[collection].get(id) !== index)
        report('duplicate-id', `There are two ${collection} called "${id}"; rename one.`);
      if (reserved)
        report('reserved-id', `The agent "${id}" has a name that durations use for distributions; rename it.`);
    });
  }
  return problems;
}

const RESERVED: ReadonlySet<string> = new Set(DISTRIBUTION_KEYS);

/** References that lead nowhere, and nodes that name themselves. */
export function referenceProblems(document: Document, index: NodeIndex, served: Served = {}): Problem[] {
  const problems: Problem[] = [];
  const shadowed = new Set<string>();
  const standIns = standInsOf(document, served);
  // The place behind that of the last task that names each.
  const namedBy = new Int32Array(document.tasks?.length ?? 0);
  document.tasks?.forEach((task, at) => {
    const { dependsOn = [] } = task;
    for (let k = 0; k < dependsOn.length; k += 1) {
      const dependency = dependsOn[k];
      const id = typeof dependency === 'string' ? dependency : (dependency?.task ?? '');
      const named = index.tasks.get(id);
      if (id !== task.id && named !== undefined && namedBy[named] !== at + 1) {
        namedBy[named] = at + 1;
        continue;
      }
      const path = ['tasks', at, 'dependsOn', k];
      if (id === task.id) problems.push(selfDependency(document, id, path));
      else if (named === undefined) problems.push(dangling(document, { target: 'tasks', id, path, removal: path }));
      else {
        const message = `The task "${task.id}" depends on "${id}" twice; remove one.`;
        problems.push(problemAt(document, path, { code: 'repeated-dependency', severity: 'warning', message }));
      }
    }
  });
  forEachReference(
    document,
    (reference) => {
      const { id, target } = reference;
      if (index[target].has(id)) {
        if (isStandInName(id) && mayStandIn(document, reference)) shadowed.add(id);
      } else if (!mayStandIn(document, reference) || !standIns.includes(id))
        problems.push(dangling(document, reference, standIns));
    },
    { dependencies: false },
  );
  for (const id of shadowed) {
    const message = `The agent "${id}" bears the name of the ${id}, so that faults and links that name it mean the agent; rename it if the ${id} is meant.`;
    const path = ['agents', index.agents.get(id) ?? 0, 'id'];
    problems.push(problemAt(document, path, { code: 'shadowing-id', severity: 'warning', message }));
  }
  return problems;
}

function selfDependency(document: Document, id: string, path: FieldPath): Problem {
  return problemAt(document, path, {
    code: 'self-dependency',
    severity: 'error',
    message: `The task "${id}" depends on itself; remove the dependency.`,
    fix: { label: 'Remove the dependency', edits: [{ kind: 'disconnect', from: id, to: id }] },
  });
}

function dangling(document: Document, reference: Omit<Reference, 'at'>, standIns: readonly string[] = []): Problem {
  const { path, removal } = reference;
  const last = removal.at(-1);
  const edit =
    typeof last === 'number'
      ? ({ kind: 'remove-item', path: removal.slice(0, -1), index: last } as const)
      : ({ kind: 'set-field', path: removal } as const);
  return problemAt(document, path, {
    code: 'dangling-reference',
    severity: path[0] === 'view' ? 'info' : path[0] === 'lesson' ? 'warning' : 'error',
    message: whoIsMissing(document, reference, standIns),
    fix: { label: 'Remove the reference', edits: [edit] },
  });
}

function whoIsMissing(
  document: Document,
  { target, id, path }: Omit<Reference, 'at'>,
  standIns: readonly string[],
): string {
  const beside = isStandInName(id) || standIns.includes(id);
  if (target !== 'agents' || !beside || (path[0] !== 'faults' && path[0] !== 'network'))
    return `There is no ${NODE_KINDS[target]} "${id}"; add it or remove what names it.`;
  return mayStandIn(document, { target, path })
    ? `There is no ${id} here, since no task is decided by several agents; add such a task or remove what names the ${id}.`
    : `This affects agents only, and the ${id} is none; the ${id} can crash, be cut off, and its messages can be lost, delayed, doubled or reordered.`;
}
