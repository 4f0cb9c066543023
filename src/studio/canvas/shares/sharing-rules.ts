/**
 * Resources and shared memories as wires: what a task needs, reads and writes, and which agents hold a copy. A wire from either
 * side means the same; drawing one, taking one away and wiring a new node are edits of the lists in the document. Pure.
 */
import type { Document, Edit } from '../../../document/index.ts';
import type { EdgeEnds } from '../../state/index.ts';

export type ShareKind = Exclude<EdgeEnds['kind'], 'depends' | 'reports'>;
export type NodeType = 'agent' | 'task' | 'resource' | 'memory';

/** What an id names; null when there is no such node. */
export function typeOf(
  { agents = [], tasks = [], resources = [], memories = [] }: Document,
  id: string,
): NodeType | null {
  const has = (list: readonly { readonly id: string }[]) => list.some((one) => one.id === id);
  if (has(tasks)) return 'task';
  if (has(agents)) return 'agent';
  return has(resources) ? 'resource' : has(memories) ? 'memory' : null;
}

/** The ends of the share that a wire between two nodes means; null when it means none. */
export function shareBetween(
  [sourceType, source]: readonly [NodeType, string],
  [targetType, target]: readonly [NodeType, string],
): EdgeEnds | null {
  const pair = `${sourceType} ${targetType}`;
  if (pair === 'resource task') return { kind: 'needs', from: source, to: target };
  if (pair === 'task resource') return { kind: 'needs', from: target, to: source };
  if (pair === 'memory task') return { kind: 'reads', from: source, to: target };
  if (pair === 'task memory') return { kind: 'writes', from: source, to: target };
  if (pair === 'memory agent') return { kind: 'shares', from: source, to: target };
  return pair === 'agent memory' ? { kind: 'shares', from: target, to: source } : null;
}

/** Whether the document holds this share already. */
export function isShared(document: Document, ends: EdgeEnds): boolean {
  return unshareEdits(document, ends).length > 0;
}

/** The edit that adds a share at the end of its list. */
export function shareEdit(document: Document, { kind, from, to }: EdgeEnds): Edit | null {
  if (kind === 'depends' || kind === 'reports') return null;
  const [collection, owner, field, item] = placeOf(kind, from, to);
  const at = (document[collection] ?? []).findIndex(({ id }) => id === owner);
  const node = document[collection]?.[at] as Readonly<Record<string, unknown>> | undefined;
  if (node === undefined) return null;
  const list = node[field];
  const index = Array.isArray(list) ? list.length : 0;
  return {
    kind: 'insert-item',
    path: [collection, at, field],
    index,
    value: kind === 'needs' ? { id: item } : kind === 'holds' ? { resource: item } : item,
  };
}

/** The edits that take a share away, wherever it stands; from the last to the first. */
export function unshareEdits(document: Document, { kind, from, to }: EdgeEnds): Edit[] {
  if (kind === 'depends' || kind === 'reports') return [];
  const [collection, owner, field, item] = placeOf(kind, from, to);
  const at = (document[collection] ?? []).findIndex(({ id }) => id === owner);
  const node = document[collection]?.[at] as Readonly<Record<string, readonly unknown[] | undefined>> | undefined;
  return (node?.[field] ?? [])
    .flatMap((one, index) => (isOf(one, item) ? [index] : []))
    .reverse()
    .map((index) => ({ kind: 'remove-item', path: [collection, at, field], index }));
}

/** Whether an item of such a list names this: by itself, or as a need, a hold or a key. */
function isOf(one: unknown, item: string): boolean {
  const { id, resource, memory } = Object(one) as Readonly<Record<'id' | 'resource' | 'memory', unknown>>;
  return one === item || id === item || resource === item || memory === item;
}

/** The list that holds a share: whose it is, its name, and the item in it. */
function placeOf(
  kind: ShareKind,
  from: string,
  to: string,
): readonly ['tasks' | 'memories', string, 'resources' | 'holds' | 'reads' | 'writes' | 'replicas', string] {
  if (kind === 'needs') return ['tasks', to, 'resources', from];
  if (kind === 'holds') return ['tasks', to, 'holds', from];
  if (kind === 'reads') return ['tasks', to, 'reads', from];
  return kind === 'writes' ? ['tasks', from, 'writes', to] : ['memories', from, 'replicas', to];
}
