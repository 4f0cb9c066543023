/**
 * Copy and paste as text: what is copied is a small Conclave document, so it goes through any clipboard, between tabs,
 * into a file and back. Pasted nodes get fresh ids; what they say of one another is rewritten with them. Pure.
 */
import { freshId, parseJson } from '../../../base/index.ts';
import {
  apply,
  forEachReference,
  readDocument,
  type Document,
  type Edit,
  type FieldPath,
  type Place,
} from '../../../document/index.ts';
import { takenIds } from './edits.ts';
import { settlingEdits, type Places } from './places.ts';

/** Larger texts are files: they are imported, not pasted. */
const textMax = 5_000_000;

export interface Pasted {
  readonly edit: Edit;
  readonly ids: readonly string[];
}

/** The text of the nodes among `ids`; null when there is none. */
export function clipText(document: Document, places: Places, ids: ReadonlySet<string>): string | null {
  const clip = clipOf(document, places, ids);
  return clip === null ? null : `${JSON.stringify(clip, null, 2)}\n`;
}

/** The nodes among `ids` as a document of their own. Dependencies on what stays behind are left behind. */
export function clipOf(document: Document, places: Places, ids: ReadonlySet<string>): Document | null {
  const agents = (document.agents ?? []).filter(({ id }) => ids.has(id));
  const tasks = (document.tasks ?? []).filter(({ id }) => ids.has(id));
  if (agents.length + tasks.length === 0) return null;
  const nodes: NonNullable<NonNullable<Document['view']>['nodes']> = {};
  for (const { id } of [...agents, ...tasks]) {
    const place = places.get(id);
    if (place !== undefined) nodes[id] = { x: place.x, y: place.y };
  }
  const inside = tasks.map((task) => {
    if (task.dependsOn === undefined) return task;
    const { dependsOn, ...rest } = task;
    const kept = dependsOn.filter((one) => ids.has(typeof one === 'string' ? one : one.task));
    return kept.length === 0 ? rest : { ...rest, dependsOn: kept };
  });
  return {
    format: 'conclave',
    version: 1,
    ...(agents.length === 0 ? {} : { agents }),
    ...(tasks.length === 0 ? {} : { tasks: inside }),
    view: { nodes },
  };
}

/** The clip in a text, or null when the text is none. */
export function clipFromText(text: string): Document | null {
  if (text.length > textMax || !text.trimStart().startsWith('{')) return null;
  const json = parseJson(text);
  if (!json.ok) return null;
  const { value } = json;
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !('format' in value)) return null;
  const { document, readOnly } = readDocument(value);
  return readOnly || (document.agents ?? []).length + (document.tasks ?? []).length === 0 ? null : document;
}

/** Adds a clip with fresh ids. `at` is where its upper left corner goes, or `by` how far it stands from where it stood. */
export function pasteEdit(
  target: Document,
  places: Places,
  clip: Document,
  where: { readonly at: Place } | { readonly by: Place },
): Pasted {
  const fresh = cleared(renamed(clip, target), target);
  const nodes = [...(fresh.agents ?? []), ...(fresh.tasks ?? [])];
  const from = fresh.view?.nodes ?? {};
  const placed = nodes.flatMap(({ id }) => (from[id] === undefined ? [] : [from[id]]));
  const corner = { x: Math.min(...placed.map(({ x }) => x)), y: Math.min(...placed.map(({ y }) => y)) };
  const shift =
    'by' in where ? where.by : placed.length === 0 ? where.at : { x: where.at.x - corner.x, y: where.at.y - corner.y };
  const edits: Edit[] = [...settlingEdits(target, places)];
  for (const collection of ['agents', 'tasks'] as const) {
    (fresh[collection] ?? []).forEach((node, index) => {
      const { x, y } = from[node.id] ?? { x: index * 40, y: index * 40 };
      const place = { x: Math.round(x + shift.x), y: Math.round(y + shift.y) };
      edits.push({ kind: 'add-node', collection, node: node as (Edit & { kind: 'add-node' })['node'], place });
    });
  }
  return { edit: { kind: 'batch', label: 'Paste', edits }, ids: nodes.map(({ id }) => id) };
}

/** The clip with ids that neither it nor the target holds twice; renaming rewrites references and conditions. */
function renamed(clip: Document, target: Document): Document {
  const taken = takenIds(target);
  const all = new Set([...taken, ...takenIds(clip)]);
  let fresh = clip;
  for (const collection of ['agents', 'tasks'] as const) {
    for (const { id } of clip[collection] ?? []) {
      if (!taken.has(id)) continue;
      const to = freshId(id, all);
      all.add(to);
      const result = apply(fresh, { kind: 'rename-node', collection, id, to });
      if (result.ok) fresh = result.value.document;
    }
  }
  return fresh;
}

/** The clip without names of nodes that neither it nor the target has. */
function cleared(clip: Document, target: Document): Document {
  const known = new Set([...takenIds(target), ...takenIds(clip)]);
  const removals = new Map<string, FieldPath>();
  forEachReference(clip, ({ id, removal, path }) => {
    const [first] = path;
    if ((first === 'agents' || first === 'tasks') && !known.has(id)) removals.set(JSON.stringify(removal), removal);
  });
  let clean = clip;
  for (const path of [...removals.values()].reverse()) {
    const last = path.at(-1);
    const edit: Edit =
      typeof last === 'number'
        ? { kind: 'remove-item', path: path.slice(0, -1), index: last }
        : { kind: 'set-field', path };
    const result = apply(clean, edit);
    if (result.ok) clean = result.value.document;
  }
  return clean;
}
