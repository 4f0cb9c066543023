/**
 * What differs between two states of a document, in its own terms: nodes and edges added, removed or changed, and settings.
 * Where a node stands is counted apart, for it means nothing to a run. Pure; both documents may be invalid.
 */
import { equalJson } from '../../base/index.ts';
import type { Document } from '../../document/index.ts';

export type Mark = 'added' | 'removed' | 'changed';

export interface Difference {
  readonly mark: Mark;
  /** The node's id, or `from to` of an edge, as the small picture names its lines. */
  readonly key: string;
  readonly kind: 'agent' | 'task' | 'resource' | 'memory' | 'depends' | 'reports' | 'setting';
  readonly label: string;
  /** The fields that changed. */
  readonly fields: readonly string[];
}

export interface DocumentDiff {
  readonly differences: readonly Difference[];
  /** How many nodes stand elsewhere. */
  readonly moved: number;
}

interface Node {
  readonly id: string;
  readonly name?: string;
}
type Fields = Readonly<Record<string, unknown>>;

const collections = [
  ['agents', 'agent'],
  ['tasks', 'task'],
  ['resources', 'resource'],
  ['memories', 'memory'],
] as const;
/** Fields of a node that are edges, or that say nothing of what it is. */
const edgeFields: ReadonlySet<string> = new Set(['reportsTo', 'dependsOn']);
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
export function diffDocuments(before: Document, after: Document): DocumentDiff {
  const nodes = collections.flatMap(([collection, kind]) =>
    diffNodes(kind, before[collection] ?? [], after[collection] ?? []),
  );
  const names = new Map(
    [before, after].flatMap((document) =>
      collections.flatMap(([collection]) =>
        (document[collection] ?? []).map((node: Node) => [node.id, nameOf(node)] as const),
      ),
    ),
  );
  const edges = diffEdges(edgesOf(before), edgesOf(after), names);
  const settings = changedFields(before as Fields, after as Fields, notSettings).map((field): Difference => ({
    mark: 'changed',
    key: field,
    kind: 'setting',
    label: field,
    fields: [],
  }));
  return { differences: [...nodes, ...edges, ...settings], moved: countMoved(before, after) };
}

const nameOf = ({ id, name }: Node): string => (name === undefined || name.trim() === '' ? id : name);

function diffNodes(kind: Difference['kind'], before: readonly Node[], after: readonly Node[]): Difference[] {
  const [then, now] = [new Map(before.map((node) => [node.id, node])), new Map(after.map((node) => [node.id, node]))];
  const found: Difference[] = [];
  for (const [id, node] of then)
    if (!now.has(id)) found.push({ mark: 'removed', key: id, kind, label: nameOf(node), fields: [] });
  for (const [id, node] of now) {
    const old = then.get(id);
    const fields =
      old === undefined ? [] : changedFields(old as unknown as Fields, node as unknown as Fields, edgeFields);
    if (old === undefined) found.push({ mark: 'added', key: id, kind, label: nameOf(node), fields });
    else if (fields.length > 0) found.push({ mark: 'changed', key: id, kind, label: nameOf(node), fields });
  }
  return found;
}

function changedFields(before: Fields, after: Fields, without: ReadonlySet<string>): string[] {
  const fields = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...fields].filter((field) => !without.has(field) && !equalJson(before[field], after[field]));
}

interface Edge {
  readonly kind: 'depends' | 'reports';
  readonly from: string;
  readonly to: string;
  readonly detail: unknown;
}

/** Every edge by a key that tells kinds apart; ids hold no control characters. */
function edgesOf(document: Document): ReadonlyMap<string, Edge> {
  const edges = new Map<string, Edge>();
  for (const { id, reportsTo } of document.agents ?? [])
    if (reportsTo !== undefined)
      edges.set(`reports\u001f${reportsTo}\u001f${id}`, { kind: 'reports', from: reportsTo, to: id, detail: null });
  for (const { id, dependsOn } of document.tasks ?? [])
    for (const dependency of dependsOn ?? []) {
      const from = typeof dependency === 'string' ? dependency : dependency.task;
      const detail = typeof dependency === 'string' ? { task: from } : dependency;
      edges.set(`depends\u001f${from}\u001f${id}`, { kind: 'depends', from, to: id, detail });
    }
  return edges;
}

function diffEdges(
  before: ReadonlyMap<string, Edge>,
  after: ReadonlyMap<string, Edge>,
  names: ReadonlyMap<string, string>,
): Difference[] {
  const shown = ({ kind, from, to }: Edge, mark: Mark): Difference => {
    const label = `${names.get(from) ?? from} → ${names.get(to) ?? to}`;
    return { mark, key: kind === 'reports' ? to : `${from} ${to}`, kind, label, fields: [] };
  };
  const found: Difference[] = [];
  for (const [key, edge] of before) if (!after.has(key)) found.push(shown(edge, 'removed'));
  for (const [key, edge] of after) {
    const old = before.get(key);
    if (old === undefined) found.push(shown(edge, 'added'));
    else if (!equalJson(old.detail, edge.detail)) found.push(shown(edge, 'changed'));
  }
  return found;
}

function countMoved(before: Document, after: Document): number {
  const [then, now] = [before.view?.nodes ?? {}, after.view?.nodes ?? {}];
  return Object.keys(now).filter((id) => {
    const [from, to] = [Object.hasOwn(then, id) ? then[id] : undefined, now[id]];
    return from !== undefined && to !== undefined && (from.x !== to.x || from.y !== to.y);
  }).length;
}
