/**
 * Copy and paste as text: what is copied is a small Conclave document, so it goes through any clipboard, between tabs,
 * into a file and back. Pasted nodes get fresh ids; what they say of one another is rewritten with them. Pure.
 */
import { idSource, parseJson } from '../../../base/index.ts';
import {
  apply,
  compositesOf,
  forEachReference,
  readDocument,
  renamedAll,
  withParts,
  type Collection,
  type Document,
  type Edit,
  type FieldPath,
  type Place,
  type Task,
} from '../../../document/index.ts';
import { remarksInside } from '../notes/notes.ts';
import { takenIds } from './edits.ts';
import { settlingEdits, type Places } from './places.ts';

/** Larger texts are files: they are imported, not pasted. */
const textMax = 5_000_000;
const collections = ['agents', 'tasks', 'resources', 'memories'] as const satisfies readonly Collection[];

export interface Pasted {
  readonly edit: Edit;
  /** What stands on the sheet that was pasted into. */
  readonly ids: readonly string[];
}

/** The text of the nodes among `ids`; null when there is none. */
export function clipText(document: Document, places: Places, ids: ReadonlySet<string>): string | null {
  const clip = clipOf(document, places, ids);
  return clip === null ? null : `${JSON.stringify(clip, null, 2)}\n`;
}

/** What is among `ids` as a document of its own, composites with their parts. What it says of what stays behind is left behind. */
export function clipOf(document: Document, places: Places, chosen: ReadonlySet<string>): Document | null {
  const nodes = withParts(compositesOf(document), chosen);
  const ids = new Set([...nodes, ...remarksInside(document, nodes)]);
  const only = <N extends { readonly id: string }>(list: readonly N[] = []) => list.filter(({ id }) => ids.has(id));
  const clip: Record<string, unknown> = { format: 'conclave', version: 1 };
  const stand: Record<string, Place> = {};
  for (const collection of collections) {
    const list = only<{ readonly id: string }>(document[collection]);
    if (list.length > 0) clip[collection] = list;
    for (const { id } of list) {
      const place = places.get(id);
      if (place !== undefined) stand[id] = { x: place.x, y: place.y };
    }
  }
  const [notes, frames] = [only(document.view?.notes), only(document.view?.frames)];
  clip['view'] = {
    nodes: stand,
    ...(notes.length === 0 ? {} : { notes }),
    ...(frames.length === 0 ? {} : { frames }),
  };
  if (clip['tasks'] !== undefined) clip['tasks'] = only(document.tasks).map((task) => withoutOthers(task, ids));
  return sizeOf(clip) === 0 ? null : clip;
}

/** A task without the tasks that stay behind. */
function withoutOthers(task: Task, ids: ReadonlySet<string>): Task {
  const { dependsOn, parent, ...rest } = task;
  const kept = (dependsOn ?? []).filter((one) => ids.has(typeof one === 'string' ? one : one.task));
  const lone = parent === undefined || !ids.has(parent);
  if (kept.length === dependsOn?.length && !lone) return task;
  return { ...rest, ...(lone ? {} : { parent }), ...(kept.length === 0 ? {} : { dependsOn: kept }) };
}

function sizeOf(document: Document): number {
  const { agents = [], tasks = [], resources = [], memories = [], view } = document;
  const remarks = (view?.notes ?? []).length + (view?.frames ?? []).length;
  return agents.length + tasks.length + resources.length + memories.length + remarks;
}

/** The clip in a text, or null when the text is none. */
export function clipFromText(text: string): Document | null {
  if (text.length > textMax || !text.trimStart().startsWith('{')) return null;
  const json = parseJson(text);
  if (!json.ok) return null;
  const { value } = json;
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !('format' in value)) return null;
  const { document, readOnly } = readDocument(value);
  return readOnly || sizeOf(document) === 0 ? null : document;
}

interface Where {
  /** Where the upper left corner of the clip goes, or how far it stands from where it stood. */
  readonly where: { readonly at: Place } | { readonly by: Place };
  /** The composite whose inside is drawn: tasks that stand in none become its parts. */
  readonly inside?: string | null;
}

