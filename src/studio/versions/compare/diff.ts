/**
 * What differs between two states of a document, in its own terms: nodes and edges added, removed, changed or moved, and settings, each
 * change field by field. Where a node stands means nothing to a run, so a move is told apart from a change. Pure; both documents may be
 * invalid.
 */
import { equalJson } from '../../../base/index.ts';
import type { Document } from '../../../document/index.ts';
import { fieldChanges, type FieldChange } from './fields.ts';

export type Mark = 'added' | 'removed' | 'changed' | 'moved';
export type NodeKind = 'agent' | 'task' | 'resource' | 'memory' | 'note' | 'frame';
export type EdgeKind = 'depends' | 'reports';

export interface Difference {
  readonly mark: Mark;
  /** The node's id, an edge's `kind from to`, or a setting's name. */
  readonly key: string;
  readonly kind: NodeKind | EdgeKind | 'setting';
  readonly label: string;
  /** What changed, field by field; nothing where all of it came or went. */
  readonly changes: readonly FieldChange[];
}

export interface NodeOf {
  readonly id: string;
  readonly kind: NodeKind;
  readonly label: string;
  readonly fields: Readonly<Record<string, unknown>>;
}
export interface EdgeOf {
  readonly key: string;
  readonly kind: EdgeKind;
  readonly from: string;
  readonly to: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Fields of a node that are edges, or that say where it stands. */
const notFields: ReadonlySet<string> = new Set(['reportsTo', 'dependsOn', 'x', 'y']);
const notSettings: ReadonlySet<string> = new Set([
  'agents',
  'tasks',
  'resources',
  'memories',
  'view',
  'format',
  'version',
]);

/** What one must do to `before` to have `after`. */
export function diffDocuments(before: Document, after: Document): readonly Difference[] {
  const [then, now] = [nodesOf(before), nodesOf(after)];
  const names = new Map([...then, ...now].map(([id, { label }]) => [id, label]));
  const settings = fieldChanges(fieldsOf(before), fieldsOf(after), notSettings);
  return [
    ...diffNodes(then, now),
    ...diffEdges(edgesOf(before), edgesOf(after), names),
    ...grouped(settings),
    ...moved(before, after, now),
  ];
}

/** Every node of a document by its id. */
export function nodesOf({ agents, tasks, resources, memories, view }: Document): ReadonlyMap<string, NodeOf> {
  const lists = [
    ['frame', view?.frames],
    ['note', view?.notes],
    ['agent', agents],
    ['task', tasks],
    ['resource', resources],
    ['memory', memories],
  ] as const;
  const nodes = new Map<string, NodeOf>();
  for (const [kind, list] of lists)
    for (const node of (list ?? []) as readonly (NodeOf['fields'] & { readonly id: string })[])
      nodes.set(node.id, { id: node.id, kind, label: labelOf(node), fields: node });
  return nodes;
}

/** Every edge of a document by a key that tells kinds apart; ids hold no control characters. */
export function edgesOf(document: Document): ReadonlyMap<string, EdgeOf> {
  const edges = new Map<string, EdgeOf>();
  const add = (kind: EdgeKind, from: string, to: string, detail: EdgeOf['detail']): void => {
    const key = `${kind}\u001f${from}\u001f${to}`;
    edges.set(key, { key, kind, from, to, detail });
  };
  for (const { id, reportsTo } of document.agents ?? []) if (reportsTo !== undefined) add('reports', reportsTo, id, {});
  for (const { id, dependsOn } of document.tasks ?? [])
    for (const dependency of dependsOn ?? [])
      if (typeof dependency === 'string') add('depends', dependency, id, { task: dependency });
      else add('depends', dependency.task, id, fieldsOf(dependency));
  return edges;
}

const fieldsOf = (value: object): Readonly<Record<string, unknown>> => value as Readonly<Record<string, unknown>>;

function labelOf(node: NodeOf['fields'] & { readonly id: string }): string {
  const said = [node['name'], node['title'], node['text']].find((each) => typeof each === 'string' && each.trim());
  return typeof said === 'string' ? said : node.id;
}

function diffNodes(then: ReadonlyMap<string, NodeOf>, now: ReadonlyMap<string, NodeOf>): Difference[] {
  const found: Difference[] = [];
  const say = (mark: Mark, { id, kind, label }: NodeOf, changes: readonly FieldChange[]): void => {
    found.push({ mark, key: id, kind, label, changes });
  };
  for (const [id, node] of then) if (now.get(id)?.kind !== node.kind) say('removed', node, []);
  for (const [id, node] of now) {
    const old = then.get(id);
    if (old?.kind !== node.kind) say('added', node, []);
    else {
      const changes = fieldChanges(old.fields, node.fields, notFields);
      if (changes.length > 0) say('changed', node, changes);
    }
  }
  return found;
}

function diffEdges(
  before: ReadonlyMap<string, EdgeOf>,
  after: ReadonlyMap<string, EdgeOf>,
  names: ReadonlyMap<string, string>,
): Difference[] {
  const found: Difference[] = [];
  const say = (mark: Mark, { key, kind, from, to }: EdgeOf, changes: readonly FieldChange[]): void => {
    found.push({ mark, key, kind, label: `${names.get(from) ?? from} → ${names.get(to) ?? to}`, changes });
  };
  for (const [key, edge] of before) if (!after.has(key)) say('removed', edge, []);
  for (const [key, edge] of after) {
    const old = before.get(key);
    if (old === undefined) say('added', edge, []);
    else if (!equalJson(old.detail, edge.detail)) say('changed', edge, fieldChanges(old.detail, edge.detail));
  }
  return found;
}

/** One difference for each setting, with all that changed within it. */
function grouped(changes: readonly FieldChange[]): Difference[] {
  const settings = new Map<string, FieldChange[]>();
  for (const change of changes) {
    const [name = ''] = change.field.split('.');
    settings.set(name, [...(settings.get(name) ?? []), change]);
  }
  return [...settings].map(([name, within]) => ({
    mark: 'changed',
    key: name,
    kind: 'setting',
    label: name,
    changes: within,
  }));
}

/** Where every node of a document stands, as far as that is written. */
function standing({ view }: Document): ReadonlyMap<string, { readonly x: number; readonly y: number }> {
  return new Map([
    ...Object.entries(view?.nodes ?? {}),
    ...[...(view?.notes ?? []), ...(view?.frames ?? [])].map((remark) => [remark.id, remark] as const),
  ]);
}

function moved(before: Document, after: Document, now: ReadonlyMap<string, NodeOf>): Difference[] {
  const [from, to] = [standing(before), standing(after)];
  return [...now.values()].flatMap(({ id, kind, label }): Difference[] => {
    const [old, place] = [from.get(id), to.get(id)];
    if (old === undefined || place === undefined || (old.x === place.x && old.y === place.y)) return [];
    return [{ mark: 'moved', key: id, kind, label, changes: [] }];
  });
}