/** Adds a clip with fresh ids. */
export function pasteEdit(target: Document, places: Places, clip: Document, { where, inside = null }: Where): Pasted {
  const own = renamed(clip, target);
  const fresh = cleared(own, new Set([...takenIds(target), ...takenIds(own)]));
  const { parentOf } = compositesOf(fresh);
  const from = fresh.view?.nodes ?? {};
  const remarks = [...(fresh.view?.notes ?? []), ...(fresh.view?.frames ?? [])];
  const outer = collections
    .flatMap((collection) => (fresh[collection] ?? []).map(({ id }) => id))
    .filter((id) => parentOf(id) === null);
  const placed = [
    ...outer.flatMap((id) => (from[id] === undefined ? [] : [from[id]])),
    ...remarks.filter(({ inside: around }) => around === undefined),
  ];
  const corner = { x: Math.min(...placed.map(({ x }) => x)), y: Math.min(...placed.map(({ y }) => y)) };
  const shift =
    'by' in where ? where.by : placed.length === 0 ? where.at : { x: where.at.x - corner.x, y: where.at.y - corner.y };
  const shifted = ({ x, y }: Place, whole: boolean) =>
    whole ? { x: Math.round(x + shift.x), y: Math.round(y + shift.y) } : { x, y };
  const added: Edit[] = [];
  const stand = new Map<string, Place>();
  for (const collection of collections) {
    (fresh[collection] ?? []).forEach((node, index) => {
      const place = shifted(from[node.id] ?? { x: index * 40, y: index * 40 }, parentOf(node.id) === null);
      const { parent: _, ...rest } = node as typeof node & { readonly parent?: string };
      const around = collection === 'tasks' ? (parentOf(node.id) ?? inside) : null;
      const whole = around === null ? rest : { ...rest, parent: around };
      // What is no task stands on the first sheet, on which a place of this one means nothing.
      if (inside === null || collection === 'tasks') stand.set(node.id, place);
      added.push({ kind: 'add-node', collection, node: whole as (Edit & { kind: 'add-node' })['node'] });
    });
  }
  const settled = settlingEdits(target, places);
  const moved: Edit[] = stand.size === 0 ? [] : [{ kind: 'move-nodes', places: Object.fromEntries(stand) }];
  const edits: Edit[] = [...settled, ...added, ...moved];
  for (const list of ['notes', 'frames'] as const)
    (fresh.view?.[list] ?? []).forEach((remark, index) => {
      const { inside: around, ...rest } = remark;
      const home = around ?? inside;
      const value = { ...rest, ...shifted(remark, around === undefined), ...(home === null ? {} : { inside: home }) };
      const at = (target.view?.[list]?.length ?? 0) + index;
      edits.push({ kind: 'insert-item', path: ['view', list], index: at, value });
    });
  const tasks = new Set(fresh.tasks?.map(({ id }) => id));
  const shown = inside === null ? outer : outer.filter((id) => tasks.has(id));
  const ids = [...shown, ...remarks.filter(({ inside: around }) => around === undefined).map(({ id }) => id)];
  return { edit: { kind: 'batch', label: 'Paste', edits }, ids };
}

/** The clip with ids that neither it nor the target holds twice; renaming rewrites references and conditions. */
function renamed(clip: Document, target: Document): Document {
  const taken = takenIds(target);
  const freshFor = idSource(new Set([...taken, ...takenIds(clip)]));
  const namesIn = (nodes: readonly { readonly id: string }[] = []) =>
    new Map(nodes.flatMap(({ id }) => (taken.has(id) ? [[id, freshFor(id)] as const] : [])));
  const names = Object.fromEntries(collections.map((collection) => [collection, namesIn(clip[collection])]));
  const fresh = renamedAll(clip, names);
  const remarks = <R extends { readonly id: string }>(list: readonly R[] = []): R[] =>
    list.map((remark) => (taken.has(remark.id) ? { ...remark, id: freshFor(remark.id) } : remark));
  const { notes, frames } = fresh.view ?? {};
  const view = {
    ...fresh.view,
    ...(notes === undefined ? {} : { notes: remarks(notes) }),
    ...(frames === undefined ? {} : { frames: remarks(frames) }),
  };
  return { ...fresh, view };
}

/** The clip without names of nodes that are not known. */
function cleared(clip: Document, known: ReadonlySet<string>): Document {
  const removals = new Map<string, FieldPath>();
  forEachReference(clip, ({ id, removal, path }) => {
    if (path[0] !== 'network' && path[0] !== 'faults' && !known.has(id)) removals.set(JSON.stringify(removal), removal);
  });
  const edits = [...removals.values()].reverse().map((path): Edit => {
    const last = path.at(-1);
    return typeof last === 'number'
      ? { kind: 'remove-item', path: path.slice(0, -1), index: last }
      : { kind: 'set-field', path };
  });
  const result = apply(clip, { kind: 'batch', edits });
  return result.ok ? result.value.document : clip;
}
